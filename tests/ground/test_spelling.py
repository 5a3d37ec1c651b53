"""Vietnamese letters: stored form, search, order."""
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.spelling import clean, fold, nfc, sort_key, squeeze, text_key

VOWELS = "aăâeêioôơuưy"
TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
LETTERS = [nfc(vowel + tone) for vowel in VOWELS for tone in TONES] + ["đ"]


def test_all_146_letters_are_one_code_point_and_fold_to_ascii():
    letters = LETTERS + [letter.upper() for letter in LETTERS]
    assert len(set(letters)) == 146
    assert all(len(letter) == 1 and fold(letter).isascii() and len(fold(letter)) == 1 for letter in letters)


def test_given_names_come_in_vietnamese_order():
    names = ["Ân", "An", "Anh", "Ánh", "Đức", "Dũng", "Êm", "Em"]
    assert sorted(names, key=sort_key) == ["An", "Anh", "Ánh", "Ân", "Dũng", "Đức", "Em", "Êm"]


def test_people_are_ordered_by_given_name_then_family_and_middle():
    people = ["Trần Văn An", "Nguyễn Thị Bình", "Lê An", "Đặng Văn An", "Dương Văn An"]
    assert sorted(people, key=sort_key) == ["Dương Văn An", "Đặng Văn An", "Lê An", "Trần Văn An", "Nguyễn Thị Bình"]


def test_titles_are_ordered_from_the_first_word():
    assert sorted(["Quân khu Mẫu 10", "Cục Mẫu", "Ban Mẫu"], key=text_key) == ["Ban Mẫu", "Cục Mẫu", "Quân khu Mẫu 10"]


@pytest.mark.parametrize(("typed", "stored"), [("dang duc", "Đặng Văn Đức"), ("hoa", "Hòa"), ("hoa", "Hoà"), ("THUY", "Thủy"), ("duc", "ĐỨC")])
def test_search_without_marks_finds(typed, stored):
    assert all(word in fold(stored).split() for word in fold(typed).split())


def test_a_name_keeps_its_own_spelling():
    assert clean("  Nguyễn\u00a0Văn \u200b Hoà\n") == "Nguyễn Văn Hoà"
    assert clean("hòa") != clean("hoà")
    assert squeeze("P. CNTT – Cục") == squeeze("p cntt-cục")


@given(st.text(alphabet=st.sampled_from(LETTERS + [" "]), min_size=1, max_size=40))
def test_decomposed_text_is_the_same_text(text):
    decomposed = unicodedata.normalize("NFD", text)
    assert clean(decomposed) == clean(text)
    assert fold(decomposed) == fold(text)
    assert sort_key(decomposed or "a") == sort_key(text or "a")


@given(st.text(max_size=60))
def test_no_text_breaks_the_keys(text):
    assert all(sign.isdigit() or not sign.isascii() for sign in sort_key(text)) or sort_key(text)
    assert clean(clean(text)) == clean(text)

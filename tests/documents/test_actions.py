"""Papers: numbers without a gap, numbers of the office, frozen content, the file."""
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lms.blobs import read_bytes
from lms.certificates.rules.lint import text_of
from lms.counters import Counter
from lms.db import work
from lms.documents import actions
from lms.documents.models import Document
from lms.documents.rules.numbers import file_name, head_title, symbol_of, typed_number
from lms.errors import Problem, WrongMove
from lms.pdf.errors import SignNotInFont
from tests import builders as make
from tests.certificates.making import drain

SIGNED = {"signer_name": "Trần Quốc Vinh", "signer_post": "KT. BỘ TRƯỞNG\nTHỨ TRƯỞNG"}
BODY = {"bases": ["Căn cứ kết quả đợt khảo sát KS-2026"], "articles": ["Giao 96 chỉ tiêu năm 2027.", {"text": "Các học viện:", "points": ["mở lớp", "báo cáo"]}]}


@pytest.fixture
def office(app, db):
    """The ministry and its registrar."""
    ministry = make.ministry()
    with work():
        ministry.short = "BM"
    return ministry, make.account("registrar", ministry)


def decide(office, dated=date(2027, 1, 5), **values) -> Document:
    with work():
        return actions.issue_decision(office[1], issuer=office[0], subject="Giao chỉ tiêu năm 2027", body=BODY, dated=dated, **SIGNED, **values)


def test_numbers_follow_each_other_within_the_year_and_begin_anew(office):
    assert [decide(office).number_text for _ in range(2)] == ["01/QĐ-BM", "02/QĐ-BM"]
    assert decide(office, date(2028, 1, 3)).number_text == "01/QĐ-BM"


def test_each_kind_and_each_body_has_its_own_series(office):
    decide(office)
    with work():
        asked = actions.draft(office[1], kind="to_trinh", issuer=office[0], subject="Đề nghị giao chỉ tiêu", body={"to": "Bộ trưởng", "paragraphs": ["a", "b"]}, series="BCĐ")
        actions.issue(office[1], asked, dated=date(2027, 1, 4), **SIGNED)
    assert asked.number_text == "01/TTr-BCĐ"


def test_the_number_of_the_office_is_taken_and_the_series_goes_on_after_it(office, db):
    decide(office)
    assert decide(office, number=12).number_text == "12/QĐ-BM"
    assert decide(office).number == 13
    assert decide(office, number=5).number == 5
    assert decide(office).number == 14


def test_a_number_is_given_once(office):
    decide(office, number=3)
    with pytest.raises(Problem):
        decide(office, number=3)


def test_the_database_refuses_the_same_number_twice(office, db):
    one, two = decide(office), decide(office)
    with pytest.raises(IntegrityError), work():
        two.number = one.number


def test_a_paper_that_cannot_be_printed_takes_no_number(office, db):
    with pytest.raises(SignNotInFont), work():
        actions.issue_decision(office[1], issuer=office[0], subject="Giao ☭", body=BODY, dated=date(2027, 1, 5), **SIGNED)
    db.session.rollback()
    assert db.session.execute(select(Counter.value).where(Counter.series.startswith("document/"))).all() == []


def test_an_issued_paper_is_not_issued_again(office):
    one = decide(office)
    with pytest.raises(WrongMove):
        actions.issue(office[1], one, dated=date(2027, 1, 6), **SIGNED)


def test_the_file_is_made_from_the_frozen_content(app, office, db):
    one = decide(office)
    assert one.pdf_sha256 is None
    with work():
        office[0].name = "Bộ Tên mới"
    drain(app, {"documents.render": actions.JOBS["documents.render"]})
    db.session.rollback()
    text = text_of(read_bytes(one.pdf_sha256))
    assert "01/QĐ-BM" in text and "BỘ MẪU" in text and "Giao 96 chỉ tiêu năm 2027" in text and "KT. BỘ TRƯỞNG" in text and "Trần Quốc Vinh" in text
    assert "Tên mới" not in text


def test_a_withdrawn_paper_keeps_its_number(office, db):
    one = decide(office)
    with work():
        actions.withdraw(office[1], one, "Sai căn cứ")
    assert (one.state, one.withdraw_reason, one.number) == ("withdrawn", "Sai căn cứ", 1)
    assert decide(office).number == 2


def test_a_kind_without_a_layout_is_refused(office):
    with pytest.raises(Problem):
        actions.draft(office[1], kind="bao_cao", issuer=office[0], subject="x", body={})


@pytest.mark.parametrize(("name", "title"), [("Bộ Mẫu", "Bộ trưởng Bộ Mẫu"), ("Học viện Mẫu A", "Giám đốc Học viện Mẫu A"), ("Bộ tư lệnh Mẫu", "Tư lệnh Bộ tư lệnh Mẫu"),
                                             ("Nhà máy Mẫu", "Thủ trưởng Nhà máy Mẫu")])
def test_heads_are_called_by_their_office(name, title):
    assert head_title(name) == title


def test_symbols_and_file_names_are_safe():
    assert symbol_of("BTTM-M", "X01") == "BTTM-M" and symbol_of("", "X01.02") == "X01.02" and symbol_of("HV / A", "X") == "HVA"
    assert file_name("quyet_dinh", "05/QĐ-BM") == "quyet_dinh-05-QĐ-BM.pdf"
    assert "/" not in file_name("x", "../../etc/passwd") and file_name("x", "../../etc/passwd") == "x-etc-passwd.pdf"


@pytest.mark.parametrize(("typed", "read"), [("12", (12, "")), (" 05/QĐ-BM ", (5, "QĐ-BM")), ("Số 12 / QĐ-BTTM", (12, "QĐ-BTTM")), ("số: 7/qđ-bm", (7, "qđ-bm")),
                                             ("", None), ("0", None), ("123456", None), ("-3", None), ("12/", None), ("12/QĐ/BM", None), ("QĐ-BM", None), ("1.5", None), ("mười", None)])
def test_a_number_is_read_as_it_stands_on_the_paper(typed, read):
    assert typed_number(typed) == read


@pytest.mark.parametrize("typed", ["mười hai", "12/QĐ-KHAC", "12/TTr-BM", "0"])
def test_a_number_of_another_paper_or_none_is_refused_at_its_field_and_takes_no_number(office, typed):
    with pytest.raises(Problem) as told:
        decide(office, number=typed)
    assert told.value.facts["field"] == "number" and "12/QĐ-BM" in str(told.value.text)
    assert decide(office, number="").number == 1


def test_a_reference_in_other_capitals_is_the_same_reference(office):
    assert decide(office, number="số 12/qđ-bm").number_text == "12/QĐ-BM"

"""Every Vietnamese text of the product has its English; none is empty, fuzzy, or has other placeholders; English pages are English."""
import re
from html import unescape
from io import BytesIO

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from flask import render_template

from lms.front.rules import samples
from tests.house.rules import ROOT

KEYWORDS = {"_": None, "lazy": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "lazy_ngettext": (1, 2)}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
VIETNAMESE = re.compile("[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE)
# what stays Vietnamese on an English page: the language switch, money, and invented units, people and papers of /design
UNITS = r"(?:Quân khu|Quân đoàn|Tổng cục|Học viện|Cục) Mẫu(?: \d\w*| [A-Z]\b| Tài chính| Công nghiệp)?"
PEOPLE = r"Lương Viết Hà|Nguyễn Hoàng Cương|Nguyễn Thị Lan Anh|Nguyễn Thị Thanh Hường|Phạm Thanh Hải|Trần Văn Bình|Đoàn Khắc Bảo"
DATA = re.compile(rf"Tiếng Việt|{UNITS}|{PEOPLE}|(?:Số )?\d+/(?:QĐ|TTr)-?\w*|billion đồng")
INVENTED = {text for row in (samples.CLASS, samples.GOLD, samples.BACK, samples.DIRECT, (samples.MARKED,)) for text in row if text}


def catalogue() -> dict:
    """msgid -> message of all English files together."""
    known = {}
    for file in sorted((ROOT / "lms" / "translations" / "en").glob("*.po")):
        for message in read_po(BytesIO(file.read_bytes()), locale="en"):
            if message.id:
                known[message.id[0] if isinstance(message.id, tuple) else message.id] = (file.name, message)
    return known


def said() -> dict[str, str]:
    """Every text of the product -> where it stands."""
    found = {}
    for folder, method in (("lms", [("**.py", "python")]), ("templates", [("papers/**", "ignore"), ("**.html", "jinja2")])):
        for file, line, message, _comments, _context in extract_from_dir(str(ROOT / folder), method, keywords=KEYWORDS):
            text = message[0] if isinstance(message, tuple) else message
            if text:
                found.setdefault(text, f"{folder}/{file}:{line}")
    return found


def test_every_text_has_its_english():
    known = catalogue()
    missing = [f"{where}: {text!r}" for text, where in said().items() if text not in known]
    assert not missing, f"{len(missing)} missing (bin/texts adds them):\n" + "\n".join(missing[:60])


def test_no_translation_is_empty_fuzzy_or_has_other_placeholders():
    faults = []
    for text, (file, message) in catalogue().items():
        translations = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.fuzzy or not all(translations):
            faults.append(f"{file}: {text!r} is empty or fuzzy")
        for translation in translations:
            wanted, given = set(PLACEHOLDER.findall(text)), set(PLACEHOLDER.findall(translation))
            if wanted - {"%(num)s"} != given - {"%(num)s"}:
                faults.append(f"{file}: {text!r} has other placeholders")
    assert not faults, "\n".join(faults[:60])


def test_a_text_stands_in_one_catalogue():
    places = {}
    for file in sorted((ROOT / "lms" / "translations" / "en").glob("*.po")):
        for message in read_po(BytesIO(file.read_bytes()), locale="en"):
            places.setdefault(message.id, []).append(file.name)
    assert not {text: files for text, files in places.items() if text and len(files) > 1}


def vietnamese(page: str) -> list[str]:
    """The texts, titles and labels of a page that are neither English nor data."""
    page = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL)
    found = re.findall(r">([^<]+)<", page) + re.findall(r'(?:aria-label|title|placeholder|alt|value|content)="([^"]*)"', page)
    texts = {unescape(text).strip() for text in found} - INVENTED
    return sorted(text for text in texts if VIETNAMESE.search(DATA.sub("", text)))


@pytest.mark.parametrize("path", ["/sign-in", "/activate", "/verify", "/help", "/design", "/no-such-page"])
def test_a_public_page_in_english_says_nothing_in_vietnamese(browser, path):
    browser.client.set_cookie("lms_lang", "en")
    assert not vietnamese(browser.get(path).get_data(as_text=True))


@pytest.mark.parametrize("code", [400, 403, 404, 405, 409, 413, 422, 429, 500])
def test_an_error_page_in_english_says_nothing_in_vietnamese(app, code):
    with app.test_request_context("/", headers={"Cookie": "lms_lang=en"}):
        assert not vietnamese(render_template("errors/error.html", code=code, text=None, typed=[]))

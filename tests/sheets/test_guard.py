"""The gate: bombs, polyglots, hostile XML, junk and lies are refused with a word, quickly, and never with a traceback."""
import io
import struct
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.sheets.guard import OTHER_LIMITS, PEOPLE_LIMITS, Limits, RefusedFile
from lms.sheets.reading import open_book
from tests.sheets.making import ods, ods_cell, rezipped, xlsx

ARMY = Path(__file__).resolve().parents[1] / "data" / "army"
GOOD = xlsx([["Họ và tên", "Ngày sinh"], ["Nguyễn Văn A", "1/2/1990"]])
SHEET = "xl/worksheets/sheet1.xml"


def refusal(data: bytes, name: str = "x.xlsx", limits: Limits = OTHER_LIMITS) -> str:
    """The word with which a file is refused."""
    with pytest.raises(RefusedFile) as caught:
        open_book(data, name, limits)
    return caught.value.kind


def replaced(old: bytes, new: bytes):
    """A change of one member."""
    def change(content):
        assert old in content
        return content.replace(old, new)
    return change


def test_a_good_file_passes():
    assert open_book(GOOD, "x.xlsx").sheets[0].rows[1][0] == "Nguyễn Văn A"


def test_an_empty_file_is_refused():
    assert refusal(b"") == "empty_file"


def test_a_file_over_the_limit_is_refused_before_it_is_opened():
    assert refusal(b"x" * 2000, limits=Limits(file_bytes=1000, rows=10)) == "file_too_big"
    assert OTHER_LIMITS.file_bytes == 10 * 2**20 and OTHER_LIMITS.rows == 20_000
    assert PEOPLE_LIMITS.file_bytes == 50 * 2**20 and PEOPLE_LIMITS.rows == 200_000


BOMBS = {
    "ratio": lambda: rezipped(GOOD, add={"xl/media/a.bin": b"\0" * 30_000_000}),
    "size": lambda: rezipped(GOOD, add={f"xl/media/{number}.bin": bytes(range(256)) * 80_000 for number in range(6)}),
    "members": lambda: rezipped(GOOD, add={f"xl/media/{number}.txt": b"x" for number in range(300)}),
    "nested": lambda: rezipped(GOOD, add={"xl/embeddings/inner.zip": GOOD}),
    "shared strings": lambda: rezipped(GOOD, {"xl/sharedStrings.xml": lambda _: b"<sst>" + b"<si><t>a</t></si>" * 2_000_000 + b"</sst>"}),
    "many sheets": lambda: rezipped(GOOD, add={f"xl/worksheets/sheet{number}.xml": b"<worksheet/>" for number in range(2, 400)}),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_in_a_moment_and_with_little_memory(bomb):
    data = BOMBS[bomb]()
    tracemalloc.start()
    began = time.perf_counter()
    word = refusal(data)
    took, (_, peak) = time.perf_counter() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert word == "zip_bomb"
    assert took < 0.3 and peak < 50 * 2**20, (took, peak)


def test_a_directory_that_lies_about_a_size_is_found_while_unpacking():
    data = bytearray(rezipped(GOOD, add={"xl/media/a.bin": b"\0" * 3_000_000}))
    at = data.rfind(b"xl/media/a.bin") - 46
    assert data[at:at + 4] == b"PK\x01\x02"
    struct.pack_into("<I", data, at + 24, 10_000)
    assert refusal(bytes(data)) in ("zip_bomb", "unreadable_file")


@pytest.mark.parametrize("cell", [b'<c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c>', b'<c r="A1048576"><v>1</v></c>', b"<c r='XFD9'><v>1</v></c>"])
def test_one_cell_far_away_does_not_build_the_rectangle(cell):
    data = rezipped(GOOD, {SHEET: replaced(b"</sheetData>", b'<row r="1048576">' + cell + b"</row></sheetData>")})
    began = time.perf_counter()
    assert refusal(data) in ("too_many_rows", "too_many_columns")
    assert time.perf_counter() - began < 0.3


def test_empty_styled_cells_far_away_are_harmless():
    data = rezipped(GOOD, {SHEET: replaced(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>')})
    assert len(open_book(data, "x.xlsx").sheets[0].rows) == 2


def test_a_lying_dimension_costs_nothing():
    data = rezipped(GOOD, {SHEET: replaced(b'ref="A1:B2"', b'ref="A1:XFD1048576"')})
    tracemalloc.start()
    assert len(open_book(data, "x.xlsx").sheets[0].rows) == 2
    assert tracemalloc.get_traced_memory()[1] < 20 * 2**20
    tracemalloc.stop()


def test_repeated_filled_cells_of_an_ods_are_a_bomb_too():
    table = '<table:table table:name="A"><table:table-row table:number-rows-repeated="1000000">' + ods_cell("x", 'table:number-columns-repeated="16000"')
    assert refusal(ods(table + "</table:table-row></table:table>"), "x.ods") in ("too_many_rows", "too_many_columns")


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("member", [SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"])
def test_a_document_type_in_any_part_is_refused(member):
    assert refusal(rezipped(GOOD, {member: replaced(b"?>", b"?>" + ENTITIES)})) == "unsafe_xml"


def test_a_document_type_behind_another_encoding_is_refused():
    hidden = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x []><worksheet/>'.encode("utf-16")
    assert refusal(rezipped(GOOD, {SHEET: lambda _: hidden})) == "unsafe_xml"
    assert refusal(rezipped(GOOD, {SHEET: replaced(b'encoding="UTF-8"', b'encoding="UTF-7"')})) == "unsafe_xml"


def test_an_ods_with_entities_is_refused():
    data = rezipped(ods('<table:table table:name="A"/>'), {"content.xml": replaced(b"?>", b"?>" + ENTITIES)})
    assert refusal(data, "x.ods") == "unsafe_xml"


POLYGLOTS = {
    "something before": b"%PDF-1.4\n" + GOOD,
    "something behind": GOOD + b"<script>alert(1)</script>",
    "a second zip behind": GOOD + GOOD,
    "two kinds": rezipped(GOOD, add={"content.xml": b"<x/>"}),
    "a name twice": rezipped(GOOD, add={"XL/WORKBOOK.XML": b"<x/>"}),
}


@pytest.mark.parametrize("case", POLYGLOTS)
def test_a_file_that_is_two_files_is_refused(case):
    assert refusal(POLYGLOTS[case]) in ("polyglot_file", "unsupported_format")


def test_names_that_climb_out_are_refused():
    assert refusal(rezipped(GOOD, add={"../../etc/passwd": b"x"})) == "unreadable_file"


@pytest.mark.parametrize("data", [b"%PDF-1.7 x", b"\x89PNG\r\n\x1a\n", b"MZ\x90\0", b"<html><body>", b"\x1f\x8b\x08", b"{\\rtf1", b"<?xml version='1.0'?><Workbook/>"])
def test_other_kinds_of_files_are_named_as_such(data):
    assert refusal(data) == "unsupported_format"


def test_a_zip_that_is_no_spreadsheet_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as book:
        book.writestr("word/document.xml", "<x/>")
    assert refusal(target.getvalue(), "x.docx") == "unsupported_format"


def test_a_document_of_text_in_odf_is_refused():
    data = rezipped(ods('<table:table table:name="A"/>'), {"mimetype": lambda _: b"application/vnd.oasis.opendocument.text"})
    assert refusal(data, "x.ods") == "unsupported_format"


def test_an_old_file_with_a_far_cell_or_a_ring_of_sectors_ends_in_a_word():
    good = (ARMY / "needs" / "X41.xls").read_bytes()
    ring = bytearray(good)
    struct.pack_into("<I", ring, 48, 0)
    struct.pack_into("<I", ring, 512, 0)
    for data in (bytes(ring), good[:3000], good[:600], good[:80], good[:512] + b"\xff" * 20_000):
        assert refusal(data, "x.xls") in ("unreadable_file", "unsupported_format")
    at = good.index(b"\x7e\x02\x0a\x00")
    far = bytearray(good)
    struct.pack_into("<2H", far, at + 4, 65_535, 255)
    assert refusal(bytes(far), "x.xls") == "too_many_rows"


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_junk_never_raises_anything_else(junk):
    for start in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"\xef\xbb\xbf"):
        try:
            open_book(start + junk, "x.xlsx")
        except RefusedFile:
            pass


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 255), st.integers(0, 10**6), st.sampled_from(["X01.ods", "X41.xls", "X02.xlsx", "X12.csv"]))
def test_a_good_file_with_spoilt_bytes_never_raises_anything_else(place, byte, cut, name):
    data = bytearray((ARMY / "needs" / name).read_bytes())
    data[place % len(data)] = byte
    for spoilt in (bytes(data), bytes(data[:cut % len(data)])):
        try:
            open_book(spoilt, name)
        except RefusedFile:
            pass

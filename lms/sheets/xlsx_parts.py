"""What the fast reader (calamine) loses of an .xlsx: cell errors, the date system, texts outside of cells; and far-away cells, found by address.

calamine answers '' for `#N/A` (measured) and builds the whole rectangle up to the last cell; both are read from the XML here.
"""
import html
import re
from dataclasses import dataclass, field

from defusedxml.ElementTree import ParseError, fromstring

from lms.sheets.book import CellError, number_of
from lms.sheets.guard import Limits, RefusedFile, check_area

_ERROR_CELL = re.compile(
    rb"<(?:\w+:)?c\b(?=[^>]*\bt=[\"']e[\"'])[^>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*>(.*?)</(?:\w+:)?c>", re.DOTALL)
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)<")
_FORMULA = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*>\s*<(?:\w+:)?f\b")
_WIDE_CELL = re.compile(rb"\br=[\"']((?:[A-Z]{3}|[J-Z][A-Z]|I[W-Z]))\d+[\"'](?:[^>]*[^/>])?>")
_LOW_CELL = re.compile(rb"\br=[\"'][A-Z]{1,3}(\d{5,7})[\"'](?:[^>]*[^/>])?>")
_LOW_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\br=[\"'](\d{5,7})[\"'](?:[^>]*[^/>])?>\s*<(?:\w+:)?c(?![^>]*\br=)")
_PAGE_TEXT = re.compile(rb"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)>(.*?)</", re.DOTALL)
_PAGE_CODE = re.compile(r"&\"[^\"]*\"|&K[0-9A-F]{6}|&\d+|&[LCRPNDTFAZGBIUSXYEH]")
_PARAGRAPH = re.compile(rb"<a:p\b.*?</a:p>", re.DOTALL)
_RUN = re.compile(rb"<a:t[^>]*>([^<]*)<")


@dataclass
class Parts:
    """What a file says besides its cell values. `errors` by sheet name, `side_texts` as (place, text)."""
    epoch_1904: bool = False
    errors: dict[str, dict[tuple[int, int], CellError]] = field(default_factory=dict)
    merges: dict[str, list] = field(default_factory=dict)
    formulas: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    side_texts: list[tuple[str, str]] = field(default_factory=list)


def read_parts(members: dict[str, bytes], limits: Limits) -> Parts:
    """Everything of `Parts` from the checked members of an .xlsx."""
    parts = Parts()
    for name, member in _sheet_members(members, parts):
        content = members.get(member, b"")
        _check_addresses(content, limits)
        found = parts.errors.setdefault(name, {})
        for hit in _ERROR_CELL.finditer(content):
            value = _VALUE.search(hit.group(3))
            found[int(hit.group(2)), number_of(hit.group(1).decode())] = CellError(value.group(1).decode() if value else "#ERROR!")
        parts.formulas[name] = [(int(row), number_of(column.decode())) for column, row in _FORMULA.findall(content)]
        for text in _PAGE_TEXT.findall(content):
            plain = _PAGE_CODE.sub("\n", html.unescape(text.decode("utf-8", "replace")))
            parts.side_texts += [(name, line) for line in plain.splitlines()]
    for member, content in members.items():
        if "/drawings/" in member:
            parts.side_texts += [(member.rsplit("/", 1)[1], _joined(block)) for block in _PARAGRAPH.findall(content)]
    return parts


def _joined(paragraph: bytes) -> str:
    return "".join(html.unescape(run.decode("utf-8", "replace")) for run in _RUN.findall(paragraph))


def _check_addresses(content: bytes, limits: Limits) -> None:
    """Far cells by their addresses; empty styled cells (`<c .../>`) far away are harmless and common."""
    wide = max((number_of(hit.group(1).decode()) for hit in _WIDE_CELL.finditer(content)), default=0)
    low = max((int(hit.group(1)) for hit in _LOW_CELL.finditer(content)), default=0)
    bare = max((int(hit.group(1)) for hit in _LOW_ROW.finditer(content)), default=0)
    check_area(max(low, bare), wide, limits)


def _local(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]


def _sheet_members(members: dict[str, bytes], parts: Parts) -> list[tuple[str, str]]:
    """(sheet name, zip member) in workbook order; sets the date system on the way."""
    try:
        workbook = fromstring(members["xl/workbook.xml"])
        links = fromstring(members["xl/_rels/workbook.xml.rels"])
    except (KeyError, ParseError) as missing:
        raise RefusedFile("unreadable_file", "workbook") from missing
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    found = []
    for node in workbook.iter():
        if _local(node.tag) == "workbookPr":
            parts.epoch_1904 = node.get("date1904", "0") in ("1", "true", "on")
        if _local(node.tag) == "sheet":
            link = next((value for key, value in node.attrib.items() if _local(key) == "id"), None)
            target = targets.get(link, "")
            found.append((node.get("name", ""), target.lstrip("/") if target.startswith("/") else f"xl/{target}"))
    return found

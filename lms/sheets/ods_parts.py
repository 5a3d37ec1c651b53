"""What calamine does not tell of an .ods: vertical merges, cell errors and how far repeated cells reach. Read by SAX, no tree is built."""
from xml.sax import ContentHandler, SAXException

from defusedxml.sax import parseString

from lms.sheets.book import CellError, Merge
from lms.sheets.guard import Limits, RefusedFile, check_area
from lms.sheets.xlsx_parts import Parts

_ERRORS = ("#N/A", "#REF!", "#NAME?", "#DIV/0!", "#VALUE!", "#NUM!", "#NULL!", "Err:")


class _Content(ContentHandler):
    """Counts rows and columns with their repeats; a repeated cell counts only when it holds something."""

    def __init__(self, limits: Limits):
        super().__init__()
        self.limits, self.parts = limits, Parts()
        self.table, self.row, self.column = "", 0, 0
        self.row_repeat, self.cell, self.text, self.depth_note = 1, None, [], 0

    def startElement(self, name, attrs):
        """One opening tag."""
        if name == "table:table":
            self.table, self.row = attrs.get("table:name", ""), 0
            self.parts.errors.setdefault(self.table, {})
            self.parts.merges.setdefault(self.table, [])
        elif name == "table:table-row":
            self.row += 1
            self.column, self.row_repeat = 0, _count(attrs, "table:number-rows-repeated")
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self.column += 1
            self.cell, self.text = dict(attrs.items()), []
        elif name == "office:annotation":
            self.depth_note += 1

    def characters(self, content):
        """Text of the cell, without its comment."""
        if self.cell is not None and not self.depth_note:
            self.text.append(content)

    def endElement(self, name):
        """One closing tag."""
        if name == "office:annotation":
            self.depth_note -= 1
        elif name in ("table:table-cell", "table:covered-table-cell") and self.cell is not None:
            self._end_cell()
        elif name == "table:table-row":
            self.row += self.row_repeat - 1

    def _end_cell(self) -> None:
        attrs, text = self.cell, "".join(self.text).strip()
        repeat = _count(attrs, "table:number-columns-repeated")
        holds = bool(text) or "office:value-type" in attrs
        if holds:
            check_area(self.row + self.row_repeat - 1, self.column + repeat - 1, self.limits)
        if attrs.get("calcext:value-type") == "error" or ("table:formula" in attrs and text.startswith(_ERRORS)):
            self.parts.errors[self.table][self.row, self.column] = CellError(text or "#ERROR!")
        rows, columns = _count(attrs, "table:number-rows-spanned"), _count(attrs, "table:number-columns-spanned")
        if rows > 1 or columns > 1:
            merge = Merge(self.row, self.column, self.row + rows - 1, self.column + columns - 1)
            self.parts.merges[self.table].append(merge)
        self.column += repeat - 1
        self.cell = None


def _count(attrs, name: str) -> int:
    text = attrs.get(name, "1")
    return max(int(text), 1) if text.isdigit() and len(text) < 9 else 1


def read_parts(members: dict[str, bytes], limits: Limits) -> Parts:
    """Merges and errors of an .ods by table name."""
    handler = _Content(limits)
    try:
        parseString(members["content.xml"], handler)
    except (KeyError, SAXException, ValueError) as broken:
        raise RefusedFile("unreadable_file", "content.xml") from broken
    return handler.parts

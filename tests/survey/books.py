"""A spreadsheet as somebody's program saves it again: read, cells changed, written anew (values, formulas, merged cells)."""
import io
from datetime import date

import xlsxwriter
from python_calamine import CalamineWorkbook

from lms.sheets.book import address


class Again:
    """`book["Người"]["E4"] = "x"`; a text that begins with = is a formula; `merge("Người", "A1:B1")`."""

    def __init__(self, data: bytes):
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        self.sheets = {name: {address(row, column): value for row, line in enumerate(workbook.get_sheet_by_name(name).to_python(skip_empty_area=False), 1)
                              for column, value in enumerate(line, 1) if value != ""} for name in workbook.sheet_names}
        self.merged: list[tuple[str, str]] = []

    def __getitem__(self, name: str) -> dict:
        return self.sheets[name]

    def merge(self, name: str, area: str) -> None:
        """Join these cells."""
        self.merged.append((name, area))

    def row_of(self, name: str, column: str, value) -> int:
        """The first row with this value in the column."""
        return next(int(cell[1:]) for cell, held in self.sheets[name].items() if cell[0] == column and held == value)

    def data(self) -> bytes:
        """The file."""
        target = io.BytesIO()
        book = xlsxwriter.Workbook(target, {"in_memory": True})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, cells in self.sheets.items():
            page = book.add_worksheet(name)
            if name == "_":
                page.hide()
            for cell, value in cells.items():
                if isinstance(value, date):
                    page.write_datetime(cell, value, day)
                elif isinstance(value, str) and value.startswith("="):
                    page.write_formula(cell, value, None, "Dữ liệu lớn")
                elif value is not None:
                    page.write(cell, value)
            for where, area in self.merged:
                if where == name:
                    page.merge_range(area, "")
        book.close()
        return target.getvalue()

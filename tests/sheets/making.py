"""Small files for the tests, made in memory."""
import io
import zipfile

import xlsxwriter


def xlsx(rows, *, name="Sheet1", merges=(), hidden=(), date_1904=False, more=None) -> bytes:
    """An .xlsx from rows of values; dates get a date format. `more(workbook, sheet)` adds what rows cannot say."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "date_1904": date_1904, "strings_to_formulas": False, "strings_to_urls": False,
                                        "default_date_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet(name)
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, column, value)
            elif value is not None:
                sheet.write(number, column, value)
    for block, value in merges:
        sheet.merge_range(block, value)
    for other in hidden:
        book.add_worksheet(other).hide()
    if more:
        more(book, sheet)
    book.close()
    return target.getvalue()


def rezipped(data: bytes, change=None, add=None, method=zipfile.ZIP_DEFLATED) -> bytes:
    """The zip again with members changed (name -> function of bytes) or added (name -> bytes)."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", method) as copy:
        for member in source.infolist():
            content = source.read(member)
            copy.writestr(member.filename, (change or {}).get(member.filename, lambda same: same)(content))
        for name, content in (add or {}).items():
            copy.writestr(name, content)
    return target.getvalue()


_ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" office:version="1.2">
<office:automatic-styles><style:style style:name="away" style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles>
<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"""


def ods(tables: str) -> bytes:
    """An .ods from the XML of its tables."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("META-INF/manifest.xml", '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
                      'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" '
                      'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>')
        book.writestr("content.xml", _ODS.format(tables=tables))
    return target.getvalue()


def ods_cell(text: str, attributes: str = "") -> str:
    """A text cell of an .ods."""
    return f'<table:table-cell office:value-type="string" {attributes}><text:p>{text}</text:p></table:table-cell>'

"""Reading one need file: who sends it (the information sheet), what it answers, and its lines. Rule 16."""
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import PurePath

from lms.sheets.book import Book, Sheet, letters, shown
from lms.sheets.cells import is_blank, read_count, read_day, text_of
from lms.sheets.headings import find_header
from lms.sheets.report import FileReport, Issue
from lms.sheets.table import Table, find_table
from lms.spelling import clean, fold, squeeze
from lms.survey.rules.need_lines import NEEDS, NeedKnowledge, judge_line

_INFO = {
    "donvi": "unit", "tendonvi": "unit", "donvigui": "unit", "donvilap": "unit", "madonvi": "code", "madv": "code", "dotkhaosat": "round", "dot": "round",
    "madot": "round", "nguoilap": "author", "nguoilapbieu": "author", "chucvu": "post", "dienthoai": "telephone", "sodienthoai": "telephone", "ngaylap": "date",
    "ngaylapbieu": "date", "ngaygui": "date", "langui": "submission", "solangui": "submission", "traloi": "answer", "ketqua": "answer", "ghichu": "note",
}
_NO_NEED = re.compile(r"^(?:don vi )?khong (?:co|dang ky|phat sinh) nhu cau|^khong$")


@dataclass
class NeedFile:
    """One file of one unit. `unit` is the first-level unit of the information sheet; questions about the file keep all of it apart."""
    report: FileReport
    unit: str | None
    round_code: str
    made_on: date | None
    submission: int
    answer: str
    info: dict = field(default_factory=dict)
    questions: list[Issue] = field(default_factory=list)
    timing: str = "on_time"
    superseded_by: str | None = None
    author: str = ""

    @property
    def file(self) -> str:
        """The file's name."""
        return self.report.file

    @property
    def lines(self) -> list:
        """The judged lines."""
        return self.report.rows


def read_need_file(book: Book, known: NeedKnowledge, told: dict[str, str] | None = None) -> NeedFile:
    """The file with every line judged against the register and the catalogue; `told` are the answers to questions about the file itself, by kind."""
    told = told or {}
    table = find_table(book, NEEDS)
    info, raw = _information(book, table)
    report = FileReport(book.file, ignored_rows=table.ignored(), ignored_columns=table.ignored_columns, sheet=table.sheet.name,
                        ignored_sheets=[sheet.name for sheet in book.sheets if sheet is not table.sheet], header_rows=table.header_rows,
                        columns={key: letters(column) for key, column in table.columns.items()})
    unit, questions = _sender(book, info, known)
    unit = told["unit_mismatch"] if told.get("unit_mismatch", "drop") != "drop" else unit
    report.rows = [judge_line(row, book, unit, known) for row in table.rows]
    _repeated_lines(table, report)
    made_on = read_day(raw.get("date"), book, "date").value
    submission = read_count(raw.get("submission")).value or 1
    said_no = bool(_NO_NEED.match(fold(info.get("answer", "")))) or table.said_no_need
    if said_no and report.rows:
        questions.append(Issue("", "contradictory_answer", info.get("answer") or "no need"))
    if book.wrong_extension:
        questions.append(Issue("", "wrong_extension", book.kind))
    questions = _still_asked(report, questions, told)
    return NeedFile(report, unit, info.get("round", ""), made_on, submission, "no_need" if said_no and not report.rows else "needs",
                    _shown_information(raw, book), questions, author=info.get("author", ""))


def _still_asked(report: FileReport, questions: list[Issue], told: dict[str, str]) -> list[Issue]:
    """What the answers leave open: a file may be dropped whole, or hold for its answer instead of its lines."""
    asked = {issue.kind for issue in questions}
    dropped = [kind for kind, choice in told.items() if choice == "drop" and kind in asked]
    if told.get("contradictory_answer") == "no_need":
        report.rows = []
    questions = [issue for issue in questions if issue.kind not in told]
    if dropped:
        report.verdict, report.reason, report.rows, questions = "refused_file", dropped[0], [], []
    elif questions:
        report.reason = questions[0].kind
    return questions


def _information(book: Book, table: Table) -> tuple[dict[str, str], dict]:
    """Label and value pairs of the information sheet, or above the table: as texts and as they stand."""
    texts, raw = {}, {}
    above = Sheet(table.sheet.name, table.sheet.rows[:table.header_rows[0] - 1])
    for sheet in [*(sheet for sheet in book.sheets if sheet is not table.sheet and not find_header(NEEDS, sheet)), above]:
        for row in sheet.rows:
            filled = [value for value in row if not is_blank(value)]
            label = _INFO.get(squeeze(text_of(filled[0]).rstrip(":"))) if filled else None
            if label and len(filled) == 2 and label not in raw:
                raw[label] = filled[1]
                texts[label] = text_of(filled[1])
    return texts, raw


def headline_of(book: Book) -> tuple[str | None, date | None]:
    """The round's code and the day the sheet was made, from the information sheet, without judging anything."""
    info, raw = _information(book, find_table(book, NEEDS))[:2]
    return info.get("round"), read_day(raw.get("date"), book, "date").value


def _shown_information(raw: dict, book: Book) -> dict:
    """The information as a page shows it: days as days, numbers as they stand."""
    kept = {}
    for label, value in raw.items():
        day = read_day(value, book, label).value if label == "date" else None
        kept[label] = shown(day or (value.date() if isinstance(value, datetime) else clean(value) if isinstance(value, str) else value))
    return kept


def _sender(book: Book, info: dict[str, str], known: NeedKnowledge) -> tuple[str | None, list[Issue]]:
    """The first-level unit that sends: its code, else its name; the file name is a hint that may raise a question."""
    questions = []
    found = None
    for label in ("code", "unit"):
        if info.get(label) and found is None:
            found = known.units.find(info[label]).code
    named = known.units.find(info["unit"]).code if info.get("unit") else None
    hint = _hinted(book.file, known)
    if found is None:
        found = hint
    elif hint and hint != found:
        questions.append(Issue("", "unit_mismatch", hint))
    elif named and named != found:
        questions.append(Issue("", "unit_mismatch", named))
    if found and known.units.first_level(found) not in (None, found):
        found = known.units.first_level(found)
    return found, questions


def _hinted(file: str, known: NeedKnowledge) -> str | None:
    """The unit a file name begins with (`X26 (lan 2).xlsx`), if it is one."""
    stem = clean(PurePath(file).stem)
    codes = {code.casefold(): code for code in known.units.current}
    pieces = re.split(r"[\s_(\[\-,;]+", stem)
    return codes.get(stem.casefold()) or codes.get(pieces[0].casefold())


def _repeated_lines(table: Table, report: FileReport) -> None:
    """The same person for the same topic again in one file: asked (the first line stays)."""
    seen = set()
    rows = {row.number: row for row in table.rows}
    for line in report.rows:
        person, topic = line.values.get("person"), line.values.get("topic")
        if person is None or topic is None:
            continue
        key = (person.service_no, topic)
        if key in seen:
            add_question(line, rows[line.row], "duplicate_line")
        elif line.verdict != "refused":
            seen.add(key)
        line.values["where"] = who_cell(rows[line.row])


def who_cell(row) -> str:
    """The cell that names the person: the number, or the name when there is no number."""
    return row.cell("name" if is_blank(row.raw("sn")) else "sn")


def add_question(line, row, kind: str) -> None:
    """A question about who is named, put first."""
    line.issues.insert(0, Issue(who_cell(row), kind, line.values["person"].service_no, "sn"))

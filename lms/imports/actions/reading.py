"""From uploaded bytes to staged rows: guard, read, judge against the register, find duplicates, say what writing would change."""
from dataclasses import dataclass, field
from datetime import date

from lms.courses.rules.academy_list import AcademyKnowledge, read_academies
from lms.courses.rules.course_list import CatalogueKnowledge, read_courses
from lms.courses.rules.holiday_list import read_holidays
from lms.imports.queries import lookups
from lms.imports.rules.staging import Staged, stage_report
from lms.people.rules.duplicates import Listed, find_duplicates
from lms.people.rules.roster import RosterKnowledge, read_roster
from lms.sheets.book import Book
from lms.sheets.guard import OTHER_LIMITS, PEOPLE_LIMITS, RefusedFile
from lms.sheets.reading import open_book
from lms.sheets.report import FileReport, Issue, Report, refused
from lms.spelling import squeeze
from lms.survey.rules.need_files import NeedFile, read_need_file, headline_of
from lms.survey.rules.need_lines import NeedKnowledge
from lms.survey.rules.need_round import RoundDates, Taken, changes_between, judge_round
from lms.units.rules.unit_list import UnitList, read_units


@dataclass(frozen=True)
class Upload:
    """A file as it came."""
    name: str
    data: bytes


@dataclass(frozen=True)
class Round:
    """What need files are judged against beside the register: the round's dates, what it took in before, and answers about files by their names."""
    dates: RoundDates
    taken: Taken = Taken()
    told: dict[str, dict[str, str]] = field(default_factory=dict)


def read_uploads(kind: str, uploads: list[Upload], list_date: date, survey: Round | None = None) -> Staged:
    """All files of one act, judged. Nothing is written. `survey` is the round, for needs."""
    report = Report(kind)
    reader = _READERS[kind](list_date, survey)
    for upload in uploads:
        try:
            limits = PEOPLE_LIMITS if kind == "people" else OTHER_LIMITS
            report.files.append(reader.read(open_book(upload.data, upload.name, limits)))
        except RefusedFile as problem:
            report.files.append(refused(upload.name, problem))
    reader.settle(report)
    return stage_report(report, list_date, {})


class _Units:
    """Unit lists; a unit below a refused one is refused with it."""

    def __init__(self, list_date: date, _survey):
        self.known = frozenset(lookups.unit_ids())
        self.lists: list[UnitList] = []

    def read(self, book: Book) -> FileReport:
        """One list."""
        found = read_units(book, self.known | {version.code for units in self.lists for version in units.versions.values()})
        self.lists.append(found)
        found.report.extra["successions"] = [
            {"kind": item.kind, "on": item.on.isoformat(), "old": list(item.old), "new": item.new, "basis": item.basis} for item in found.successions]
        return found.report

    def settle(self, report: Report) -> None:
        """Refuse what stands below a refused row: its upper unit will be in no register."""
        rows = [row for file in report.files for row in file.rows if row.values.get("code")]
        while True:
            standing = self.known | {row.values["code"] for row in rows if row.verdict == "accepted"}
            orphans = [row for row in rows if row.verdict == "accepted" and row.values["parent"] and row.values["parent"] not in standing]
            for row in orphans:
                row.issues.append(Issue(row.values["cells"]["parent"], "unknown_parent", row.values["parent"], "parent"))
            if not orphans:
                return


class _People:
    """Personnel lists, with duplicates over all of them."""

    def __init__(self, list_date: date, _survey):
        courses = lookups.course_finder()
        self.known = RosterKnowledge(lookups.unit_finder(list_date), lookups.rank_reader(), lookups.group_titles(), courses.words(), list_date)

    def read(self, book: Book) -> FileReport:
        """One list."""
        return read_roster(book, self.known)

    def settle(self, report: Report) -> None:
        """Duplicates of the accepted rows."""
        listed = [Listed(file.file, row.row, row.values) for file in report.files for row in file.rows if row.verdict == "accepted"]
        report.duplicates = find_duplicates(listed)


class _Courses:
    """Catalogues."""

    def __init__(self, list_date: date, _survey):
        self.known = CatalogueKnowledge(lookups.group_titles(), frozenset(squeeze(code) for code in lookups.course_codes()))

    def read(self, book: Book) -> FileReport:
        """One catalogue."""
        return read_courses(book, self.known)

    def settle(self, report: Report) -> None:
        """Nothing between files."""


class _Academies(_Courses):
    """What academies can take in."""

    def __init__(self, list_date: date, _survey):
        self.known = AcademyKnowledge(lookups.unit_finder(list_date), lookups.course_finder(), list_date.year + 1)

    def read(self, book: Book) -> FileReport:
        """One file of three sheets."""
        return read_academies(book, self.known)


class _Holidays(_Courses):
    """Calendar files."""

    def __init__(self, list_date: date, _survey):
        """Nothing to know."""

    def read(self, book: Book) -> FileReport:
        """One calendar."""
        return read_holidays(book)


class _Needs:
    """Need sheets of one round, judged together."""

    def __init__(self, list_date: date, survey: Round):
        finder = lookups.unit_finder(list_date)
        self.survey, self.files = survey, []
        self.known = NeedKnowledge(finder, lookups.register(finder), lookups.course_finder(), lookups.group_titles(), survey.dates.opens)

    def read(self, book: Book) -> FileReport:
        """One sheet."""
        self.files.append(read_need_file(book, self.known, self.survey.told.get(book.file)))
        return self.files[-1].report

    def settle(self, report: Report) -> None:
        """Files in use, late files, persons asked for twice; what a second sending changed."""
        used = judge_round(self.files, self.survey.dates, self.survey.taken)
        for file in self.files:
            last = used.get(file.unit)
            file.report.extra = {
                "unit": file.unit, "round": file.round_code, "made_on": file.made_on.isoformat() if file.made_on else None, "submission": file.submission,
                "answer": file.answer, "timing": file.timing, "superseded_by": file.superseded_by, "author": file.author, "info": file.info,
                "questions": [issue.as_json() for issue in file.questions], "changes": _changes(file, last)}


def _changes(file: NeedFile, last: NeedFile | None) -> list[dict]:
    return changes_between(file, last) if last is not None and file.superseded_by == last.file else []


_READERS = {"units": _Units, "people": _People, "needs": _Needs, "courses": _Courses, "academies": _Academies, "holidays": _Holidays}


def headlines(uploads: list[Upload]) -> tuple[str | None, date | None]:
    """The round that the first readable information sheet names, and the earliest day on which one of the sheets was made."""
    codes, days = [], []
    for upload in uploads:
        try:
            code, made_on = headline_of(open_book(upload.data, upload.name, OTHER_LIMITS))
        except RefusedFile:
            continue
        codes += [code] if code else []
        days += [made_on] if made_on else []
    return next(iter(codes), None), min(days, default=None)

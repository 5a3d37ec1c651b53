"""Judging one line of a need sheet: who or how many, for what, by when; every error and every question of the line (rule 15)."""
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from lms.courses.rules.course_list import CourseFinder, read_level
from lms.people.rules.words import read_group
from lms.sheets.book import Book
from lms.sheets.cells import (
    Reading,
    even_tones,
    is_blank,
    read_count,
    read_day,
    read_name,
    read_service_number,
    read_text,
)
from lms.sheets.headings import Shape
from lms.sheets.report import Issue, RowReport
from lms.sheets.table import TableRow
from lms.spelling import squeeze
from lms.survey.rules.need_words import quarter_end, read_priority, read_quarter
from lms.units.rules.matching import UnitFinder

NEEDS = Shape("needs", {
    "sn": ("Số hiệu quân nhân", "Số hiệu QN", "Số hiệu", "SHQN", "SH QN", "Số quân nhân", "Mã quân nhân", "Số hiệu SQ"),
    "name": ("Họ và tên", "Họ tên", "Họ, tên", "Họ & tên", "Tên", "Họ và tên người được cử"),
    "birth": ("Ngày sinh", "Ng. sinh", "Ngày, tháng, năm sinh", "Ngày tháng năm sinh", "NTNS", "Năm sinh", "Sinh ngày"),
    "unit": ("Đơn vị", "Đơn vị công tác", "ĐV", "Đ.vị", "Cơ quan, đơn vị", "Tên đơn vị"),
    "group": ("Nhóm đối tượng", "Nhóm chức danh", "Đối tượng", "Nhóm", "Đối tượng đào tạo", "Nhóm ĐT"),
    "number": ("Số lượng", "Số người", "SL", "Số lượng người", "Số lượng (người)", "Quân số", "Số đồng chí", "Số lượng cần đào tạo"),
    "topic": ("Chủ đề đào tạo", "Chủ đề", "Nội dung đào tạo", "Chủ đề bồi dưỡng", "Nội dung bồi dưỡng", "Nội dung", "Tên khóa", "Khóa bồi dưỡng", "Khóa đào tạo",
              "Chủ đề/khóa"),
    "level": ("Mức cần đạt", "Mức độ", "Mức", "Trình độ cần đạt", "Mức đào tạo", "Cấp độ", "Mức độ cần đạt"),
    "prio": ("Ưu tiên", "Mức ưu tiên", "UT", "Thứ tự ưu tiên", "Độ ưu tiên"),
    "quarter": ("Thời hạn (quý)", "Thời hạn", "Quý", "Thời gian", "Thời gian cần", "Hạn hoàn thành", "Thời hạn cần", "Quý đề nghị", "Thời gian (quý)"),
    "reason": ("Lý do", "Lý do đề nghị", "Lí do", "Lý do đào tạo", "Căn cứ đề nghị", "Lý do cử đi"),
    "note": ("Ghi chú", "Ghi chú thêm"),
}, needed=(frozenset({"unit", "topic"}), frozenset({"sn", "topic"}), frozenset({"name", "topic"})),
    dates=frozenset({"birth"}), numbers=frozenset({"number"}), identity=frozenset({"sn"}))

_ORDER = {key: place for place, key in enumerate(NEEDS.words)}


@dataclass(frozen=True)
class KnownPerson:
    """A person of the register, as needs look for one."""
    service_no: str
    name: str
    birth: date
    unit: str
    first_level: str | None
    group: str | None = None


class Register:
    """All persons by number and by name with birth date, and how many each first-level unit has."""

    def __init__(self, persons: list[KnownPerson]):
        self.by_number = {person.service_no: person for person in persons}
        self.by_name: dict[tuple[str, date], list[KnownPerson]] = defaultdict(list)
        self.staff: Counter = Counter()
        self.staff_of_group: Counter = Counter()
        for person in persons:
            self.by_name[squeeze(person.name), person.birth].append(person)
            self.staff[person.first_level] += 1
            self.staff_of_group[person.first_level, person.group] += 1


@dataclass(frozen=True)
class NeedKnowledge:
    """What need sheets are read against."""
    units: UnitFinder
    register: Register
    courses: CourseFinder
    groups: dict[str, str]
    opens: date


@dataclass
class _Line:
    """One line while it is judged."""
    row: TableRow
    asker: str | None
    values: dict = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    def take(self, key: str, reading: Reading) -> Reading:
        """Keep a reading under its key, its notes and its error with the cell."""
        self.values[key] = reading.value
        self.notes += reading.notes
        if reading.error:
            self.find(key, reading.error)
        return reading

    def find(self, key: str, kind: str, value=...) -> None:
        """Something is wrong or to be asked about this cell."""
        self.issues.append(Issue(self.row.cell(key), kind, self.row.raw(key) if value is ... else value, key))


def judge_line(row: TableRow, book: Book, asker: str | None, known: NeedKnowledge) -> RowReport:
    """One line, judged alone; duplicates and lines of other units are judged when all are read."""
    line = _Line(row, asker)
    personal = not (is_blank(row.raw("sn")) and is_blank(row.raw("name")))
    line.values["kind"] = "person" if personal else "count"
    _who(line, book, known) if personal else _how_many(line, known)
    line.take("group", read_group(row.raw("group"), known.groups))
    if not personal and line.values["group"] is None and not any(issue.field == "group" for issue in line.issues):
        line.find("group", "missing_required", None)
    _unit(line, known)
    _what(line, known)
    _when(line, known)
    line.values["reason"] = read_text(row.raw("reason")).value
    if not personal and line.values["number"]:
        _check_staff(line, known)
    line.issues.sort(key=lambda issue: _ORDER[issue.field])
    return RowReport(row.number, line.values, tuple(line.notes), line.issues)


def _who(line: _Line, book: Book, known: NeedKnowledge) -> None:
    """The person by number, else by name and birth date; what is said beside the number must fit."""
    row = line.row
    number, name = line.take("sn", read_service_number(row.raw("sn"))), read_name(row.raw("name"))
    birth = read_day(row.raw("birth"), book, "birth")
    for key, reading in (("name", name), ("birth", birth)):
        if reading.error:
            line.find(key, reading.error)
    line.values["person"] = None
    if not is_blank(row.raw("number")):
        line.find("number", "mixed_line")
    if number.error:
        return
    person = _by_number(line, number.value, known) if number.value else _by_name(line, (name, birth), known)
    if person is None:
        return
    if not _fits(line, person, name, birth):
        line.values["sn"] = None
        return
    line.values |= {"sn": person.service_no, "person": person}
    if line.asker and person.first_level != line.asker:
        line.find("unit", "person_other_unit", person.first_level or person.unit)


def _by_number(line: _Line, number: str, known: NeedKnowledge) -> KnownPerson | None:
    person = known.register.by_number.get(number)
    if person is None:
        line.find("sn", "person_not_found", number)
    return person


def _by_name(line: _Line, said: tuple[Reading, Reading], known: NeedKnowledge) -> KnownPerson | None:
    name, birth = said
    line.values["sn"] = None
    if name.error or birth.error:
        return None
    if birth.value is None:
        line.find("birth", "missing_required", None)
        return None
    found = known.register.by_name.get((squeeze(name.value), birth.value), [])
    if len(found) != 1:
        line.find("name", "person_ambiguous" if found else "person_not_found")
        return None
    return found[0]


def _fits(line: _Line, person: KnownPerson, name: Reading, birth: Reading) -> bool:
    """Name, else birth date, beside the number must be this person's: otherwise it is somebody else's number."""
    if name.value and squeeze(name.value) != squeeze(person.name):
        line.find("name", "person_mismatch")
        return False
    if birth.value and birth.value != person.birth:
        line.find("birth", "person_mismatch", birth.value)
        return False
    if name.value and name.value.casefold() != person.name.casefold() and even_tones(name.value).casefold() == even_tones(person.name).casefold():
        line.notes.append("name:tone_placement")
    return True


def _how_many(line: _Line, known: NeedKnowledge) -> None:
    reading = line.take("number", read_count(line.row.raw("number"), all_text=line.row.sheet.is_text))
    if reading.value is None and not reading.error:
        line.find("number", "missing_required", None)


def _check_staff(line: _Line, known: NeedKnowledge) -> None:
    """More persons than all of the first-level unit in the register: asked, not refused."""
    staff = known.register.staff[line.asker]
    if line.values["number"] > staff:
        of_group = known.register.staff_of_group[line.asker, line.values["group"]]
        line.find("number", "exceeds_staff", {"asked": line.values["number"], "staff": staff, "staff_of_group": of_group})


def _unit(line: _Line, known: NeedKnowledge) -> None:
    """The unit of the line; an empty cell means the unit that asks, a merged cell above holds."""
    value = line.row.raw("unit")
    plain = read_text(value, guarded=True)
    if plain.error or plain.value is None:
        line.take("unit", plain if plain.error else Reading(line.asker))
        return
    found = known.units.find(value if isinstance(value, str) else plain.value)
    line.take("unit", Reading(found.code, ("unit:merged_cell",) if line.row.held("unit") else found.notes, found.error))


def _what(line: _Line, known: NeedKnowledge) -> None:
    """Topic by name, course title or code; level; the course when the catalogue has one at that level."""
    line.values |= {"topic": None, "course": None}
    text = read_text(line.row.raw("topic"))
    found = known.courses.find(text.value) if text.value else None
    if text.error:
        line.find("topic", text.error)
    elif text.value is None:
        line.find("topic", "missing_required", None)
    elif found is None:
        line.find("topic", "unknown_topic")
    level = line.take("level", read_level(line.row.raw("level")))
    if found is None:
        return
    line.values["topic"] = found.topic
    line.notes += found.notes
    if level.value is None and not level.error:
        if found.course is None:
            line.find("level", "unknown_level", None)
            return
        line.values["level"] = found.course.level
    if line.values["level"]:
        course = known.courses.at_level(found, line.values["level"])
        line.values["course"] = course.code if course else None
        if course is None:
            line.notes.append("level:no_course_at_level")


def _when(line: _Line, known: NeedKnowledge) -> None:
    for key, reader, empty in (("prio", read_priority, "bad_priority"), ("quarter", read_quarter, "bad_quarter")):
        reading = line.take(key, reader(line.row.raw(key)))
        if reading.value is None and not reading.error:
            line.find(key, empty, None)
    quarter = line.values["quarter"]
    if quarter and quarter_end(quarter) < known.opens:
        line.find("quarter", "past_quarter")

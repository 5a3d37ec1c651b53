"""Reading the catalogue of short courses, and finding the course or topic that a text means."""
import re
from dataclasses import dataclass

from lms.sheets.book import Book, CellError, letters
from lms.sheets.cells import Reading, even_tones, is_blank, read_count, read_text, text_of
from lms.sheets.headings import Shape
from lms.sheets.report import FileReport, Issue, RowReport
from lms.sheets.table import TableRow, find_table
from lms.spelling import clean, squeeze

COURSES = Shape("courses", {
    "code": ("Mã khóa", "Mã khóa học", "Mã khóa bồi dưỡng", "Mã", "Mã số", "Ký hiệu"),
    "title": ("Tên khóa bồi dưỡng", "Tên khóa", "Tên khóa học", "Khóa bồi dưỡng", "Khóa học", "Tên chương trình", "Tên lớp"),
    "topic": ("Chủ đề", "Chủ đề đào tạo", "Chủ đề bồi dưỡng", "Nội dung", "Lĩnh vực"),
    "level": ("Mức", "Mức độ", "Mức cần đạt", "Trình độ", "Cấp độ"),
    "days": ("Số ngày", "Ngày", "Thời lượng (ngày)", "Số ngày học", "Thời gian (ngày)"),
    "hours": ("Số giờ", "Giờ", "Thời lượng (giờ)", "Số tiết", "Số giờ học", "Thời gian (giờ)"),
    "min": ("Sĩ số tối thiểu", "Tối thiểu", "Số học viên tối thiểu", "SS tối thiểu", "Quy mô tối thiểu"),
    "max": ("Sĩ số tối đa", "Tối đa", "Số học viên tối đa", "SS tối đa", "Quy mô tối đa"),
    "prerequisites": ("Điều kiện tiên quyết", "Tiên quyết", "Khóa tiên quyết", "Điều kiện", "Yêu cầu trước"),
    "form": ("Hình thức", "Hình thức học", "Hình thức đào tạo", "Hình thức tổ chức"),
    "groups": ("Nhóm đối tượng", "Đối tượng", "Nhóm", "Nhóm chức danh"),
}, needed=(frozenset({"code", "title", "topic"}),))

LEVELS = ("Cơ bản", "Nâng cao", "Chuyên sâu")
_LEVEL_WORDS = {"coban": "Cơ bản", "cb": "Cơ bản", "nangcao": "Nâng cao", "nc": "Nâng cao", "chuyensau": "Chuyên sâu", "cs": "Chuyên sâu"}
_NONE = {"", "khong", "khongco", "khongyeucau"}


@dataclass(frozen=True)
class CourseEntry:
    """A course as needs and certificates look for it."""
    code: str
    title: str
    topic: str
    level: str


def read_level(value) -> Reading:
    """Cơ bản, Nâng cao, Chuyên sâu or CB, NC, CS in any case."""
    if isinstance(value, CellError):
        return Reading(error="cell_error")
    if is_blank(value):
        return Reading()
    level = _LEVEL_WORDS.get(squeeze(text_of(value)))
    return Reading(level) if level else Reading(error="unknown_level")


@dataclass(frozen=True)
class TopicFound:
    """The topic a text means, and the course when the text named one."""
    topic: str | None = None
    course: CourseEntry | None = None
    notes: tuple[str, ...] = ()


class CourseFinder:
    """Topics, titles and codes, ready to be asked (rule 15)."""

    def __init__(self, courses: list[CourseEntry], topics: list[str] = ()):
        self.courses = courses
        self._topics = {squeeze(topic): topic for topic in [*topics, *(course.topic for course in courses)]}
        self._titles = {squeeze(course.title): course for course in reversed(courses)}
        self._codes = {squeeze(course.code): course for course in reversed(courses)}
        self._at_level = {(course.topic, course.level): course for course in reversed(courses)}

    def find(self, raw: str) -> TopicFound | None:
        """Topic first, then course title, then course code; None when nobody knows the text."""
        text = clean(raw)
        topic = self._topics.get(squeeze(text))
        if topic:
            moved = text.casefold() != topic.casefold() and even_tones(text).casefold() == even_tones(topic).casefold()
            return TopicFound(topic, None, ("topic:tone_placement",) if moved else ())
        for known, note in ((self._titles, "topic:title"), (self._codes, "topic:code")):
            course = known.get(squeeze(text))
            if course:
                return TopicFound(course.topic, course, (note,))
        return None

    def at_level(self, found: TopicFound, level: str) -> CourseEntry | None:
        """The course for a topic at a level: the one that was named when it fits, else the catalogue's first."""
        if found.course and found.course.level == level:
            return found.course
        return self._at_level.get((found.topic, level))

    def words(self) -> dict[str, tuple[str, str]]:
        """Squeezed code or title -> (code, title), for certificates."""
        return {squeeze(word): (course.code, course.title) for course in self.courses for word in (course.title, course.code)}


@dataclass(frozen=True)
class CatalogueKnowledge:
    """What a catalogue is read against: the groups' words and the codes that exist already."""
    groups: dict[str, str]
    known_codes: frozenset[str] = frozenset()


def read_courses(book: Book, known: CatalogueKnowledge) -> FileReport:
    """The catalogue with every error of every row."""
    table = find_table(book, COURSES)
    report = FileReport(book.file, ignored_rows=table.ignored(), ignored_columns=table.ignored_columns, sheet=table.sheet.name,
                        ignored_sheets=[sheet.name for sheet in book.sheets if sheet is not table.sheet], header_rows=table.header_rows,
                        columns={key: letters(column) for key, column in table.columns.items()})
    codes = known.known_codes | {squeeze(text_of(row.raw("code"))) for row in table.rows}
    taken: set[str] = set()
    for row in table.rows:
        done = _read_row(row, known, codes)
        code = squeeze(done.values["code"] or "")
        if code and code in taken:
            done.issues.insert(0, Issue(row.cell("code"), "duplicate_code", done.values["code"], "code"))
        taken.add(code)
        report.rows.append(done)
    return report


def _read_row(row: TableRow, known: CatalogueKnowledge, codes: frozenset[str]) -> RowReport:
    readings = {key: read_text(row.raw(key), guarded=key in ("code", "title")) for key in ("code", "title", "topic", "form")}
    readings["level"] = read_level(row.raw("level"))
    readings |= {key: read_count(row.raw(key)) for key in ("days", "hours", "min", "max")}
    readings["groups"] = _read_groups(row.raw("groups"), known.groups)
    readings["prerequisites"] = _read_prerequisites(row.raw("prerequisites"))
    issues = [Issue(row.cell(key), reading.error, row.raw(key), key) for key, reading in readings.items() if reading.error]
    for key in ("code", "title", "topic", "level", "days", "hours", "min", "max"):
        if readings[key].value is None and not readings[key].error:
            issues.append(Issue(row.cell(key), "missing_required", None, key))
    values = {key: reading.value for key, reading in readings.items()}
    if values["min"] and values["max"] and values["min"] > values["max"]:
        issues.append(Issue(row.cell("min"), "min_over_max", values["min"], "min"))
    unknown = [code for code in values["prerequisites"] or () if squeeze(code) not in codes]
    issues += [Issue(row.cell("prerequisites"), "unknown_prerequisite", code, "prerequisites") for code in unknown]
    issues.sort(key=lambda issue: list(COURSES.words).index(issue.field))
    notes = tuple(note for reading in readings.values() for note in reading.notes)
    return RowReport(row.number, values, notes, issues)


def _read_prerequisites(value) -> Reading:
    """Codes by `;`, `,` or line breaks; `Không`, `-` and empty mean none."""
    if isinstance(value, CellError):
        return Reading(error="cell_error")
    if squeeze(text_of(value)) in _NONE:
        return Reading([])
    return Reading([clean(part) for part in re.split(r"[;,\n]+", str(value)) if clean(part)])


def _read_groups(value, groups: dict[str, str]) -> Reading:
    """Codes or titles of groups. Titles hold commas themselves, so a cut by `;` is tried before a cut by commas."""
    if isinstance(value, CellError):
        return Reading(error="cell_error")
    text = text_of(value)
    if squeeze(text) in _NONE:
        return Reading([])
    for cut in (r"[;\n]+", r"[;,\n]+"):
        found = [groups.get(squeeze(part)) for part in re.split(cut, text) if clean(part)]
        if found and all(found):
            return Reading(list(dict.fromkeys(found)))
    return Reading(error="unknown_group")

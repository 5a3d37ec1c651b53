"""Reading a personnel list: a book and what is known already in, accepted and refused rows out. Every error of a row is found (rule 12)."""
from dataclasses import dataclass
from datetime import date

from lms.people.rules.ranks import RankReader
from lms.people.rules.words import read_certificates, read_gender, read_group, read_it_level
from lms.sheets.book import Book, letters
from lms.sheets.cells import Reading, read_day, read_name, read_service_number, read_text
from lms.sheets.headings import Shape
from lms.sheets.report import FileReport, Issue, RowReport
from lms.sheets.table import TableRow, find_table
from lms.units.rules.matching import UnitFinder

PEOPLE = Shape("people", {
    "sn": ("Số hiệu quân nhân", "Số hiệu QN", "Số hiệu", "SHQN", "SH QN", "Số hiệu sĩ quan", "Số hiệu SQ", "Số quân nhân", "Số hiệu CB", "Số QN", "Số CMQN",
           "Số hiệu cán bộ", "Mã quân nhân", "Mã QN"),
    "name": ("Họ và tên", "Họ tên", "Họ, tên", "Họ và tên khai sinh", "Họ, chữ đệm và tên", "Tên", "Họ & tên", "HỌ TÊN", "H và tên", "Họ và tên quân nhân",
             "Họ tên quân nhân"),
    "birth": ("Ngày sinh", "Ng. sinh", "Ngày, tháng, năm sinh", "Ngày tháng năm sinh", "NTNS", "Năm sinh", "Sinh ngày", "N. sinh", "Ngày/tháng/năm sinh", "NS"),
    "gender": ("Giới tính", "GT", "Nam/nữ", "Nam, nữ", "Phái", "Giới"),
    "rank": ("Cấp bậc", "Quân hàm", "CB", "Cấp bậc quân hàm", "Cấp hàm", "C.bậc", "Cấp bậc hiện tại"),
    "post": ("Chức vụ", "CV", "Chức danh", "Chức vụ hiện tại", "C.vụ", "Chức vụ, chức danh", "Chức vụ đảm nhiệm"),
    "unit": ("Đơn vị", "Đơn vị công tác", "ĐV", "Đơn vị hiện tại", "Đ.vị", "Đơn vị quản lý", "Tên đơn vị", "Nơi công tác", "Cơ quan, đơn vị", "Cơ quan đơn vị"),
    "since": ("Ngày nhận chức", "Ngày nhận chức vụ", "Nhận chức", "Ngày giữ chức", "Ngày bổ nhiệm", "Ngày nhận CV", "Thời gian nhận chức", "Nhận chức ngày",
              "Ngày giữ chức vụ", "Ng. nhận chức", "Tháng năm nhận chức", "Giữ chức từ ngày", "Ngày nhận nhiệm vụ"),
    "spec": ("Chuyên ngành", "Chuyên ngành đào tạo", "CN đào tạo", "Ngành", "Ngành đào tạo", "C.ngành", "Chuyên môn"),
    "group": ("Nhóm chức danh", "Nhóm đối tượng", "Nhóm", "Đối tượng", "Nhóm CD", "Nhóm đối tượng đào tạo", "Nhóm ĐT"),
    "it": ("Trình độ CNTT", "Trình độ tin học", "CNTT", "Tin học", "Trình độ công nghệ thông tin", "TĐ CNTT", "Mức CNTT", "Trình độ số"),
    "certs": ("Chứng chỉ đã có", "Chứng chỉ", "Chứng chỉ, chứng nhận", "Các chứng chỉ đã có", "Văn bằng, chứng chỉ", "CC đã có", "Chứng chỉ CNTT", "Bồi dưỡng đã qua"),
}, needed=(frozenset({"sn", "name", "unit"}), frozenset({"sn", "name", "birth"}), frozenset({"name", "birth", "unit"})),
    dates=frozenset({"birth", "since"}), numbers=frozenset({"sn"}), identity=frozenset({"sn"}))

_ORDER = {key: place for place, key in enumerate(PEOPLE.words)}
_REQUIRED = ("sn", "name", "birth", "unit")
YOUNGEST, OLDEST = 17, 70


@dataclass(frozen=True)
class RosterKnowledge:
    """What a personnel list is read against."""
    units: UnitFinder
    ranks: RankReader
    groups: dict[str, str]
    courses: dict[str, tuple[str, str]]
    list_date: date


def years_later(day: date, years: int) -> date:
    """The same day `years` later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def age_on(birth: date, day: date) -> int:
    """Full years of age."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def read_roster(book: Book, known: RosterKnowledge) -> FileReport:
    """The whole list: each data row accepted with its notes or refused with all its errors."""
    table = find_table(book, PEOPLE)
    report = FileReport(book.file, ignored_rows=table.ignored(), ignored_columns=table.ignored_columns, sheet=table.sheet.name,
                        ignored_sheets=[sheet.name for sheet in book.sheets if sheet is not table.sheet], header_rows=table.header_rows,
                        columns={key: letters(column) for key, column in table.columns.items()},
                        reason="wrong_extension" if book.wrong_extension else None)
    report.rows = [_read_row(row, book, known) for row in table.rows]
    return report


def _read_row(row: TableRow, book: Book, known: RosterKnowledge) -> RowReport:
    readings = {
        "sn": read_service_number(row.raw("sn")), "name": read_name(row.raw("name")),
        "birth": read_day(row.raw("birth"), book, "birth"), "gender": read_gender(row.raw("gender")),
        "post": read_text(row.raw("post"), guarded=True), "unit": _read_unit(row, known.units),
        "since": read_day(row.raw("since"), book, "since"), "spec": read_text(row.raw("spec")),
        "group": read_group(row.raw("group"), known.groups), "it": read_it_level(row.raw("it")),
        "certs": read_certificates(row.raw("certs"), known.courses),
    }
    rank = known.ranks.read(row.raw("rank"))
    readings["rank"] = Reading(rank.title, rank.notes, rank.error)
    issues = [Issue(row.cell(key), reading.error, row.raw(key), key) for key, reading in readings.items() if reading.error]
    issues += [Issue(row.cell(key), "missing_required", None, key) for key in _REQUIRED
               if not readings[key].error and readings[key].value is None]
    issues += _impossible_dates(row, readings, known.list_date)
    issues.sort(key=lambda issue: _ORDER[issue.field])
    values = {key: reading.value for key, reading in readings.items()}
    values |= {"category": rank.category, "rank_code": rank.code}
    notes = tuple(note for reading in readings.values() for note in reading.notes)
    return RowReport(row.number, values, notes, issues)


def _read_unit(row: TableRow, units: UnitFinder) -> Reading:
    """The unit of a row; a merged cell above may say it."""
    value = row.raw("unit")
    plain = read_text(value, guarded=True)
    if plain.error or plain.value is None:
        return plain
    found = units.find(value if isinstance(value, str) else plain.value)
    if found.error:
        return Reading(error=found.error)
    return Reading(found.code, ("unit:merged_cell",) if row.held("unit") else found.notes)


def _impossible_dates(row: TableRow, readings: dict[str, Reading], list_date: date) -> list[Issue]:
    """Real days that cannot be: 17 to 70 years on the list date; the post taken up at 17 or later and not after the list date."""
    birth, since = readings["birth"].value, readings["since"].value
    found = []
    if birth and not (birth <= list_date and YOUNGEST <= age_on(birth, list_date) <= OLDEST):
        found.append(Issue(row.cell("birth"), "date_out_of_range", row.raw("birth"), "birth"))
        birth = None
    if since and (since > list_date or (birth and since < years_later(birth, YOUNGEST))):
        found.append(Issue(row.cell("since"), "date_out_of_range", row.raw("since"), "since"))
    return found

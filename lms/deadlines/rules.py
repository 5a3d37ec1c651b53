"""The kinds of tasks: their words, the button, the page they lead to, and the station of the chain they belong to. Due dates in words."""
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lms.texts import gettext as _
from lms.texts import lazy, ngettext


@dataclass(frozen=True)
class Kind:
    """`title` and `note` are filled with the task's words; `endpoint` takes the subject's id as `argument`; `station` is 1 to 10."""
    title: object
    button: object
    endpoint: str
    argument: str
    station: int
    note: object = ""


KINDS = {
    "fill_sheet": Kind(lazy("Gửi phiếu nhu cầu đợt {round}"), lazy("Nhập phiếu"), "survey.sheet", "sheet_id", 1, "{unit}"),
    "send_sheet": Kind(lazy("Gửi phiếu nhu cầu đợt {round}"), lazy("Kiểm tra và gửi"), "survey.check", "sheet_id", 1, lazy("{unit}: đã nhập {persons} người theo danh sách, {heads} theo số lượng")),
    "enter_sheet": Kind(lazy("Nhập phiếu nhu cầu đợt {round}"), lazy("Nhập phiếu"), "survey.sheet", "sheet_id", 1, lazy("{unit}: đã nhập {persons} người theo danh sách, {heads} theo số lượng; chỉ huy gửi phiếu")),
    "fix_sheet": Kind(lazy("Phiếu nhu cầu bị trả lại"), lazy("Sửa phiếu"), "survey.sheet", "sheet_id", 1, "{reason}"),
    "review_sheet": Kind(lazy("Phiếu nhu cầu của {unit} chờ rà soát"), lazy("Rà soát"), "survey.sheet", "sheet_id", 3, lazy("{persons} người theo danh sách, {heads} theo số lượng")),
    "answer_comment": Kind(lazy("Cấp trên góp ý phiếu nhu cầu"), lazy("Xem và trả lời"), "survey.sheet", "sheet_id", 3, "{text}"),
    "make_proposal": Kind(lazy("Lập phương án chỉ tiêu từ đợt {round}"), lazy("Lập phương án"), "quota.index", "", 4),
    "fix_proposal": Kind(lazy("Chỉ tiêu năm {year}: {name} của đợt {round} bị trả lại"), lazy("Xem lý do"), "quota.proposal", "proposal_id", 4, "{reason}"),
    "decide_proposal": Kind(lazy("Chỉ tiêu năm {year}: {name} của đợt {round} chờ phê duyệt"), lazy("Xem và quyết định"), "quota.proposal", "proposal_id", 5),
    "open_class": Kind(lazy("Lớp {code}: lập lịch và mở đề cử"), lazy("Mở đề cử"), "enrollment.training_class", "class_id", 6),
    "nominate": Kind(lazy("Đề cử người đi học lớp {code}"), lazy("Chọn người"), "enrollment.nominate", "class_id", 7, lazy("được giao {seats} chỗ")),
    "approve_nominations": Kind(lazy("Duyệt nhân sự lớp {code}"), lazy("Xem danh sách"), "enrollment.nominations", "class_id", 7),
    "lock_class": Kind(lazy("Khóa danh sách lớp {code}"), lazy("Xem lớp"), "enrollment.training_class", "class_id", 8),
    "start_class": Kind(lazy("Khai giảng lớp {code}"), lazy("Xem lớp"), "enrollment.training_class", "class_id", 8),
    "take_attendance": Kind(lazy("Điểm danh lớp {code}, buổi {number}"), lazy("Điểm danh"), "enrollment.attendance", "session_id", 9),
    "finish_class": Kind(lazy("Kết thúc lớp {code}"), lazy("Xem lớp"), "enrollment.training_class", "class_id", 9),
    "enter_grades": Kind(lazy("Nhập điểm lớp {code}"), lazy("Nhập điểm"), "enrollment.grades", "class_id", 9),
    "decide_results": Kind(lazy("Công nhận kết quả lớp {code}"), lazy("Xem kết quả"), "enrollment.results", "class_id", 9),
    "issue_certificates": Kind(lazy("Cấp chứng chỉ lớp {code}"), lazy("Cấp chứng chỉ"), "certificates.class_page", "class_id", 10, lazy("{count} người hoàn thành")),
}
STATIONS = (lazy("Nhu cầu"), lazy("Nhóm"), lazy("Tổng hợp"), lazy("Đề xuất"), lazy("Quyết định"), lazy("Lớp"), lazy("Đề cử"), lazy("Chỗ học"),
            lazy("Hoàn thành"), lazy("Chứng chỉ"))


def shown_kind(kind: str, answered: bool, sends: bool) -> str:
    """One task of a sheet, in the words of its reader: who may send it is asked to send once it holds an answer, who may not is asked to fill it in."""
    if kind != "fill_sheet" or (sends and not answered):
        return kind
    return "send_sheet" if sends else "enter_sheet"


class _Known(dict):
    def __missing__(self, key):
        return "–"


def say(text, words: dict) -> str:
    """The kind's text with the task's words filled in."""
    return str(text).format_map(_Known(words))


def reminded(words: dict) -> str:
    """How often the task was reminded and when last; nothing when it never was."""
    if not words.get("reminded"):
        return ""
    day = f"{date.fromisoformat(words['reminded_on']):%d/%m}"
    return ngettext("đã nhắc %(num)s lần, gần nhất %(day)s", "đã nhắc %(num)s lần, gần nhất %(day)s", words["reminded"], day=day)


def urgency(due_at: datetime, now: datetime, days_late: int, days_left: int) -> tuple[str, str]:
    """(tone, words) of a deadline: `late`, `soon` (under half a day) or `calm`; days are working days."""
    if days_late:
        return "late", ngettext("quá hạn %(num)s ngày", "quá hạn %(num)s ngày", days_late)
    left = due_at - now
    if left < timedelta(hours=12):
        hours, minutes = divmod(int(left.total_seconds() // 60), 60)
        return "soon", _("còn %(h)s giờ %(m)s phút", h=hours, m=minutes)
    return "calm", (ngettext("còn %(num)s ngày", "còn %(num)s ngày", days_left) if days_left else _("hôm nay"))


def bracket(due_at: datetime, now: datetime, end_of_today: datetime, end_of_week: datetime) -> str:
    """Which group of the home page: late, today, week, later."""
    if due_at < now:
        return "late"
    if due_at <= end_of_today:
        return "today"
    return "week" if due_at <= end_of_week else "later"

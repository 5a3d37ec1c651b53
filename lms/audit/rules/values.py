"""What a fact carries, as a reader finds it: dates of the wall clock, numbers of things as their names, changes as before and after."""
from datetime import date, datetime

from lms import texts
from lms.audit.rules.sentences import REFERENCES
from lms.audit.rules.words import DETAILS
from lms.texts import lazy as _

FIELDS = {
    "name": _("tên"), "short": _("tên viết tắt"), "kind_id": _("loại đơn vị"), "region": _("địa bàn"), "post": _("chức vụ"), "rank_id": _("cấp bậc"), "title": _("tên gọi"),
    "due": _("hạn"), "lock": _("ngày khóa"), "opens": _("ngày mở"), "dates": _("các mốc"), "sessions": _("số buổi"), "room_id": _("phòng số"), "lecturer_id": _("giảng viên"),
    "nominate_until": _("hạn đề cử"), "what": _("nội dung"), "sheets": _("số phiếu"), "rules": _("số quy tắc"), "rule_set": _("bộ quy tắc số"), "sha256": _("mã băm"),
    "gaps": _("đơn vị chưa gửi"), "reserve": _("dự bị"), "no_need": _("không có nhu cầu"), "session_id": _("phiên số"), "by_id": _("thay bằng"), "from_unit_id": _("từ đơn vị"),
    "to_unit_id": _("sang đơn vị"), "review_unit_id": _("đơn vị rà soát"), "role_unit_id": _("tại đơn vị"), "course_id": _("khóa học"), "need_ids": _("các dòng số"),
    "from_round_id": _("từ đợt"), "level_id": _("cấp đôn đốc"), "units": _("số đơn vị"), "reminder_id": _("lần đôn đốc số"), "holders": _("số người nhận"), "until": _("đến hết"), "old_name": _("tên cũ"), "new_name": _("tên mới"), "to_sheet_id": _("sang phiếu số"),
    "table_id": _("bảng đã ký số"), "line": _("dòng"), "acting_for_id": _("thay mặt"), "giver_id": _("người ủy quyền"), "head_id": _("người chịu trách nhiệm"), "opinion": _("ý kiến của cấp ủy"), "wish_id": _("đề nghị số"), "outcome": _("yêu cầu đầu ra"), "since": _("từ ngày"), "last": _("đến hết ngày"), "decision_id": _("quyết định"), "answer": _("câu trả lời"),
    "effect": _("mức"), "text": _("lời góp ý"),
}
EFFECTS = {"warn": _("cảnh báo"), "stop": _("chặn gửi"), "off": _("tắt")}
WORDS = {"off": _("nghỉ"), "work": _("làm bù"), "ordinary": _("như ngày thường")}
MOST = 300


def references(data: dict) -> set[tuple[str, int]]:
    """Every (kind of thing, number) that the fact names, also within what it changed."""
    found = set()
    for key, value in data.items():
        if key == "changes" and isinstance(value, dict):
            found |= references(value)
        elif key in REFERENCES:
            found |= {(REFERENCES[key], number) for number in (value if isinstance(value, list) else [value]) if isinstance(number, int) and not isinstance(number, bool)}
    return found


def said(key: str, value, names: dict) -> str:
    """One value in words; `names` has (kind, number) -> text."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return str(_("có") if value else _("không"))
    if key in REFERENCES and isinstance(value, int):
        return names.get((REFERENCES[key], value)) or f"{value}"
    if isinstance(value, int):
        return texts.number(value) if key != "year" else str(value)
    if isinstance(value, list):
        return ", ".join(said(key, part, names) for part in value)[:MOST]
    if isinstance(value, dict):
        return "; ".join(f"{field(part)}: {said(part, inner, names)}" for part, inner in value.items())[:MOST]
    return _instant(value) or str({"kind": WORDS, "effect": EFFECTS}.get(key, {}).get(value, value))[:MOST]


def _instant(text: str) -> str | None:
    """2026-11-13T09:30:00+00:00 -> 13/11/2026, 16:30; 2026-11-13 -> 13/11/2026; None for any other text."""
    if len(text) < 10 or text[4:5] != "-" or not text[:4].isdigit():
        return None
    try:
        return texts.day(date.fromisoformat(text)) if len(text) == 10 else texts.moment(datetime.fromisoformat(text).astimezone())
    except ValueError:
        return None


def field(key: str) -> str:
    """The name of a value, in words."""
    return str(FIELDS.get(key) or DETAILS.get(key) or key)


def details(data: dict, names: dict) -> list[tuple[str, str]]:
    """Names and texts of what a fact carries; a change as `before → after`; what is empty is left out."""
    changes = data.get("changes")
    rows = [(field(key), said(key, value, names)) for key, value in data.items() if key not in ("changes", "reason") and value not in (None, "", [], {})]
    if isinstance(changes, dict):
        rows += [(field(key), _change(key, value, names)) for key, value in changes.items()]
    return rows


def _change(key: str, value, names: dict) -> str:
    if isinstance(value, list) and len(value) == 2:
        return f"{said(key, value[0], names)} → {said(key, value[1], names)}"
    return said(key, value, names)

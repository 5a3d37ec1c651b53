"""Words of rounds, sheets and lines, in the reader's language."""
from lms.survey.rules.warnings import Remark
from lms.texts import gettext, language, quarter
from lms.texts import lazy as _

LEVELS = {1: _("Cơ bản"), 2: _("Nâng cao"), 3: _("Chuyên sâu")}
PRIORITIES = {1: _("bắt buộc"), 2: _("ưu tiên"), 3: _("thường")}
SHOWN_STATES = {"accepted": _("đã tiếp nhận"), "no_need": _("không có nhu cầu"), "submitted": _("đã gửi"), "resubmitted": _("gửi lại"),
                "returned": _("trả lại"), "draft": _("đang nhập"), "not_opened": _("chưa mở")}
GLYPHS = {"not_opened": "unopened"}
TONES = {"accepted": "s0", "no_need": "s1", "submitted": "s2", "resubmitted": "s3", "returned": "amber", "draft": "gray", "not_opened": "hatch"}
TABS = {"all": _("Tất cả"), "not_sent": _("Chưa gửi"), "waiting": _("Chờ tiếp nhận"), "returned": _("Trả lại"), "accepted": _("Đã tiếp nhận"),
        "no_need": _("Không có nhu cầu"), "late": _("Quá hạn, gửi trễ")}
WAYS = {"levels": _("Theo số cấp: mọi đơn vị đến số cấp nêu dưới đây"), "kinds": _("Theo loại đơn vị"), "units": _("Theo danh sách mã đơn vị"),
        "last": _("Như đợt trước")}
DRAFT_FIELDS = {"title": _("Tên đợt"), "year": _("Năm kế hoạch"), "opens_on": _("Ngày mở"), "due_on": _("Hạn gửi"), "lock_on": _("Ngày khóa"),
                "scope": _("Phạm vi"), "way": _("Đơn vị phải gửi phiếu"), "depth": _("Số cấp phải gửi phiếu"), "questions": _("Số câu hỏi của đợt"), "units": _("Số đơn vị phải gửi")}
LEVEL_NAMES = {1: _("Đơn vị trực thuộc"), 2: _("Cấp dưới trực tiếp"), 3: _("Cấp thứ ba")}
FAMILIES = (_("Cơ quan Bộ"), _("Học viện, nhà trường, viện, bệnh viện"), _("Doanh nghiệp"), _("Quân khu"), _("Quân đoàn"), _("Quân chủng, binh chủng"),
            _("Bộ tư lệnh"), _("Đơn vị trực thuộc"))
GAPS = {"silent": _("chưa gửi"), "returned": _("trả lại, chưa gửi lại"), "waiting": _("chưa được tiếp nhận"), "upper": _("cấp trên chưa được tiếp nhận")}
REMARKS = {
    "exceeds_staff": _("Xin %(asked)s người, đơn vị có %(staff)s người trong danh sách."),
    "same_line": _("Dòng kia xin %(heads)s người; hai dòng được cộng lại. Nếu là cùng những người thì xóa một dòng."),
    "asked_by_two": _("Đó là phiếu của %(unit)s. Một người chỉ tính một lần."),
    "certified": _("Chứng chỉ còn hiệu lực%(when)s. Giữ dòng này thì nêu lý do."),
    "below_held": _("Xin mức %(asked)s, đang có mức %(held)s. Giữ dòng này thì nêu lý do."),
    "past_quarter": _("%(quarter)s không còn trong tương lai."),
    "left_unit": _("Người này đã chuyển đi hoặc thôi phục vụ."),
}
EFFECTS = {"warn": _("cảnh báo"), "stop": _("chặn gửi"), "off": _("tắt")}
MOVES = {"submit": _("Gửi phiếu"), "resubmit": _("Gửi lại phiếu"), "accept": _("Tiếp nhận"), "send_back": _("Trả lại phiếu"), "correct": _("Đính chính dòng"),
         "answer": _("Trả lời câu hỏi của tệp nhập"), "reopen": _("Mở lại sau khi khóa"),
         "moved": _("Chuyển sang đơn vị kế tục"), "joined": _("Nhận dòng của đơn vị sáp nhập"), "renamed": _("Đơn vị đổi tên")}
FIELDS = {"topic_id": _("Nội dung"), "level": _("Mức cần đạt"), "heads": _("Số lượng"), "priority": _("Ưu tiên"), "quarter": _("Cần trước"), "reason": _("Lý do")}


def family_words(family: str) -> str:
    """A family of unit kinds; data of the system, translated where it is one of ours."""
    return gettext(family) if family else gettext("Đơn vị trực thuộc")


def remark_words(remark: Remark) -> tuple[str, str]:
    """What is odd, and what it means."""
    values = dict(remark.values)
    if "quarter" in values:
        values["quarter"] = quarter(values["quarter"])
    if remark.kind == "below_held":
        values["asked"], values["held"] = str(LEVELS.get(values["asked"], values["asked"])), str(LEVELS.get(values["held"], values["held"]))
    if remark.kind == "asked_by_two":
        values["unit"] = values["unit"] or gettext("một đơn vị khác")
    if remark.kind == "certified":
        values["when"] = gettext(" năm %(year)s", year=values["year"]) if values["year"] else ""
    return remark.rule.text(language()), str(REMARKS[remark.kind]) % values


def field_value(name: str, value) -> str:
    """A value of a line as people read it."""
    if name == "level":
        return str(LEVELS.get(value, value))
    if name == "priority":
        return f"{value} {PRIORITIES.get(value, '')}"
    return quarter(value) if name == "quarter" else str(value if value not in (None, "") else "–")


def level_name(level: int) -> str:
    """A level below the scope."""
    return str(LEVEL_NAMES.get(level) or gettext("Cấp thứ %(n)s", n=level))

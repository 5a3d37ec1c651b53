"""The lives of a survey round and of a need sheet."""
from lms.flow import Flow, Move
from lms.texts import lazy as _

ROUND = Flow(
    "round",
    "draft",
    {"draft": _("đang soạn"), "open": _("đang mở"), "locked": _("đã khóa"), "closed": _("đã chốt")},
    (
        Move("open", ("draft",), "open", "round.manage", _("Mở đợt")),
        Move("extend", ("open", "locked"), "open", "round.manage", _("Gia hạn")),
        Move("lock", ("open",), "locked", "round.manage", _("Khóa đợt")),
        Move("close", ("locked", "open"), "closed", "round.manage", _("Chốt số liệu")),
    ),
)

SHEET = Flow(
    "sheet",
    "not_opened",
    {"not_opened": _("chưa mở"), "draft": _("đang nhập"), "submitted": _("đã gửi"), "returned": _("trả lại"), "resubmitted": _("gửi lại"),
     "accepted": _("đã tiếp nhận")},
    (
        Move("begin", ("not_opened",), "draft", "sheet.edit", _("Bắt đầu nhập")),
        Move("submit", ("draft", "not_opened"), "submitted", "sheet.submit", _("Gửi")),
        Move("resubmit", ("returned",), "resubmitted", "sheet.submit", _("Gửi lại")),
        Move("accept", ("submitted", "resubmitted"), "accepted", "sheet.review", _("Tiếp nhận"), not_by=("submitted_by_id",)),
        Move("send_back", ("submitted", "resubmitted", "accepted"), "returned", "sheet.review", _("Trả lại kèm lý do"), not_by=("submitted_by_id",)),
    ),
)

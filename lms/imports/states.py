"""The life of an import."""
from lms.flow import Flow, Move
from lms.texts import lazy as _

IMPORT = Flow(
    "import",
    "reading",
    {"reading": _("đang đọc tệp"), "staged": _("chờ xác nhận"), "applying": _("đang ghi"), "applied": _("đã ghi"), "cancelled": _("đã bỏ")},
    (
        Move("stage", ("reading",), "staged", "imports.run", _("Đọc xong")),
        Move("start", ("staged",), "applying", "imports.run", _("Ghi vào hệ thống")),
        Move("apply", ("staged", "applying"), "applied", "imports.run", _("Ghi vào hệ thống")),
        Move("hand_back", ("applying",), "staged", "imports.run", _("Chưa ghi được")),
        Move("cancel", ("reading", "staged"), "cancelled", "imports.run", _("Bỏ, không ghi gì")),
    ),
)

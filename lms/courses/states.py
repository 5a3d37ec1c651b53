"""The life of a class."""
from lms.flow import Flow, Move
from lms.texts import lazy as _

CLASS = Flow(
    "class",
    "planned",
    {"planned": _("đã lập kế hoạch"), "open": _("đang nhận đề cử"), "locked": _("đã khóa danh sách"), "running": _("đang học"),
     "finished": _("đã học xong"), "closed": _("đã kết thúc"), "cancelled": _("đã hủy")},
    (
        Move("open", ("planned",), "open", "class.open", _("Mở đề cử")),
        Move("lock", ("open",), "locked", "class.edit", _("Khóa danh sách")),
        Move("start", ("locked",), "running", "class.edit", _("Khai giảng")),
        Move("finish", ("running",), "finished", "class.edit", _("Kết thúc học")),
        Move("close", ("finished",), "closed", "completion.decide", _("Công nhận kết quả")),
        Move("cancel", ("planned", "open", "locked"), "cancelled", "class.edit", _("Hủy lớp")),
    ),
)

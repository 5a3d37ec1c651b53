"""The lives of a nomination and of an enrollment."""
from lms.flow import Flow, Move
from lms.texts import lazy as _

NOMINATION = Flow(
    "nomination",
    "nominated",
    {"nominated": _("đã đề cử"), "approved": _("đã duyệt nhân sự"), "refused": _("không duyệt"), "withdrawn": _("đơn vị rút"), "cancelled": _("học viện hủy")},
    (
        Move("approve", ("nominated",), "approved", "nomination.approve", _("Duyệt nhân sự"), not_by=("nominated_by_id",)),
        Move("refuse", ("nominated",), "refused", "nomination.approve", _("Không duyệt"), not_by=("nominated_by_id",)),
        Move("withdraw", ("nominated", "approved"), "withdrawn", "nomination.withdraw", _("Rút đề cử")),
        Move("cancel", ("nominated", "approved"), "cancelled", "seat.manage", _("Hủy đề cử")),
    ),
)

ENROLLMENT = Flow(
    "enrollment",
    "waiting",
    {"waiting": _("danh sách chờ"), "seated": _("có chỗ"), "withdrawn": _("đã rút"), "cancelled": _("học viện hủy"), "absent": _("vắng"),
     "completed": _("hoàn thành"), "not_completed": _("không hoàn thành")},
    (
        Move("promote", ("waiting",), "seated", "seat.manage", _("Mời vào lớp")),
        Move("withdraw", ("waiting", "seated"), "withdrawn", "nomination.withdraw", _("Rút")),
        Move("cancel", ("waiting", "seated"), "cancelled", "seat.manage", _("Hủy chỗ")),
        Move("complete", ("seated",), "completed", "completion.decide", _("Hoàn thành")),
        Move("fail", ("seated",), "not_completed", "completion.decide", _("Không hoàn thành")),
    ),
)

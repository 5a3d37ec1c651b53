"""The life of an account."""
from lms.flow import Flow, Move
from lms.texts import lazy as _

ACCOUNT = Flow(
    "account",
    "invited",
    {"invited": _("chờ kích hoạt"), "active": _("đang dùng"), "suspended": _("tạm khóa"), "left": _("đã thôi")},
    (
        Move("activate", ("invited",), "active", "home.read", _("Kích hoạt")),
        Move("suspend", ("active", "invited"), "suspended", "accounts.manage", _("Tạm khóa")),
        Move("resume", ("suspended",), "active", "accounts.manage", _("Mở lại")),
        Move("invite_again", ("active", "suspended", "invited"), "invited", "accounts.manage", _("Cấp lại mã kích hoạt")),
        Move("leave", ("invited", "active", "suspended"), "left", "accounts.manage", _("Thôi sử dụng")),
    ),
)

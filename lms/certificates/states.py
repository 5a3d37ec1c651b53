"""The life of a certificate."""
from lms.flow import Flow, Move
from lms.texts import lazy as _

CERTIFICATE = Flow(
    "certificate",
    "prepared",
    {"prepared": _("đang lập"), "issued": _("đã cấp"), "replaced": _("đã thay thế"), "revoked": _("đã thu hồi")},
    (
        Move("issue", ("prepared",), "issued", "certificate.issue", _("Cấp")),
        Move("replace", ("issued",), "replaced", "certificate.revoke", _("Thay thế")),
        Move("revoke", ("issued",), "revoked", "certificate.revoke", _("Thu hồi chứng chỉ…"), not_by=("issued_by_id",)),
    ),
)

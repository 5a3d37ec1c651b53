"""The life of a quota proposal."""
from lms.flow import Flow, Move
from lms.texts import lazy as _

PROPOSAL = Flow(
    "proposal",
    "computing",
    {"computing": _("đang tính"), "scenario": _("phương án, chưa trình"), "failed": _("không tính được"), "submitted": _("đã trình"),
     "returned": _("trả lại"), "approved": _("đã phê duyệt")},
    (
        Move("ready", ("computing",), "scenario", "quota.compute", _("Tính xong")),
        Move("fail", ("computing",), "failed", "quota.compute", _("Không tính được")),
        Move("submit", ("scenario", "returned"), "submitted", "quota.submit", _("Trình phê duyệt")),
        Move("approve", ("submitted",), "approved", "quota.approve", _("Phê duyệt"), not_by=("submitted_by_id", "made_by_id")),
        Move("send_back", ("submitted",), "returned", "quota.approve", _("Trả lại kèm lý do"), not_by=("submitted_by_id", "made_by_id")),
    ),
)

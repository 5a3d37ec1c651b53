"""The life of an official document. Later issues put checks and signatures between draft and issued."""
from lms.flow import Flow, Move
from lms.texts import lazy as _

DOCUMENT = Flow(
    "document",
    "draft",
    {"draft": _("dự thảo"), "issued": _("đã ban hành"), "withdrawn": _("đã thu hồi")},
    (
        Move("issue", ("draft",), "issued", "documents.issue", _("Ban hành")),
        Move("withdraw", ("issued",), "withdrawn", "documents.issue", _("Thu hồi văn bản")),
    ),
)

"""Tờ trình and quyết định: text, number, date, signer, and the issued bytes. Knows nothing of quotas or certificates."""
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.db import Values, Versioned, db
from lms.documents.states import DOCUMENT
from lms.units.models import Unit

KINDS = {"to_trinh": "TTr", "quyet_dinh": "QĐ", "thong_bao": "TB", "bao_cao": "BC"}


class Document(Versioned, db.Model):
    """One paper. `body` is its content as plain values; from the issue on `body["paper"]` is all that the PDF says, frozen.

    `number_given`: the number was taken in the authority's own office, not from our counter."""
    FLOW = DOCUMENT
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    issuer_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    series: Mapped[str] = mapped_column(String(80))
    year: Mapped[int | None]
    number: Mapped[int | None]
    number_given: Mapped[bool] = mapped_column(default=False)
    number_text: Mapped[str] = mapped_column(default="")
    dated: Mapped[date | None]
    subject: Mapped[str]
    signer_name: Mapped[str] = mapped_column(default="")
    signer_post: Mapped[str] = mapped_column(default="")
    signer_id: Mapped[int | None]
    drafted_by_id: Mapped[int | None]
    issued_by_id: Mapped[int | None]
    withdraw_reason: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(String(12), default="draft")
    body: Mapped[dict] = mapped_column(Values)
    pdf_sha256: Mapped[str | None] = mapped_column(ForeignKey("blob.sha256"))
    changed_at: Mapped[datetime]
    issuer: Mapped[Unit] = relationship()
    __table_args__ = (
        DOCUMENT.check(),
        UniqueConstraint("series", "year", "number"),
        CheckConstraint("state = 'draft' OR (number IS NOT NULL AND dated IS NOT NULL AND signer_name != '')", name="issued_has_number"),
    )

    @property
    def chip(self) -> str:
        """`Số 05/QĐ-BM`."""
        return f"Số {self.number_text}" if self.number_text else ""

"""Bytes by their SHA-256, in the database: a row that names a blob and the blob are one transaction and one backup."""
import hashlib
from datetime import datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, deferred, mapped_column

from lms import clock
from lms.db import db


class Blob(db.Model):
    """Issued papers and uploads; never changed."""
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    media_type: Mapped[str]
    size: Mapped[int]
    kept_at: Mapped[datetime]
    data: Mapped[bytes] = deferred(mapped_column(LargeBinary))


def keep_bytes(data: bytes, media_type: str) -> str:
    """Store the bytes (once) and return their lower-case hex SHA-256."""
    digest = hashlib.sha256(data).hexdigest()
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    row = {"sha256": digest, "media_type": media_type, "size": len(data), "kept_at": clock.now(), "data": data}
    db.session.execute(dialect.insert(Blob).values(row).on_conflict_do_nothing(index_elements=["sha256"]))
    return digest


def read_bytes(digest: str) -> bytes:
    """The bytes of that digest; LookupError when there are none."""
    data = db.session.execute(db.select(Blob.data).where(Blob.sha256 == digest)).scalar_one_or_none()
    if data is None:
        raise LookupError(digest)
    return data

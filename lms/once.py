"""A double submit of any POST has one effect: each form carries an operation key; the second answer is the first one's."""
import uuid
from datetime import datetime

from sqlalchemy import UniqueConstraint, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from lms import clock
from lms.db import Key, db


class Operation(db.Model):
    """One submitted form: who, which key, and where the answer led."""
    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(Key)
    key: Mapped[str] = mapped_column(Key)
    path: Mapped[str]
    location: Mapped[str | None]
    done_at: Mapped[datetime]
    __table_args__ = (UniqueConstraint("owner", "key"),)


def new_key() -> str:
    """A fresh operation key for a form."""
    return str(uuid.uuid4())


def well_formed(key: str | None) -> bool:
    """Whether a key sent by a browser is one of ours in form."""
    try:
        return key is not None and str(uuid.UUID(key)) == key
    except ValueError:
        return False


def claim(owner: str, key: str, path: str) -> bool:
    """Take the key in this transaction. False when an earlier submit has it (a concurrent one is waited for)."""
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    row = {"owner": owner, "key": key, "path": path, "done_at": clock.now()}
    statement = dialect.insert(Operation).values(row).on_conflict_do_nothing(index_elements=["owner", "key"])
    return db.session.execute(statement.returning(Operation.id)).first() is not None


def first_answer(owner: str, key: str) -> str | None:
    """Where the first submit led."""
    return db.session.execute(select(Operation.location).where(Operation.owner == owner, Operation.key == key)).scalar_one_or_none()


def remember(owner: str, key: str, location: str) -> None:
    """Note where this submit led."""
    row = db.session.execute(select(Operation).where(Operation.owner == owner, Operation.key == key)).scalar_one()
    row.location = location


def release(owner: str, key: str) -> None:
    """The form had errors: nothing was done, the same form may come again."""
    db.session.execute(delete(Operation).where(Operation.owner == owner, Operation.key == key))

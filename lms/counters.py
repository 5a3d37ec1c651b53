"""Numbers without a gap: one row per series, raised in the transaction that uses the number (a rollback gives it back)."""
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Key, db


class Counter(db.Model):
    """The last number given in a series such as `document/12/2027`."""
    series: Mapped[str] = mapped_column(Key, primary_key=True)
    value: Mapped[int]


def next_number(series: str) -> int:
    """The next whole number of the series, from 1. Writers of one series wait for each other until commit."""
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(Counter).values(series=series, value=1)
    statement = statement.on_conflict_do_update(index_elements=["series"], set_={"value": Counter.value + 1})
    return db.session.execute(statement.returning(Counter.value)).scalar_one()


def raise_to(series: str, number: int) -> None:
    """A number was given elsewhere (an office's own book): the series goes on after it, never before."""
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(Counter).values(series=series, value=number)
    db.session.execute(statement.on_conflict_do_update(index_elements=["series"], set_={"value": number}, where=Counter.value < number))

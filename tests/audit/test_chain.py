"""The journal's chain: every tampering is found, also by one who drops the triggers first, and also a tail that is cut off."""
import random
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from lms import clock
from lms.audit.actions import anchor, seal, tick_seal
from lms.audit.models import JournalEntry, JournalSeal
from lms.audit.queries import chain_head, heads_file, verify_chain
from lms.audit.rules import read_anchors
from lms.db import db, work
from lms.events import record
from lms.events.base import UnitChanged

LENGTH = 60
TABLES = ("journal_entry", "journal_seal")


def fill(count: int = LENGTH) -> None:
    """A sealed journal with its head written down outside."""
    with work():
        for number in range(count):
            record(None, UnitChanged(subject_id=number + 1, unit_id=None, changes={"name": [f"Cũ {number}", "Mới"]}))
    tick_seal()
    anchor(*chain_head(), force=True)


def guards_off(connection) -> None:
    """What an attacker with the owner's rights does first."""
    if db.engine.dialect.name == "sqlite":
        for table in TABLES:
            for deed in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_{deed}"))
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
    else:
        connection.execute(text("SET LOCAL session_replication_role = replica"))


def ids(connection) -> list[int]:
    return list(connection.execute(text("SELECT id FROM journal_entry ORDER BY id")).scalars())


def edit_data(dice, connection):
    json = "'{\"changes\": 1}'" + ("::jsonb" if db.engine.dialect.name == "postgresql" else "")
    connection.execute(text(f"UPDATE journal_entry SET data = {json} WHERE id = {dice.choice(ids(connection))}"))


def edit_column(dice, connection):
    column, value = dice.choice((("actor_id", "9"), ("fact", "'Nothing'"), ("subject", "'person'"), ("subject_id", "99999"), ("unit_id", "5"), ("request_id", "'x'")))
    connection.execute(text(f"UPDATE journal_entry SET {column} = {value} WHERE id = {dice.choice(ids(connection))}"))


def edit_time(dice, connection):
    entry = dice.choice(ids(connection))
    at = connection.execute(select(JournalEntry.at).where(JournalEntry.id == entry)).scalar_one()
    connection.execute(JournalEntry.__table__.update().where(JournalEntry.id == entry).values(at=at - timedelta(seconds=dice.randint(1, 9999))))


def edit_seal(dice, connection):
    connection.execute(text(f"UPDATE journal_seal SET hash = '{dice.getrandbits(256):064x}' WHERE seq = {dice.randint(1, LENGTH)}"))


def delete_entry(dice, connection):
    entry = dice.choice(ids(connection))
    if dice.random() < 0.5:
        connection.execute(text("PRAGMA foreign_keys = OFF" if db.engine.dialect.name == "sqlite" else "SELECT 1"))
        connection.execute(text(f"DELETE FROM journal_seal WHERE entry_id = {entry}"))
    else:
        connection.execute(text(f"DELETE FROM journal_seal WHERE entry_id >= {entry} AND entry_id < {entry + 1 + dice.randint(0, 5)}"))
    connection.execute(text(f"DELETE FROM journal_entry WHERE id = {entry} AND id NOT IN (SELECT entry_id FROM journal_seal)"))


def swap(dice, connection):
    one, two = dice.sample(ids(connection), 2)
    rows = {row.id: row for row in connection.execute(select(JournalEntry.__table__).where(JournalEntry.id.in_((one, two))))}
    for target, source in ((one, rows[two]), (two, rows[one])):
        connection.execute(JournalEntry.__table__.update().where(JournalEntry.id == target).values(data=source.data, subject_id=source.subject_id))


def cut_tail(dice, connection):
    left = LENGTH - dice.randint(1, 20)
    kept = connection.execute(text(f"SELECT entry_id FROM journal_seal WHERE seq = {left}")).scalar_one()
    connection.execute(text(f"DELETE FROM journal_seal WHERE seq > {left}"))
    if dice.random() < 0.8:
        connection.execute(text(f"DELETE FROM journal_entry WHERE id > {kept}"))
    else:
        connection.execute(text(f"DELETE FROM journal_entry WHERE id > {kept + 1}"))


def lay_anew(dice, connection):
    """Change a row and lay the whole chain again over it: only the heads outside tell."""
    edit_column(dice, connection)
    connection.execute(text("DELETE FROM journal_seal"))


TAMPERINGS = (edit_data, edit_column, edit_time, edit_seal, delete_entry, swap, cut_tail, lay_anew)


def tamper(dice) -> str:
    """One deed of an attacker, in a transaction that is undone afterwards. Returns its name; the walk happens inside."""
    deed = dice.choice(TAMPERINGS)
    guards_off(db.session)
    deed(dice, db.session)
    if deed is lay_anew:
        seal()
    return deed.__name__


def test_300_tamperings_are_found(app):
    dice, unseen, seen = random.Random(300), [], set()
    fill()
    assert verify_chain().faults == []
    db.session.rollback()
    for number in range(300):
        name = tamper(dice)
        seen.add(name)
        if not verify_chain().faults:
            unseen.append((number, name))
        db.session.rollback()
    assert unseen == [] and seen == {deed.__name__ for deed in TAMPERINGS}
    assert verify_chain().faults == []


def test_the_first_bad_row_is_named_and_the_command_ends_with_1(app):
    fill()
    runner = app.test_cli_runner()
    told = runner.invoke(args=["journal", "verify"])
    assert told.exit_code == 0 and f"{LENGTH} entries sealed" in told.output and "0 entries not sealed" in told.output
    with work():
        guards_off(db.session)
        entry = ids(db.session)[41]
        db.session.execute(text(f"UPDATE journal_entry SET subject_id = 77777 WHERE id = {entry}"))
    told = runner.invoke(args=["journal", "verify"])
    assert told.exit_code == 1 and f"chain row 42, journal entry {entry}: the entry or its seal was changed" in told.output


def test_a_row_that_cannot_be_read_is_named(app):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL does not take such values")
    fill()
    with work():
        guards_off(db.session)
        db.session.execute(text(f"UPDATE journal_entry SET data = 'no json' WHERE id = {ids(db.session)[5]}"))
    assert "cannot be read" in verify_chain().faults[0]


def test_the_tail_that_is_not_sealed_yet_is_told_and_no_fault(app):
    fill()
    with work():
        record(None, UnitChanged(subject_id=1, unit_id=None, changes={}))
    verdict = verify_chain()
    assert verdict.faults == [] and verdict.unsealed == 1


def test_an_entry_that_is_committed_late_is_sealed_later(app):
    fill(3)
    first = db.session.execute(select(JournalEntry.id).order_by(JournalEntry.id).limit(1)).scalar_one()
    with work():
        db.session.execute(JournalEntry.__table__.insert().values(id=first + 500, at=clock.now(), fact="X", subject="unit", subject_id=1, data={}, request_id=""))
    tick_seal()
    with work():
        db.session.execute(JournalEntry.__table__.insert().values(id=first + 400, at=clock.now(), fact="X", subject="unit", subject_id=1, data={}, request_id=""))
    tick_seal()
    order = db.session.execute(select(JournalSeal.entry_id).order_by(JournalSeal.seq)).scalars().all()
    assert order[-2:] == [first + 500, first + 400] and verify_chain().faults == []


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("deed", ["UPDATE {table} SET {column} = {column}", "DELETE FROM {table}"])
def test_the_database_refuses_to_change_or_delete(app, table, deed):
    fill(3)
    with pytest.raises(DatabaseError, match="append-only"), work():
        db.session.execute(text(deed.format(table=table, column="hash" if table == "journal_seal" else "fact")))


def test_the_head_is_written_down_once_a_day_and_after_each_thousand(app):
    noon = clock.now()
    with clock.held(noon):
        with work():
            record(None, UnitChanged(subject_id=1, unit_id=None, changes={}))
        tick_seal()
        lines = len(heads_file().read_text().splitlines())
        with work():
            record(None, UnitChanged(subject_id=2, unit_id=None, changes={}))
        tick_seal()
        assert len(heads_file().read_text().splitlines()) == lines == 1
    with clock.held(noon + timedelta(days=1)):
        tick_seal()
        assert len(heads_file().read_text().splitlines()) == 2
        with work():
            for number in range(1001):
                record(None, UnitChanged(subject_id=number + 1, unit_id=None, changes={}))
        tick_seal()
        assert len(heads_file().read_text().splitlines()) == 3
    assert verify_chain().faults == []


def test_a_torn_line_of_the_heads_is_left_out():
    good = f"2026-11-24T00:00:00+00:00 abc 5 {'0' * 64}"
    assert len(read_anchors([good, good[:40], "", "x y z", good.replace("abc", "def"), good.replace("2026", "20x6")], "abc")) == 1

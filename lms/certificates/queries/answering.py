"""What strangers are told, and how their guesses are counted."""
from datetime import date, timedelta

from sqlalchemy import case, select, update
from sqlalchemy.dialects import postgresql, sqlite

from lms import clock
from lms.accounts.models import Throttle
from lms.certificates.models import Certificate
from lms.certificates.rules.public import Answer, masked_birth, masked_name, network_of, pause_after
from lms.db import aside, db
from lms.pdf.codes import in_groups

KINDS = {"issued": "valid", "revoked": "revoked", "replaced": "replaced"}


def public_answer(found: Certificate | None) -> Answer | None:
    """What stands on the paper, name and birth date masked, and whether it holds."""
    if found is None:
        return None
    facts, day = found.facts, date.fromisoformat
    after = db.session.get(Certificate, found.replaced_by_id) if found.replaced_by_id else None
    return Answer(
        kind=KINDS[found.state], code=in_groups(found.verify_code), paper=found.kind, issuer=facts["issuer_name"], issued_on=day(facts["issued_on"]),
        holder=f"{facts['rank']} {masked_name(facts['person_name'])}".strip(), birth=masked_birth(day(facts["birth"])), course=facts["course"], hours=facts["hours"],
        starts=day(facts["starts"]), ends=day(facts["ends"]), result=facts["grade_word"], serial=facts["serial"], register_text=facts["register_text"],
        decision=facts["decision_number"], decision_on=day(facts["decision_date"]), end_decision=found.end_decision, end_on=found.end_decision_on,
        end_reason=found.end_reason, successor=after.verify_code if after is not None and after.state != "prepared" else "")


def must_wait(address: str) -> bool:
    """Whether this network has guessed too often; asked before any code is looked at, so that right and wrong ones wait alike."""
    row = db.session.execute(select(Throttle.next_at).where(Throttle.bucket == f"verify/{network_of(address)}")).first()
    return row is not None and row.next_at > clock.now()


def count_miss(address: str, reading: bool) -> None:
    """One more miss of this network. `reading`: the page writes nothing itself, so the count goes through a connection of its own."""
    if reading:
        with aside() as connection:
            _count(connection.execute, address)
    else:
        _count(db.session.execute, address)


def _count(execute, address: str) -> None:
    now, bucket = clock.now(), f"verify/{network_of(address)}"
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    fresh = Throttle.window_began_at < now - timedelta(hours=1)
    statement = dialect.insert(Throttle).values(bucket=bucket, failures=1, window_began_at=now, next_at=now)
    statement = statement.on_conflict_do_update(index_elements=["bucket"], set_={
        "failures": case((fresh, 1), else_=Throttle.failures + 1), "window_began_at": case((fresh, now), else_=Throttle.window_began_at)})
    misses = execute(statement.returning(Throttle.failures)).scalar_one()
    execute(update(Throttle).where(Throttle.bucket == bucket).values(next_at=now + pause_after(misses)))

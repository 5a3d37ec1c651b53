"""Jobs: rows enqueued in the caller's transaction, claimed by a worker with a lease, finished in one transaction with their results.

The claim is short, the work runs outside of it, a heartbeat renews the lease with a random token; a worker that lost its lease cannot
write progress or finish. Attempts count at the claim, so a job that kills its worker ends dead. See the design's jobs.md.
"""
import secrets
from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, Index, String, and_, case, delete, func, or_, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from lms import clock
from lms.db import Key, Saying, Values, db
from lms.texts import lazy as _

STATES = ("queued", "running", "done", "failed", "cancelled")
MAX_ATTEMPTS = 8


class Job(db.Model):
    """One piece of background work and how far it is."""
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(60), index=True)
    payload: Mapped[dict] = mapped_column(Values)
    state: Mapped[str] = mapped_column(String(12), default="queued")
    dedup_key: Mapped[str | None] = mapped_column(Key)
    asked_by_id: Mapped[int | None]
    unit_id: Mapped[int | None]
    title: Mapped[str] = mapped_column(Saying)
    enqueued_at: Mapped[datetime]
    run_after: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    lease_token: Mapped[str | None] = mapped_column(String(64))
    lease_until: Mapped[datetime | None]
    worker: Mapped[str | None] = mapped_column(String(120))
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    step: Mapped[str] = mapped_column(Saying, default="")
    cancel_asked: Mapped[bool] = mapped_column(default=False)
    error: Mapped[str | None] = mapped_column(Saying)
    __table_args__ = (
        CheckConstraint("state IN ('queued', 'running', 'done', 'failed', 'cancelled')", name="known_state"),
        Index("ix_job_waiting", "state", "run_after", "id"),
        Index("uq_job_live_dedup_key", "dedup_key", unique=True,
              sqlite_where=text("state IN ('queued', 'running')"), postgresql_where=text("state IN ('queued', 'running')")),
    )


class WorkerBeat(db.Model):
    """When each worker was last alive."""
    worker: Mapped[str] = mapped_column(String(120), primary_key=True)
    beat_at: Mapped[datetime]


class LeaseLost(Exception):
    """Another worker has taken this job over; stop without writing."""


class Cancelled(Exception):
    """Somebody asked to stop this job."""


class Stopped(Exception):
    """The worker is told to end; the job goes back into the queue and another worker goes on with it."""


def enqueue(kind: str, title, payload: dict, *, by=None, unit_id: int | None = None, dedup_key: str | None = None, delay: int = 0) -> int:
    """Add a job in this transaction and return its id. A lazy `title` is said to each reader in the own language. With
    a dedup key, the id of the live job that has it already."""
    now = clock.now()
    row = {"kind": kind, "title": title, "payload": payload, "state": "queued", "dedup_key": dedup_key, "enqueued_at": now, "attempts": 0,
           "done": 0, "total": 0, "step": "", "cancel_asked": False,
           "run_after": now + timedelta(seconds=delay), "asked_by_id": by.id if by else None, "unit_id": unit_id}
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(Job).values(row).on_conflict_do_nothing().returning(Job.id)
    job_id = db.session.execute(statement).scalar_one_or_none()
    if job_id is None:
        live = select(Job.id).where(Job.dedup_key == dedup_key, Job.state.in_(("queued", "running")))
        job_id = db.session.execute(live).scalar_one()
    return job_id


def claim(kinds: list[str], lease_seconds: int, worker: str) -> Job | None:
    """Take the next due job (or one whose worker fell silent). The caller commits at once. A job that kills its workers ends dead."""
    now = clock.now()
    due = or_(and_(Job.state == "queued", Job.run_after <= now), and_(Job.state == "running", Job.lease_until < now))
    wanted = select(Job.id).where(due, Job.kind.in_(kinds)).order_by(Job.run_after, Job.id).limit(1).with_for_update(skip_locked=True)
    job_id = db.session.execute(wanted).scalar_one_or_none()
    if job_id is None:
        return None
    job = db.session.get(Job, job_id)
    if job.attempts >= MAX_ATTEMPTS:
        job.state, job.ended_at, job.error = "failed", now, job.error or _("Lần nào tiến trình nền cũng dừng ở việc này.")
        job.lease_token, job.lease_until = None, None
        db.session.flush()
        return claim(kinds, lease_seconds, worker)
    job.state, job.attempts, job.started_at, job.worker = "running", job.attempts + 1, job.started_at or now, worker
    job.lease_token, job.lease_until = secrets.token_hex(16), now + timedelta(seconds=lease_seconds)
    return job


def silent_workers(host: str) -> list[str]:
    """Workers of this machine that hold a lease (the caller knows which of them are still alive)."""
    held = select(Job.worker).where(Job.state == "running", Job.worker.startswith(f"{host}:", autoescape=True)).distinct()
    return list(db.session.execute(held).scalars())


def expire(worker: str) -> None:
    """A worker of this machine is dead: its jobs need not wait for the end of the lease."""
    db.session.execute(update(Job).where(Job.worker == worker, Job.state == "running").values(lease_until=clock.now() - timedelta(seconds=1)))


def renew(job_id: int, token: str, lease_seconds: int) -> bool:
    """Heartbeat; False when the lease is lost."""
    statement = update(Job).where(Job.id == job_id, Job.lease_token == token, Job.state == "running")
    return db.session.execute(statement.values(lease_until=clock.now() + timedelta(seconds=lease_seconds))).rowcount == 1


def progress(job_id: int, token: str, done: int, total: int, step: str = "") -> None:
    """Write how far the job is, in the transaction of the work it describes. Raises LeaseLost or Cancelled.

    A job that gets on is not a poison job: its attempts count anew."""
    statement = update(Job).where(Job.id == job_id, Job.lease_token == token, Job.state == "running")
    attempts = case((Job.done < done, 1), else_=Job.attempts)
    statement = statement.values(done=done, total=total, step=step, attempts=attempts).returning(Job.cancel_asked)
    asked = db.session.execute(statement).scalar_one_or_none()
    if asked is None:
        raise LeaseLost(job_id)
    if asked:
        raise Cancelled(job_id)


def finish(job_id: int, token: str, state: str = "done", error: str | None = None) -> None:
    """End the job in this transaction; LeaseLost when it is no longer ours."""
    statement = update(Job).where(Job.id == job_id, Job.lease_token == token, Job.state == "running")
    values = {"state": state, "ended_at": clock.now(), "lease_token": None, "lease_until": None, "error": error}
    if db.session.execute(statement.values(**values)).rowcount != 1:
        raise LeaseLost(job_id)


def fail(job_id: int, token: str, error: str) -> None:
    """After an error: try again later (1, 2, 4 ... minutes), or end in the dead letters after MAX_ATTEMPTS."""
    job = db.session.get(Job, job_id)
    if job is None or job.lease_token != token:
        return
    job.error, job.lease_token, job.lease_until = error[:2000], None, None
    if job.attempts >= MAX_ATTEMPTS:
        job.state, job.ended_at = "failed", clock.now()
    else:
        job.state, job.run_after = "queued", clock.now() + timedelta(seconds=30 * 2 ** job.attempts)


def give_back(job_id: int, token: str) -> None:
    """The worker ends in good order: the job waits for the next one, and this try does not count."""
    statement = update(Job).where(Job.id == job_id, Job.lease_token == token, Job.state == "running")
    db.session.execute(statement.values(state="queued", lease_token=None, lease_until=None, run_after=clock.now(), attempts=Job.attempts - 1))


def ask_cancel(job_id: int) -> None:
    """Stop a waiting job now, a running one at its next step."""
    db.session.execute(update(Job).where(Job.id == job_id, Job.state == "queued").values(state="cancelled", ended_at=clock.now()))
    db.session.execute(update(Job).where(Job.id == job_id, Job.state == "running").values(cancel_asked=True))


def replay(job_id: int) -> None:
    """Give a dead or cancelled job another round."""
    values = {"state": "queued", "attempts": 0, "run_after": clock.now(), "ended_at": None, "cancel_asked": False}
    db.session.execute(update(Job).where(Job.id == job_id, Job.state.in_(("failed", "cancelled"))).values(**values))


def waiting() -> int:
    """How many jobs wait or run."""
    return db.session.execute(select(func.count(Job.id)).where(Job.state.in_(("queued", "running")))).scalar_one()


def has_ended(job_id: int) -> bool:
    """Whether the job is done, failed or cancelled."""
    return db.session.execute(select(Job.ended_at).where(Job.id == job_id)).scalar_one() is not None


def beat(worker: str) -> None:
    """The worker says that it lives; those silent for a day are forgotten."""
    db.session.execute(delete(WorkerBeat).where(WorkerBeat.beat_at < clock.now() - timedelta(days=1)))
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(WorkerBeat).values(worker=worker, beat_at=clock.now())
    db.session.execute(statement.on_conflict_do_update(index_elements=["worker"], set_={"beat_at": clock.now()}))


def last_beat() -> datetime | None:
    """When any worker was last alive."""
    return db.session.execute(select(func.max(WorkerBeat.beat_at))).scalar_one()

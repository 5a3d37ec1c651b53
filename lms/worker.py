"""The background process: APScheduler ticks in it (never in the web), and it runs the jobs of the table one after another.

A heartbeat thread renews the lease of the running job. A job function gets a `Run`; it does its items each in `with run.work():`, which
commits the item together with the progress, so that a killed worker loses nothing and repeats nothing.
"""
import logging
import os
import signal
import socket
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from apscheduler.schedulers.background import BackgroundScheduler

from lms import queue, wiring
from lms.accounts.queries import account_for_job
from lms.db import db, work
from lms.errors import NotAllowed

log = logging.getLogger("lms")
POLL_SECONDS = 0.5


class Run:
    """What a job function works with: its payload, who asked, and the unit of work that also tells progress."""

    def __init__(self, job: queue.Job, stopping: threading.Event | None = None):
        self.stopping = stopping or threading.Event()
        self.job_id, self.token, self.kind, self.payload = job.id, job.lease_token, job.kind, dict(job.payload)
        self.done, self.total, self.asked_by_id, self.lost = job.done, job.total, job.asked_by_id, threading.Event()

    def asker(self):
        """The account that asked, with today's grants; None for the house's own jobs."""
        return account_for_job(self.asked_by_id) if self.asked_by_id else None

    @contextmanager
    def work(self, done: int | None = None, total: int | None = None, step: str = ""):
        """One item: its rows and the progress are one transaction. Raises Cancelled, LeaseLost or Stopped before anything is written."""
        if self.stopping.is_set():
            raise queue.Stopped(self.job_id)
        with work():
            self.done = self.done if done is None else done
            self.total = self.total if total is None else total
            queue.progress(self.job_id, self.token, self.done, self.total, step)
            yield

    def tell(self, done: int, total: int, step: str = "") -> None:
        """Only progress."""
        with self.work(done, total, step):
            pass

    def finish(self) -> None:
        """Inside the last `work()`: results and done in one transaction. The worker finishes the job when the function has not."""
        queue.finish(self.job_id, self.token)


class Worker:
    """Claims jobs until it is told to stop."""

    def __init__(self, app):
        self.app, self.jobs = app, app.extensions["jobs"]
        self.lease = int(app.config["LMS"]["LMS_WORKER_LEASE_SECONDS"])
        self.stopping = threading.Event()
        self.host = socket.gethostname().replace(":", "-")
        self.name = f"{self.host}:{os.getpid()}:{started_at(os.getpid())}"

    def serve(self) -> None:
        """Ticks and jobs until SIGTERM or SIGINT."""
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: self.stopping.set())
        scheduler = self._scheduler()
        scheduler.start()
        log.info("worker started", extra={"facts": {"worker": self.name}})
        while not self.stopping.is_set():
            if not self._one_safely():
                self.stopping.wait(POLL_SECONDS)
        scheduler.shutdown(wait=False)
        log.info("worker stopped", extra={"facts": {"worker": self.name}})

    def drain(self) -> int:
        """Run every tick once, then jobs until none is due; how many jobs."""
        for name, _seconds, function in wiring.ticks():
            self._tick(name, function)
        count = 0
        while self.one():
            count += 1
        return count

    def _scheduler(self) -> BackgroundScheduler:
        scheduler = BackgroundScheduler(timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": 60})
        for name, seconds, function in wiring.ticks():
            scheduler.add_job(self._tick, "interval", args=(name, function), seconds=seconds, id=name, next_run_time=datetime.now(UTC))
        scheduler.add_job(self._tick, "interval", args=("take over", self.take_over), seconds=5, id="take over", next_run_time=datetime.now(UTC))
        scheduler.add_job(self._tick, "interval", args=("alive", self.mark_alive), seconds=10, id="alive", next_run_time=datetime.now(UTC))
        return scheduler

    def _tick(self, name: str, function) -> None:
        with self.app.app_context():
            try:
                function()
            except Exception as error:
                db.session.rollback()
                log.error("tick failed", exc_info=error, extra={"facts": {"tick": name}})

    def take_over(self) -> None:
        """Jobs of dead workers of this machine need not wait for the end of their lease."""
        with work():
            for name in queue.silent_workers(self.host):
                if name != self.name and not alive(name):
                    queue.expire(name)

    def mark_alive(self) -> None:
        """For /readyz: the age of this file or row tells whether a worker lives."""
        with work():
            queue.beat(self.name)

    def _one_safely(self) -> bool:
        try:
            with self.app.app_context():
                return self.one()
        except Exception as error:
            log.error("worker error", exc_info=error, extra={"facts": {"worker": self.name}})
            self.stopping.wait(2)
            return False

    def one(self) -> bool:
        """Claim and run one job; False when none is due."""
        with work():
            job = queue.claim(list(self.jobs), self.lease, self.name)
            if job is not None:
                db.session.flush()
                run = Run(job, self.stopping)
        if job is None:
            return False
        stop = threading.Event()
        beat = threading.Thread(target=self._heartbeat, args=(run, stop), daemon=True)
        beat.start()
        try:
            self._execute(run)
        finally:
            stop.set()
            beat.join()
            db.session.remove()
        return True

    def _execute(self, run: Run) -> None:
        facts = {"job": run.job_id, "kind": run.kind}
        try:
            self.jobs[run.kind](run)
            with work():
                if not queue.has_ended(run.job_id):
                    queue.finish(run.job_id, run.token)
            log.info("job done", extra={"facts": facts})
        except queue.Cancelled:
            with work():
                queue.finish(run.job_id, run.token, "cancelled")
            log.info("job cancelled", extra={"facts": facts})
        except queue.LeaseLost:
            db.session.rollback()
            log.warning("job lost its lease", extra={"facts": facts})
        except queue.Stopped:
            with work():
                queue.give_back(run.job_id, run.token)
            log.info("job given back", extra={"facts": facts})
        except NotAllowed as refusal:
            with work():
                queue.finish(run.job_id, run.token, "failed", refusal.text)
            log.warning("job refused", extra={"facts": facts})
        except Exception as error:
            db.session.rollback()
            log.error("job failed", exc_info=error, extra={"facts": facts})
            with work():
                queue.fail(run.job_id, run.token, f"{type(error).__name__}: {error}")

    def _heartbeat(self, run: Run, stop: threading.Event) -> None:
        while not stop.wait(max(0.2, self.lease / 3)):
            with self.app.app_context():
                try:
                    with work():
                        if not queue.renew(run.job_id, run.token, self.lease):
                            run.lost.set()
                            return
                except Exception as error:
                    log.error("heartbeat failed", exc_info=error, extra={"facts": {"job": run.job_id}})


def started_at(pid: int) -> str:
    """When a process of this machine began (clock ticks since boot), so that a reused pid is not taken for it. A killed one that nobody has
    waited for yet (zombie) has no beginning: it does nothing any more."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        return "" if told[0] in "ZX" else told[19]
    except (OSError, IndexError):
        return ""


def alive(name: str) -> bool:
    """Whether the worker `host:pid:start` of this machine still runs."""
    _host, pid, start = name.rsplit(":", 2)
    return started_at(int(pid)) == start != ""

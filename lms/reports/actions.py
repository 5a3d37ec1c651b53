"""What people do with background jobs."""
from lms import queue
from lms.errors import NotAllowed
from lms.events import record
from lms.events.base import JobCancelled, JobReplayed
from lms.texts import lazy as _


def cancel_job(actor, job, manages: bool) -> None:
    """Stop a job: who asked for it, or who manages the machine."""
    if job.asked_by_id != actor.id and not manages:
        raise NotAllowed(_("Chỉ người đã yêu cầu hoặc người quản trị dừng được việc này."))
    queue.ask_cancel(job.id)
    record(actor, JobCancelled(subject_id=job.id, unit_id=job.unit_id))


def replay_job(actor, job) -> None:
    """Give a dead job another round."""
    queue.replay(job.id)
    record(actor, JobReplayed(subject_id=job.id, unit_id=job.unit_id))

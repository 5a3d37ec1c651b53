"""A batch: asked for by the registrar, made by the worker one certificate after another. Killed, cancelled or failed, it goes on where it stopped."""
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from lms import queue
from lms.access import may
from lms.certificates.actions.preparing import finish, prepare
from lms.certificates.models import Certificate
from lms.certificates.queries import class_facts, progress_of, sources
from lms.certificates.rules.facts import ClassFacts, Signing, Source, blockers
from lms.certificates.rules.lint import faults
from lms.certificates.rules.paper import CertificateFacts, certificate_pdf
from lms.courses.models import TrainingClass
from lms.db import db
from lms.errors import NotAllowed, Problem
from lms.events import record
from lms.events.base import JobCancelled
from lms.events.certificates import CertificatesRequested
from lms.pdf.errors import PaperProblem
from lms.pdf.record import facts_of, record_of
from lms.texts import lazy as _


def request_issue(actor, training_class: TrainingClass, signing: Signing) -> int:
    """Ask the worker for the certificates of a class; returns the job. Who is not ready is left for a later request."""
    about, have = class_facts(training_class), progress_of(training_class.id)
    begun = sum(one.state == "prepared" for one in have.values())
    fresh = [source for source in sources(training_class) if source.completion_id not in have and not blockers(source, about, signing)]
    if not begun and not fresh:
        raise Problem(_("Không có người nào đủ điều kiện để cấp."), field="signer_name")
    key = f"certificates.issue/{training_class.id}"
    if db.session.execute(select(queue.Job.id).where(queue.Job.dedup_key == key, queue.Job.state.in_(("queued", "running")))).first():
        raise Problem(_("Chứng chỉ của lớp này đang được cấp."), field="signer_name")
    job_id = queue.enqueue("certificates.issue", _("Cấp chứng chỉ lớp %(code)s", code=training_class.code), {"class_id": training_class.id, "signing": record_of(signing)},
                           by=actor, unit_id=training_class.academy_id, dedup_key=key)
    record(actor, CertificatesRequested(subject_id=training_class.id, unit_id=training_class.academy_id, count=begun + len(fresh), job_id=job_id))
    return job_id


def cancel_issue(actor, training_class: TrainingClass, job_id: int) -> None:
    """Stop after the certificate in hand; what is issued stays, what has a number is issued when the batch goes on."""
    queue.ask_cancel(job_id)
    record(actor, JobCancelled(subject_id=job_id, unit_id=training_class.academy_id))


@dataclass(frozen=True)
class Item:
    """One certificate to make: prepared already, or only a completion."""
    completion_id: int
    certificate_id: int | None


def issue_batch(run) -> None:
    """The job. Between two transactions only plain values are held, so that rendering blocks nobody."""
    with run.work():
        prepared, waiting, about, done = _plan(run)
    fresh = [Item(source.completion_id, None) for source in waiting if not blockers(source, about, signing_of(run))]
    items, spoilt = prepared + fresh, []
    total = done + len(items)
    run.tell(done, total)
    for item in items:
        with run.work(done, total):
            certificate_id, facts = _numbered(run, item)
        if facts is None:
            continue
        try:
            pdf = checked_pdf(facts)
        except (PaperProblem, ValueError) as trouble:
            spoilt.append(f"{facts.register_text}: {trouble}")
            continue
        done += 1
        with run.work(done, total, facts.register_text):
            finish(asker_of(run), certificate_id, pdf)
    if spoilt:
        raise RuntimeError("; ".join(spoilt))


def checked_pdf(facts: CertificateFacts) -> bytes:
    """The file, read again before it counts; ValueError names what it does not say."""
    pdf = certificate_pdf(facts)
    if missing := faults(pdf, facts):
        raise ValueError(f"the finished paper does not say {', '.join(missing)}")
    return pdf


def _plan(run) -> tuple[list[Item], list[Source], ClassFacts, int]:
    """Those with a number already, in its order; those without a certificate; what all share; how many are issued."""
    asker_of(run)
    training, only = db.session.get(TrainingClass, run.payload["class_id"]), run.payload.get("only")
    have = progress_of(training.id)
    begun = [one for one in have.values() if one.state == "prepared" and (only is None or one.completion_id in only)]
    prepared = [Item(one.completion_id, one.id) for one in sorted(begun, key=lambda one: (one.register_year, one.register_no))]
    waiting = [] if only else [source for source in sources(training) if source.completion_id not in have]
    return prepared, waiting, class_facts(training), 0 if only else sum(one.state == "issued" for one in have.values())


def asker_of(run):
    """Who asked, with the rights of this moment: a registrar whose role has ended issues nothing more."""
    asker = run.asker()
    if asker is None or not (may(asker, "certificate.issue") or may(asker, "certificate.revoke")):
        raise NotAllowed(_("Người yêu cầu không còn quyền cấp chứng chỉ."))
    return asker


def signing_of(run) -> Signing:
    """Place, day and signer that the registrar gave."""
    return facts_of(Signing, run.payload["signing"])


def _numbered(run, item: Item) -> tuple[int | None, CertificateFacts | None]:
    """The certificate with its number: found again, or prepared now. Nothing when somebody else has made it meanwhile."""
    live = db.session.execute(select(Certificate).where(Certificate.completion_id == item.completion_id).order_by(Certificate.id.desc()).limit(1)).unique().scalar_one_or_none()
    if live is not None and live.state != "prepared":
        return None, None
    if live is None:
        training = db.session.get(TrainingClass, run.payload["class_id"])
        about, signing = class_facts(training), signing_of(run)
        found = sources(training, [item.completion_id])
        if not found or blockers(found[0], about, signing):
            return None, None
        live = prepare(asker_of(run), found[0], about, signing)
    return live.id, facts_of(CertificateFacts, live.facts)


def today_signing(signing: dict, day: date) -> Signing:
    """The signing of a replaced certificate, on another day."""
    return Signing(signing["place"], day, tuple(signing["signer_post"]), signing["signer_rank"], signing["signer_name"])

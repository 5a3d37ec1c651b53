"""Certificates: frozen facts, issued files, qualifications."""
from sqlalchemy import func, select

from lms.blobs import Blob
from lms.certificates.models import Certificate
from lms.certificates.rules.facts import facts_digest
from lms.competence.models import Qualification
from lms.db import db
from lms.spelling import squeeze

COLUMNS = ("register_text", "serial", "verify_code", "kind")


def facts() -> list[str]:
    """The facts have the digest they were frozen with, and say the same numbers as the row."""
    found = []
    rows = select(Certificate.id, Certificate.facts, Certificate.facts_sha256, *(getattr(Certificate, name) for name in COLUMNS)).order_by(Certificate.id)
    for row in db.session.execute(rows.execution_options(yield_per=500)):
        if facts_digest(row.facts) != row.facts_sha256:
            found.append(f"certificate {row.register_text} ({row.id}) has other facts than were frozen")
        found += [f"certificate {row.id} has {name} {getattr(row, name)}, its facts {row.facts.get(name)}" for name in COLUMNS if row.facts.get(name) != getattr(row, name)]
    return found


def files() -> list[str]:
    """Every certificate that is or was valid has its file (the bytes are checked under `blobs`)."""
    lost = (select(Certificate.id, Certificate.register_text).outerjoin(Blob, Certificate.pdf_sha256 == Blob.sha256)
            .where(Certificate.state != "prepared", Blob.sha256.is_(None)).order_by(Certificate.id))
    return [f"certificate {row.register_text} ({row.id}) has no file" for row in db.session.execute(lost)]


def one_live() -> list[str]:
    """One completion, one certificate that counts."""
    twice = (select(Certificate.completion_id, func.count(Certificate.id)).where(Certificate.state.in_(("prepared", "issued")))
             .group_by(Certificate.completion_id).having(func.count(Certificate.id) > 1))
    return [f"completion {completion} has {times} live certificates" for completion, times in db.session.execute(twice)]


def qualifications() -> list[str]:
    """An issued certificate is a qualification of its person, a revoked one is not, and none comes from nowhere."""
    held = {tuple(row[:3]): row.revoked for row in db.session.execute(
        select(Qualification.person_id, Qualification.title_key, Qualification.year, Qualification.revoked).where(Qualification.source == "certificate"))}
    valid, known, found = set(), set(), []
    for row in db.session.execute(select(Certificate.person_id, Certificate.register_text, Certificate.state, Certificate.facts).where(Certificate.state != "prepared")):
        key = (row.person_id, squeeze(row.facts["course"]), int(row.facts["ends"][:4]))
        known.add(key)
        if row.state == "issued":
            valid.add(key)
            if held.get(key) is not False:
                found.append(f"certificate {row.register_text} has no valid qualification of person {row.person_id}")
    found += [f"person {key[0]} holds a qualification of {key[2]} that no valid certificate carries" for key, revoked in held.items() if not revoked and key not in valid]
    return found

"""What a batch of certificates is made from: completions, and what the dated rows say about each person on the last day of the class."""
from datetime import date

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from lms.access import reach
from lms.certificates.models import Certificate
from lms.certificates.rules.facts import ClassFacts, Signing, Source
from lms.courses.models import TrainingClass
from lms.db import db
from lms.documents.models import Document
from lms.documents.queries import unit_symbol
from lms.documents.rules.facts import place_of, post_lines
from lms.documents.rules.numbers import head_post, head_title
from lms.enrollment.models import Completion, Enrollment
from lms.people.models import Person, PersonPost, PersonRank, Rank
from lms.queue import Job
from lms.units.models import Unit, UnitVersion

_Top, _TopVersion, _RankNow, _Issuer, _Sender = aliased(Unit), aliased(UnitVersion), aliased(Rank), aliased(Unit), aliased(Unit)


def class_of(user, verb: str, class_id: int):
    """The class when its academy lies within reach; for reading also when a unit within reach has sent somebody."""
    held = reach(user, verb)
    found = select(TrainingClass).join(Unit, TrainingClass.academy_id == Unit.id).where(TrainingClass.id == class_id)
    if verb != "certificate.read":
        return found.where(held.covers(Unit.path))
    sent = select(Enrollment.id).join(_Sender, Enrollment.unit_id == _Sender.id).where(Enrollment.class_id == class_id, held.covers(_Sender.path)).exists()
    return found.where(or_(held.covers(Unit.path), sent))


def within(user, found: TrainingClass, people: list[Source]) -> list[Source]:
    """Those of the class whom the reader may see: all at the academy, else those whom units within reach have sent."""
    held = reach(user, "certificate.read")
    if held.holds(found.academy.path):
        return people
    near = set(db.session.execute(select(Unit.id).where(Unit.id.in_({one.unit_id for one in people}), held.covers(Unit.path))).scalars())
    return [one for one in people if one.unit_id in near]


def _on(table, day: date):
    return and_(table.since <= day, or_(table.until.is_(None), table.until >= day))


def name_on(unit_id: int | None, day: date) -> str:
    """What a unit was called on a day."""
    if unit_id is None:
        return ""
    dated = select(UnitVersion.name).where(UnitVersion.unit_id == unit_id, _on(UnitVersion, day)).order_by(UnitVersion.since.desc()).limit(1)
    return db.session.execute(dated).scalar_one_or_none() or db.session.get(Unit, unit_id).name


def class_facts(found: TrainingClass) -> ClassFacts:
    """What all certificates of the class share; names as they were on its last day."""
    issuer = name_on(found.academy_id, found.ends_on)
    mode = found.course.form or "tập trung"
    return ClassFacts(
        class_id=found.id, kind=found.course.certificate_kind, course=found.course.title, starts=found.starts_on, ends=found.ends_on, hours=found.course.hours,
        mode=mode[:1].lower() + mode[1:], issuer_id=found.academy_id, issuer_name=issuer, parent_name=name_on(found.academy.parent_id, found.ends_on),
        authority=head_title(issuer), symbol=unit_symbol(found.academy))


def sources(found: TrainingClass, completion_ids: list[int] | None = None) -> list[Source]:
    """Every completed trainee of the class (or those asked for), in Vietnamese order of names. One statement."""
    day = found.ends_on
    unit_id = func.coalesce(PersonPost.unit_id, Person.unit_id)
    own_version, top_version = aliased(UnitVersion), _TopVersion
    asked = (
        select(Completion, Person, Enrollment.unit_id, PersonRank.id, Rank.title, _RankNow.title, PersonPost.id, PersonPost.post,
               func.coalesce(own_version.name, Unit.name), func.coalesce(top_version.name, _Top.name), Unit.first_level_id, Unit.id,
               Document, func.coalesce(_Issuer.name, ""))
        .join(Person, Completion.person_id == Person.id).join(Enrollment, Completion.enrollment_id == Enrollment.id)
        .outerjoin(PersonRank, and_(PersonRank.person_id == Person.id, _on(PersonRank, day))).outerjoin(Rank, PersonRank.rank_id == Rank.id)
        .outerjoin(_RankNow, Person.rank_id == _RankNow.id)
        .outerjoin(PersonPost, and_(PersonPost.person_id == Person.id, PersonPost.main, _on(PersonPost, day)))
        .join(Unit, Unit.id == unit_id).outerjoin(own_version, and_(own_version.unit_id == Unit.id, _on(own_version, day)))
        .outerjoin(_Top, Unit.first_level_id == _Top.id).outerjoin(top_version, and_(top_version.unit_id == _Top.id, _on(top_version, day)))
        .outerjoin(Document, and_(Completion.decision_id == Document.id, Document.state == "issued")).outerjoin(_Issuer, Document.issuer_id == _Issuer.id)
        .where(Completion.class_id == found.id, Completion.completed).order_by(Person.sort_key, Person.id, PersonRank.since.desc(), PersonPost.since.desc()))
    if completion_ids is not None:
        asked = asked.where(Completion.id.in_(completion_ids))
    made: dict[int, Source] = {}
    for row in db.session.execute(asked).unique():
        made.setdefault(row[0].id, _source(row))
    return list(made.values())


def _source(row) -> Source:
    completion, person, sponsor_id, rank_row, rank, rank_now, post_row, post, unit, top, top_id, unit_id, decision, decision_issuer = row
    full = unit if not top or top_id == unit_id else f"{unit}, {top}"
    return Source(
        completion_id=completion.id, person_id=person.id, unit_id=sponsor_id, name=person.name, birth=person.birth, rank=(rank if rank_row else rank_now) or "",
        post=post if post_row else person.post, unit=full, mark=completion.mark, decision_number=decision.number_text if decision else "",
        decision_date=decision.dated if decision else None, decision_by=head_title(decision_issuer) if decision else "")


def default_signing(found: TrainingClass, day: date) -> Signing:
    """What the form proposes: the signer of the decision that recognises the results."""
    decision = db.session.execute(select(Document).join(Completion, Completion.decision_id == Document.id).where(Completion.class_id == found.id)
                                  .order_by(Document.id.desc()).limit(1)).scalar_one_or_none()
    post = post_lines(decision.signer_post) if decision else (head_post(found.academy.name),)
    return Signing(place_of(found.academy.region), day, post, (decision.body or {}).get("signer_rank", "") if decision else "", decision.signer_name if decision else "")


def progress_of(class_id: int) -> dict[int, Certificate]:
    """Completion id -> its newest certificate."""
    rows = db.session.execute(select(Certificate).where(Certificate.class_id == class_id).order_by(Certificate.id)).unique().scalars()
    return {row.completion_id: row for row in rows}


def issue_jobs(class_id: int) -> Job | None:
    """The newest job of the class that is not done."""
    asked = select(Job).where(Job.kind == "certificates.issue", Job.dedup_key == f"certificates.issue/{class_id}", Job.state != "done").order_by(Job.id.desc()).limit(1)
    return db.session.execute(asked).scalar_one_or_none()

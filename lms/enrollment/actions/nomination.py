"""Units name persons; the personnel office approves, which gives a seat or a place on the waiting list; units withdraw."""
from lms import clock, flow
from lms.courses.actions import hold
from lms.courses.models import TrainingClass
from lms.db import db
from lms.enrollment.actions.seats import SEATING, end, place, promote
from lms.enrollment.models import Enrollment, Nomination
from lms.enrollment.queries.nominations import enrollment_of
from lms.enrollment.queries.people import candidates, left_to_name, needs_of_persons, persons, target_of
from lms.enrollment.rules.reasons import Reason, why_not
from lms.enrollment.rules.seats import split_by_allocation
from lms.errors import Problem
from lms.events import record
from lms.events.training import NominationApproved, NominationRefused, NominationWithdrawn, PersonNominated
from lms.texts import gettext
from lms.texts import lazy as _

AFTER_THE_LOCK = ("locked", "running", "finished", "closed")
SAID = {
    "not_open": _("lớp không nhận đề cử"), "late": _("đã quá hạn đề cử"), "inactive": _("không còn công tác"), "foreign": _("không thuộc đơn vị"),
    "in_class": _("đã có tên trong lớp này"), "clash": _("trùng thời gian với lớp"), "holds": _("đã có chứng chỉ của khóa này"),
    "missing": _("chưa học khóa tiên quyết"),
}


def said(reason: Reason) -> str:
    """A reason in words."""
    return f"{SAID[reason.code]} {reason.detail}".strip()


def _refuse_unfit(people: list, training_class: TrainingClass, unit) -> None:
    target, now = target_of(training_class), clock.now()
    lines = []
    for person, candidate in zip(people, candidates(people, training_class.starts_on), strict=True):
        if reasons := why_not(candidate, target, unit.path, now):
            lines.append(f"{person.name}: {', '.join(said(reason) for reason in reasons)}")
    if lines:
        raise Problem(gettext("Chưa gửi được. %(lines)s.", lines="; ".join(lines)), field="persons")


def nominate(actor, training_class: TrainingClass, unit, person_ids: list[int], reserve: bool = False) -> list[Nomination]:
    """Name persons of the unit: within its share while it lasts (by priority, then as given), the others as reserve. All or none."""
    training_class = hold(training_class.id)
    people = persons(list(dict.fromkeys(person_ids)))
    if not people:
        raise Problem(_("Chưa chọn người nào."), field="persons")
    _refuse_unfit(people, training_class, unit)
    needs = needs_of_persons(training_class.course, unit.path, [person.id for person in people])
    priorities = [needs[person.id].priority if person.id in needs else 3 for person in people]
    beyond = split_by_allocation(priorities, 0 if reserve else left_to_name(training_class.id, unit.id))
    made = [Nomination(class_id=training_class.id, person_id=person.id, unit_id=unit.id, need_id=needs[person.id].id if person.id in needs else None,
                       priority=priority, reserve=extra, nominated_by_id=actor.id if actor else None, nominated_at=clock.now(), changed_at=clock.now())
            for person, priority, extra in zip(people, priorities, beyond, strict=True)]
    db.session.add_all(made)
    db.session.flush()
    for one in made:
        record(actor, PersonNominated(subject_id=one.id, unit_id=unit.id, class_id=one.class_id, person_id=one.person_id, reserve=one.reserve))
    return made


def approve(actor, nomination: Nomination) -> Enrollment:
    """Personnel approval: a seat when the unit has one left, else a place on the waiting list. Never by the nominator, never after the lock."""
    training_class = hold(nomination.class_id)
    if training_class.state in AFTER_THE_LOCK:
        raise Problem(_("Lớp %(code)s đã khóa danh sách, không duyệt thêm người vào lớp được nữa.", code=training_class.code))
    if training_class.state != "open":
        raise Problem(_("Lớp không ở giai đoạn xếp chỗ."))
    flow.move(nomination, "approve", actor, decided_by_id=actor.id, decided_at=clock.now())
    made = place(actor, nomination, training_class)
    record(actor, NominationApproved(subject_id=nomination.id, unit_id=nomination.unit_id, class_id=nomination.class_id, person_id=nomination.person_id))
    return made


def refuse(actor, nomination: Nomination, reason: str) -> None:
    """The personnel office says no, and why. The class is held, so that a lock counts who waits exactly."""
    hold(nomination.class_id)
    flow.move(nomination, "refuse", actor, decided_by_id=actor.id, decided_at=clock.now(), reason=reason)
    record(actor, NominationRefused(subject_id=nomination.id, unit_id=nomination.unit_id, class_id=nomination.class_id,
                                    person_id=nomination.person_id, reason=reason))


def withdraw(actor, nomination: Nomination, reason: str) -> Enrollment | None:
    """The unit takes a name back; its seat goes to the next of the waiting list in the same transaction. Returns who was promoted."""
    training_class = hold(nomination.class_id)
    if training_class.state in ("finished", "closed", "cancelled"):
        raise Problem(_("Lớp đã học xong hoặc đã hủy, không rút được nữa."))
    flow.move(nomination, "withdraw", actor, reason=reason)
    enrollment, promoted = enrollment_of(nomination.id), None
    if enrollment is not None:
        seat_no = end(actor, enrollment, training_class, "withdraw", reason)
        if seat_no is not None and training_class.state in SEATING:
            promoted = promote(actor, training_class, reason, freed_by=nomination.unit_id)
    record(actor, NominationWithdrawn(subject_id=nomination.id, unit_id=nomination.unit_id, class_id=nomination.class_id,
                                      person_id=nomination.person_id, reason=reason))
    return promoted

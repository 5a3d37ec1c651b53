"""A person sets another group than the rules found, and says why."""
from lms import clock, flow
from lms.classification.models import Classification
from lms.db import db
from lms.errors import Problem
from lms.events import record
from lms.events.survey import GroupOverridden
from lms.people.models import TraineeGroup
from lms.texts import lazy as _


def override(actor, found: Classification, group_code: str, reason: str, version: int | None = None) -> None:
    """Set the group by hand; choosing the found group again takes the override back (with its reason in the journal)."""
    flow.check_version(found, version)
    if not reason:
        raise Problem(_("Cần nêu lý do đổi nhóm."), field="reason")
    if db.session.get(TraineeGroup, group_code) is None:
        raise Problem(_("Không có nhóm này."), field="group_code")
    if group_code == found.group_code:
        raise Problem(_("Dòng này đang ở nhóm đó."), field="group_code")
    before, back = found.group_code, group_code == found.found_group
    by, at = (None, None) if back else (actor.id, clock.now())
    found.group_code, found.override_reason, found.overridden_by_id, found.overridden_at = group_code, "" if back else reason, by, at
    db.session.flush()
    record(actor, GroupOverridden(subject_id=found.id, unit_id=found.need.unit_id, need_id=found.need_id, from_group=before, to_group=group_code, reason=reason))

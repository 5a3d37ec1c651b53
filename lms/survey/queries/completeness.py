"""What a draft of a round would do: how many units it asks, and what it says otherwise than the round it was copied from."""
from sqlalchemy import select

from lms import clock
from lms.db import db
from lms.survey.models import SurveyRound
from lms.survey.queries.scope import answering, kinds_of, units_asked
from lms.survey.rules.copying import Difference, differences
from lms.survey.rules.scope import way_of
from lms.units.models import Unit


def preview(plan) -> tuple[int, list[tuple[str, int]]]:
    """(units that would answer, by kind) of a plan that is not kept yet."""
    units = answering(db.session.execute(select(Unit).where(Unit.id == plan.scope_id)).scalar_one(), plan.depth, plan.scope_rule)
    return len(units), kinds_of(units)


def draft_differences(found: SurveyRound, units: int) -> tuple[SurveyRound | None, list[Difference]]:
    """The round before and what the draft says otherwise."""
    last = db.session.get(SurveyRound, found.copied_from_id) if found.copied_from_id else None
    if last is None:
        return None, []
    return last, differences(_said(last, len(units_asked(last.id))), _said(found, units))


def _said(found: SurveyRound, units: int) -> dict:
    """What is compared, by the names of words.DRAFT_FIELDS."""
    return {"title": found.title, "year": found.year, "opens_on": found.opens_on, "due_on": clock.local(found.due_at).date(), "lock_on": clock.local(found.lock_at).date(),
            "scope": found.scope.name, "way": way_of(found.scope_rule), "depth": found.depth, "questions": len(found.questions), "units": units}

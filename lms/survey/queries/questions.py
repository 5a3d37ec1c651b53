"""Answers to a round's questions, within reach."""
from sqlalchemy import select

from lms.access import reach
from lms.db import db
from lms.survey.models import NeedSheet, SurveyRound
from lms.survey.rules.sending import SENT
from lms.units.models import Unit


def answers_in(user, found: SurveyRound) -> list[dict]:
    """The answers of every sheet that was sent."""
    rows = (select(NeedSheet.answers).join(Unit, NeedSheet.unit_id == Unit.id)
            .where(NeedSheet.round_id == found.id, NeedSheet.state.in_(SENT), reach(user, "round.read").covers(Unit.path)))
    return list(db.session.execute(rows).scalars())

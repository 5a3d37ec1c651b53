"""The blueprint and what its pages share."""
from flask import Blueprint
from flask_login import current_user
from sqlalchemy.orm import joinedload

from lms.access import reach
from lms.db import drop
from lms.errors import Problem
from lms.survey import queries
from lms.survey.models import NeedSheet, SurveyRound
from lms.survey.queries.review import sent_by
from lms.survey.queries.warnings import top_unit_path
from lms.survey.rules import words
from lms.web import one_or_404

pages = Blueprint("survey", __name__)


@pages.app_context_processor
def survey_words() -> dict:
    """The words of needs, for templates of this and of the classification pages."""
    return {"need_words": words, "switches_rules": switches_rules}


def switches_rules() -> bool:
    """Whether the rules of the check are mine to switch: they are of the whole army."""
    top = top_unit_path()
    return top is not None and reach(current_user, "round.manage").holds(top)


def round_or_404(round_id: int, verb: str = "round.read") -> SurveyRound:
    """A round within reach."""
    return one_or_404(queries.visible_rounds(current_user, verb).where(SurveyRound.id == round_id))


def sheet_or_404(sheet_id: int, verb: str = "sheet.read") -> NeedSheet:
    """A sheet within reach, and whether its sender counts as the reader (1 or 0)."""
    with_it = (joinedload(NeedSheet.review_unit), joinedload(NeedSheet.head), sent_by(current_user))
    return one_or_404(queries.visible(current_user, verb).where(NeedSheet.id == sheet_id).options(*with_it))


def put_on_form(form, problem: Problem) -> None:
    """Show a refusal beside its field; what has no field is raised again. What the action had begun is dropped."""
    field = problem.facts.get("field")
    if field is None or field not in form:
        raise problem
    drop()
    form[field].errors = [str(problem.text)]


def put_on_cell(form, problem: Problem) -> None:
    """The same for the cell of a grid."""
    field, need = problem.facts.get("field"), problem.facts.get("need")
    if field is None or need is None:
        raise problem
    drop()
    form.refuse(need, field, problem.text)

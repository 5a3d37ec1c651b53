"""Forms of rounds, sheets and lines."""
from lms.survey.forms.grid import BulkForm
from lms.survey.forms.lines import GroupForm, HeadsForm, LineForm, PeopleForm
from lms.survey.forms.review import AnswersForm, CommentForm, CorrectForm, RuleForm
from lms.survey.forms.rounds import ExtendForm, PlainForm, ReasonForm, RemindForm, ReopenForm, RoundForm

__all__ = ["AnswersForm", "CommentForm", "CorrectForm", "RuleForm", "BulkForm", "ExtendForm", "GroupForm", "HeadsForm", "LineForm", "PeopleForm", "PlainForm", "ReasonForm", "RemindForm", "ReopenForm", "RoundForm"]

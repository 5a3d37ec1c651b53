"""A wish for a course that the catalogue lacks; and what the commander says when he sends."""
from lms.forms import ChoiceField, LongTextField, NumberField, PageForm, TextField, at_most, between, optional, required
from lms.survey.actions.signing import SignOff
from lms.texts import lazy as _


class WishForm(PageForm):
    """Title, what one can do afterwards, for how many."""
    title = TextField(_("Tên khóa học mới"), [required(), at_most(200)])
    outcome = LongTextField(_("Học xong làm được gì"), [required(), at_most(1000)])
    heads = NumberField(_("Số người cần học"), [required(), between(1, 100_000)])


class SignOffForm(PageForm):
    """The opinion of the party committee and the accountable head."""
    opinion = LongTextField(_("Ý kiến của cấp ủy"), [optional(), at_most(2000)], description=_("Cấp trên và bản in đều thấy ý kiến này."))
    head_id = ChoiceField(_("Người chịu trách nhiệm"), coerce=int)

    def said(self) -> SignOff:
        """What was typed."""
        return SignOff((self.opinion.data or "") if self.opinion.raw_data else None, self.head_id.data)

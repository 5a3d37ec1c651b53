"""Forms about accounts. Passwords are taken as typed."""
from wtforms import PasswordField, RadioField, validators

from lms.accounts.actions import Days
from lms.forms import ChoiceField, DayField, NumberField, PageForm, TextField, at_most, required
from lms.texts import lazy as _


class SignInForm(PageForm):
    """User name and password."""
    username = TextField(_("Tên đăng nhập"), [required(), at_most(60)])
    password = PasswordField(_("Mật khẩu"), [required(), at_most(128)])


class NewPasswordForm(PageForm):
    """A new password, typed twice."""
    password = PasswordField(_("Mật khẩu mới"), [required(), at_most(128)])
    again = PasswordField(_("Nhập lại mật khẩu"), [required(), at_most(128)])

    def validate_again(self, field):
        """Both must be alike."""
        if field.data != self.password.data:
            raise validators.ValidationError(str(_("Hai lần nhập không giống nhau.")))


class ActivateForm(NewPasswordForm):
    """The one-time code of the slip and a password of one's own."""
    code = TextField(_("Mã kích hoạt"), [required(), at_most(60)])
    field_order = ("code", "password", "again")


class ChangePasswordForm(NewPasswordForm):
    """The old password as well."""
    old = PasswordField(_("Mật khẩu đang dùng"), [required(), at_most(128)])


class InviteForm(PageForm):
    """A new account for a person of the register."""
    person_id = NumberField(_("Người được cấp"), [required()])
    username = TextField(_("Tên đăng nhập"), [required(), at_most(60), validators.Regexp(r"[A-Za-z0-9._-]{3,60}$", message=_("Chỉ dùng chữ không dấu, số, dấu chấm và gạch."))])


class RoleForm(PageForm):
    """A role at a unit."""
    role = ChoiceField(_("Vai trò"), [required()])
    unit_code = TextField(_("Mã đơn vị"), [required(), at_most(40)])
    reason = TextField(_("Căn cứ"), [required(), at_most(200)])


class ReasonForm(PageForm):
    """Why."""
    reason = TextField(_("Lý do"), [required(), at_most(200)])


class DeputyForm(PageForm):
    """Which role, to whom, for which days, why."""
    assignment_id = ChoiceField(_("Vai trò của tôi"), coerce=int)
    deputy_id = RadioField(_("Người thay"), [required(_("Chưa chọn người thay."))], coerce=int)
    since = DayField(_("Từ ngày"), [required()])
    last = DayField(_("Đến hết ngày"), [required()])
    reason = TextField(_("Lý do"), [required(), at_most(200)])

    def days(self) -> Days:
        """What was typed."""
        return Days(self.since.data, self.last.data)

"""Deeds about accounts: signing in and out, inviting and closing, roles, deputies."""
from lms.accounts.actions.deputies import Days, end_deputy, name_deputy
from lms.accounts.actions.managing import (
    CODE_HOURS,
    activate,
    invite,
    invite_again,
    leave,
    resume,
    suspend,
)
from lms.accounts.actions.roles import REFUSED, end_role, grant_role
from lms.accounts.actions.signing import (
    buckets_for,
    change_password,
    check_password,
    end_sessions,
    hasher,
    is_known_device,
    know_device,
    must_wait,
    password_fits,
    sign_in,
    sign_out,
)

__all__ = ["CODE_HOURS", "REFUSED", "Days", "activate", "buckets_for", "change_password", "check_password", "end_deputy", "end_role", "end_sessions", "grant_role",
           "hasher", "invite", "invite_again", "is_known_device", "know_device", "leave", "must_wait", "name_deputy", "password_fits", "resume", "sign_in", "sign_out", "suspend"]

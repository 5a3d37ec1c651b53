"""The administrator's pages."""
import pytest
from sqlalchemy import select

from lms.accounts import actions
from lms.accounts.models import Account, Assignment
from lms.db import db
from tests import builders


@pytest.fixture
def place(app):
    top = builders.ministry()
    return top, builders.unit("Cục Mẫu", top, code="CM")


@pytest.fixture
def admin(place, sign_in):
    return sign_in(builders.account("administrator", place[0], "Đỗ Văn Quản"))


def test_a_refused_user_name_leaves_the_search_and_stands_at_its_person(place, admin):
    wanted, other = builders.person(place[1], "Lê Thị Hòa"), builders.person(place[1], "Trần Thị Hòa")
    builders.person(place[1], "Vũ Văn Khác")
    for typed in ("có dấu", ""):
        answer = admin.post("/accounts?q=hoa", {"person_id": wanted.id, "username": typed})
        page = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert 'name="q" value="hoa"' in page and "Trần Thị Hòa" in page and "Vũ Văn Khác" not in page
        assert f'id="username-{wanted.id}-error"' in page and f'id="username-{other.id}-error"' not in page
        assert f'href="#username-{wanted.id}"' in page and f'value="{typed}"' in page
    assert db.session.execute(select(Account).where(Account.person_id == wanted.id)).first() is None


def test_a_taken_user_name_is_no_conflict_of_two_editors(place, admin):
    builders.account(None, place[1])
    taken = db.session.execute(select(Account.username).order_by(Account.id.desc()).limit(1)).scalar_one()
    wanted = builders.person(place[1], "Lê Thị Hòa")
    answer = admin.post("/accounts?q=hoa", {"person_id": wanted.id, "username": taken.upper()})
    assert answer.status_code == 422 and "đã có người dùng" in answer.get_data(as_text=True)


def test_an_invitation_shows_the_code_once(place, admin):
    wanted = builders.person(place[1], "Lê Thị Hòa")
    answer = admin.post("/accounts?q=hoa", {"person_id": wanted.id, "username": "hoa.lt"})
    assert answer.status_code == 303
    admin.get(answer.headers["Location"])
    assert "chỉ hiện một lần" in admin.page
    admin.get(answer.headers["Location"])
    assert "chỉ hiện một lần" not in admin.page


def test_a_suspended_account_says_that_it_must_be_reopened_first(place, admin):
    owner = builders.account(None, place[1])
    actions.suspend(None, owner, "kiểm tra")
    db.session.commit()
    admin.get(f"/accounts/{owner.id}")
    assert "mở lại tài khoản rồi mới giao vai trò" in admin.page and f'action="/accounts/{owner.id}/roles"' not in admin.page
    answer = admin.post(f"/accounts/{owner.id}/roles", {"role": "commander", "unit_code": "CM", "reason": "QĐ 1"})
    assert answer.status_code == 422
    assert db.session.execute(select(Assignment).where(Assignment.account_id == owner.id)).first() is None


@pytest.mark.parametrize("typed", [{"unit_code": "KHONG-CO"}, {"role": "king"}, {"reason": ""}])
def test_a_role_that_cannot_be_given_keeps_what_was_typed(place, admin, typed):
    owner = builders.account(None, place[1])
    answer = admin.post(f"/accounts/{owner.id}/roles", {"role": "commander", "unit_code": "CM", "reason": "QĐ 17", **typed})
    assert answer.status_code == 422 and ("QĐ 17" in answer.get_data(as_text=True) or "reason" in typed)


def test_a_role_is_given_once_and_the_second_time_is_said_at_the_field(place, admin):
    owner = builders.account(None, place[1])
    values = {"role": "commander", "unit_code": "cm", "reason": "QĐ 17"}
    assert admin.post(f"/accounts/{owner.id}/roles", values).status_code == 303
    answer = admin.post(f"/accounts/{owner.id}/roles", values)
    assert answer.status_code == 422 and "đang giữ vai trò" in answer.get_data(as_text=True)

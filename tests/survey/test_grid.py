"""The grid of a sheet: what cannot be used is marked in its cell, all at once, and nothing typed is lost."""
import re

import pytest

from lms.db import db
from lms.survey import actions, queries
from tests import builders
from tests.survey.makers import army, line


@pytest.fixture
def grid(app, sign_in):
    """A sheet with one person and one head count, the clerk's browser, and the cells of its page."""
    made = army()
    builders.group()
    sheet = made.sheet(made.first)
    actions.add_people(made.clerk, sheet, [builders.person(made.first, "Lê Văn Bình").id], line())
    actions.add_group(made.clerk, sheet, "N3", 5, line(priority=2))
    db.session.commit()
    return made, sheet.id, sign_in(made.clerk)


def cells_of(sheet_id: int, deed: str = "save", **typed) -> tuple[list, dict]:
    """The lines, and the form as the page would send it; `typed` changes cells (`heads_1` is the head count of the second line)."""
    needs = queries.lines_of(sheet_id)
    form = {"deed": deed, "topic_id": 0, "level": 0, "priority": 0, "quarter": ""}
    for need in needs:
        form |= {f"seen-{need.id}": need.version, **{f"{name}-{need.id}": getattr(need, name) for name in ("topic_id", "level", "priority", "quarter", "reason")}}
        if need.person_id is None:
            form[f"heads-{need.id}"] = need.heads
    for key, value in typed.items():
        name, _sign, at = key.rpartition("_")
        form[f"{name}-{needs[int(at)].id}"] = value
    return needs, form


def stored(sheet_id: int) -> list[tuple]:
    db.session.expire_all()
    return [(need.heads, need.level, need.reason) for need in queries.lines_of(sheet_id)]


@pytest.mark.parametrize("typed", ["nhiều", "1,5", "1.5", "0", "-3", "100001", "9" * 30, "", "1_0", "١٢"])
def test_a_number_that_is_none_is_marked_in_its_cell_once_and_nothing_is_saved(grid, typed):
    _made, sheet_id, clerk = grid
    needs, form = cells_of(sheet_id, heads_1=typed, reason_0="Bảo vệ mạng")
    answer = clerk.post(f"/sheets/{sheet_id}/lines", form)
    page, cell = answer.get_data(as_text=True), f"heads-{needs[1].id}"
    assert answer.status_code == 422 and "Còn 1 chỗ phải sửa" in page and f'href="#{cell}"' in page
    assert re.search(rf'<input name="{cell}" value="{re.escape(typed)}" id="{cell}" aria-invalid="true" aria-describedby="{cell}-error"', page)
    assert re.search(rf'class="grid-note error" id="{cell}-error".*Cần một số nguyên từ 1 đến 100\.000\.', page)
    assert page.count("Cần một số nguyên") == 2 and 'value="Bảo vệ mạng"' in page
    assert stored(sheet_id) == [(1, 1, ""), (5, 1, "")]


def test_all_wrong_cells_are_told_at_once(grid):
    _made, sheet_id, clerk = grid
    needs, form = cells_of(sheet_id, heads_1="x", level_0="9", quarter_1="1999Q9", reason_0="d" * 512)
    page = clerk.post(f"/sheets/{sheet_id}/lines", form).get_data(as_text=True)
    assert "Còn 4 chỗ phải sửa" in page
    for cell in (f"heads-{needs[1].id}", f"level-{needs[0].id}", f"quarter-{needs[1].id}", f"reason-{needs[0].id}"):
        assert f'href="#{cell}"' in page and f'id="{cell}-error"' in page


def test_a_long_reason_is_not_cut(grid):
    _made, sheet_id, clerk = grid
    _needs, form = cells_of(sheet_id, reason_0="d" * 512)
    page = clerk.post(f"/sheets/{sheet_id}/lines", form).get_data(as_text=True)
    assert "d" * 512 in page and "Dài quá 500 ký tự: đang có 512, bớt 12." in page
    assert 'maxlength="' not in clerk.get(f"/sheets/{sheet_id}/group").get_data(as_text=True)
    _needs, form = cells_of(sheet_id, reason_0="d" * 500)
    assert clerk.post(f"/sheets/{sheet_id}/lines", form).status_code == 303


def test_nothing_ticked_keeps_what_was_typed(grid):
    _made, sheet_id, clerk = grid
    _needs, form = cells_of(sheet_id, "remove", heads_1="8")
    answer = clerk.post(f"/sheets/{sheet_id}/lines", form)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "Chưa chọn dòng nào." in page and 'value="8"' in page
    assert stored(sheet_id)[1][0] == 5


def test_a_line_that_goes_away_may_hold_nonsense(grid):
    _made, sheet_id, clerk = grid
    needs, form = cells_of(sheet_id, "remove", heads_1="x")
    assert clerk.post(f"/sheets/{sheet_id}/lines", {**form, "need_ids": [needs[1].id]}).status_code == 303
    assert len(stored(sheet_id)) == 1


def test_a_person_asked_for_twice_is_said_at_the_cell_and_nothing_is_saved(grid):
    made, sheet_id, clerk = grid
    actions.add_people(made.clerk, made.sheet(made.first), [queries.lines_of(sheet_id)[0].person_id], line(level=2))
    db.session.commit()
    needs, form = cells_of(sheet_id, level_1="1", heads_2="9")
    answer = clerk.post(f"/sheets/{sheet_id}/lines", form)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and f'href="#topic_id-{needs[1].id}"' in page and "đã có dòng cùng nội dung và mức" in page and 'value="9"' in page
    assert sorted(level for _heads, level, _reason in stored(sheet_id)) == [1, 1, 2]


def test_a_line_changed_in_another_tab_shows_both_versions_by_name_and_column(grid):
    _made, sheet_id, clerk = grid
    needs, form = cells_of(sheet_id, heads_1="12", reason_1="Lý do của tôi")
    numbers = [need.id for need in needs]
    _needs, other = cells_of(sheet_id, heads_1="7")
    assert clerk.post(f"/sheets/{sheet_id}/lines", other).status_code == 303
    answer = clerk.post(f"/sheets/{sheet_id}/lines", form, headers={"Referer": f"http://localhost/sheets/{sheet_id}"})
    page = answer.get_data(as_text=True)
    shown = page[page.index("<main"):page.index("</main>")]
    assert answer.status_code == 409 and "N3, Số lượng" in shown and "N3, Lý do" in shown and "Lê Văn Bình" not in shown
    assert ">Vừa gõ: </span>12<" in shown and ">Đang lưu: </span>7<" in shown and "chính đồng chí" in shown
    assert f'href="/sheets/{sheet_id}">Mở bản mới nhất' in shown
    assert not any(f"{name}-{number}" in shown for number in numbers for name in ("heads", "reason", "seen")) and "giữ nguyên" not in shown


def test_cells_of_a_line_that_was_removed_meanwhile_are_not_lost(grid):
    made, sheet_id, clerk = grid
    _needs, form = cells_of(sheet_id, heads_1="12", reason_1="Lý do dài của tôi")
    actions.remove_lines(made.commander, made.sheet(made.first), queries.lines_of(sheet_id)[1:])
    db.session.commit()
    answer = clerk.post(f"/sheets/{sheet_id}/lines", form)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409 and "Dòng không còn trên phiếu, Số lượng" in page and "Lý do dài của tôi" in page


def test_two_lines_that_ask_for_the_very_same_are_added_up_and_said(grid):
    _made, sheet_id, clerk = grid
    topic = queries.lines_of(sheet_id)[1].topic_id
    same = {"topic_id": topic, "level": "1", "priority": "2", "quarter": "2027Q2", "reason": "", "group_code": "N3", "heads": "4"}
    assert clerk.post(f"/sheets/{sheet_id}/group", {**same, "priority": "1"}).status_code == 303
    assert "Giống hệt một dòng khác" not in clerk.get(f"/sheets/{sheet_id}").get_data(as_text=True)
    assert clerk.post(f"/sheets/{sheet_id}/group", same).status_code == 303
    page = clerk.get(f"/sheets/{sheet_id}").get_data(as_text=True)
    assert "Phiếu đã có dòng giống hệt, xin 5 người." in page and page.count("Giống hệt một dòng khác của phiếu.") == 2
    assert "Giống hệt một dòng khác của phiếu." in clerk.get(f"/sheets/{sheet_id}/check").get_data(as_text=True)

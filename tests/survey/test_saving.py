"""The grid saves itself: what fits is saved, what does not is told row by row, nobody's work is overwritten; and the roster before it."""
import re

import pytest

from lms.db import db
from lms.survey import actions, queries
from tests import builders
from tests.survey.makers import army, counted_queries, line
from tests.survey.test_grid import cells_of, stored


@pytest.fixture
def grid(app, sign_in):
    """A sheet with two people and a head count, and the clerk's browser."""
    made = army()
    builders.group()
    sheet = made.sheet(made.first)
    actions.add_people(made.clerk, sheet, [builders.person(made.first, name).id for name in ("Lê Văn Bình", "Trần Thị Chín")], line())
    actions.add_group(made.clerk, sheet, "N3", 5, line(priority=2))
    db.session.commit()
    return made, sheet.id, sign_in(made.clerk)


def save(browser, sheet_id: int, form: dict):
    return browser.post(f"/sheets/{sheet_id}/autosave", form)


def test_rows_are_saved_and_their_new_versions_told(grid):
    _made, sheet_id, clerk = grid
    needs, form = cells_of(sheet_id, heads_2="8", reason_0="Bảo vệ mạng")
    answer = save(clerk, sheet_id, form)
    told = answer.get_json()
    assert answer.status_code == 200 and told["status"].startswith("Đã lưu lúc ") and told["held"] == []
    assert stored(sheet_id) == [(1, 1, "Bảo vệ mạng"), (1, 1, ""), (8, 1, "")]
    assert {int(key): value for key, value in told["versions"].items()} == {need.id: need.version for need in queries.lines_of(sheet_id)}
    assert save(clerk, sheet_id, form).status_code == 200 and len(needs) == 3


def test_a_wrong_cell_holds_up_no_other_row(grid):
    _made, sheet_id, clerk = grid
    needs, form = cells_of(sheet_id, heads_2="nhiều", level_0="2")
    told = save(clerk, sheet_id, form).get_json()
    assert stored(sheet_id) == [(1, 2, ""), (1, 1, ""), (5, 1, "")]
    assert told["wrong"] == [f"heads-{needs[2].id}"] and "Cần một số nguyên" in told["notes"][str(needs[2].id)] and "1 dòng chưa lưu" in told["status"]


def test_a_row_changed_by_somebody_else_is_told_with_both_versions_and_left(grid):
    made, sheet_id, clerk = grid
    needs, form = cells_of(sheet_id, heads_2="12", level_0="3")
    actions.change_line(made.commander, needs[2], {"heads": 7})
    db.session.commit()
    answer = save(clerk, sheet_id, form)
    told = answer.get_json()
    note = told["notes"][str(needs[2].id)]
    assert answer.status_code == 409 and "<b>7</b>" in note and "<b>12</b>" in note and "data-keep" in note and "data-take" in note
    assert told["stands"][str(needs[2].id)]["values"]["heads"] == 7 and stored(sheet_id) == [(1, 3, ""), (1, 1, ""), (7, 1, "")]
    form[f"seen-{needs[2].id}"] = told["stands"][str(needs[2].id)]["version"]
    form[f"seen-{needs[0].id}"] = told["versions"][str(needs[0].id)]
    assert save(clerk, sheet_id, form).status_code == 200 and stored(sheet_id)[2][0] == 12


def test_a_row_removed_meanwhile_and_a_person_asked_for_twice_are_told(grid):
    made, sheet_id, clerk = grid
    person = queries.lines_of(sheet_id)[0].person_id
    actions.add_people(made.clerk, made.sheet(made.first), [person], line(level=2))
    db.session.commit()
    needs, form = cells_of(sheet_id, level_1="1", heads_3="9", reason_2="còn đây")
    actions.remove_lines(made.commander, made.sheet(made.first), [need for need in queries.lines_of(sheet_id) if need.id == needs[2].id])
    db.session.commit()
    told = save(clerk, sheet_id, form).get_json()
    assert "đã có dòng cùng nội dung và mức" in told["notes"][str(needs[1].id)] and "không còn trên phiếu" in told["notes"][str(needs[2].id)]
    assert [heads for heads, _level, _reason in stored(sheet_id)][-1] == 9


def test_a_sent_sheet_and_a_stranger_save_nothing(grid, sign_in):
    made, sheet_id, clerk = grid
    _needs, form = cells_of(sheet_id, heads_2="8")
    actions.submit(made.commander, made.sheet(made.first))
    db.session.commit()
    assert save(clerk, sheet_id, form).status_code == 409 and stored(sheet_id)[2][0] == 5
    stranger = sign_in(builders.account("commander", builders.unit("Tổng cục Lạ", builders.ministry())))
    assert save(stranger, sheet_id, form).status_code == 404
    assert save(sign_in(builders.account("inspector", made.ministry)), sheet_id, form).status_code == 403


def test_a_long_list_stands_once_and_every_line_has_it_without_scripts(grid):
    made, sheet_id, clerk = grid
    for number in range(20):
        builders.topic(f"Nội dung số {number}")
    page = clerk.get(f"/sheets/{sheet_id}").get_data(as_text=True)
    bare = re.sub(r"<noscript>.*?</noscript>", "", page, flags=re.DOTALL)
    assert page.count(">Nội dung số 7</option>") == 4 and bare.count(">Nội dung số 7</option>") == 1
    assert f'data-autosave="/sheets/{sheet_id}/autosave"' in page and 'data-options="topic_id"' in page


def test_a_sheet_of_120_lines_is_light_and_asks_little(grid, app):
    made, sheet_id, clerk = grid
    import gzip
    for number in range(17):
        builders.topic(f"Nội dung số {number} của danh mục")
    people = [builders.person(made.first) for _ in range(117)]
    actions.add_people(made.clerk, made.sheet(made.first), [who.id for who in people], line())
    db.session.commit()
    with counted_queries() as seen:
        page = clerk.get(f"/sheets/{sheet_id}").get_data()
    asked = [one for one in seen if one.lstrip().upper().startswith("SELECT")]
    assert len(gzip.compress(page)) <= 60_000 and page.count(b'name="reason-') == 120
    assert len(asked) <= 20, len(asked)


# The roster

def roster(clerk, sheet_id: int, query: str = "") -> list[str]:
    page = clerk.get(f"/sheets/{sheet_id}/people{query}").get_data(as_text=True)
    return re.findall(r'class="grid-name"><b>([^<]*)</b>', page)


def test_the_roster_is_narrowed_by_name_kind_of_service_group_and_what_is_on_the_sheet(grid):
    made, sheet_id, clerk = grid
    who = builders.person(made.child, "Đỗ Thị Ánh", roster_group="N3")
    who.category = "QNCN"
    db.session.commit()
    everybody = roster(clerk, sheet_id)
    assert "Đỗ Thị Ánh" in everybody and "Lê Văn Bình" in everybody
    assert roster(clerk, sheet_id, "?q=do+thi+anh") == ["Đỗ Thị Ánh"] == roster(clerk, sheet_id, "?group=N3") == roster(clerk, sheet_id, "?category=QNCN")
    fresh = roster(clerk, sheet_id, "?fresh=y")
    assert "Lê Văn Bình" not in fresh and "Đỗ Thị Ánh" in fresh
    assert roster(clerk, sheet_id, "?category=nonsense&group=nonsense") == everybody


def test_a_refused_choice_keeps_the_filter_and_the_ticks(grid):
    made, sheet_id, clerk = grid
    known = queries.lines_of(sheet_id)[0]
    typed = {"topic_id": known.topic_id, "level": "1", "priority": "1", "quarter": "2027Q2", "reason": "", "q": "le van binh", "person_ids": [known.person_id]}
    answer = clerk.post(f"/sheets/{sheet_id}/people", typed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and 'value="le van binh"' in page and re.search(rf'value="{known.person_id}"[^>]* checked', page)
    assert clerk.post(f"/sheets/{sheet_id}/people", {**typed, "level": "2"}).status_code == 303


def test_the_roster_of_120_asks_as_often_as_one_of_few(grid):
    made, sheet_id, clerk = grid
    with counted_queries() as few:
        roster(clerk, sheet_id)
    for _ in range(120):
        builders.person(made.first)
    with counted_queries() as many:
        assert len(roster(clerk, sheet_id)) >= 120
    assert len(many) == len(few) <= 20

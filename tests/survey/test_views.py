"""The pages of rounds and sheets, as each role meets them."""
import re
from datetime import timedelta

import pytest

from lms import clock
from lms.db import db
from lms.survey import actions, queries
from lms.survey.models import NeedSheet, SurveyRound
from tests import builders
from tests.survey.makers import army, counted_queries, line, plan, sent_sheet


def typed(**values) -> dict:
    return {"topic_id": builders.topic().id, "level": "1", "priority": "1", "quarter": "2027Q2", "reason": "", **values}


def test_a_unit_elsewhere_sees_neither_round_nor_sheet(app, sign_in):
    made = army()
    stranger = sign_in(builders.account("commander", builders.unit("Tổng cục Lạ", builders.ministry())))
    assert stranger.get(f"/rounds/{made.round.id}").status_code == 404
    assert stranger.get(f"/sheets/{made.sheet(made.first).id}").status_code == 404
    assert made.round.title not in stranger.get("/rounds").get_data(as_text=True)


def test_a_commander_sees_his_units_on_the_round_page_and_no_neighbour(app, sign_in):
    made = army()
    page = sign_in(made.commander).get(f"/rounds/{made.round.id}").get_data(as_text=True)
    assert "Quân khu Mẫu 1" in page and "Lữ đoàn Mẫu 3" in page and "Cục Mẫu 2" not in page


def test_the_committee_drafts_changes_and_opens_a_round(app, sign_in):
    top = builders.ministry()
    builders.unit("Cục Mẫu", top)
    staff = sign_in(builders.account("committee_staff", top))
    values = {"code": "KS-1", "title": "Khảo sát", "year": "2027", "scope_id": top.id, "depth": "1", "opens_on": "01/11/2026", "due_on": "20/12/2099", "lock_on": "10/12/2099"}
    wrong = staff.post("/rounds/new", values)
    assert wrong.status_code == 422 and "Ngày khóa phải" in wrong.get_data(as_text=True) and 'value="Khảo sát"' in wrong.get_data(as_text=True)
    assert staff.post("/rounds/new", {**values, "lock_on": "27/12/2099"}).status_code == 303
    found = db.session.execute(db.select(SurveyRound)).scalar_one()
    assert staff.post(f"/rounds/{found.id}/edit", {**values, "lock_on": "27/12/2099", "title": "Khảo sát 2", "version": found.version}).status_code == 303
    assert staff.post(f"/rounds/{found.id}/open", {"version": 1}).status_code == 409
    db.session.refresh(found)
    assert staff.post(f"/rounds/{found.id}/open", {"version": found.version}).status_code == 303
    assert "Cục Mẫu" in staff.get(f"/rounds/{found.id}").get_data(as_text=True)


def test_a_commander_may_not_open_a_round(app, sign_in):
    made = army()
    assert sign_in(made.commander).post(f"/rounds/{made.round.id}/lock").status_code == 403


def test_people_are_found_by_name_without_marks_and_added(app, sign_in):
    made = army()
    sheet, one, two = made.sheet(made.first), builders.person(made.child, "Đỗ Thị Ánh"), builders.person(made.first, "Lê Văn Bình")
    clerk = sign_in(made.clerk)
    page = clerk.get(f"/sheets/{sheet.id}/people?q=do+thi+anh").get_data(as_text=True)
    assert "Đỗ Thị Ánh" in page and "Lê Văn Bình" not in page
    assert clerk.post(f"/sheets/{sheet.id}/people", typed()).status_code == 422
    assert clerk.post(f"/sheets/{sheet.id}/people", typed(person_ids=[one.id, builders.person(made.other).id])).status_code == 422
    db.session.expire_all()
    assert made.sheet(made.first).state == "not_opened"
    assert clerk.post(f"/sheets/{sheet.id}/people", typed(person_ids=[one.id, two.id])).status_code == 303
    db.session.expire_all()
    assert made.sheet(made.first).persons == 2
    page = clerk.get(f"/sheets/{sheet.id}").get_data(as_text=True)
    assert "Đỗ Thị Ánh" in page and "An toàn thông tin" in page


def test_the_clerk_edits_and_only_the_commander_sends(app, sign_in):
    made = army()
    sheet = made.sheet(made.first)
    builders.group()
    clerk, commander = sign_in(made.clerk), sign_in(made.commander)
    assert clerk.post(f"/sheets/{sheet.id}/group", typed(group_code="N3", heads="0")).status_code == 422
    assert clerk.post(f"/sheets/{sheet.id}/group", typed(group_code="N3", heads="12")).status_code == 303
    assert clerk.post(f"/sheets/{sheet.id}/submit").status_code == 403
    db.session.expire_all()
    stale = commander.post(f"/sheets/{sheet.id}/submit", {"version": 1})
    assert stale.status_code == 409
    assert commander.post(f"/sheets/{sheet.id}/submit", {"version": made.sheet(made.first).version}).status_code == 303
    assert clerk.post(f"/sheets/{sheet.id}/group", typed(group_code="N3", heads="1")).status_code == 409


def test_a_line_is_edited_and_several_are_changed_and_removed_together(app, sign_in):
    made = army()
    sheet = made.sheet(made.first)
    actions.add_people(made.clerk, sheet, [builders.person(made.first).id for _ in range(3)], line())
    db.session.commit()
    needs, clerk = queries.lines_of(sheet.id), sign_in(made.clerk)
    assert clerk.post(f"/sheets/{sheet.id}/lines/{needs[0].id}", typed(priority="3", version=needs[0].version)).status_code == 303
    assert clerk.post(f"/sheets/{sheet.id}/lines/{needs[0].id}", typed(priority="2", version=1)).status_code == 409
    chosen = [needs[1].id, needs[2].id]
    assert clerk.post(f"/sheets/{sheet.id}/lines", {"deed": "apply", "need_ids": chosen, "topic_id": 0, "level": 2, "priority": 0, "quarter": ""}).status_code == 303
    db.session.expire_all()
    assert sorted((need.level, need.priority) for need in queries.lines_of(sheet.id)) == [(1, 3), (2, 1), (2, 1)]
    assert clerk.post(f"/sheets/{sheet.id}/lines", {"deed": "remove", "need_ids": chosen, "topic_id": 0, "level": 0, "priority": 0, "quarter": ""}).status_code == 303
    db.session.expire_all()
    assert made.sheet(made.first).persons == 1


def test_the_cells_of_the_grid_are_saved_at_once_and_lead_on_to_the_check(app, sign_in):
    made = army()
    builders.group()
    sheet, clerk = made.sheet(made.first), sign_in(made.clerk)
    actions.add_people(made.clerk, sheet, [builders.person(made.first).id], line())
    actions.add_group(made.clerk, sheet, "N3", 5, line())
    db.session.commit()
    one, two = queries.lines_of(sheet.id)
    cells = {"deed": "check", "topic_id": 0, "level": 0, "priority": 0, "quarter": ""}
    for need in (one, two):
        cells |= {f"seen-{need.id}": need.version, f"topic_id-{need.id}": need.topic_id, f"level-{need.id}": 3, f"priority-{need.id}": 1, f"quarter-{need.id}": "2028Q1", f"reason-{need.id}": "Mới"}
    broken = clerk.post(f"/sheets/{sheet.id}/lines", {**cells, f"heads-{two.id}": "nhiều"})
    assert broken.status_code == 422 and "Cần một số nguyên từ 1 đến 100.000." in broken.get_data(as_text=True)
    answer = clerk.post(f"/sheets/{sheet.id}/lines", {**cells, f"heads-{two.id}": "8"})
    assert answer.status_code == 303 and answer.headers["Location"].endswith("/check")
    db.session.expire_all()
    assert [(need.level, need.quarter, need.reason, need.heads) for need in queries.lines_of(sheet.id)] == [(3, "2028Q1", "Mới", 1), (3, "2028Q1", "Mới", 8)]
    assert clerk.post(f"/sheets/{sheet.id}/lines", {**cells, f"level-{one.id}": 2, f"heads-{two.id}": "8"}).status_code == 409


def test_the_parent_accepts_and_the_neighbour_may_not(app, sign_in):
    made = army()
    sheet = sent_sheet(made, made.child, made.child_commander)
    neighbour = sign_in(builders.account("commander", made.other))
    assert neighbour.post(f"/sheets/{sheet.id}/accept", {"version": sheet.version}).status_code == 404
    assert sign_in(made.child_commander).post(f"/sheets/{sheet.id}/accept", {"version": sheet.version}).status_code == 404
    assert sign_in(made.commander).post(f"/sheets/{sheet.id}/accept", {"version": sheet.version}).status_code == 303
    db.session.expire_all()
    assert made.sheet(made.child).state == "accepted"


def test_a_returned_sheet_shows_its_reason_and_then_only_what_changed(app, sign_in):
    made = army()
    sheet = sent_sheet(made, made.first, made.commander)
    staff, clerk = sign_in(made.committee), sign_in(made.clerk)
    assert staff.post(f"/sheets/{sheet.id}/return", {"reason": "", "version": sheet.version}).status_code == 422
    assert staff.post(f"/sheets/{sheet.id}/return", {"reason": "Thiếu lý do dòng 2", "version": sheet.version}).status_code == 303
    assert "Thiếu lý do dòng 2" in clerk.get(f"/sheets/{sheet.id}").get_data(as_text=True)
    need = queries.lines_of(sheet.id)[0]
    clerk.post(f"/sheets/{sheet.id}/lines/{need.id}", typed(reason="Mới nhận nhiệm vụ", version=need.version))
    db.session.expire_all()
    actions.submit(made.commander, made.sheet(made.first))
    db.session.commit()
    page = staff.get(f"/sheets/{sheet.id}").get_data(as_text=True)
    changes = page[page.index("Thay đổi so với lần gửi trước"):page.index("Xem cả phiếu")]
    assert changes.count("<ins>") == 1 and "Mới nhận nhiệm vụ" in changes


def test_the_check_names_what_is_odd_and_does_not_stop(app, sign_in):
    made = army()
    who, sheet = builders.person(made.child), made.sheet(made.first)
    builders.group()
    actions.add_people(made.clerk, sheet, [who.id], line(quarter="2026Q1"))
    actions.add_people(made.child_commander, made.sheet(made.child), [who.id], line())
    actions.add_group(made.clerk, sheet, "N3", 500, line())
    db.session.commit()
    page = sign_in(made.commander).get(f"/sheets/{sheet.id}/check").get_data(as_text=True)
    for words in ("Nhiều hơn quân số.", "Đó là phiếu của Lữ đoàn Mẫu 3.", "Thời hạn đã qua.", "Gửi phiếu"):
        assert words in page


def test_the_name_of_a_unit_out_of_reach_is_not_told_by_a_warning(app, sign_in):
    made = army()
    who = builders.person(made.child)
    actions.add_people(made.clerk, made.sheet(made.first), [who.id], line())
    actions.add_people(made.child_commander, made.sheet(made.child), [who.id], line())
    db.session.commit()
    page = sign_in(made.child_commander).get(f"/sheets/{made.sheet(made.child).id}").get_data(as_text=True)
    assert "trong phiếu của một đơn vị khác" in page and "phiếu của Quân khu Mẫu 1" not in page


def test_after_the_lock_nothing_is_sent_and_the_page_says_so(app, sign_in):
    made = army()
    sheet, commander = made.sheet(made.first), sign_in(made.commander)
    made.round.due_at, made.round.lock_at = clock.now() - timedelta(days=9), clock.now() - timedelta(days=1)
    db.session.commit()
    assert "Đợt đã khóa" in commander.get(f"/sheets/{sheet.id}").get_data(as_text=True)
    refused = commander.post(f"/sheets/{sheet.id}/submit", {"version": sheet.version})
    assert refused.status_code == 409 and "đã khóa" in refused.get_data(as_text=True)


def test_the_rollup_adds_the_children_and_goes_out_as_a_spreadsheet(app, sign_in):
    made = army()
    builders.group()
    actions.add_group(made.clerk, made.sheet(made.first), "N3", 10, line())
    actions.add_group(made.child_commander, made.sheet(made.child), "N3", 4, line())
    for unit, sender in ((made.first, made.commander), (made.child, made.child_commander)):
        actions.submit(sender, made.sheet(unit))
    db.session.commit()
    staff = sign_in(made.committee)
    for by in ("topic", "group"):
        page = staff.get(f"/rounds/{made.round.id}/rollup?columns={by}").get_data(as_text=True)
        row = page[page.index(">Quân khu Mẫu 1</a>"):]
        assert re.findall(r'data-label="[^"]*">(?:<b>)?<a href="[^"]*">(\d+)', row[:row.index("</tr>")]) == ["14", "14"]
    file = staff.get(f"/rounds/{made.round.id}/rollup.xlsx")
    assert file.status_code == 200 and file.data[:2] == b"PK"
    assert "Chưa có số liệu" in staff.get(f"/rounds/{made.round.id}/rollup?counted=accepted").get_data(as_text=True)


def test_closing_names_the_gaps_and_the_snapshot_is_for_those_who_reach_the_scope(app, sign_in):
    made = army()
    staff, commander = sign_in(made.committee), sign_in(made.commander)
    assert "Cục Mẫu 2" in staff.get(f"/rounds/{made.round.id}/close").get_data(as_text=True)
    assert staff.get(f"/rounds/{made.round.id}/snapshot.json").status_code == 404
    assert staff.post(f"/rounds/{made.round.id}/close", {"version": made.round.version}).status_code == 422
    assert staff.post(f"/rounds/{made.round.id}/close", {"version": made.round.version, "common": "Đang đi diễn tập"}).status_code == 303
    assert "Đơn vị khuyết trong bản chốt" in staff.get(f"/rounds/{made.round.id}").get_data(as_text=True)
    assert staff.get(f"/rounds/{made.round.id}/snapshot.json").status_code == 200
    assert commander.get(f"/rounds/{made.round.id}/snapshot.json").status_code == 404


def test_a_round_is_extended_with_a_reason(app, sign_in):
    made = army()
    staff = sign_in(made.committee)
    values = {"due_on": "20/12/2099", "lock_on": "27/12/2099", "version": made.round.version}
    assert staff.post(f"/rounds/{made.round.id}/extend", values).status_code == 422
    assert staff.post(f"/rounds/{made.round.id}/extend", {**values, "reason": "Bão"}).status_code == 303


def test_the_filter_tabs_count_truly(app, sign_in):
    made = army()
    sent_sheet(made, made.first, made.commander)
    page = sign_in(made.committee).get(f"/rounds/{made.round.id}?tab=waiting").get_data(as_text=True)
    assert re.search(r"Chờ tiếp nhận <b>1</b>", page) and re.search(r"Tất cả <b>2</b>", page) and re.search(r"Chưa gửi <b>1</b>", page)
    assert "Cộng 1 đơn vị" in page and ">Cục Mẫu 2</a>" not in page


@pytest.mark.parametrize("address", ["/rounds", "/rounds/{}", "/rounds/{}/rollup", "/rounds/{}/groups"])
def test_a_page_of_48_units_asks_as_many_questions_as_one_of_5(app, sign_in, address):
    counts = []
    for number in (5, 48):
        top = builders.ministry()
        for _each in range(number):
            builders.unit(None, top)
        staff = builders.account("committee_staff", top)
        found = actions.draft_round(staff, plan(top, depth=1))
        actions.open_round(staff, found)
        for sheet in db.session.execute(db.select(NeedSheet).where(NeedSheet.round_id == found.id)).scalars().all():
            builders.group()
            actions.add_group(staff, sheet, "N3", 3, line())
            actions.submit(staff, sheet)
        db.session.commit()
        someone = sign_in(staff)
        someone.get(address.format(found.id))
        with counted_queries() as seen:
            assert someone.get(address.format(found.id)).status_code == 200
        counts.append(asked(seen))
    assert counts[0] == counts[1] <= (12 if address == "/rounds/{}" else 13), counts


def asked(seen: list[str]) -> int:
    """Statements that read."""
    return sum(one.startswith(("SELECT", "WITH")) for one in seen)


def test_a_sheet_of_60_lines_asks_as_many_questions_as_one_of_5(app, sign_in):
    made, counts = army(), []
    clerk, sheet = sign_in(made.clerk), made.sheet(made.first)
    for number in (5, 55):
        actions.add_people(made.clerk, sheet, [builders.person(made.first).id for _ in range(number)], line())
        db.session.commit()
        counts.append(asked_of(clerk, sheet.id))
    assert counts[0] == counts[1] <= 12, counts
    actions.submit(made.commander, sheet)
    db.session.commit()
    assert asked_of(sign_in(made.committee), sheet.id) <= 12


def asked_of(someone, sheet_id: int) -> int:
    """How many statements a reading of the sheet needs."""
    db.session.rollback()
    with counted_queries() as seen:
        assert someone.get(f"/sheets/{sheet_id}").status_code == 200
    return asked(seen)


def test_a_returned_sheet_is_sent_neither_on_the_thread_nor_on_the_page_nor_in_the_list(app, sign_in):
    made = army()
    sent_sheet(made, made.first, made.commander)
    actions.send_back(made.committee, sent_sheet(made, made.child, made.child_commander), "Thiếu lý do")
    db.session.commit()
    staff = sign_in(made.committee)
    page = staff.get(f"/rounds/{made.round.id}").get_data(as_text=True)
    assert "1 / 3 đơn vị" in page and re.search(r'<b class="big">1 <small>/ 3</small></b><span class="second">đơn vị mọi cấp đã gửi', page)
    assert "Bảng dưới đây có 2 đơn vị trực tiếp" in page
    mine = sign_in(made.commander).get(f"/rounds/{made.round.id}").get_data(as_text=True)
    assert "1 / 2 đơn vị" in mine and re.search(r'<b class="big">1 <small>/ 2</small></b><span class="second">đơn vị đã gửi', mine)


def test_a_filled_sheet_is_a_task_of_its_clerk_and_one_to_send_for_its_commander(app, sign_in):
    made = army()
    clerk, commander = sign_in(made.clerk), sign_in(made.commander)
    assert "Gửi phiếu nhu cầu đợt" in commander.get("/").get_data(as_text=True) and "Kiểm tra và gửi" not in commander.get("/").get_data(as_text=True)
    assert "Nhập phiếu nhu cầu đợt" in clerk.get("/").get_data(as_text=True)
    sheet = made.sheet(made.first)
    actions.add_people(made.clerk, sheet, [builders.person(made.first).id], line())
    db.session.commit()
    page = commander.get("/").get_data(as_text=True)
    assert f'href="/sheets/{sheet.id}/check"' in page and "Kiểm tra và gửi" in page and "đã nhập 1 người theo danh sách" in page
    assert "chỉ huy gửi phiếu" in clerk.get("/").get_data(as_text=True)
    actions.submit(made.commander, made.sheet(made.first))
    db.session.commit()
    assert "phiếu nhu cầu đợt" not in commander.get("/").get_data(as_text=True) + clerk.get("/").get_data(as_text=True)


def test_the_board_shows_the_corrected_sum_beside_the_one_that_was_sent(app, sign_in):
    made = army()
    sheet = made.sheet(made.first)
    need = actions.add_group(made.clerk, sheet, builders.group().code, 12, line())
    actions.submit(made.commander, sheet)
    actions.correct(made.committee, need, 7, "Vượt biên chế")
    db.session.commit()
    page = sign_in(made.committee).get(f"/rounds/{made.round.id}").get_data(as_text=True)
    assert page.count('<span class="asked">12</span> <span class="to-arrow">→</span> <span class="granted">7</span>') == 2  # the unit's row and the total

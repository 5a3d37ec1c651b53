"""Comments, corrections and accepting together; unhappy paths first."""
import pytest
from sqlalchemy.exc import IntegrityError

from lms.audit.models import JournalEntry
from lms.db import db
from lms.deadlines.queries import waiting_for
from lms.doctor.queries import examine
from lms.errors import Problem, SamePerson, StaleForm, WrongMove
from lms.survey import actions, queries
from lms.survey.models import Need, NeedCorrection, NeedSheet
from tests import builders
from tests.survey.makers import Army, army, counted_queries, line, plan, sent_sheet


def with_heads(made: Army, unit, sender, heads: int = 12) -> NeedSheet:
    """A sheet with two people and a head count, sent."""
    sheet = made.sheet(unit)
    actions.add_people(made.clerk, sheet, [builders.person(unit).id for _ in range(2)], line())
    actions.add_group(made.clerk, sheet, builders.group().code, heads, line())
    actions.submit(sender, sheet)
    db.session.commit()
    return sheet


def counted(sheet: NeedSheet) -> Need:
    """The head-count line."""
    return queries.lines_of(sheet.id)[-1]


def last_fact() -> JournalEntry:
    return db.session.execute(db.select(JournalEntry).order_by(JournalEntry.id.desc()).limit(1)).scalar_one()


@pytest.mark.parametrize(("after", "reason", "field"), [(12, "Thừa", "after"), (-1, "Thừa", "after"), (100_001, "Thừa", "after"), (8, "", "reason")])
def test_a_correction_needs_another_number_and_a_reason(app, after, reason, field):
    made = army()
    sheet = with_heads(made, made.first, made.commander)
    with pytest.raises(Problem) as refused:
        actions.correct(made.committee, counted(sheet), after, reason)
    assert refused.value.facts["field"] == field


def test_a_person_counts_once_or_not_at_all(app):
    made = army()
    sheet = with_heads(made, made.first, made.commander)
    who = queries.lines_of(sheet.id)[0]
    with pytest.raises(Problem):
        actions.correct(made.committee, who, 2, "Hai lần")
    actions.correct(made.committee, who, 0, "Đã nghỉ hưu")
    assert (who.heads, who.heads_now, sheet.corrected_persons, sheet.persons) == (1, 0, -1, 2)


def test_who_sent_a_sheet_does_not_correct_it_even_from_a_higher_post(app):
    made = army()
    sheet = with_heads(made, made.child, made.commander)
    with pytest.raises(SamePerson):
        actions.correct(made.commander, counted(sheet), 5, "Thừa")
    assert db.session.execute(db.select(NeedCorrection)).first() is None


@pytest.mark.parametrize("state", ["draft", "returned"])
def test_only_a_sheet_that_lies_above_is_corrected(app, state):
    made = army()
    sheet = made.sheet(made.first)
    need = actions.add_group(made.clerk, sheet, builders.group().code, 12, line())
    if state == "returned":
        actions.submit(made.commander, sheet)
        actions.send_back(made.committee, sheet, "Xem lại")
    with pytest.raises(WrongMove):
        actions.correct(made.committee, need, 5, "Thừa")


def test_a_closed_round_takes_no_correction_no_comment_no_acceptance(app):
    made = army()
    sheet = with_heads(made, made.first, made.commander)
    db.session.execute(db.update(type(made.round)).values(state="closed"))
    db.session.commit()
    with pytest.raises(WrongMove):
        actions.correct(made.committee, counted(sheet), 5, "Thừa")
    with pytest.raises(WrongMove):
        actions.comment(made.committee, counted(sheet), "Sao nhiều vậy?")
    with pytest.raises(WrongMove):
        actions.accept_many(made.committee, [sheet], {})


def test_a_line_corrected_meanwhile_is_stale(app):
    made = army()
    need = counted(with_heads(made, made.first, made.commander))
    seen = need.version
    actions.correct(made.committee, need, 9, "Thừa")
    with pytest.raises(StaleForm):
        actions.correct(made.committee, need, 8, "Vẫn thừa", seen)


def test_two_levels_correct_one_after_the_other_and_every_number_author_and_reason_stays(app):
    made = army()
    sheet = with_heads(made, made.child, made.child_commander)
    need = counted(sheet)
    actions.correct(made.commander, need, 10, "Vượt biên chế")
    actions.accept(made.commander, sheet)
    actions.correct(made.committee, need, 7, "Chỉ tiêu chung")
    rows = db.session.execute(db.select(NeedCorrection.before, NeedCorrection.after, NeedCorrection.level_id, NeedCorrection.by_id, NeedCorrection.reason).order_by(NeedCorrection.id)).all()
    assert [tuple(row) for row in rows] == [(12, 10, made.first.id, made.commander.id, "Vượt biên chế"), (10, 7, made.ministry.id, made.committee.id, "Chỉ tiêu chung")]
    assert (need.heads, need.heads_now, sheet.heads, sheet.corrected_heads, sheet.state) == (12, 7, 12, -5, "accepted")
    assert (last_fact().fact, last_fact().data["changes"]) == ("NumberCorrected", {"heads": [10, 7]})
    assert [move for _at, _by, move, _reason in queries.events_of(sheet.id)] == ["correct", "accept", "correct", "submit"]
    db.session.commit()
    assert examine(("sheet counts", "corrected numbers")) == []


def test_a_correction_back_to_the_number_asked_leaves_no_second_number(app):
    made = army()
    sheet = with_heads(made, made.first, made.commander)
    need = counted(sheet)
    actions.correct(made.committee, need, 10, "Thừa")
    actions.correct(made.committee, need, 12, "Đơn vị giải trình đúng")
    assert (need.heads_now, sheet.corrected_heads) == (None, 0)
    assert len(queries.said_to_lines(sheet.id)[need.id]) == 2


def test_demand_takes_the_corrected_number_and_no_line_that_was_struck_out(app):
    made = army()
    sheet = with_heads(made, made.first, made.commander)
    actions.correct(made.committee, counted(sheet), 7, "Thừa")
    actions.correct(made.committee, queries.lines_of(sheet.id)[0], 0, "Đã nghỉ")
    actions.accept(made.committee, sheet)
    assert sorted(row.heads for row in db.session.execute(queries.accepted_needs(made.round.id))) == [1, 7]


def test_a_correction_stays_after_a_return_until_the_unit_changes_that_number(app):
    made = army()
    sheet = with_heads(made, made.first, made.commander)
    need, who = counted(sheet), queries.lines_of(sheet.id)[0]
    actions.correct(made.committee, need, 7, "Thừa")
    actions.correct(made.committee, who, 0, "Đã nghỉ")
    actions.send_back(made.committee, sheet, "Thiếu lý do")
    actions.change_line(made.clerk, need, {"reason": "Tăng biên chế"})
    assert (need.heads_now, sheet.corrected_heads) == (7, -5)
    actions.change_line(made.clerk, need, {"heads": 11})
    actions.submit(made.commander, sheet)
    assert (need.heads_now, sheet.corrected_heads, sheet.corrected_persons) == (None, 0, -1)
    assert len(queries.said_to_lines(sheet.id)[need.id]) == 1
    assert examine(("sheet counts", "corrected numbers")) == []


def test_a_line_that_goes_takes_its_correction_out_of_the_counts(app):
    made = army()
    sheet = with_heads(made, made.first, made.commander)
    actions.correct(made.committee, counted(sheet), 7, "Thừa")
    actions.send_back(made.committee, sheet, "Bỏ dòng này")
    actions.remove_lines(made.clerk, sheet, [counted(sheet)])
    assert (sheet.heads, sheet.corrected_heads) == (0, 0)


def test_the_database_refuses_a_correction_without_reason_and_a_person_counted_twice(app):
    made = army()
    sheet = with_heads(made, made.first, made.commander)
    who = queries.lines_of(sheet.id)[0]
    for statement in (db.update(Need).where(Need.id == who.id).values(heads_now=2), db.insert(NeedCorrection).values(
            sheet_id=sheet.id, need_id=who.id, level_id=made.first.id, at=sheet.submitted_at, by_id=1, before=1, after=0, reason="")):
        with pytest.raises(IntegrityError):
            db.session.execute(statement)
        db.session.rollback()


def test_the_doctor_finds_a_corrected_number_that_nobody_wrote(app):
    made = army()
    sheet = with_heads(made, made.first, made.commander)
    db.session.execute(db.update(Need).where(Need.id == counted(sheet).id).values(heads_now=3))
    db.session.commit()
    assert [fault.split(":")[0] for fault in examine(("sheet counts", "corrected numbers"))] == ["sheet counts", "corrected numbers"]


def test_a_comment_names_the_sending_it_is_about_and_the_unit_answers(app):
    made = army()
    sheet = made.sheet(made.first)
    need = actions.add_group(made.clerk, sheet, builders.group().code, 12, line())
    with pytest.raises(WrongMove):
        actions.comment(made.committee, need, "Sao nhiều vậy?")
    actions.submit(made.commander, sheet)
    with pytest.raises(Problem):
        actions.comment(made.committee, need, "")
    actions.comment(made.committee, need, "Sao nhiều vậy?")
    actions.send_back(made.committee, sheet, "Xem góp ý")
    actions.submit(made.commander, sheet)
    actions.comment(made.clerk, need, "Tổ chức mới")
    assert [(one.text, one.submission) for one in queries.said_to_lines(sheet.id)[need.id]] == [("Sao nhiều vậy?", 1), ("Tổ chức mới", 2)]
    assert last_fact().fact == "NeedCommented"


def test_together_only_sheets_without_an_open_warning_and_never_the_own_one(app):
    made = army()
    clean, warned = sent_sheet(made, made.other, builders.account("commander", made.other)), made.sheet(made.first)
    actions.add_group(made.clerk, warned, builders.group().code, 500, line())
    actions.submit(made.commander, warned)
    own = sent_sheet(made, made.child, made.commander)
    assert warned.warned == 1 and clean.warned == 0
    done = actions.accept_many(made.committee, [clean, warned], {clean.id: clean.version, warned.id: warned.version})
    assert [(sheet.id, str(why) if why else None) for sheet, why in done] == [(clean.id, None), (warned.id, "còn cảnh báo chưa giải trình")]
    assert [str(why) for _sheet, why in actions.accept_many(made.commander, [own], {})] == ["do chính đồng chí gửi"]
    assert (clean.state, warned.state, own.state) == ("accepted", "submitted", "submitted")


def test_together_leaves_out_what_changed_since_the_list_was_shown(app):
    made = army()
    sheet = sent_sheet(made, made.first, made.commander)
    seen = sheet.version
    actions.correct(made.committee, queries.lines_of(sheet.id)[0], 0, "Đã nghỉ")
    assert [str(why) for _sheet, why in actions.accept_many(made.committee, [sheet], {sheet.id: seen})] == ["đã thay đổi từ khi trang này mở"]
    assert actions.accept_many(made.committee, [sheet], {sheet.id: sheet.version})[0][1] is None
    assert str(actions.accept_many(made.committee, [sheet], {})[0][1]) == "không còn chờ tiếp nhận"


# pages


def test_a_sheet_whose_person_another_sheet_asks_for_later_is_not_accepted_unseen(app, sign_in):
    made = army()
    first = sent_sheet(made, made.first, made.commander, 1)
    who, second = queries.lines_of(first.id)[0].person, made.sheet(made.other)
    assert first.warned == 0 and [why for _sheet, why in actions.accept_many(made.committee, [first], {}) if why] == []
    actions.send_back(made.committee, first, "Xem lại")
    actions.submit(made.commander, first)
    who.unit = made.other
    db.session.flush()
    actions.add_people(made.committee, second, [who.id], line())
    db.session.commit()
    page = sign_in(made.committee).get(f"/rounds/{made.round.id}/review").get_data(as_text=True)
    assert f'name="sheet_ids" value="{first.id}"' not in page
    assert [str(why) for _sheet, why in actions.accept_many(made.committee, [first], {})] == ["còn cảnh báo chưa giải trình"]


def test_a_comment_waits_for_the_unit_until_it_answers_or_sends_again(app):
    made = army()
    sheet = with_heads(made, made.first, made.commander)
    need = counted(sheet)

    def waiting() -> list[str]:
        db.session.commit()
        return [task.words["text"] for task in waiting_for(made.clerk) if task.kind == "answer_comment"]
    actions.comment(made.committee, need, "Sao nhiều vậy?")
    assert waiting() == ["Sao nhiều vậy?"]
    actions.comment(made.clerk, need, "Tổ chức mới")
    assert waiting() == []
    actions.comment(made.committee, need, "Vẫn nhiều")
    assert waiting() == ["Vẫn nhiều"]
    actions.send_back(made.committee, sheet, "Giảm số")
    assert waiting() == []


def test_correcting_and_commenting_are_closed_to_others(app, sign_in):
    made = army()
    sheet = with_heads(made, made.first, made.commander)
    need, page = counted(sheet), f"/sheets/{sheet.id}/lines/{counted(sheet).id}"
    assert sign_in(made.clerk).get(f"{page}/correct").status_code == 403
    assert sign_in(made.commander).get(f"{page}/correct").status_code == 404
    assert sign_in(builders.account("inspector", made.ministry)).get(f"{page}/comment").status_code == 403
    assert sign_in(builders.account("commander", made.other)).get(f"{page}/comment").status_code == 404
    other = with_heads(made, made.child, made.child_commander)
    assert sign_in(made.committee).get(f"/sheets/{other.id}/lines/{need.id}/correct").status_code == 404


def test_a_reviewer_corrects_a_line_and_the_unit_reads_both_numbers_author_and_reason(app, sign_in):
    made = army()
    sheet = with_heads(made, made.first, made.commander)
    need = counted(sheet)
    staff, page, seen = sign_in(made.committee), f"/sheets/{sheet.id}/lines/{need.id}/correct", need.version
    assert staff.get(page).status_code == 200
    wrong = staff.post(page, {"after": "12", "reason": "Thừa", "version": seen})
    assert wrong.status_code == 422 and "Số này đang đứng ở dòng rồi." in wrong.get_data(as_text=True)
    assert staff.post(page, {"after": "7", "reason": "Vượt biên chế", "version": seen}).status_code == 303
    assert staff.post(page, {"after": "6", "reason": "Lại nữa", "version": seen}).status_code == 409
    assert staff.post(f"/sheets/{sheet.id}/lines/{need.id}/comment", {"text": "Nêu rõ lý do"}).status_code == 303
    for reader in (made.clerk, made.committee):
        shown = sign_in(reader).get(f"/sheets/{sheet.id}?tab=all").get_data(as_text=True)
        assert "Đính chính: 12 → 7." in shown and "Vượt biên chế" in shown and made.committee.person.name in shown and "Nêu rõ lý do" in shown


def test_the_review_list_ticks_what_is_clean_accepts_it_and_says_what_was_left(app, sign_in):
    made = army()
    clean = sent_sheet(made, made.other, builders.account("commander", made.other))
    warned = made.sheet(made.first)
    actions.add_group(made.clerk, warned, builders.group().code, 500, line())
    actions.submit(made.commander, warned)
    db.session.commit()
    ids, seen = [clean.id, warned.id], {f"seen-{sheet.id}": sheet.version for sheet in (clean, warned)}
    staff = sign_in(made.committee)
    page = staff.get(f"/rounds/{made.round.id}/review").get_data(as_text=True)
    assert f'value="{clean.id}"' in page and f'name="sheet_ids" value="{warned.id}"' not in page and "còn cảnh báo chưa giải trình" in page
    assert staff.post(f"/rounds/{made.round.id}/accept-together", {}).status_code == 303
    answer = staff.post(f"/rounds/{made.round.id}/accept-together", {"sheet_ids": ids, **seen})
    assert answer.status_code == 303
    page = staff.get(answer.headers["Location"]).get_data(as_text=True)
    assert "Đã tiếp nhận 1 phiếu." in page and "Quân khu Mẫu 1: còn cảnh báo chưa giải trình" in page
    assert sign_in(made.clerk).post(f"/rounds/{made.round.id}/accept-together", {"sheet_ids": ids}).status_code == 403
    stranger = sign_in(builders.account("commander", builders.unit("Tổng cục Lạ", builders.ministry())))
    assert stranger.get(f"/rounds/{made.round.id}/review").status_code == 404


def test_a_foreign_sheet_in_the_tick_list_is_not_taken(app, sign_in):
    made = army()
    foreign = sent_sheet(made, made.other, builders.account("commander", made.other))
    sheet_id = foreign.id
    assert sign_in(made.commander).post(f"/rounds/{made.round.id}/accept-together", {"sheet_ids": [sheet_id]}).status_code == 303
    assert db.session.get(NeedSheet, sheet_id).state == "submitted"


def test_a_sheet_is_compared_with_what_counted_in_the_last_closed_round(app, sign_in):
    made = army()
    old = with_heads(made, made.first, made.commander)
    actions.correct(made.committee, queries.lines_of(old.id)[0], 0, "Đã nghỉ")
    actions.correct(made.committee, counted(old), 7, "Thừa")
    actions.accept(made.committee, old)
    db.session.execute(db.update(type(made.round)).values(state="closed"))
    db.session.commit()
    kept = queries.lines_of(old.id)[1].person_id
    made.round = actions.draft_round(made.committee, plan(made.ministry))
    actions.open_round(made.committee, made.round)
    sheet = made.sheet(made.first)
    actions.add_people(made.clerk, sheet, [kept, builders.person(made.first).id], line(quarter="2028Q1"))
    actions.add_group(made.clerk, sheet, builders.group().code, 12, line())
    actions.submit(made.commander, sheet)
    db.session.commit()
    before, changes = queries.against_last_round(sheet, queries.lines_of(sheet.id))
    assert before.id == old.id
    assert sorted((change.kind, change.fields) for change in changes) == [("added", {}), ("changed", {"heads": (7, 12)})]
    staff = sign_in(made.committee)
    assert "thêm 1 dòng, bỏ 0, đổi 1" in staff.get(f"/sheets/{sheet.id}?tab=all").get_data(as_text=True)
    assert "Thay đổi so với đợt" in staff.get(f"/sheets/{sheet.id}/last-round").get_data(as_text=True)
    assert staff.get(f"/sheets/{old.id}/last-round").status_code == 200


@pytest.mark.parametrize("path", ["/rounds/{round}/review", "/sheets/{sheet}?tab=all"])
def test_a_review_of_many_asks_as_many_questions_as_one_of_few(app, sign_in, path):
    made = army()
    sheet = with_heads(made, made.first, made.commander)
    staff, seen = sign_in(made.committee), []
    for _again in range(2):
        address = path.format(round=made.round.id, sheet=sheet.id)
        staff.get(address)
        with counted_queries() as asked:
            assert staff.get(address).status_code == 200
        seen.append(len(asked))
        actions.send_back(made.committee, sheet, "Thêm")
        actions.add_people(made.clerk, sheet, [builders.person(made.first).id for _ in range(20)], line())
        actions.submit(made.commander, sheet)
        for need in queries.lines_of(sheet.id)[:5]:
            actions.comment(made.committee, need, "Xem")
        if _again == 0:
            sent_sheet(made, made.other, builders.account("commander", made.other))
        db.session.commit()
    print(path, seen)
    assert seen[1] <= seen[0] + 1

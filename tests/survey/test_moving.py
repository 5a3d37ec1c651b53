"""A unit is merged or renamed during a round: its open work goes on at the successor, nothing is lost, nothing is doubled, what was accepted keeps its name."""
from collections import Counter
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms import clock
from lms.db import db
from lms.deadlines.models import Task
from lms.survey import actions, queries
from lms.survey.models import Need, NeedSheet, SheetEvent
from lms.survey.queries.accepted import gaps_of
from lms.units.actions import UnitValues, change
from lms.units.models import UnitSuccession
from tests import builders
from tests.conftest import LONG
from tests.survey.makers import army, line, plan, sent_sheet
from tests.survey.test_actions import facts


def merge(old, new, kind: str = "merge"):
    """`old` ended yesterday and is `new` (or nobody) since today."""
    old.until = clock.today() - timedelta(days=1)
    db.session.add(UnitSuccession(old_unit_id=old.id, new_unit_id=new.id if new else None, kind=kind, on=clock.today()))
    db.session.commit()


def events(sheet) -> list[str]:
    return list(db.session.execute(db.select(SheetEvent.move).where(SheetEvent.sheet_id == sheet.id).order_by(SheetEvent.id)).scalars())


def test_a_dissolved_or_split_unit_moves_nowhere_and_neither_does_one_that_goes_out_of_the_scope(app):
    made = army()
    outside = builders.unit("Cục ngoài", builders.ministry())
    for new, kind in ((None, "dissolve"), (outside, "merge")):
        unit = builders.unit(None, made.ministry)
        found = actions.draft_round(made.committee, plan(made.ministry, depth=1))
        actions.open_round(made.committee, found)
        merge(unit, new, kind)
        assert actions.follow_units() == 0
    split = builders.unit(None, made.ministry)
    merge(split, made.first, "split")
    db.session.add(UnitSuccession(old_unit_id=split.id, new_unit_id=made.other.id, kind="split", on=clock.today()))
    db.session.commit()
    assert actions.follow_units() == 0


def test_a_succession_whose_day_has_not_come_moves_nothing(app):
    made = army()
    made.other.until = clock.today() + timedelta(days=3)
    db.session.add(UnitSuccession(old_unit_id=made.other.id, new_unit_id=made.first.id, kind="merge", on=clock.today() + timedelta(days=4)))
    db.session.commit()
    assert actions.follow_units() == 0


def test_a_renamed_unit_has_its_new_name_on_open_work_and_the_old_one_on_accepted(app):
    made = army()
    actions.accept(made.committee, sent_sheet(made, made.first, made.commander))
    for unit in (made.first, made.other):
        change(made.committee, unit, UnitValues(f"{unit.name} mới", unit.short, unit.kind_id, "", clock.today()))
    db.session.commit()
    assert made.sheet(made.first).unit_name == "Quân khu Mẫu 1" and made.sheet(made.other).unit_name == "Cục Mẫu 2 mới"
    assert events(made.sheet(made.other)) == ["renamed"] and facts().count("SheetMoved") == 1


def test_a_successor_without_a_sheet_takes_the_sheet_over_with_its_task_and_its_history(app):
    made = army()
    sheet = sent_sheet(made, made.other, made.committee)
    new = builders.unit("Cục hợp nhất", made.ministry)
    merge(made.other, new)
    actions.follow_units()
    db.session.commit()
    assert (sheet.unit_id, sheet.unit_name, sheet.state, sheet.review_unit_id) == (new.id, "Cục hợp nhất", "submitted", made.ministry.id)
    assert {need.unit_id for need in queries.lines_of(sheet.id)} == {new.id} and events(sheet) == ["submit", "moved"]
    assert actions.follow_units() == 0


def test_lines_join_the_open_sheet_of_the_successor_and_a_line_of_both_is_kept_once(app):
    made = army()
    who, old, twin = builders.person(made.first), made.sheet(made.other), made.sheet(made.first)
    actions.add_people(made.clerk, twin, [who.id], line())
    db.session.add(Need(sheet_id=old.id, line_no=1, unit_id=made.other.id, person_id=who.id, topic_id=line().topic_id, level=1, priority=2, quarter="2027Q1", heads=1))
    old.last_line_no, old.state = 1, "draft"
    db.session.flush()
    actions.add_group(made.committee, old, builders.group().code, 7, line())
    db.session.commit()
    merge(made.other, made.first)
    actions.follow_units(made.committee)
    db.session.commit()
    lines = queries.lines_of(twin.id)
    assert sorted((need.person_id is None, need.heads) for need in lines) == [(False, 1), (True, 7)] and len({need.line_no for need in lines}) == 2
    assert (twin.persons, twin.heads, old.persons, old.heads, old.moved_to_id) == (1, 7, 0, 0, twin.id)
    kept = db.session.execute(db.select(SheetEvent.lines).where(SheetEvent.sheet_id == old.id, SheetEvent.move == "moved")).scalar_one()
    assert len(kept) == 2 and events(twin) == ["joined"]
    assert {gap["unit"] for gap in gaps_of(made.round.id)} == {"Quân khu Mẫu 1", "Lữ đoàn Mẫu 3"}
    assert db.session.execute(db.select(Task.id).where(Task.subject == "sheet", Task.subject_id == old.id, Task.done_at.is_(None))).first() is None


def test_a_sheet_waits_beside_a_successor_that_has_sent_and_joins_it_when_that_is_returned(app, sign_in):
    made = army()
    twin = sent_sheet(made, made.first, made.commander)
    old = made.sheet(made.other)
    actions.add_group(made.committee, old, builders.group().code, 3, line())
    db.session.commit()
    merge(made.other, made.first)
    assert actions.follow_units() == 0
    staff = sign_in(made.committee)
    assert "sáp nhập vào Quân khu Mẫu 1" in staff.get(f"/sheets/{old.id}").get_data(as_text=True)
    actions.send_back(made.committee, twin, "Nhập cả dòng của Cục Mẫu 2")
    assert actions.follow_units() == 1
    db.session.commit()
    assert twin.heads == 3 and old.moved_to_id == twin.id
    page = staff.get(f"/sheets/{old.id}").get_data(as_text=True)
    assert f'href="/sheets/{twin.id}"' in page and "đã sáp nhập" in page
    assert "Cục Mẫu 2" not in staff.get(f"/rounds/{made.round.id}").get_data(as_text=True).split("<tbody>", 1)[1]


def test_who_was_reviewed_by_a_merged_unit_is_reviewed_by_the_successor_and_stays_counted(app):
    made = army()
    child = sent_sheet(made, made.child, made.child_commander)
    actions.accept(made.commander, child)
    db.session.commit()
    merge(made.first, made.other)
    actions.follow_units()
    db.session.commit()
    assert child.review_unit_id == made.other.id and child.unit_name == "Lữ đoàn Mẫu 3"
    other = made.sheet(made.other)
    actions.say_no_need(made.committee, other, True)
    boss = builders.account("commander", made.other)
    actions.submit(boss, other)
    actions.accept(made.committee, other)
    assert len(db.session.execute(queries.accepted_needs(made.round.id)).all()) == 2


STATES = ("not_opened", "draft", "sent", "returned", "accepted")
ARMIES = st.lists(st.tuples(st.integers(0, 6), st.sampled_from(STATES), st.lists(st.tuples(st.booleans(), st.integers(1, 4)), max_size=3)), min_size=2, max_size=7 if LONG else 5)


@settings(max_examples=80 if LONG else 6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ARMIES, st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=4))
def test_random_merges_never_lose_or_double_a_line(app, units, merges):
    top, topic, group = builders.ministry(), builders.topic(), builders.group().code
    made, staff, boss = [], builders.account("committee_staff", top), builders.account("commander", top)
    for parent, _state, _asked in units:
        made.append(builders.unit(None, made[parent % len(made)] if made and parent % 2 else top))
    people = [builders.person(top) for _ in range(5)]
    found = actions.draft_round(staff, plan(top, depth=5))
    actions.open_round(staff, found)
    sheets = [db.session.execute(db.select(NeedSheet).where(NeedSheet.round_id == found.id, NeedSheet.unit_id == unit.id)).unique().scalar_one() for unit in made]
    for sheet, (_parent, state, lines) in zip(sheets, units, strict=True):
        _fill(sheet, lines if state != "not_opened" else [], (people, topic.id, group))
        _bring(sheet, state, (boss, staff))
    before, frozen = _lines(found.id), {sheet.id: sheet.unit_name for sheet in sheets if sheet.state == "accepted"}
    for old, new in merges:
        if old % len(made) != new % len(made) and made[old % len(made)].until is None and made[new % len(made)].until is None:
            merge(made[old % len(made)], made[new % len(made)])
    actions.follow_units(staff)
    db.session.commit()
    _check(found, before, frozen)
    assert actions.follow_units(staff) == 0


def _fill(sheet, lines, values):
    people, topic_id, group = values
    asked = {}
    for number, (person, place) in enumerate(lines, start=1):
        asked[("person", place) if person else ("group", number)] = Need(
            sheet_id=sheet.id, line_no=number, unit_id=sheet.unit_id, person_id=people[place].id if person else None, group_code=None if person else group,
            heads=1 if person else place, topic_id=topic_id, level=1, priority=1, quarter="2027Q1")
    db.session.add_all(asked.values())
    sheet.last_line_no, sheet.state = len(lines), "draft" if sheet.state == "not_opened" and lines else sheet.state
    actions.sheets.recount(sheet)


def _bring(sheet, state, actors):
    boss, staff = actors
    if state in ("not_opened", "draft"):
        return
    if not sheet.persons and not sheet.heads:
        actions.say_no_need(boss, sheet, True)
    actions.submit(boss, sheet)
    if state == "accepted":
        actions.accept(staff, sheet)
    if state == "returned":
        actions.send_back(staff, sheet, "Xem lại")


def _lines(round_id):
    rows = db.session.execute(db.select(Need.person_id, Need.group_code, Need.heads, Need.sheet_id).join(NeedSheet, Need.sheet_id == NeedSheet.id).where(NeedSheet.round_id == round_id)).all()
    return Counter((person_id, group, heads) for person_id, group, heads, _sheet in rows)


def _check(found, before, frozen):
    after, groups = _lines(found.id), lambda counts: {key: number for key, number in counts.items() if key[0] is None}
    assert groups(before) == groups(after), "a head count was lost or doubled"
    assert {key for key in before} == {key for key in after} and all(after[key] <= before[key] for key in after), "a person was lost or doubled"
    sheets = {sheet.id: sheet for sheet in db.session.execute(db.select(NeedSheet).where(NeedSheet.round_id == found.id)).unique().scalars()}
    for need in db.session.execute(db.select(Need).join(NeedSheet, Need.sheet_id == NeedSheet.id).where(NeedSheet.round_id == found.id)).unique().scalars():
        assert sheets[need.sheet_id].moved_to_id is None, "a line stands on a sheet that moved away"
    for sheet_id, name in frozen.items():
        assert sheets[sheet_id].state == "accepted" and sheets[sheet_id].unit_name == name and sheets[sheet_id].moved_to_id is None
    live = {sheet.unit_id for sheet in sheets.values() if sheet.moved_to_id is None}
    for sheet in sheets.values():
        assert sheet.review_unit_id != sheet.unit_id
        assert sheet.moved_to_id is not None or sheet.review_unit_id in live | {found.scope_id}, "reviewed by a unit that answers no more"
        assert (sheet.persons, sheet.heads) == _counted(sheet.id)


def _counted(sheet_id):
    lines = db.session.execute(db.select(Need.person_id, Need.heads).where(Need.sheet_id == sheet_id)).all()
    return sum(person is not None for person, _heads in lines), sum(heads for person, heads in lines if person is None)

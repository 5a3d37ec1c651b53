"""The roll-up of every level: sums are those of the lines whatever the tree, corrections stand beside what was asked, a number leads to its persons."""
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms import clock
from lms.access import Grant
from lms.db import db
from lms.sheets.reading import open_book
from lms.survey import actions
from lms.survey.models import Need, NeedSheet, SurveyRound
from lms.survey.queries import rollup as reading
from lms.survey.queries.closing import counted_under, sheets_under, table_under
from lms.survey.queries.rollup import Asked
from lms.survey.rules import rollup as rules
from lms.survey.rules.closing import standing
from lms.survey.rules.sending import SENT
from tests import builders
from tests.survey.makers import army, counted_queries, line

STATES = ("not_opened", "draft", "submitted", "returned", "resubmitted", "accepted")
LINES = st.lists(st.tuples(st.integers(1, 40), st.one_of(st.none(), st.integers(0, 60)), st.sampled_from(["N1", "N3"]), st.integers(1, 3)), max_size=4)
SHEETS = st.lists(st.tuples(st.integers(0, 30), st.sampled_from(STATES), LINES), min_size=1, max_size=12)


class Overseer:
    """Somebody who reaches everything."""
    person_id = None

    def __init__(self, path: str):
        self.grants = [Grant("committee_staff", path)]


def grown(sheets: list) -> tuple[SurveyRound, object, list[NeedSheet]]:
    """A random tree: each unit hangs below the one that its number points at; its lines and their corrections are as drawn."""
    top, now, topic = builders.ministry(), clock.now(), builders.topic().id
    for code in ("N1", "N3"):
        builders.group(code)
    found = SurveyRound(code=f"KS-{next(builders._numbers)}", title="Đợt", year=2027, scope_id=top.id, depth=5, opens_on=clock.today(), due_at=now, lock_at=now, state="open",
                        changed_at=now)
    db.session.add(found)
    db.session.flush()
    units, made = [top], []
    for parent, state, lines in sheets:
        above = units[parent % len(units)]
        unit = builders.unit(None, above)
        units.append(unit)
        sheet = NeedSheet(round_id=found.id, unit_id=unit.id, review_unit_id=above.id, unit_name=unit.name, state=state, changed_at=now, submitted_at=now, submitted_by_id=1,
                          reviewed_by_id=2)
        db.session.add(sheet)
        db.session.flush()
        db.session.add_all(Need(sheet_id=sheet.id, line_no=number, unit_id=unit.id, group_code=group, heads=heads, heads_now=corrected, topic_id=topic, level=level, priority=1,
                                quarter="2027Q1") for number, (heads, corrected, group, level) in enumerate(lines, 1))
        made.append(sheet)
    db.session.commit()
    return found, top, made


def added(needs: list[Need]) -> tuple[int, int]:
    return sum(need.heads if need.heads_now is None else need.heads_now for need in needs), sum(need.heads for need in needs)


def needs_of(sheets: list[NeedSheet]) -> list[Need]:
    return list(db.session.execute(db.select(Need).where(Need.sheet_id.in_([sheet.id for sheet in sheets]))).unique().scalars())


def table(user, found, asked: Asked, row: str, column: str):
    where = reading.places(user, found, asked)
    rows = rules.unit_rows(where, asked.level.path)
    sums = reading.sums(user, found, asked, (row, column), {"unit": rules.unit_keys(rows, where), "region": {place.sheet_id: place.region or "–" for place in where}})
    if row != "unit":
        return rules.value_rows(sums, {})
    rules.fill(rows, sums)
    return rows


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SHEETS)
def test_no_line_is_lost_or_doubled_at_any_level_on_any_axis(app, sheets):
    found, top, made = grown(sheets)
    user = Overseer(top.path)
    for level in [top, *{sheet.unit_id: sheet.unit for sheet in made}.values()]:
        under = [sheet for sheet in made if sheet.unit.path.startswith(level.path)]
        wanted = added(needs_of([sheet for sheet in under if sheet.state in SENT]))
        for row, column in (("unit", "topic"), ("unit", "group"), ("group", "level"), ("region", "priority"), ("level", "quarter"), ("topic", "none")):
            rows = table(user, found, Asked(level), row, column)
            by_column, every = rules.totals(rows, [])
            assert (every.now, every.asked) == wanted == tuple(sum(getattr(cell, name) for cell in by_column.values()) for name in ("now", "asked"))


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SHEETS)
def test_a_parent_is_its_own_and_the_sum_of_its_children_and_what_is_signed_is_what_counts(app, sheets):
    found, top, made = grown(sheets)
    user = Overseer(top.path)
    for level in [top, *{sheet.unit_id: sheet.unit for sheet in made}.values()]:
        for row in table(user, found, Asked(level), "unit", "topic"):
            if not row.own:
                below = table(user, found, Asked(next(sheet.unit for sheet in made if sheet.unit_id == row.unit_id)), "unit", "topic")
                assert (row.total.now, row.total.asked) == (sum(one.total.now for one in below), sum(one.total.asked for one in below))
        counted = set(db.session.execute(counted_under(found.id, level.id)).scalars())
        under = sheets_under(found.id, level)
        assert counted == {sheet.id for sheet in under} - set(standing(under, level.id))
        signed = table_under(found, level)
        assert signed.counts == added(needs_of([sheet for sheet in made if sheet.id in counted]))
        assert len(signed.gaps) + len(counted) == len(under)
        assert sum(unit["missing"] for unit in signed.units) == len(signed.gaps)


# Pages

def reviewed_army():
    """Head counts at two levels, one of them corrected."""
    made = army()
    builders.group()
    actions.add_group(made.clerk, made.sheet(made.first), "N3", 10, line())
    actions.add_group(made.child_commander, made.sheet(made.child), "N3", 4, line(level=2, priority=2))
    for unit, sender in ((made.first, made.commander), (made.child, made.child_commander)):
        actions.submit(sender, made.sheet(unit))
    need = db.session.execute(db.select(Need).where(Need.sheet_id == made.sheet(made.child).id)).unique().scalar_one()
    need.heads_now = 3
    db.session.commit()
    return made


def test_a_level_out_of_reach_or_not_of_the_round_is_not_there(app, sign_in):
    made = reviewed_army()
    neighbour = sign_in(builders.account("commander", made.other))
    for page in ("rollup", "rollup.xlsx", "rollup/lines"):
        for under in (made.first.id, made.ministry.id, 999_999):
            assert neighbour.get(f"/rounds/{made.round.id}/{page}?under={under}").status_code == 404
        assert neighbour.get(f"/rounds/{made.round.id}/{page}?unit={made.first.id}").status_code == 404


def test_odd_addresses_are_read_as_the_plain_table(app, sign_in):
    made = reviewed_army()
    staff = sign_in(made.committee)
    for query in ("rows=x&columns=y", "rows=topic&columns=topic", "topic=abc&level=9&priority=0&quarter=%27&region=x", "under=abc&unit=&page=-4", "group=%F0%9F%98%80"):
        for page in ("rollup", "rollup.xlsx", "rollup/lines"):
            assert staff.get(f"/rounds/{made.round.id}/{page}?{query}").status_code == 200, query


def test_the_corrected_number_stands_beside_the_one_that_was_asked(app, sign_in):
    made = reviewed_army()
    page = sign_in(made.committee).get(f"/rounds/{made.round.id}/rollup?columns=group").get_data(as_text=True)
    assert re.search(r">13 <span class=\"second\">/ 14<", page)


def test_every_level_has_its_table_and_a_commander_begins_at_his_own(app, sign_in):
    made = reviewed_army()
    page = sign_in(made.commander).get(f"/rounds/{made.round.id}/rollup?columns=none").get_data(as_text=True)
    rows = [name.strip() for name in re.findall(r'<tr><th scope="row">(?:<a[^>]*>)?([^<]+)', page)][:2]
    assert rows == ["Quân khu Mẫu 1", "Lữ đoàn Mẫu 3"] and "của mình" in page
    staff = sign_in(made.committee)
    assert f"under={made.first.id}" in staff.get(f"/rounds/{made.round.id}/rollup").get_data(as_text=True)


def test_a_total_leads_to_its_lines_and_they_to_their_persons(app, sign_in):
    made = army()
    builders.group()
    who = builders.person(made.child, "Đỗ Thị Ánh")
    actions.add_people(made.child_commander, made.sheet(made.child), [who.id], line())
    actions.submit(made.child_commander, made.sheet(made.child))
    db.session.commit()
    staff = sign_in(made.committee)
    page = staff.get(f"/rounds/{made.round.id}/rollup?rows=priority&columns=quarter").get_data(as_text=True)
    address = re.search(r'href="(/rounds/\d+/rollup/lines\?[^"]*priority=1[^"]*)"', page).group(1).replace("&amp;", "&")
    lines = staff.get(address).get_data(as_text=True)
    assert "Đỗ Thị Ánh" in lines and f"/people/{who.id}" in lines
    assert "Không có dòng nào" in staff.get(address.replace("priority=1", "priority=2")).get_data(as_text=True)
    assert "Đỗ Thị Ánh" not in sign_in(builders.account("commander", made.other)).get(f"/rounds/{made.round.id}/rollup/lines").get_data(as_text=True)


def test_the_numbers_of_the_lines_are_those_of_the_cell(app, sign_in):
    made = reviewed_army()
    staff = sign_in(made.committee)
    page = staff.get(f"/rounds/{made.round.id}/rollup?rows=unit&columns=level").get_data(as_text=True)
    for address, now in re.findall(r'<a href="(/rounds/\d+/rollup/lines\?[^"]*)">(\d+)', page):
        assert f"{now} lượt người" in staff.get(address.replace("&amp;", "&")).get_data(as_text=True), address


@pytest.mark.parametrize("rows,columns", [("unit", "topic"), ("group", "priority"), ("quarter", "level"), ("region", "none")])
def test_the_file_holds_what_the_page_shows(app, sign_in, rows, columns):
    made = reviewed_army()
    staff = sign_in(made.committee)
    query = f"rows={rows}&columns={columns}"
    last = open_book(staff.get(f"/rounds/{made.round.id}/rollup.xlsx?{query}").data, "x.xlsx").sheets[0].rows[-1]
    assert last[0] == "Cộng" and last[-2:] == [13, 14]
    page = staff.get(f"/rounds/{made.round.id}/rollup?{query}").get_data(as_text=True)
    shown = re.search(r'<tfoot>.*', page, re.S).group(0)
    assert re.search(r">13 <span class=\"second\">/ 14<", shown)


def test_only_counts_what_is_accepted_up_to_the_level(app, sign_in):
    made = reviewed_army()
    actions.accept(made.commander, made.sheet(made.child))
    db.session.commit()
    assert "Chưa có số liệu" in sign_in(made.committee).get(f"/rounds/{made.round.id}/rollup?counted=accepted").get_data(as_text=True)
    own = sign_in(made.commander).get(f"/rounds/{made.round.id}/rollup?counted=accepted&columns=none").get_data(as_text=True)
    assert re.search(r">13 <span class=\"second\">/ 14<", own)


@pytest.mark.parametrize("page", ["rollup", "rollup?rows=group&columns=priority", "rollup?rows=region", "rollup/lines", "rollup.xlsx"])
def test_more_units_ask_no_more_questions(app, sign_in, page):
    made = reviewed_army()
    staff, address = sign_in(made.committee), f"/rounds/{made.round.id}/{page}"
    staff.get(address)
    with counted_queries() as few:
        staff.get(address)
    for _ in range(20):
        unit = builders.unit(None, made.first)
        sheet = NeedSheet(round_id=made.round.id, unit_id=unit.id, review_unit_id=made.first.id, unit_name=unit.name, state="submitted", submitted_at=clock.now(),
                          changed_at=clock.now())
        db.session.add(sheet)
        db.session.flush()
        db.session.add(Need(sheet_id=sheet.id, line_no=1, unit_id=unit.id, group_code="N3", heads=2, topic_id=builders.topic().id, level=1, priority=1, quarter="2027Q1"))
    db.session.commit()
    with counted_queries() as many:
        assert staff.get(address).status_code == 200
    assert len(many) == len(few) <= 13, "\n".join(many)


def test_corrections_that_make_up_for_each_other_are_still_seen():
    up, down = rules.Row("a", "A"), rules.Row("b", "B")
    up.add("x", 8, 6, 1)
    down.add("x", 4, 6, 1)
    by_column, every = rules.totals([up, down], ["x"])
    assert every.corrected and (every.now, every.asked) == (12, 12)
    assert rules.as_shown([up, down], ["x"], (by_column, every)) == (["x", "x|asked"], [[8, 6, 8, 6], [4, 6, 4, 6], [12, 12, 12, 12]])

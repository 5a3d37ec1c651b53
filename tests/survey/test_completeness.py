"""Completeness and on-time rates, and the order of the rows of a round's page."""
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from lms.survey.rules import board
from lms.survey.rules.completeness import by_level, of_rows, percent, share, sorted_rows

AT = datetime(2026, 10, 1, tzinfo=UTC)
STATES = ("not_opened", "draft", "submitted", "returned", "resubmitted", "accepted")


def sheet(number: int, path: str, state: str = "submitted", late: bool = False, **values) -> board.Sheet:
    parts = path.strip("/").split("/")
    values = {"persons": 0, "heads": 0, "submitted_at": AT if state in ("submitted", "resubmitted", "accepted") else None, **values}
    return board.Sheet(number, int(parts[-1]), int(parts[-2]), values.pop("name", f"Đơn vị {number}"), path, "", state, False, late=late, **values)


def test_a_percentage_is_100_only_when_none_is_missing_and_0_only_when_all_are():
    assert (percent(999, 1000), percent(1000, 1000), percent(1, 1000), percent(0, 7), percent(0, 0)) == (99, 100, 1, 0, 0)


def test_a_late_sheet_is_sent_but_not_in_time():
    found = share([sheet(1, "/1/2/"), sheet(2, "/1/3/", late=True), sheet(3, "/1/4/", "returned"), sheet(4, "/1/5/", "draft")])
    assert (found.sheets, found.sent, found.in_time, found.complete, found.timely) == (4, 2, 1, 50, 25)


def test_levels_are_counted_from_the_scope():
    sheets = [sheet(1, "/1/2/"), sheet(2, "/1/2/3/", "draft"), sheet(3, "/1/2/4/")]
    assert [(level, found.sheets, found.sent) for level, found in by_level(sheets, "/1/")] == [(1, 1, 1), (2, 2, 1)]


def test_rows_are_sorted_by_a_column_both_ways_and_empty_cells_come_last():
    rows = board.rows_at_top([sheet(1, "/1/2/", persons=5, name="Cục B"), sheet(2, "/1/3/", "draft", name="Cục A"), sheet(3, "/1/4/", persons=9, name="Cục Ă")], False)
    shares = of_rows(rows)
    order = lambda by: [row.sheet.id for row in sorted_rows(rows, by, shares)]  # noqa: E731
    assert order("name") == [2, 3, 1] and order("-persons") == [3, 1, 2] and order("persons") == [2, 1, 3]
    assert order("sent_at")[-1] == order("-sent_at")[-1] == 2
    assert order("hỏng") == [1, 2, 3] and order("state")[0] == 2


@given(st.lists(st.tuples(st.integers(0, 20), st.sampled_from(STATES), st.booleans()), max_size=25))
def test_the_rows_and_the_levels_add_up_to_all_sheets(drawn):
    paths, sheets = ["/1/"], []
    for number, (parent, state, late) in enumerate(drawn, start=2):
        paths.append(f"{paths[parent % len(paths)]}{number}/")
        sheets.append(sheet(number, paths[-1], state, late))
    whole = share(sheets)
    rows = [row for row in board.rows_at_top(sheets, False)]
    tops = {each.path for each in sheets if each.path.count("/") == 3}
    if len(tops) > 1:
        assert sum(found.sent for found in of_rows(rows).values()) == whole.sent and sum(found.in_time for found in of_rows(rows).values()) == whole.in_time
        assert sum(found.sheets for found in of_rows(rows).values()) == whole.sheets
    levels = [found for _level, found in by_level(sheets, "/1/")]
    assert sum(found.sheets for found in levels) == whole.sheets and sum(found.accepted for found in levels) == whole.accepted

"""Many hands on one sheet at once, through HTTP."""
from concurrent.futures import ThreadPoolExecutor

from lms.db import db
from lms.survey.queries import lines_of
from tests import builders
from tests.survey.makers import army, sent_sheet
from tests.survey.test_views import typed


def test_eight_clerks_add_to_one_sheet_and_no_line_or_count_is_lost(app, sign_in):
    made = army()
    sheet_id, people = made.sheet(made.first).id, [builders.person(made.first).id for _ in range(8)]
    clerks = [sign_in(builders.account("unit_clerk", made.first)) for _ in people]
    fields = typed()
    for clerk in clerks:
        clerk.get(f"/sheets/{sheet_id}/people")
    db.session.remove()
    with ThreadPoolExecutor(8) as hands:
        codes = list(hands.map(lambda pair: pair[0].post(f"/sheets/{sheet_id}/people", {**fields, "person_ids": [pair[1]]}).status_code, zip(clerks, people, strict=True)))
    lines = lines_of(sheet_id)
    assert set(codes) <= {303, 409}
    assert len(lines) == codes.count(303) == db.session.merge(lines[0].sheet).persons
    assert sorted(line.line_no for line in lines) == list(range(1, len(lines) + 1))


def test_two_reviewers_at_once_accept_and_return_with_one_winner(app, sign_in):
    made = army()
    sheet = sent_sheet(made, made.first, made.commander)
    sheet_id, version = sheet.id, sheet.version
    one, two = sign_in(made.committee), sign_in(builders.account("committee_staff", made.ministry))
    deeds = [(one, f"/sheets/{sheet_id}/accept", {"version": version}), (two, f"/sheets/{sheet_id}/return", {"version": version, "reason": "Thiếu"})]
    db.session.remove()
    with ThreadPoolExecutor(2) as hands:
        codes = list(hands.map(lambda deed: deed[0].post(deed[1], deed[2]).status_code, deeds))
    assert sorted(codes) == [303, 409]

"""Many hands on one sheet at once, through HTTP."""
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func

from lms.audit.models import JournalEntry
from lms.db import db
from lms.doctor.queries import examine
from lms.survey import actions
from lms.survey.models import Need, NeedSheet, SheetEvent
from lms.survey.queries import lines_of
from tests import builders
from tests.survey.makers import army, line, plan, sent_sheet
from tests.survey.test_views import typed

pytestmark = pytest.mark.slow


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


def test_48_units_send_at_once_and_nothing_is_lost(app, sign_in):
    """A ministry of 48 first-level units: every commander presses the button in the same moment, with an answer to a warning typed into the page."""
    top, group = builders.ministry(), builders.group().code
    committee = builders.account("committee_staff", top)
    units = [builders.unit(f"Đơn vị {number}", top) for number in range(48)]
    found = actions.draft_round(committee, plan(top, depth=1))
    actions.open_round(committee, found)
    commanders, sent = [builders.account("commander", unit) for unit in units], []
    for unit, commander in zip(units, commanders, strict=True):
        sheet = db.session.execute(db.select(NeedSheet).where(NeedSheet.round_id == found.id, NeedSheet.unit_id == unit.id)).scalar_one()
        need = actions.add_group(commander, sheet, group, 500, line())
        sent.append((sheet.id, need.id))
    db.session.commit()
    doors, round_id = [sign_in(commander) for commander in commanders], found.id
    db.session.remove()
    with ThreadPoolExecutor(24) as hands:
        codes = list(hands.map(lambda pair: pair[0].post(f"/sheets/{pair[1][0]}/submit", {f"answer-{pair[1][1]}-exceeds_staff": "Tuyển thêm"}).status_code,
                               zip(doors, sent, strict=True)))
    assert codes == [303] * 48
    rows = db.session.execute(db.select(NeedSheet.state, NeedSheet.heads, NeedSheet.warned, NeedSheet.submission).where(NeedSheet.round_id == round_id)).all()
    assert [tuple(row) for row in rows] == [("submitted", 500, 0, 1)] * 48
    assert db.session.execute(db.select(func.count(SheetEvent.id)).where(SheetEvent.move == "submit")).scalar_one() == 48
    assert db.session.execute(db.select(func.count(JournalEntry.id)).where(JournalEntry.fact == "SheetSubmitted")).scalar_one() == 48
    assert examine(("sheet counts", "journal")) == []


def test_two_reviewers_accept_the_same_list_at_once_each_sheet_once(app, sign_in):
    made = army()
    others = [builders.unit(f"Cục {number}", made.ministry) for number in range(6)]
    made.round = actions.draft_round(made.committee, plan(made.ministry, depth=1))
    actions.open_round(made.committee, made.round)
    ids = [sent_sheet(made, unit, builders.account("commander", unit), 1).id for unit in others]
    seen = {f"seen-{sheet_id}": db.session.get(NeedSheet, sheet_id).version for sheet_id in ids}
    one, two, round_id = sign_in(made.committee), sign_in(builders.account("committee_staff", made.ministry)), made.round.id
    back = f"/sheets/{ids[2]}/return"
    deeds = [(one, f"/rounds/{round_id}/accept-together", {"sheet_ids": ids, **seen}), (two, f"/rounds/{round_id}/accept-together", {"sheet_ids": ids[::-1], **seen}),
             (sign_in(builders.account("committee_staff", made.ministry)), back, {"version": seen[f"seen-{ids[2]}"], "reason": "Thiếu"})]
    db.session.remove()
    with ThreadPoolExecutor(3) as hands:
        codes = list(hands.map(lambda deed: deed[0].post(deed[1], deed[2]).status_code, deeds))
    assert codes[:2] == [303, 303] and codes[2] in (303, 409)
    taken = db.session.execute(db.select(JournalEntry.subject_id).where(JournalEntry.fact == "SheetAccepted").order_by(JournalEntry.subject_id)).scalars().all()
    assert taken == sorted(set(ids) - ({ids[2]} if codes[2] == 303 else set()))


def test_a_correction_and_an_acceptance_at_once_leave_one_true_number(app, sign_in):
    made = army()
    sheet = made.sheet(made.first)
    need = actions.add_group(made.clerk, sheet, builders.group().code, 3, line())
    actions.submit(made.commander, sheet)
    db.session.commit()
    one, two, three = (sign_in(builders.account("committee_staff", made.ministry)) for _ in range(3))
    page, sheet_id, need_id, seen = f"/sheets/{sheet.id}/lines/{need.id}/correct", sheet.id, need.id, need.version
    deeds = [(one, page, {"after": "2", "reason": "Thừa", "version": seen}), (two, page, {"after": "1", "reason": "Thừa", "version": seen}),
             (three, f"/sheets/{sheet_id}/accept", {"version": sheet.version})]
    db.session.remove()
    with ThreadPoolExecutor(3) as hands:
        codes = list(hands.map(lambda deed: deed[0].post(deed[1], deed[2]).status_code, deeds))
    assert sorted(codes[:2]) == [303, 409] and codes[2] in (303, 409)
    assert db.session.get(Need, need_id).heads_now == (2 if codes[0] == 303 else 1)
    assert examine(("sheet counts", "corrected numbers")) == []

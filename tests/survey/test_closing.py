"""Signing the table of a level: gaps with reasons that travel up, supplements, the frozen snapshot and its annex; unhappy paths first."""
import json

import pytest
from sqlalchemy.exc import DatabaseError

from lms.audit.models import JournalEntry
from lms.blobs import read_bytes
from lms.db import db
from lms.doctor.queries import tables
from lms.errors import Problem, StaleForm, WrongMove
from lms.survey import actions
from lms.survey.actions import Signing
from lms.survey.models import ClosedTable, Need, NeedCorrection
from lms.survey.queries import closing
from lms.survey.queries.annex import annex_pdf
from lms.survey.rules.snapshot import fingerprint
from tests import builders
from tests.pdf import reading
from tests.survey.makers import Army, army, counted_queries, line, sent_sheet

WHY = Signing(common="Đang đi diễn tập")


def reviewed(made: Army) -> None:
    """The child's sheet is accepted by its parent, the parent's own sheet is sent."""
    builders.group()
    actions.accept(made.commander, sent_sheet(made, made.child, made.child_commander))
    sent_sheet(made, made.first, made.commander, 1)


def signed(made: Army, **values) -> ClosedTable:
    table = actions.sign_table(made.commander, made.round, made.first, Signing(**{"common": "Đang đi diễn tập", **values}))
    db.session.commit()
    return table


def test_a_gap_without_a_reason_is_not_signed(app):
    made = army()
    with pytest.raises(Problem) as refused:
        actions.sign_table(made.commander, made.round, made.first, Signing())
    assert refused.value.facts["codes"] == [made.first.code, made.child.code]


def test_a_draft_round_has_no_table_to_sign(app):
    from tests.survey.makers import plan
    made = army()
    found = actions.draft_round(made.committee, plan(made.ministry))
    with pytest.raises(WrongMove):
        actions.sign_table(made.commander, found, made.first, WHY)


def test_a_closed_round_takes_no_first_signature_of_a_level(app):
    made = army()
    actions.close_round(made.committee, made.round, signing=WHY)
    with pytest.raises(WrongMove):
        actions.sign_table(made.commander, made.round, made.first, WHY)


def test_who_signs_what_changed_since_he_looked_is_told(app):
    made = army()
    reviewed(made)
    with pytest.raises(StaleForm):
        actions.sign_table(made.commander, made.round, made.first, Signing(common="x", seen="0" * 32))


def test_a_reason_that_no_paper_can_print_is_refused_before_anything_is_signed(app):
    made = army()
    with pytest.raises(Problem):
        actions.sign_table(made.commander, made.round, made.first, Signing(common="Lý do \U0001f600"))
    assert closing.tables_of(made.round.id, made.first.id) == []


def test_a_level_signs_its_own_sheet_and_the_accepted_ones_below(app):
    made = army()
    reviewed(made)
    table = signed(made)
    content = table.content
    assert [(unit["unit"], unit["own"], unit["now"]) for unit in content["units"]] == [("Quân khu Mẫu 1", True, 1), ("Lữ đoàn Mẫu 3", False, 2)]
    assert (len(content["lines"]), content["gaps"], table.number) == (3, [], 1)
    assert table.sha256 == fingerprint(content)
    assert db.session.execute(db.select(JournalEntry.fact).order_by(JournalEntry.id.desc()).limit(1)).scalar_one() == "TableSigned"


def test_one_silent_unit_stops_nobody_and_its_reason_goes_up(app):
    made = army()
    actions.accept(made.committee, sent_sheet(made, made.first, made.commander))
    signed(made, reasons={made.child.code: "Tàu đang ở biển"})
    above = actions.close_round(made.committee, made.round, signing=WHY)
    gaps = {gap["code"]: (gap["why"], gap["reason"], gap["by"]) for gap in above.gaps}
    assert gaps == {made.child.code: ("silent", "Tàu đang ở biển", "Quân khu Mẫu 1"), made.other.code: ("silent", "Đang đi diễn tập", "")}
    assert [one["code"] for one in above.content["below"]] == [made.first.code]


def test_closing_the_round_is_signing_at_the_scope(app):
    made = army()
    table = actions.close_round(made.committee, made.round, signing=WHY)
    assert (made.round.state, made.round.snapshot_sha256, table.level_id, table.number) == ("closed", table.sha256, made.ministry.id, 1)
    with pytest.raises((WrongMove, Problem)):
        actions.close_round(made.committee, made.round, signing=WHY)


def test_a_supplement_needs_a_reason_and_something_new(app):
    made = army()
    reviewed(made)
    signed(made)
    with pytest.raises(Problem) as refused:
        signed(made)
    assert refused.value.facts["field"] == "reason"
    db.session.rollback()
    with pytest.raises(Problem):
        signed(made, reason="Lần nữa")


def test_a_supplement_keeps_the_first_table_and_says_the_difference(app):
    made = army()
    reviewed(made)
    first = signed(made)
    frozen = fingerprint(first.content)
    actions.send_back(made.commander, made.sheet(made.child), "Thiếu một dòng")
    db.session.commit()
    second = signed(made, reason="Lữ đoàn 3 rút phiếu")
    assert (second.number, second.content["before"]) == (2, frozen)
    assert second.content["changes"] == [{"code": made.child.code, "unit": "Lữ đoàn Mẫu 3", "before": 2, "after": 0}]
    assert fingerprint(closing.content_of(first.id)) == frozen


def test_a_corrected_number_stands_beside_the_one_asked(app):
    made = army()
    builders.group()
    sheet = made.sheet(made.child)
    actions.add_group(made.child_commander, sheet, "N3", 10, line())
    actions.submit(made.child_commander, sheet)
    need = db.session.execute(db.select(Need).where(Need.sheet_id == sheet.id)).unique().scalar_one()
    need.heads_now = 7
    db.session.add(NeedCorrection(sheet_id=sheet.id, need_id=need.id, level_id=made.first.id, at=made.round.changed_at, by_id=made.commander.id, before=10, after=7,
                                  reason="Trùng với lớp năm trước"))
    actions.accept(made.commander, sheet)
    table = signed(made)
    child = table.content["units"][1]
    assert (child["asked"], child["now"], child["cells"]) == (10, 7, {"N3": [7, 10]})
    said = reading.text(annex_pdf(table.content, table.sha256))
    assert "10 thành 7" in said and "Trùng với lớp năm trước" in said


def test_the_snapshot_of_a_signed_table_cannot_be_rewritten_or_deleted(app):
    made = army()
    signed(made)
    for statement in (db.update(ClosedTable).values(reason="khác"), db.update(ClosedTable).values(sha256="0" * 64), db.delete(ClosedTable)):
        with pytest.raises(DatabaseError, match="append-only"):
            db.session.execute(statement)
        db.session.rollback()


@pytest.mark.slow
def test_the_worker_makes_the_annex_once_and_it_is_printed_the_same_again(app):
    made = army()
    reviewed(made)
    actions.send_back(made.commander, made.sheet(made.child), "Thiếu")
    table_id, digest = (table := signed(made)).id, table.sha256
    builders.drain(app)
    found = db.session.get(ClosedTable, table_id)
    kept = read_bytes(found.pdf_sha256)
    assert annex_pdf(closing.content_of(table_id), digest) == kept
    said = reading.text(kept)
    assert digest in said.replace("\n", "").replace(" ", "") and "Lữ đoàn Mẫu 3" in said and "Đang đi diễn tập" in said


def test_the_doctor_adds_a_signed_table_up_again(app, monkeypatch):
    made = army()
    reviewed(made)
    table = signed(made)
    assert tables.signed() == []
    broken = {**table.content, "lines": table.content["lines"][1:]}
    db.session.rollback()
    db.session.add(ClosedTable(round_id=made.round.id, level_id=made.first.id, number=3, gaps=[], content=broken, sha256="0" * 64, reason="", signed_at=table.signed_at,
                               signed_by_id=made.commander.id))
    db.session.flush()
    faults = "\n".join(tables.signed())
    assert "other content" in faults and "lines add up" in faults and "no number 2" in faults
    db.session.rollback()


# Pages

def test_only_the_holder_of_the_review_at_the_level_signs_it(app, sign_in):
    made = army()
    address = f"/rounds/{made.round.id}/sign?level={made.first.id}"
    assert sign_in(made.clerk).get(address).status_code == 403
    for stranger in (builders.account("commander", made.other), made.child_commander, made.committee):
        assert sign_in(stranger).get(address).status_code == 404
    assert "Không có bảng nào để ký" in sign_in(made.child_commander).get(f"/rounds/{made.round.id}/sign").get_data(as_text=True)
    assert sign_in(made.commander).get(address).status_code == 200


def test_a_level_is_signed_on_its_page_with_a_reason_for_each_gap(app, sign_in):
    made = army()
    commander, address = sign_in(made.commander), f"/rounds/{made.round.id}/sign?level={made.first.id}"
    page = commander.get(address).get_data(as_text=True)
    assert f'name="why-{made.child.code}"' in page
    refused = commander.post(address, {"version": made.round.version, f"why-{made.first.code}": "Chưa xong"})
    assert refused.status_code == 422 and 'value="Chưa xong"' in refused.get_data(as_text=True)
    stale = commander.post(address, {"version": made.round.version, "seen": "0" * 32, "common": "Diễn tập"})
    assert stale.status_code == 409
    done = commander.post(address, {"version": made.round.version, f"why-{made.first.code}": "Chưa xong", "common": "Diễn tập"})
    assert done.status_code == 303
    table = closing.tables_of(made.round.id, made.first.id)[0]
    assert [gap["reason"] for gap in table.gaps] == ["Chưa xong", "Diễn tập"]
    page = commander.get(done.location).get_data(as_text=True)
    assert table.sha256 in page and "Diễn tập" in page and "đang được lập" in page


def test_a_double_click_signs_once(app, sign_in):
    made = army()
    commander, address = sign_in(made.commander), f"/rounds/{made.round.id}/sign?level={made.first.id}"
    fields = {"version": made.round.version, "common": "Diễn tập", "operation_key": "11111111-2222-4333-8444-555555555555"}
    first, second = commander.post(address, fields), commander.post(address, fields)
    assert (first.status_code, second.status_code, first.location) == (303, 303, second.location)
    assert len(closing.tables_of(made.round.id, made.first.id)) == 1


def test_a_signed_table_is_for_those_who_reach_its_level(app, sign_in):
    made = army()
    table = signed(made)
    for path in ("", "/snapshot.json"):
        assert sign_in(builders.account("commander", made.other)).get(f"/tables/{table.id}{path}").status_code == 404
        assert sign_in(made.child_commander).get(f"/tables/{table.id}{path}").status_code == 404
        assert sign_in(made.committee).get(f"/tables/{table.id}{path}").status_code == 200
    assert sign_in(made.commander).get(f"/tables/{table.id}/annex.pdf").status_code == 404
    builders.drain(app)
    one, two = (sign_in(made.commander).get(f"/tables/{table.id}/annex.pdf") for _ in range(2))
    assert one.data[:4] == b"%PDF" and one.data == two.data
    told = sign_in(made.commander).get(f"/tables/{table.id}/snapshot.json").get_data(as_text=True)
    assert fingerprint(json.loads(told)) == table.sha256


def test_the_level_above_sees_who_has_signed(app, sign_in):
    made = army()
    reviewed(made)
    staff = sign_in(made.committee)
    assert "chưa ký bảng" in staff.get(f"/rounds/{made.round.id}/rollup").get_data(as_text=True)
    table = signed(made)
    page = staff.get(f"/rounds/{made.round.id}/rollup").get_data(as_text=True)
    assert f"/tables/{table.id}" in page and "chưa ký bảng" not in page


def test_a_closed_round_is_supplemented_only_by_its_manager(app, sign_in):
    made = army()
    actions.close_round(made.committee, made.round, signing=WHY)
    db.session.commit()
    assert sign_in(made.commander).get(f"/rounds/{made.round.id}/close").status_code == 403
    staff = sign_in(made.committee)
    assert "Lý do bổ sung" in staff.get(f"/rounds/{made.round.id}/close").get_data(as_text=True)
    refused = staff.post(f"/rounds/{made.round.id}/close", {"version": made.round.version, "reason": "Muộn", "common": "Diễn tập"})
    assert refused.status_code == 422 and "không có gì để bổ sung" in refused.get_data(as_text=True)


def test_the_page_of_signing_asks_the_same_whatever_its_size(app, sign_in):
    made = army()
    commander, address = sign_in(made.commander), f"/rounds/{made.round.id}/sign?level={made.first.id}"
    commander.get(address)
    with counted_queries() as few:
        commander.get(address)
    for _ in range(20):
        unit = builders.unit(None, made.first)
        from lms.survey.models import NeedSheet
        db.session.add(NeedSheet(round_id=made.round.id, unit_id=unit.id, review_unit_id=made.first.id, unit_name=unit.name, changed_at=made.round.changed_at))
    db.session.commit()
    with counted_queries() as many:
        assert commander.get(address).status_code == 200
    assert len(many) == len(few) <= 14


def test_a_deputy_signs_with_both_names_and_a_whole_table_names_no_gap(app):
    made = army()
    builders.group()
    actions.accept(made.commander, sent_sheet(made, made.child, made.child_commander))
    sent_sheet(made, made.first, made.commander, 1)
    deputy = builders.account(None, made.first, "Trần Thay Mặt")
    builders.deputy(made.commander, deputy)
    db.session.expire_all()
    table = actions.sign_table(deputy, made.round, made.first, Signing())
    db.session.commit()
    content = closing.content_of(table.id)
    assert content["gaps"] == [] and content["signer"] == f"{deputy.person.addressed} thay mặt {made.commander.person.addressed}"
    assert "không đơn vị nào khuyết" in " ".join(reading.text(annex_pdf(content, table.sha256)).split())

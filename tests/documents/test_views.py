"""Pages of papers."""
from datetime import date

import pytest

from lms.db import work
from lms.documents import actions
from tests import builders as make
from tests.certificates.making import drain

FORM = {"dated": "05/01/2027", "number": "", "signer_post": "GIÁM ĐỐC", "signer_name": "Trần Quốc Vinh"}


def drafted(issuer, registrar):
    with work():
        return actions.draft(registrar, kind="quyet_dinh", issuer=issuer, subject="Cử cán bộ coi thi", body={})


def test_the_registrar_issues_a_draft_and_opens_its_file(app, db, sign_in):
    ministry = make.ministry()
    registrar = make.account("registrar", ministry)
    one, someone = drafted(ministry, registrar), sign_in(registrar)
    assert someone.get(f"/documents/{one.id}").status_code == 200
    assert someone.get(f"/documents/{one.id}/pdf").status_code == 404
    someone.get(f"/documents/{one.id}/issue")
    assert someone.post(f"/documents/{one.id}/issue", {**FORM, "signer_name": ""}).status_code == 422
    assert someone.post(f"/documents/{one.id}/issue", {**FORM, "version": "7"}).status_code == 409
    assert someone.post(f"/documents/{one.id}/issue", FORM).status_code == 303
    drain(app, {"documents.render": actions.JOBS["documents.render"]})
    file = someone.get(f"/documents/{one.id}/pdf")
    assert file.data.startswith(b"%PDF") and "filename*=UTF-8''quyet_dinh-01-Q%C4%90-" in file.headers["Content-Disposition"]
    assert "Cử cán bộ coi thi" in someone.get("/documents").get_data(as_text=True)
    assert "Không văn bản nào khớp" in someone.get("/documents?q=khongco&year=2027&kind=quyet_dinh").get_data(as_text=True)


def test_a_taken_number_is_told_beside_the_field(app, db, sign_in):
    ministry = make.ministry()
    registrar = make.account("registrar", ministry)
    with work():
        actions.issue_decision(registrar, issuer=ministry, subject="A", body={}, dated=date(2027, 1, 4), signer_name="A", signer_post="B", number=9)
    one = drafted(ministry, registrar)
    answer = sign_in(registrar).post(f"/documents/{one.id}/issue", {**FORM, "number": "9"})
    assert answer.status_code == 422 and "đã được cấp cho văn bản khác" in answer.get_data(as_text=True)


@pytest.mark.parametrize(("changes", "at", "told"), [({"number": "9/TB-XX"}, "number", "có ký hiệu QĐ-"), ({"number": "chín"}, "number", "không phải số của văn bản"),
                                                     ({"signer_name": "Trần ☭ Vinh"}, "signer_name", "không có ký tự")])
def test_what_a_paper_cannot_carry_is_told_at_its_field_with_what_was_typed(app, db, sign_in, changes, at, told):
    ministry = make.ministry()
    registrar = make.account("registrar", ministry)
    one = drafted(ministry, registrar)
    answer = sign_in(registrar).post(f"/documents/{one.id}/issue", {**FORM, **changes})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and told in page and f'id="{at}-error"' in page and f'value="{changes[at]}"' in page


def test_papers_of_another_unit_are_not_there(app, db, sign_in):
    ministry = make.ministry()
    here, there = make.unit("Cục Mẫu Đây", ministry), make.unit("Cục Mẫu Kia", ministry)
    one = drafted(here, make.account("registrar", here))
    for who in (make.account("registrar", there), make.account("commander", there)):
        someone = sign_in(who)
        assert someone.get(f"/documents/{one.id}").status_code == 404
        assert "Cử cán bộ coi thi" not in someone.get("/documents").get_data(as_text=True)
    assert sign_in(make.account("inspector", ministry)).get(f"/documents/{one.id}").status_code == 200


def test_a_paper_is_withdrawn_with_a_reason(app, db, sign_in):
    ministry = make.ministry()
    registrar = make.account("registrar", ministry)
    with work():
        one = actions.issue_decision(registrar, issuer=ministry, subject="A", body={}, dated=date(2027, 1, 4), signer_name="A", signer_post="B")
    someone = sign_in(registrar)
    assert someone.get(f"/documents/{one.id}/withdraw").status_code == 200
    assert someone.post(f"/documents/{one.id}/withdraw", {"reason": ""}).status_code == 422
    assert someone.post(f"/documents/{one.id}/withdraw", {"reason": "Sai căn cứ"}).status_code == 303
    assert "Sai căn cứ" in someone.get(f"/documents/{one.id}").get_data(as_text=True)


@pytest.mark.slow
def test_every_paper_is_exported_under_a_safe_name_of_its_own(app, db, tmp_path):
    from tests.certificates.making import ask, finished_class
    place = finished_class(2)
    with work():
        actions.issue_decision(place.registrar, issuer=place.academy, subject="B", body={}, dated=date(2025, 1, 4), signer_name="A", signer_post="B")
    ask(place)
    drain(app)
    drain(app, {"documents.render": actions.JOBS["documents.render"]})
    told = app.test_cli_runner().invoke(args=["papers", "export", str(tmp_path / "ra")])
    assert told.exit_code == 0 and "4 papers" in told.output
    names = sorted(file.name for file in (tmp_path / "ra").iterdir())
    assert len(names) == 4 and all(file.read_bytes().startswith(b"%PDF") for file in (tmp_path / "ra").iterdir())
    assert names[0] == f"chung_chi-0001-2026-CC-{place.academy.short}.pdf"
    (tmp_path / "file").write_text("x")
    bad = app.test_cli_runner().invoke(args=["papers", "export", str(tmp_path / "file" / "x")])
    assert bad.exit_code != 0 and "Traceback" not in bad.output

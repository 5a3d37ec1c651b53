"""Pages about certificates."""
from datetime import date

from sqlalchemy import select

from lms.certificates.models import Certificate
from lms.competence.models import Qualification
from lms.db import work
from lms.queue import Job
from tests import builders as make
from tests.certificates.making import SIGNING, ask, drain, finished_class, issued, owner_account, trainee

FORM = {"issued_on": "20/11/2026", "place": "Hà Nội", "signer_post": "GIÁM ĐỐC", "signer_rank": "Đại tá", "signer_name": "Trần Quốc Vinh"}
END = {"decision": "52/QĐ-HVMA", "decided_on": "21/11/2026", "reason": "Cấp nhầm người"}


def test_the_registrar_asks_on_the_page_and_the_worker_issues(app, db, sign_in):
    place = finished_class(2)
    someone, url = sign_in(place.registrar), f"/certificates/classes/{place.training.id}"
    page = someone.get(url).get_data(as_text=True)
    assert "Cấp cho 2 người" in page and "Trần Quốc Vinh" in page
    assert someone.post(url, FORM).status_code == 303
    assert "Dừng, giữ kết quả đang có" in someone.get(url).get_data(as_text=True)
    drain(app)
    page = someone.get(url).get_data(as_text=True)
    assert page.count("0001/2026/CC-") == 1 and "0002/2026/CC-" in page and "Cấp cho" not in page


def test_what_stands_in_the_way_is_named_beside_each_person(app, db, sign_in):
    place = finished_class(1)
    with work():
        trainee(place.training, place.sponsor, 2, decision=None)
        trainee(place.training, place.sponsor, 3, decision=place.decision, name="Nguyễn Văn ☭")
        trainee(place.training, place.sponsor, 4, decision=place.decision, name="Nguyễn " + "Nghiêng " * 14 + "Nghĩa")
    page = sign_in(place.registrar).get(f"/certificates/classes/{place.training.id}").get_data(as_text=True)
    assert "chưa có quyết định công nhận kết quả" in page
    assert "U+262D" in page and "chữ quá dài ở ô họ tên" in page
    assert "3 người chưa cấp được" in page and "Cấp cho 1 người" in page


def test_a_form_with_errors_keeps_what_was_typed(app, db, sign_in):
    place = finished_class(1)
    answer = sign_in(place.registrar).post(f"/certificates/classes/{place.training.id}", {**FORM, "issued_on": "31/02/2026", "place": "Sơn Tây"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "31/02/2026" in page and "Sơn Tây" in page
    assert db.session.execute(select(Job.id).where(Job.kind == "certificates.issue")).all() == []


def test_the_batch_is_stopped_on_the_page(app, db, sign_in):
    place = finished_class(1)
    job_id = ask(place)
    someone = sign_in(place.registrar)
    assert someone.post(f"/certificates/classes/{place.training.id}/stop").status_code == 303
    db.session.rollback()
    assert db.session.get(Job, job_id).state == "cancelled"


def test_a_class_of_another_academy_is_not_there(app, db, sign_in):
    place = finished_class(1)
    other = make.account("registrar", make.academy(place.ministry))
    someone = sign_in(other)
    assert someone.get(f"/certificates/classes/{place.training.id}").status_code == 404
    assert someone.post(f"/certificates/classes/{place.training.id}", FORM).status_code == 404


def test_a_commander_sees_only_the_people_his_unit_has_sent(app, db, sign_in):
    place = finished_class(1)
    other = make.unit("Cục Mẫu Khác", place.ministry)
    with work():
        trainee(place.training, other, 2, decision=place.decision, name="Người Đơn vị khác")
    page = sign_in(make.account("commander", place.sponsor)).get(f"/certificates/classes/{place.training.id}").get_data(as_text=True)
    assert "Người Đơn vị khác" not in page and "1 người hoàn thành" in page
    assert sign_in(make.account("commander", make.unit(None, place.ministry))).get(f"/certificates/classes/{place.training.id}").status_code == 404


def test_the_holder_sees_and_downloads_his_own_and_nobody_elses(app, db, sign_in):
    place = finished_class(2)
    ask(place)
    drain(app)
    mine, other = issued(db, place.training)
    someone = sign_in(owner_account(mine.person_id))
    page = someone.get("/my/certificates").get_data(as_text=True)
    assert mine.register_text in page and other.register_text not in page
    assert someone.get(f"/my/certificates/{mine.id}").status_code == 200
    file = someone.get(f"/my/certificates/{mine.id}/pdf")
    assert file.status_code == 200 and file.data.startswith(b"%PDF") and file.headers["Content-Disposition"].startswith("inline")
    assert someone.get(f"/my/certificates/{other.id}/pdf").status_code == 404
    assert someone.get(f"/certificates/{mine.id}").status_code == 403


def test_the_name_of_the_file_carries_vietnamese_letters_the_lawful_way(app, db, sign_in):
    place = finished_class(1)
    with work():
        place.academy.short = "HVMĐ"
    ask(place)
    drain(app)
    one = issued(db, place.training)[0]
    told = sign_in(place.registrar).get(f"/certificates/{one.id}/pdf").headers["Content-Disposition"]
    assert "filename*=UTF-8''chung_chi-0001-2026-CC-HVM%C4%90.pdf" in told


def test_the_head_revokes_by_decision_and_the_issuer_may_not(app, db, sign_in):
    place = finished_class(1)
    ask(place)
    drain(app)
    one = issued(db, place.training)[0]
    head = sign_in(place.head)
    assert "Thu hồi chứng chỉ…" in head.get(f"/certificates/{one.id}").get_data(as_text=True)
    head.get(f"/certificates/{one.id}/revoke")
    assert head.post(f"/certificates/{one.id}/revoke", {**END, "reason": ""}).status_code == 422
    assert head.post(f"/certificates/{one.id}/revoke", {**END, "decided_on": "01/01/2020"}).status_code == 422
    for text in ("52", "theo ý chỉ huy", "QĐ-HVMA"):
        assert "gồm số và ký hiệu" in head.post(f"/certificates/{one.id}/revoke", {**END, "decision": text}).get_data(as_text=True)
    assert head.post(f"/certificates/{one.id}/revoke", {**END, "version": str(one.version)}).status_code == 303
    db.session.rollback()
    assert (one.state, one.end_decision, one.end_decision_on) == ("revoked", "52/QĐ-HVMA", date(2026, 11, 21))
    assert db.session.execute(select(Qualification.revoked)).scalar_one() is True
    page = head.get(f"/certificates/{one.id}").get_data(as_text=True)
    assert "Đã thu hồi ngày 21/11/2026" in page and "Lỗi" not in page
    assert head.post(f"/certificates/{one.id}/revoke", END).status_code == 409
    assert sign_in(place.registrar).get(f"/certificates/{one.id}/revoke").status_code == 403


def test_who_issued_may_not_revoke_even_as_head(app, db, sign_in):
    place = finished_class(1)
    both = make.account("registrar", place.academy, None, ("academy_head", place.academy))
    place.registrar = both
    ask(place)
    drain(app)
    one = issued(db, place.training)[0]
    assert sign_in(both).post(f"/certificates/{one.id}/revoke", END).status_code == 403
    db.session.rollback()
    assert one.state == "issued"


def test_a_stale_form_revokes_nothing(app, db, sign_in):
    place = finished_class(1)
    ask(place)
    drain(app)
    one = issued(db, place.training)[0]
    assert sign_in(place.head).post(f"/certificates/{one.id}/revoke", {**END, "version": "1"}).status_code == 409


def test_a_replaced_certificate_points_to_the_one_that_holds_now(app, db, sign_in):
    place = finished_class(1)
    ask(place)
    drain(app)
    one = issued(db, place.training)[0]
    with work():
        one.person.name = "Nguyễn Văn Đã Sửa"
    assert sign_in(place.head).post(f"/certificates/{one.id}/replace", END).status_code == 303
    drain(app)
    old, new = db.session.execute(select(Certificate).order_by(Certificate.id)).unique().scalars().all()
    db.session.refresh(old)
    assert (old.state, old.replaced_by_id, new.state, new.register_no) == ("replaced", new.id, "issued", 2)
    assert new.facts["person_name"] == "Nguyễn Văn Đã Sửa" and new.facts["issued_on"] != SIGNING.issued_on.isoformat()
    assert new.register_text in sign_in(place.head).get(f"/certificates/{old.id}").get_data(as_text=True)
    assert db.session.execute(select(Qualification.revoked)).scalars().all() == [False]


def test_the_list_finds_by_name_without_marks_and_by_number(app, db, sign_in):
    place = finished_class(3)
    ask(place)
    drain(app)
    someone = sign_in(place.head)
    name = issued(db, place.training)[0].facts["person_name"]
    assert name in someone.get(f"/certificates?q={make.fold(name)}").get_data(as_text=True)
    assert "0002/2026" in someone.get("/certificates?q=0002/2026").get_data(as_text=True)
    assert "Không có chứng chỉ nào khớp" in someone.get("/certificates?q=zzz").get_data(as_text=True)
    assert "Không có chứng chỉ nào khớp" in someone.get("/certificates?state=revoked").get_data(as_text=True)


def test_the_register_shows_every_number_and_an_extract_is_made(app, db, sign_in):
    place = finished_class(3)
    ask(place)
    drain(app)
    someone = sign_in(place.registrar)
    page = someone.get("/certificates/register").get_data(as_text=True)
    assert all(f"000{number}/2026/CC-" in page for number in (1, 2, 3))
    assert someone.post("/certificates/register", {"issuer": place.academy.id, "year": 2026, "first": 1, "last": 3}).status_code == 303
    from lms.certificates import actions
    drain(app, {"certificates.register": actions.JOBS["certificates.register"]})
    from lms.certificates.models import RegisterExtract
    extract = db.session.execute(select(RegisterExtract)).unique().scalar_one()
    file = someone.get(f"/certificates/register/{extract.id}/pdf")
    from lms.certificates.rules.lint import text_of
    assert "SỔ GỐC" in text_of(file.data) and issued(db, place.training)[0].serial in text_of(file.data)
    someone.get("/certificates/register")
    assert someone.post("/certificates/register", {"issuer": place.sponsor.id, "year": 2026, "first": 1, "last": 3}).status_code == 404

"""A batch of certificates, made by the worker."""
from datetime import date

import pytest
from sqlalchemy import func, select

from lms import queue
from lms.audit.models import JournalEntry
from lms.blobs import Blob, read_bytes
from lms.certificates import actions
from lms.certificates.rules.facts import facts_digest
from lms.certificates.rules.lint import text_of
from lms.competence.models import Qualification
from lms.db import work
from lms.enrollment.models import Completion
from lms.errors import Problem
from lms.people.models import PersonPost, PersonRank
from tests import builders as make
from tests.certificates.making import SIGNING, ask, drain, finished_class, issued, trainee


def test_every_completion_becomes_one_certificate_with_numbers_without_a_gap(app, db):
    place = finished_class(4)
    with work():
        trainee(place.training, place.sponsor, 5, completed=False, decision=place.decision)
    ask(place)
    drain(app)
    found = issued(db, place.training)
    assert [row.register_no for row in found] == [1, 2, 3, 4]
    assert {row.state for row in found} == {"issued"}
    assert len({row.verify_code for row in found}) == 4 and all(len(row.verify_code) == 16 for row in found)
    symbol = place.academy.short
    assert found[0].register_text == f"0001/2026/CC-{symbol}" and found[3].serial == f"{symbol}-0000004"
    assert [row.facts["person_name"] for row in found] == [row.person.name for row in sorted(found, key=lambda row: (row.person.sort_key, row.person_id))]


def test_the_file_says_what_the_facts_say_and_its_hash_stands_on_the_row(app, db):
    place = finished_class(1)
    ask(place)
    drain(app)
    one = issued(db, place.training)[0]
    text = text_of(read_bytes(one.pdf_sha256))
    assert one.facts["person_name"] in text and one.register_text in text and "An toàn thông tin nâng cao" in text
    assert one.facts_sha256 == facts_digest(one.facts)
    assert one.facts["decision_number"] == place.decision.number_text and one.facts["grade_word"] == "Giỏi"
    assert one.facts["verify_url"].endswith(f"/VERIFY/{one.verify_code}")


def test_an_issued_certificate_is_a_qualification_and_two_facts_in_the_journal(app, db):
    place = finished_class(1)
    ask(place)
    drain(app)
    held = db.session.execute(select(Qualification)).scalar_one()
    assert (held.source, held.year, held.revoked, held.title) == ("certificate", 2026, False, "An toàn thông tin nâng cao")
    told = db.session.execute(select(JournalEntry.fact).order_by(JournalEntry.id)).scalars().all()
    assert told[-3:] == ["CertificatesRequested", "CertificateNumbered", "CertificateIssued"]


def test_rank_post_and_unit_are_those_of_the_last_day_of_the_class(app, db):
    place = finished_class(1)
    who = db.session.get(Completion, place.completions[0]).person
    elsewhere = make.unit("Cục Mẫu Nơi mới", place.ministry)
    make.keep(PersonRank(person_id=who.id, rank_id=make.rank("Thượng úy").id, since=date(2020, 1, 1), until=date(2026, 11, 13)),
              PersonRank(person_id=who.id, rank_id=make.rank("Đại úy").id, since=date(2026, 11, 14)),
              PersonPost(person_id=who.id, unit_id=place.sponsor.id, post="Trợ lý cũ", since=date(2020, 1, 1), until=date(2026, 11, 13)),
              PersonPost(person_id=who.id, unit_id=elsewhere.id, post="Phó phòng", since=date(2026, 11, 14)))
    ask(place)
    drain(app)
    facts = issued(db, place.training)[0].facts
    assert (facts["rank"], facts["post"], facts["unit"]) == ("Thượng úy", "Trợ lý cũ", "Cục Mẫu Cử người")


def test_who_is_not_ready_gets_no_number_and_the_others_do(app, db):
    place = finished_class(2)
    with work():
        trainee(place.training, place.sponsor, 3, decision=None)
        trainee(place.training, place.sponsor, 4, decision=place.decision, name="Nguyễn Văn ☭")
    ask(place)
    drain(app)
    assert [row.register_no for row in issued(db, place.training)] == [1, 2]


def test_a_class_without_a_decision_has_nobody_to_issue_to(app, db):
    place = finished_class(2, decided=False)
    with pytest.raises(Problem):
        ask(place)


def test_a_second_request_finds_nothing_left(app, db):
    place = finished_class(2)
    ask(place)
    drain(app)
    with pytest.raises(Problem):
        ask(place)
    assert len(issued(db, place.training)) == 2


def test_a_cancelled_batch_goes_on_where_it_stopped(app, db):
    place = finished_class(5)
    job_id = ask(place)

    class StopAfterTwo:
        """The real job function, with somebody who presses the button after two certificates."""
        def __call__(self, run):
            real, count = run.work, [0]

            def counted(*values, **named):
                count[0] += 1
                if count[0] == 6:
                    with work():
                        queue.ask_cancel(job_id)
                return real(*values, **named)
            run.work = counted
            actions.issue_batch(run)
    drain(app, {"certificates.issue": StopAfterTwo()})
    assert db.session.get(queue.Job, job_id).state == "cancelled"
    some = issued(db, place.training)
    assert 0 < sum(row.state == "issued" for row in some) < 5
    ask(place)
    drain(app)
    found = issued(db, place.training)
    assert [row.register_no for row in found] == [1, 2, 3, 4, 5] and {row.state for row in found} == {"issued"}


def test_a_registrar_whose_role_has_ended_issues_nothing_more(app, db):
    place = finished_class(2)
    job_id = ask(place)
    from lms.accounts.models import Assignment
    with work():
        for row in db.session.execute(select(Assignment).where(Assignment.account_id == place.registrar.id)).scalars():
            row.until = date(2020, 1, 1)
    drain(app)
    assert issued(db, place.training) == []
    assert db.session.get(queue.Job, job_id).state == "failed"


def test_two_classes_of_one_academy_share_one_register(app, db):
    place = finished_class(2)
    ask(place)
    drain(app)
    other = finished_class(1)
    with work():
        other.training.academy_id = place.academy.id
    other.registrar = place.registrar
    ask(other)
    drain(app)
    assert [row.register_no for row in issued(db, other.training)] == [3]


def test_a_new_year_begins_a_new_register_and_serials_go_on(app, db):
    from dataclasses import replace
    place = finished_class(1)
    ask(place)
    drain(app)
    other = finished_class(1)
    with work():
        other.training.academy_id = place.academy.id
        actions.request_issue(place.registrar, other.training, replace(SIGNING, issued_on=date(2027, 1, 4)))
    drain(app)
    one = issued(db, other.training)[0]
    assert (one.register_year, one.register_no, one.serial[-7:]) == (2027, 1, "0000002")


def test_nothing_is_kept_of_a_batch_twice(app, db):
    place = finished_class(2)
    ask(place)
    drain(app)
    assert db.session.execute(select(func.count()).select_from(Blob)).scalar_one() == 2

"""Groups of lines: found at acceptance, found anew, overridden with a reason."""
import pytest

from lms.audit.models import JournalEntry
from lms.calendar import CalendarDay
from lms.classification import actions, queries
from lms.classification.models import Classification, Rule, RuleSet
from lms.competence.models import Qualification, RequiredLevel
from lms.db import db
from lms.errors import Problem, StaleForm
from lms.people.models import Rank, TraineeGroup
from lms.survey import actions as survey
from lms.survey.queries import lines_of
from lms.units.models import UnitKind
from lms.worker import Worker
from tests import builders
from tests.survey.makers import army, counted_queries, line


def facts(kind: str) -> list[JournalEntry]:
    return list(db.session.execute(db.select(JournalEntry).where(JournalEntry.fact == kind)).scalars())


def accepted(made, posts: list[str]):
    """A sheet of people with these posts, accepted and classified."""
    sheet, people = made.sheet(made.first), [builders.person(made.first) for _ in posts]
    for who, post in zip(people, posts, strict=True):
        who.post = post
    survey.add_people(made.clerk, sheet, [who.id for who in people], line(level=3))
    survey.submit(made.commander, sheet)
    survey.accept(made.committee, sheet)
    actions.classify_sheet(made.committee, sheet)
    db.session.commit()
    return sheet


@pytest.fixture
def reference(app):
    actions.load_reference()
    db.session.commit()


def test_without_rules_acceptance_goes_on_and_nobody_has_a_group(app):
    made = army()
    sheet = accepted(made, ["Lái xe"])
    assert sheet.state == "accepted" and queries.group_of([need.id for need in lines_of(sheet.id)]) == {}


def test_reference_data_are_loaded_once(app, reference):
    assert set(actions.load_reference().values()) == {0}
    counts = {kind: db.session.execute(db.select(db.func.count()).select_from(kind)).scalar_one() for kind in (TraineeGroup, RequiredLevel, RuleSet)}
    assert list(counts.values()) == [9, 9, 1]
    assert db.session.execute(db.select(db.func.count(Rank.id))).scalar_one() == 31
    assert db.session.execute(db.select(db.func.count(CalendarDay.day))).scalar_one() > 20
    assert db.session.execute(db.select(UnitKind.family).where(UnitKind.name == "Quân khu")).scalar_one() == "Quân khu"


def test_a_kind_of_unit_made_by_an_import_gets_its_family(app):
    db.session.add(UnitKind(name="quân khu", name_squeezed="quankhu"))
    db.session.flush()
    actions.load_reference()
    assert db.session.execute(db.select(UnitKind.family).where(UnitKind.name_squeezed == "quankhu")).scalars().all() == ["Quân khu"]


def test_rules_that_somebody_has_replaced_are_not_installed_again(app, reference):
    db.session.add(RuleSet(number=2, in_force_from=db.session.execute(db.select(RuleSet.in_force_from)).scalar_one(), decision="Số 12"))
    db.session.flush()
    assert actions.install_first_rules() == 0 and queries.latest_set().number == 2


def test_each_person_line_gets_group_rule_facts_and_gaps(app, reference):
    made = army()
    sheet = accepted(made, ["Kỹ sư an toàn thông tin", "Lái xe"])
    results = queries.of_sheet(made.committee, sheet.id).values()
    assert {found.facts["post"]: found.group_code for found in results} == {"Kỹ sư an toàn thông tin": "N2", "Lái xe": "N9"}
    engineer = next(found for found in results if found.group_code == "N2")
    assert engineer.facts["matched"] == [["post", "has", "an toàn thông tin"]]
    assert [(gap["kind"], gap["held"], gap["required"]) for gap in engineer.gaps] == [("it", 0, 7), ("topic", 0, 3)]
    assert facts("NeedsClassified")[0].data["lines"] == 2


def test_a_certificate_held_makes_the_gap_smaller(app, reference):
    made = army()
    who = builders.person(made.first)
    topic = builders.topic()
    db.session.add_all([Qualification(person_id=who.id, title="ATTT", title_key="attt", topic_key=topic.name_squeezed, level=2, year=2025),
                        Qualification(person_id=who.id, title="ATTT 3", title_key="attt3", topic_key=topic.name_squeezed, level=3, year=2025, revoked=True)])
    sheet = made.sheet(made.first)
    survey.add_people(made.clerk, sheet, [who.id], line(level=3))
    actions.classify_sheet(made.committee, sheet)
    found = db.session.execute(db.select(Classification)).scalar_one()
    assert [gap["held"] for gap in found.gaps if gap["kind"] == "topic"] == [2]


def test_a_group_is_not_changed_without_a_reason_nor_on_a_stale_form(app, reference):
    made = army()
    accepted(made, ["Lái xe"])
    found = db.session.execute(db.select(Classification)).scalar_one()
    with pytest.raises(Problem):
        actions.override(made.committee, found, "N2", "")
    with pytest.raises(Problem):
        actions.override(made.committee, found, "N99", "Vì")
    with pytest.raises(StaleForm):
        actions.override(made.committee, found, "N2", "Vì", found.version + 1)


def test_an_override_stays_when_groups_are_found_anew_and_is_counted(app, reference):
    made = army()
    sheet = accepted(made, ["Lái xe", "Thủ kho"])
    found = db.session.execute(db.select(Classification).order_by(Classification.id)).scalars().first()
    actions.override(made.committee, found, "N2", "Kiêm quản trị mạng", found.version)
    db.session.commit()
    actions.classify_sheet(made.committee, sheet)
    db.session.refresh(found)
    assert (found.found_group, found.group_code) == ("N9", "N2")
    assert queries.by_group(made.committee, made.round.id) == {"N9": (1, 0), "N2": (1, 1)}
    assert facts("GroupOverridden")[0].data == {"need_id": found.need_id, "from_group": "N9", "to_group": "N2", "reason": "Kiêm quản trị mạng"}
    actions.override(made.committee, found, "N9", "Nhầm")
    assert (found.override_reason, found.overridden_by_id) == ("", None)


def test_new_rules_move_those_that_were_not_set_by_hand(app, reference):
    made = army()
    sheet = accepted(made, ["Lái xe", "Thủ kho"])
    fresh = RuleSet(number=2, in_force_from=queries.latest_set().in_force_from, decision="Số 12/QĐ")
    db.session.add(fresh)
    db.session.flush()
    db.session.add(Rule(rule_set_id=fresh.id, position=1, group_code="N4", conditions=[], words="Mọi người"))
    db.session.flush()
    actions.classify_sheet(made.committee, sheet)
    assert queries.by_group(made.committee, made.round.id) == {"N4": (2, 0)}


def test_many_lines_take_as_many_statements_as_few(app, reference):
    made, counts = army(), []
    for unit, number in ((made.first, 3), (made.other, 40)):
        sheet = made.sheet(unit)
        survey.add_people(made.committee, sheet, [builders.person(unit).id for _ in range(number)], line())
        db.session.commit()
        lines_of(sheet.id)
        with counted_queries() as seen:
            actions.classify_sheet(made.committee, sheet)
            db.session.flush()
        counts.append(len(seen))
    assert counts[0] == counts[1], counts


def test_a_whole_round_is_found_anew_by_the_worker(app, reference):
    made = army()
    sheet = accepted(made, ["Lái xe"])
    db.session.execute(db.delete(Classification))
    ids = [need.id for need in lines_of(sheet.id)]
    actions.request_round(made.committee, made.round)
    db.session.commit()
    Worker(app).drain()
    assert queries.group_of(ids) == {ids[0]: "N9"}


def test_a_removed_line_takes_its_group_along(app, reference):
    made = army()
    sheet = accepted(made, ["Lái xe"])
    survey.send_back(made.committee, sheet, "Xem lại")
    survey.remove_lines(made.clerk, sheet, lines_of(sheet.id))
    db.session.commit()
    assert db.session.execute(db.select(db.func.count(Classification.id))).scalar_one() == 0

"""What happens to persons: entered, promoted, given a post, transferred; each dated, nothing overwritten."""
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from lms import clock
from lms.db import db
from lms.errors import Problem
from lms.events import record
from lms.events.base import PersonChanged, PersonCreated, PersonTransferred
from lms.people.models import Person, PersonPost, PersonRank
from lms.spelling import clean, fold, sort_key
from lms.texts import lazy as _
from lms.units.models import Unit


@dataclass(frozen=True)
class NewPerson:
    """What is entered about a person that the register does not know yet."""
    service_no: str | None
    name: str
    birth: date
    gender: str
    category: str
    rank_id: int | None
    post: str
    since: date


def create(actor, unit: Unit, values: NewPerson) -> Person:
    """Enter a person of a unit by hand."""
    if values.service_no and db.session.execute(select(Person.id).where(Person.service_no == values.service_no)).scalar_one_or_none():
        raise Problem(_("Số hiệu %(no)s đã có trong danh sách.", no=values.service_no), field="service_no")
    if not 17 <= (clock.today() - values.birth).days / 365.25 <= 70:
        raise Problem(_("Ngày sinh không hợp lý: tuổi phải từ 17 đến 70."), field="birth")
    name = clean(values.name)
    person = Person(service_no=values.service_no, name=name, name_fold=fold(name), sort_key=sort_key(name), birth=values.birth, gender=values.gender,
                    category=values.category, rank_id=values.rank_id, post=clean(values.post), unit_id=unit.id, post_since=values.since)
    db.session.add(person)
    db.session.flush()
    db.session.add(PersonRank(person_id=person.id, rank_id=values.rank_id, category=values.category, since=values.since))
    db.session.add(PersonPost(person_id=person.id, unit_id=unit.id, post=person.post, since=values.since))
    record(actor, PersonCreated(subject_id=person.id, unit_id=unit.id))
    return person


def give_post(actor, person: Person, unit: Unit, post: str, since: date) -> None:
    """A new main post from a day on, in the same unit or another."""
    _check_day(person.post_since, since)
    held = db.session.execute(select(PersonPost).where(PersonPost.person_id == person.id, PersonPost.until.is_(None), PersonPost.main)).scalar_one_or_none()
    if held is not None:
        held.until = since - timedelta(days=1)
        db.session.flush()
    db.session.add(PersonPost(person_id=person.id, unit_id=unit.id, post=clean(post), since=since))
    before, person.post, person.post_since = person.post, clean(post), since
    if unit.id != person.unit_id:
        left, person.unit_id = person.unit_id, unit.id
        record(actor, PersonTransferred(subject_id=person.id, unit_id=unit.id, from_unit_id=left))
    record(actor, PersonChanged(subject_id=person.id, unit_id=unit.id, changes={"post": [before, person.post]}))


def give_rank(actor, person: Person, rank_id: int | None, since: date) -> None:
    """A new rank from a day on."""
    held = db.session.execute(select(PersonRank).where(PersonRank.person_id == person.id, PersonRank.until.is_(None))).scalar_one_or_none()
    _check_day(held.since if held else None, since)
    if held is not None:
        held.until = since - timedelta(days=1)
        db.session.flush()
    db.session.add(PersonRank(person_id=person.id, rank_id=rank_id, category=person.category, since=since))
    before, person.rank_id = person.rank_id, rank_id
    record(actor, PersonChanged(subject_id=person.id, unit_id=person.unit_id, changes={"rank_id": [before, rank_id]}))


def _check_day(last: date | None, since: date) -> None:
    if since > clock.today():
        raise Problem(_("Ngày hiệu lực không thể ở sau hôm nay."), field="since")
    if last is not None and since <= last:
        raise Problem(_("Ngày hiệu lực phải sau %(day)s, ngày của lần đổi trước.", day=f"{last:%d/%m/%Y}"), field="since")

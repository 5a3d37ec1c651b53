"""Units and persons in bulk, with the same dated rows and facts as their deeds write."""
from datetime import date, timedelta
from random import Random

from sqlalchemy import func, insert, select

from lms.competence.models import Qualification
from lms.courses.models import Course
from lms.db import db
from lms.demo.actions.ground import World, tell_all
from lms.demo.rules.people import People, PersonSeed
from lms.demo.rules.tree import UnitSeed, units
from lms.events.base import PersonCreated, UnitCreated
from lms.people.models import Person, PersonPost, PersonRank, Rank
from lms.spelling import fold, sort_key, squeeze
from lms.units.models import Unit, UnitKind, UnitVersion


def found_units(world: World) -> list[UnitSeed]:
    """The tree; ids are given one after another, so that paths are known before the insert."""
    kinds = dict(db.session.execute(select(UnitKind.name, UnitKind.id)).all())
    seeds, rows, versions, places = units(), [], [], {}
    for number, seed in enumerate(seeds, start=1):
        parent = world.units.get(seed.parent) if seed.parent else None
        world.units[seed.code], world.paths[seed.code] = number, f"{world.paths[seed.parent] if parent else '/'}{number}/"
        top = world.units[seed.code[:3]] if seed.depth else None
        place = places[seed.parent] = places.get(seed.parent, -1) + 1
        common = {"name": seed.name, "short": seed.short, "kind_id": kinds[seed.kind], "parent_id": parent, "region": seed.region, "since": date(seed.since_year, 1, 1)}
        rows.append({"id": number, "code": seed.code, "path": world.paths[seed.code], "depth": seed.depth, "first_level_id": top, "name_fold": fold(seed.name),
                     "position": place, "version": 1, **common})
        versions.append({"unit_id": number, "decision": f"QĐ mẫu {number}", **common})
    db.session.execute(insert(Unit), rows)
    db.session.execute(insert(UnitVersion), versions)
    tell_all(None, [UnitCreated(subject_id=row["id"], unit_id=row["id"], code=row["code"]) for row in rows])
    return seeds


def enter_people(world: World, tree: list[UnitSeed]) -> list[PersonSeed]:
    """3,000 persons with their ranks and posts."""
    ranks = dict(db.session.execute(select(Rank.code, Rank.id)).all())
    seeds = People(world.seed, world.today).everybody(tree)
    rows = [_person(number, seed, world.units[seed.unit], ranks) for number, seed in enumerate(seeds, start=1)]
    db.session.execute(insert(Person), rows)
    db.session.execute(insert(PersonRank), [row for number, seed in enumerate(seeds, start=1) for row in _ranks(number, seed, ranks)])
    db.session.execute(insert(PersonPost), [row for number, seed in enumerate(seeds, start=1) for row in _posts(number, seed, world.units[seed.unit])])
    tell_all(None, [PersonCreated(subject_id=row["id"], unit_id=row["unit_id"]) for row in rows])
    for number, seed in enumerate(seeds, start=1):
        world.people.setdefault(seed.unit, []).append(number)
        world.kinds[number] = seed.kind
    return seeds


def _person(number: int, seed: PersonSeed, unit_id: int, ranks: dict) -> dict:
    return {"id": number, "service_no": seed.service_no, "name": seed.name, "name_fold": fold(seed.name), "sort_key": sort_key(seed.name), "birth": seed.birth,
            "gender": seed.gender, "category": seed.category, "rank_id": ranks.get(seed.ranks[-1][0]), "post": seed.post, "unit_id": unit_id,
            "post_since": seed.posts[-1][1], "specialty": seed.specialty, "roster_group": seed.roster_group, "it_level": seed.it_level, "certificates_text": "",
            "active": True, "version": 1}


def _dated(rows: tuple) -> list[tuple]:
    """(value, since, until): each row ends on the day before the next begins."""
    ends = [since - timedelta(days=1) for _value, since in rows[1:]] + [None]
    return [(value, since, until) for (value, since), until in zip(rows, ends, strict=True)]


def _ranks(number: int, seed: PersonSeed, ranks: dict) -> list[dict]:
    return [{"person_id": number, "rank_id": ranks.get(value), "category": seed.category, "since": since, "until": until} for value, since, until in _dated(seed.ranks)]


def _posts(number: int, seed: PersonSeed, unit_id: int) -> list[dict]:
    return [{"person_id": number, "unit_id": unit_id, "post": value, "main": True, "since": since, "until": until} for value, since, until in _dated(seed.posts)]


def enter_qualifications(world: World, seeds: list[PersonSeed]) -> None:
    """Certificates from elsewhere, as personnel lists name them: one person in eight has one."""
    random, rows = Random(world.seed + 3), []
    known = list(db.session.execute(select(Course).where(Course.level == 1).order_by(Course.id)).scalars())
    for number, _seed in enumerate(seeds, start=1):
        if random.random() > 0.125:
            continue
        course, year = random.choice(known), world.today.year - random.randint(2, 4)
        rows.append({"person_id": number, "title": course.title, "title_key": squeeze(course.title), "course_code": course.code, "topic_key": course.topic.name_squeezed,
                     "level": 1, "year": year, "gained_on": date(year, random.randint(3, 11), 15), "source": "roster", "revoked": False})
    db.session.execute(insert(Qualification), rows)


def set_counters() -> None:
    """PostgreSQL: ids that were given by hand are known to the sequences."""
    if db.engine.dialect.name == "postgresql":
        for table in ("unit", "person", "account"):
            highest = db.session.execute(select(func.max(db.metadata.tables[table].c.id))).scalar_one()
            db.session.execute(select(func.setval(func.pg_get_serial_sequence(table, "id"), highest)))

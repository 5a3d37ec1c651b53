"""Writing courses, what academies can take in, and the calendar. Rows that are equal are not touched; nothing is deleted."""
from collections import Counter
from datetime import date

from sqlalchemy import bindparam, insert, select, update

from lms.calendar import CalendarDay
from lms.courses.models import LEVELS, Course, CoursePrerequisite, LecturerMonth, Licence, Room, Topic
from lms.courses.rules.academy_list import MONTHS
from lms.db import db
from lms.imports.queries import lookups
from lms.imports.rules.staging import Staged, StagedRow, day_of
from lms.spelling import squeeze

_LEVEL_NUMBERS = {word: number for number, word in LEVELS.items()}


def _rows(staged: Staged) -> list[StagedRow]:
    return [row for file in staged.files for row in file.accepted()]


def _mark(row: StagedRow, before, after) -> bool:
    """Say what writing the row changes; True when there is something to write."""
    row.change = "created" if before is None else ("unchanged" if before == after else "changed")
    return row.change != "unchanged"


def plan_courses(staged: Staged) -> dict[str, dict]:
    """code -> columns of the courses that are new or say something else now."""
    topics = dict(db.session.execute(select(Topic.id, Topic.name)).all())
    needed: dict[str, list[str]] = {}
    codes = dict(db.session.execute(select(Course.id, Course.code)).all())
    for course_id, needs_id in db.session.execute(select(CoursePrerequisite.course_id, CoursePrerequisite.needs_id)):
        needed.setdefault(codes[course_id], []).append(codes[needs_id])
    stored = {row.code: {"title": row.title, "topic": topics[row.topic_id], "level": row.level, "days": row.days, "hours": row.hours, "min_size": row.min_size,
                         "max_size": row.max_size, "form": row.form, "groups": row.groups, "prerequisites": sorted(needed.get(row.code, []))}
              for row in db.session.execute(select(Course.__table__))}
    standing = set(stored) | {row.values["code"] for row in _rows(staged)}
    found = {}
    for row in _rows(staged):
        values = row.values
        says = {"title": values["title"], "topic": values["topic"], "level": _LEVEL_NUMBERS[values["level"]], "days": values["days"], "hours": values["hours"],
                "min_size": values["min"], "max_size": values["max"], "form": values["form"] or "", "groups": ", ".join(values["groups"]),
                "prerequisites": sorted(code for code in values["prerequisites"] if code in standing)}
        if _mark(row, stored.get(values["code"]), says):
            found[values["code"]] = says
    return found


def write_courses(found: dict[str, dict], staged: Staged) -> None:
    """Topics, courses, and which course asks for which."""
    if not found:
        return
    topics = _topics([says["topic"] for says in found.values()])
    known = dict(db.session.execute(select(Course.code, Course.id)).all())
    for code, says in found.items():
        columns = {key: value for key, value in says.items() if key not in ("topic", "prerequisites")}
        columns |= {"topic_id": topics[squeeze(says["topic"])], "title_squeezed": squeeze(says["title"]), "prerequisites_text": "; ".join(says["prerequisites"])}
        if code in known:
            db.session.execute(update(Course.__table__).where(Course.id == known[code]).values(version=Course.__table__.c.version + 1, **columns))
        else:
            db.session.execute(insert(Course.__table__).values(code=code, version=1, **columns))
    ids = dict(db.session.execute(select(Course.code, Course.id)).all())
    wanted = [{"course_id": ids[code], "needs_id": ids[needs]} for code, says in found.items() for needs in says["prerequisites"]]
    links = CoursePrerequisite.__table__
    db.session.execute(links.delete().where(links.c.course_id.in_([ids[code] for code in found])))
    if wanted:
        db.session.execute(insert(links), wanted)
    db.session.expire_all()


def _topics(names: list[str]) -> dict[str, int]:
    """squeezed name -> id; new topics are made in the order they are named."""
    known = dict(db.session.execute(select(Topic.name_squeezed, Topic.id)).all())
    fresh, position = {}, len(known)
    for name in names:
        if squeeze(name) not in known and squeeze(name) not in fresh:
            position += 1
            fresh[squeeze(name)] = {"name": name, "name_squeezed": squeeze(name), "position": position}
    if fresh:
        db.session.execute(insert(Topic), list(fresh.values()))
    return dict(db.session.execute(select(Topic.name_squeezed, Topic.id)).all())


def plan_academies(staged: Staged) -> list[tuple]:
    """(table, key, columns) of every room, month and licence that is new or says something else now."""
    units = lookups.unit_ids()
    rooms = {(row.academy_id, row.name): (row.seats, row.computers, row.note) for row in db.session.execute(select(Room.__table__))}
    licences = {(row.academy_id, row.name): (row.quantity, row.valid_until) for row in db.session.execute(select(Licence.__table__))}
    names = {topic_id: key for key, topic_id in db.session.execute(select(Topic.name_squeezed, Topic.id))}
    months: dict[tuple, dict] = {}
    for row in db.session.execute(select(LecturerMonth.__table__)):
        months.setdefault((row.academy_id, names[row.topic_id], row.month.year), {})[row.month] = row.quarters
    found = []
    for file in staged.files:
        for row in file.accepted():
            values, academy = row.values, units[row.values["academy"]]
            if values["table"] == "rooms":
                key, says = (academy, values["room"]), (values["seats"], values["computers"], _room_note(values))
                changed = _mark(row, rooms.get(key), says)
            elif values["table"] == "licences":
                key, says = (academy, values["name"]), (values["quantity"], day_of(values, "until"))
                changed = _mark(row, licences.get(key), says)
            else:
                key = (academy, squeeze(values["topic"]), file.found["plan_year"])
                says = {date(key[2], number, 1): round(values[month] * 4) for number, month in enumerate(MONTHS, start=1)}
                changed = _mark(row, months.get(key), says)
            if changed:
                found.append((values["table"], key, says, values))
    return found


def _room_note(values: dict) -> str:
    """What the sheet says of network and online lessons, in words."""
    return ", ".join(word for word, has in (("mạng nội bộ", values["network"]), ("trực tuyến", values["online"])) if has)


def write_academies(found: list[tuple], staged: Staged) -> None:
    """Each changed row replaces the one with its key; three tables, two statements each."""
    topics = _topics([values["topic"] for table, _key, _says, values in found if table == "lecturers"])
    rooms, licences, months = [], [], []
    for table, key, says, _values in found:
        if table == "rooms":
            rooms.append(({"academy_id": key[0], "name": key[1]}, {"seats": says[0], "computers": says[1], "note": says[2]}))
        elif table == "licences":
            licences.append(({"academy_id": key[0], "name": key[1]}, {"quantity": says[0], "valid_until": says[1]}))
        else:
            months += [({"academy_id": key[0], "topic_id": topics[key[1]], "month": month}, {"quarters": quarters}) for month, quarters in says.items()]
    for model, rows in ((Room, rooms), (Licence, licences), (LecturerMonth, months)):
        _replace(model.__table__, rows)
    db.session.expire_all()


def _replace(table, rows: list[tuple[dict, dict]]) -> None:
    """(key, columns): rows whose key stands are updated, the others added. Of one key twice the last counts."""
    if not rows:
        return
    names, columns = list(rows[0][0]), list(rows[0][1])
    standing = {tuple(row) for row in db.session.execute(select(*[table.c[name] for name in names]))}
    last = {tuple(key.values()): (key, says) for key, says in rows}
    fresh = [{**key, **says} for mark, (key, says) in last.items() if mark not in standing]
    known = [{**{f"b_{name}": value for name, value in key.items()}, **says} for mark, (key, says) in last.items() if mark in standing]
    if fresh:
        db.session.execute(insert(table), fresh)
    if known:
        where = [table.c[name] == bindparam(f"b_{name}") for name in names]
        db.session.execute(update(table).where(*where).values({name: bindparam(name) for name in columns}), known)


YEARS_CALENDAR = 8


def plan_holidays(staged: Staged) -> dict[date, tuple[str, str] | None]:
    """Days that are new or another kind of day now. A file with eight days or more of a year is that year's calendar: days of the year that it
    does not list go (None), for instance national holidays of the reference data that this army's calendar moves."""
    stored = {row.day: (row.kind, row.name) for row in db.session.execute(select(CalendarDay)).scalars()}
    found, listed = {}, Counter()
    for row in _rows(staged):
        day, says = day_of(row.values, "date"), (row.values["kind"], row.values["name"] or "")
        listed[day.year] += 1
        if _mark(row, stored.get(day), says):
            found[day] = says
    named = {day_of(row.values, "date") for row in _rows(staged)}
    gone = [day for day in sorted(stored) if listed[day.year] >= YEARS_CALENDAR and day not in named]
    staged.options["dropped_days"] = [day.isoformat() for day in gone]
    return found | dict.fromkeys(gone)


def write_holidays(found: dict[date, tuple[str, str] | None], staged: Staged) -> None:
    """The calendar's exceptions."""
    gone = [day for day, says in found.items() if says is None]
    if gone:
        db.session.execute(CalendarDay.__table__.delete().where(CalendarDay.day.in_(gone)))
    _replace(CalendarDay.__table__, [({"day": day}, {"kind": says[0], "name": says[1]}) for day, says in found.items() if says is not None])
    db.session.expire_all()

"""Writing personnel lists: one set-based act. Current values on the person, dated ranks and posts beside it, certificates, open questions."""
import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import bindparam, delete, func, insert, select, update

from lms.competence.models import Qualification
from lms.courses.models import Course, Topic
from lms.db import db
from lms.imports.queries import lookups
from lms.imports.rules.staging import Staged, StagedRow, day_of
from lms.people.models import IdentityQuestion, Person, PersonPost, PersonRank
from lms.people.rules.duplicates import ASKED
from lms.people.rules.words import IT_LEVELS
from lms.sheets.cells import even_tones
from lms.spelling import fold, sort_key, squeeze

_COLUMNS = ("name", "birth", "gender", "category", "rank_id", "post", "unit_id", "post_since", "specialty", "roster_group", "it_level", "certificates_text")
_CHUNK = 5000


@dataclass
class PeoplePlan:
    """What writing the lists means: new persons, changed persons (id -> before and after), and what is to be asked; `mark` is the register it was made from."""
    created: list[dict] = field(default_factory=list)
    changed: list[tuple[int, dict, dict]] = field(default_factory=list)
    certificates: dict[str, list] = field(default_factory=dict)
    questions: list[dict] = field(default_factory=list)
    mark: tuple = ()


def register_mark() -> tuple:
    """Another one after every change of the register: persons are only added, and each change of one counts its version up."""
    return tuple(db.session.execute(select(func.count(Person.id), func.max(Person.id), func.sum(Person.version))).one())


def plan(staged: Staged) -> PeoplePlan:
    """Compare the accepted rows with the register and mark each; what cannot be decided by a program is asked and not written."""
    found, seen = PeoplePlan(mark=register_mark()), {}
    stored, by_person = _stored()
    units, ranks = lookups.unit_ids(), lookups.rank_ids()
    for file in staged.files:
        for row in file.accepted():
            says = _says(row, units, ranks)
            number = row.values["sn"]
            if number in seen:
                row.change = "unchanged" if seen[number] == says else None
                continue
            seen[number] = says
            _compare(found, row, says, stored.get(number))
            if row.change in ("created", "changed"):
                found.certificates[number] = row.values["certs"] or []
            if row.change == "created":
                _ask_same_person(found, row, file.name, by_person)
    found.questions += [entry for entry in staged.duplicates if entry["kind"] in ASKED]
    return found


def _stored() -> tuple[dict, dict]:
    """service number -> (id, values), and name with birth date -> service numbers."""
    by_number, by_person = {}, {}
    for row in db.session.execute(select(Person.id, Person.service_no, *[getattr(Person, name) for name in _COLUMNS])):
        by_number[row.service_no] = (row.id, {name: getattr(row, name) for name in _COLUMNS})
        by_person.setdefault((even_tones(row.name).casefold(), row.birth), []).append(row.service_no)
    return by_number, by_person


def _says(row: StagedRow, units: dict[str, int], ranks: dict[str, int]) -> dict:
    """A row as columns of a person."""
    values = row.values
    certificates = "; ".join(_certificate(*item) for item in values["certs"] or [])
    return {"name": values["name"], "birth": day_of(values, "birth"), "gender": values["gender"] or "", "category": values["category"] or "",
            "rank_id": ranks[values["rank_code"]] if values["rank_code"] else None, "post": values["post"] or "", "unit_id": units[values["unit"]],
            "post_since": day_of(values, "since"), "specialty": values["spec"] or "", "roster_group": values["group"],
            "it_level": IT_LEVELS.index(values["it"]) + 1 if values["it"] else None, "certificates_text": certificates}


def _certificate(code: str | None, title: str, year: int | None) -> str:
    said = f"{title} [{code}]" if code else title
    return f"{said} ({year})" if year else said


def _compare(found: PeoplePlan, row: StagedRow, says: dict, known: tuple[int, dict] | None) -> None:
    """created, changed, unchanged; a number that belongs to somebody else in the register is a question and not written."""
    if known is None:
        row.change = "created"
        found.created.append({"service_no": row.values["sn"], **says, **_keys(says["name"]), "active": True, "version": 1})
        return
    person_id, before = known
    if before == says:
        row.change = "unchanged"
        return
    same_name = squeeze(before["name"]) == squeeze(says["name"])
    if before["birth"] != says["birth"]:
        kind = "duplicate_conflict" if same_name else "service_number_conflict"
        differs = {key: [str(before[key]), str(says[key])] for key in ("name", "birth") if before[key] != says[key]}
        found.questions.append({"kind": kind, "service_no": row.values["sn"], "name": before["name"], "places": [], "differs": differs})
        row.change = None
        return
    row.change = "changed"
    found.changed.append((person_id, before, says))


def _keys(name: str) -> dict:
    """What searching and sorting need. Made while planning: with the write lock in hand nothing is computed."""
    return {"name_fold": fold(name), "sort_key": sort_key(name)}


def _ask_same_person(found: PeoplePlan, row: StagedRow, file: str, by_person: dict) -> None:
    """Somebody of this name and birth date stands in the register under another number."""
    key = (even_tones(row.values["name"]).casefold(), day_of(row.values, "birth"))
    for number in by_person.get(key, []):
        found.questions.append({"kind": "suspected_same_person", "service_no": number, "name": row.values["name"], "places": [{"file": file, "row": row.row}],
                                "differs": {"service_no": [number, row.values["sn"]]}})


def write(found: PeoplePlan, staged: Staged, tell=lambda done, step: None) -> None:
    """Bulk statements only. `tell(done, step)` says how far it is."""
    tell(5, "persons")
    for at in range(0, len(found.created), _CHUNK):
        rows = found.created[at:at + _CHUNK]
        db.session.execute(insert(Person.__table__), rows)
        tell(5 + 45 * (at + len(rows)) // max(len(found.created), 1), "persons")
    _update_persons(found)
    ids = dict(db.session.execute(select(Person.service_no, Person.id)).all())
    tell(60, "ranks")
    _first_ranks_and_posts(found, ids, staged.list_date)
    _moved_ranks_and_posts(found, staged.list_date)
    tell(80, "certificates")
    _write_certificates(found, ids)
    _write_questions(found, ids)
    db.session.flush()
    db.session.expire_all()


def _update_persons(found: PeoplePlan) -> None:
    if not found.changed:
        return
    table = Person.__table__
    rows = [{"b_id": person_id, **says, **_keys(says["name"])} for person_id, _before, says in found.changed]
    names = [name for name in rows[0] if name != "b_id"]
    db.session.execute(update(table).where(table.c.id == bindparam("b_id")).values({name: bindparam(name) for name in names} | {"version": table.c.version + 1}), rows)


def _first_ranks_and_posts(found: PeoplePlan, ids: dict[str, int], list_date: date) -> None:
    """The first dated rank is known since the list; the post since the day it was taken up."""
    if not found.created:
        return
    ranks = [{"person_id": ids[row["service_no"]], "rank_id": row["rank_id"], "category": row["category"], "since": list_date, "until": None} for row in found.created]
    posts = [{"person_id": ids[row["service_no"]], "unit_id": row["unit_id"], "post": row["post"], "main": True, "since": row["post_since"] or list_date, "until": None}
             for row in found.created]
    db.session.execute(insert(PersonRank.__table__), ranks)
    db.session.execute(insert(PersonPost.__table__), posts)


def _moved_ranks_and_posts(found: PeoplePlan, list_date: date) -> None:
    """A new rank or post ends the open one the day before; a change of the same day is a correction of that row."""
    promoted = {person_id: says for person_id, before, says in found.changed if (before["rank_id"], before["category"]) != (says["rank_id"], says["category"])}
    moved = {person_id: says for person_id, before, says in found.changed
             if (before["unit_id"], before["post"], before["post_since"]) != (says["unit_id"], says["post"], says["post_since"])}
    _turn(PersonRank, promoted, lambda says: list_date, lambda says: {"rank_id": says["rank_id"], "category": says["category"]})
    _turn(PersonPost, moved, lambda says: says["post_since"] or list_date, lambda says: {"unit_id": says["unit_id"], "post": says["post"], "main": True})


def _turn(model, moved: dict[int, dict], begins, values) -> None:
    """Close the open rows of these persons and open new ones, in three statements."""
    if not moved:
        return
    table, ended, corrected, fresh = model.__table__, [], [], []
    opened = {}
    wanted = list(moved)
    for at in range(0, len(wanted), 500):
        rows = db.session.execute(select(table.c.id, table.c.person_id, table.c.since).where(table.c.until.is_(None), table.c.person_id.in_(wanted[at:at + 500])))
        opened |= {person_id: (row_id, since) for row_id, person_id, since in rows}
    for person_id, says in moved.items():
        start, row = begins(says), {"person_id": person_id, **values(says)}
        known = opened.get(person_id)
        if known and known[1] >= start:
            corrected.append({"b_id": known[0], "since": start, **values(says)})
            continue
        if known:
            ended.append({"b_id": known[0], "until": start - timedelta(days=1)})
        fresh.append({**row, "since": start, "until": None})
    for rows in (ended, corrected):
        if rows:
            names = [name for name in rows[0] if name != "b_id"]
            db.session.execute(update(table).where(table.c.id == bindparam("b_id")).values({name: bindparam(name) for name in names}), rows)
    if fresh:
        db.session.execute(insert(table), fresh)


def _write_certificates(found: PeoplePlan, ids: dict[str, int]) -> None:
    """What the list says a person holds, as qualifications from the roster; said anew it replaces what the roster said before."""
    courses = {code: (squeeze(topic), level) for code, topic, level in
               db.session.execute(select(Course.code, Topic.name, Course.level).join(Topic, Course.topic_id == Topic.id))}
    changed = [person_id for person_id, _before, _says_now in found.changed]
    for at in range(0, len(changed), 500):
        db.session.execute(delete(Qualification).where(Qualification.source == "roster", Qualification.person_id.in_(changed[at:at + 500]))
                           .execution_options(synchronize_session=False))
    rows, seen = [], set()
    for number, certificates in found.certificates.items():
        for code, title, year in certificates:
            key = (ids[number], squeeze(title), year)
            if key in seen:
                continue
            seen.add(key)
            topic, level = courses.get(code, ("", None))
            rows.append({"person_id": ids[number], "title": title, "title_key": squeeze(title), "course_code": code, "topic_key": topic, "level": level, "year": year,
                         "gained_on": None, "valid_until": None, "source": "roster", "revoked": False})
    if rows:
        db.session.execute(insert(Qualification.__table__), rows)


def _write_questions(found: PeoplePlan, ids: dict[str, int]) -> None:
    """Each question once, however often a list is read."""
    known = set(db.session.execute(select(IdentityQuestion.fingerprint)).scalars())
    rows = []
    for entry in found.questions:
        other = entry["differs"].get("service_no", [None, None])[1]
        content = [entry["kind"], None if other else entry["service_no"], sorted(map(str, entry["differs"].get("service_no", []))), squeeze(entry["name"]),
                   {key: sorted(map(str, value)) for key, value in entry["differs"].items()}]
        mark = hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
        if mark in known:
            continue
        known.add(mark)
        places = "; ".join(f"{place['file']}:{place['row']}" for place in entry["places"])
        rows.append({"kind": entry["kind"], "service_no": entry["service_no"], "name": entry["name"], "places": places,
                     "differs": json.dumps(entry["differs"], ensure_ascii=False), "person_id": ids.get(entry["service_no"]),
                     "other_person_id": ids.get(other), "fingerprint": mark, "answer": None})
    if rows:
        db.session.execute(insert(IdentityQuestion.__table__), rows)

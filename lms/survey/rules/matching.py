"""One row of a list, from Excel or from our own form, becomes a line of the sheet: who (number, or name and birth date), for what, by when.

Names are compared without marks, spaces and case, so a list typed without marks or in decomposed Unicode finds its people. What cannot be
understood is a fault with its column; nothing is guessed and nothing is dropped."""
import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from lms.people.rules.words import read_group
from lms.sheets.book import Book
from lms.sheets.cells import even_tones, is_blank, read_count, read_day, read_name, read_service_number, read_text, text_of
from lms.spelling import clean, squeeze
from lms.survey.rules.need_words import read_priority, read_quarter

REASON_MOST, HEADS_MOST = 500, 100_000
COLUMNS = ("sn", "name", "birth", "group", "number", "topic", "level", "prio", "quarter", "reason")
_LEVELS = {"1": 1, "coban": 1, "cb": 1, "basic": 1, "2": 2, "nangcao": 2, "nc": 2, "advanced": 2, "3": 3, "chuyensau": 3, "cs": 3, "specialist": 3}
_PRIORITIES = {"batbuoc": 1, "mandatory": 1, "required": 1, "uutien": 2, "preferred": 2, "priority": 2, "thuong": 3, "normal": 3, "ordinary": 3}
_LEADING = re.compile(r"^[^\d]*([123])(?!\d)")


@dataclass(frozen=True)
class Member:
    """A person of the unit, as a list may name him."""
    person_id: int
    service_no: str | None
    name: str
    birth: date


@dataclass(frozen=True)
class Asked:
    """A line as it is asked for: a person, or `heads` of a group."""
    person_id: int | None
    group_code: str | None
    heads: int
    topic_id: int
    level: int
    priority: int
    quarter: str
    reason: str = ""

    @property
    def key(self) -> tuple:
        """What makes two lines the same need."""
        return (self.person_id, self.group_code, self.topic_id, self.level)


@dataclass(frozen=True)
class Fault:
    """What cannot be understood: the column, the kind (FAULTS of list_words.py), and what stands there."""
    column: str
    kind: str
    value: str = ""


@dataclass
class RowRead:
    """One row as read: its place, its text, whom it names, and the line or the faults."""
    number: int
    text: str
    who: str = ""
    asked: Asked | None = None
    faults: list[Fault] = field(default_factory=list)


class Members:
    """The people of a unit, ready to be asked."""

    def __init__(self, members: list[Member]):
        self.by_number = {member.service_no: member for member in members if member.service_no}
        self.by_name: dict[tuple[str, date], list[Member]] = defaultdict(list)
        self.names: set[str] = set()
        for member in members:
            self.by_name[squeeze(member.name), member.birth].append(member)
            self.names.add(squeeze(member.name))

    def named(self, name: str, birth: date) -> list[Member]:
        """Who has this name and birth date; the spelling decides between people whose names differ in marks only."""
        found = self.by_name.get((squeeze(name), birth), [])
        if len(found) > 1:
            wanted = even_tones(clean(name)).casefold()
            found = [member for member in found if even_tones(member.name).casefold() == wanted] or found
        return found


@dataclass(frozen=True)
class Known:
    """What a list is read against. `topics`: squeezed name, course title or code -> (topic, level of the course or None);
    `defaults` fills what a list leaves out."""
    members: Members
    topics: dict[str, tuple[int, int | None]]
    groups: dict[str, str]
    quarters: tuple[str, ...]
    defaults: dict[str, object] = field(default_factory=dict)


def level_of(value) -> int | None:
    """1 to 3 from `Nâng cao`, `NC`, `Mức 2`, `2`, `Advanced`."""
    word = squeeze(text_of(value))
    hit = re.fullmatch(r"(?:muc|level)?([123])", word)
    return int(hit[1]) if hit else _LEVELS.get(word)


def priority_of(value) -> int | None:
    """1 to 3 from `1`, `Ưu tiên 2`, `UT1`, `1 bắt buộc`, `Thường`."""
    read = read_priority(value)
    if read.value:
        return read.value
    text = text_of(value)
    hit = _LEADING.match(text)
    return int(hit[1]) if hit and len(text) < 30 else _PRIORITIES.get(squeeze(text))


def read_row(row: RowRead, cells: dict[str, object], known: Known, book: Book) -> RowRead:
    """Fill `asked` or `faults` of the row from its cells (by the keys of COLUMNS; a missing column has no key)."""
    raw = {key: cells.get(key) for key in COLUMNS}
    personal = not (is_blank(raw["sn"]) and is_blank(raw["name"]))
    person = _who(row, raw, known, book) if personal else None
    group, heads = (None, 1) if personal else _how_many(row, raw, known)
    values = _what(row, raw, known) | _when(row, raw, known)
    reason = read_text(raw["reason"])
    if reason.error:
        row.faults.append(Fault("reason", "cell_error", text_of(raw["reason"])))
    elif reason.value and len(reason.value) > REASON_MOST:
        row.faults.append(Fault("reason", "too_long", str(len(reason.value))))
    if not row.faults:
        row.asked = Asked(person.person_id if person else None, group, heads, reason=reason.value or known.defaults.get("reason", ""), **values)
    return row


def _who(row: RowRead, raw: dict, known: Known, book: Book) -> Member | None:
    """The member of the unit: by number, else by name and birth date; what else the row says of him must fit."""
    number, name, birth = read_service_number(raw["sn"]), read_name(raw["name"]), read_day(raw["birth"], book)
    row.who = name.value or text_of(raw["name"]) or number.value or text_of(raw["sn"])
    wrong = [(key, reading.error) for key, reading in (("sn", number), ("name", name), ("birth", birth)) if reading.error]
    if wrong:
        row.faults += [Fault(key, kind, text_of(raw[key])) for key, kind in wrong]
        return None
    if number.value:
        member = known.members.by_number.get(number.value)
        if member is None:
            row.faults.append(Fault("sn", "not_in_unit", number.value))
        else:
            _check_fit(row, member, name.value, birth.value)
        return member
    if birth.value is None:
        row.faults.append(Fault("birth", "needs_birth"))
        return None
    found = known.members.named(name.value, birth.value)
    if len(found) != 1:
        row.faults.append(Fault("name", "several" if found else "not_in_unit", name.value))
        return None
    row.who = found[0].name
    return found[0]


def _check_fit(row: RowRead, member: Member, name: str | None, birth: date | None) -> None:
    if name and squeeze(name) != squeeze(member.name):
        row.faults.append(Fault("name", "other_name", member.name))
    elif birth and birth != member.birth:
        row.faults.append(Fault("birth", "other_birth", f"{member.birth:%d/%m/%Y}"))
    else:
        row.who = member.name


def _how_many(row: RowRead, raw: dict, known: Known) -> tuple[str | None, int]:
    group, number = read_group(raw["group"], known.groups), read_count(raw["number"])
    row.who = text_of(raw["group"])
    if group.error or group.value is None:
        row.faults.append(Fault("group", "unknown_group" if group.error else "nobody", text_of(raw["group"])))
    if number.error or number.value is None or number.value > HEADS_MOST:
        row.faults.append(Fault("number", "bad_number" if not is_blank(raw["number"]) else "empty", text_of(raw["number"])))
    return group.value, number.value or 0


def _what(row: RowRead, raw: dict, known: Known) -> dict:
    """Topic and level; a course's title or code names both."""
    text, level = text_of(raw["topic"]), None
    topic, implied = known.topics.get(squeeze(text), (None, None)) if text else (known.defaults.get("topic_id"), None)
    if topic is None:
        row.faults.append(Fault("topic", "unknown_topic" if text else "empty", text))
    level = level_of(raw["level"]) if not is_blank(raw["level"]) else implied or known.defaults.get("level")
    if level is None:
        row.faults.append(Fault("level", "empty" if is_blank(raw["level"]) else "unknown_level", text_of(raw["level"])))
    return {"topic_id": topic, "level": level}


def _when(row: RowRead, raw: dict, known: Known) -> dict:
    priority = priority_of(raw["prio"]) if not is_blank(raw["prio"]) else known.defaults.get("priority")
    if priority is None:
        row.faults.append(Fault("prio", "empty" if is_blank(raw["prio"]) else "unknown_priority", text_of(raw["prio"])))
    if is_blank(raw["quarter"]):
        quarter = known.defaults.get("quarter")
    else:
        quarter = read_quarter(raw["quarter"]).value
    if quarter is None:
        row.faults.append(Fault("quarter", "empty" if is_blank(raw["quarter"]) else "unknown_quarter", text_of(raw["quarter"])))
    elif quarter not in known.quarters:
        row.faults.append(Fault("quarter", "far_quarter", text_of(raw["quarter"])))
    return {"priority": priority, "quarter": quarter}

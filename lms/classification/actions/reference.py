"""Reference data of a fresh system: ranks, groups, required levels, kinds of units, the first rules, the
rules of the check before sending, holidays. Loading twice changes nothing."""
import csv
import json
from datetime import date

from sqlalchemy import func, select

from lms import clock
from lms.calendar import CalendarDay
from lms.classification.models import Rule, RuleSet
from lms.competence.models import RequiredLevel
from lms.config import HERE
from lms.db import db
from lms.events import record
from lms.events.survey import RuleSetInstalled
from lms.people.models import Rank, TraineeGroup
from lms.spelling import squeeze
from lms.survey.actions.checking import install_check_rules
from lms.units.models import UnitKind

FOLDER = HERE / "reference"


def _rows(name: str) -> list[dict]:
    with (FOLDER / name).open(encoding="utf8", newline="") as source:
        return list(csv.DictReader(source))


def load_reference() -> dict[str, int]:
    """All of it; name -> how many rows are new. Rows that stand already are left as somebody may have edited them."""
    made = {"ranks": _ranks(), "groups": _groups(), "unit kinds": _kinds()}
    db.session.flush()
    made["required levels"] = _required()
    made["holidays"] = _holidays()
    db.session.flush()
    made["rules"] = install_first_rules()
    made["check rules"] = install_check_rules()
    return made


def _ranks() -> int:
    known = set(db.session.execute(select(Rank.code)).scalars())
    fresh = [Rank(code=row["code"], category=row["category"], tier=row["tier"], position=int(row["order"]), title=row["title_vi"], title_en=row["title_en"])
             for row in _rows("ranks.csv") if row["code"] not in known]
    db.session.add_all(fresh)
    return len(fresh)


def _groups() -> int:
    known = set(db.session.execute(select(TraineeGroup.code)).scalars())
    fresh = [TraineeGroup(code=row["code"], title=row["title_vi"], title_en=row["title_en"], criterion=row["criterion_vi"], position=number)
             for number, row in enumerate(_rows("groups.csv"), start=1) if row["code"] not in known]
    db.session.add_all(fresh)
    return len(fresh)


def _required() -> int:
    known = set(db.session.execute(select(RequiredLevel.group_code)).scalars())
    fresh = [RequiredLevel(group_code=row["code"], level=int(row["it_level"])) for row in _rows("groups.csv") if row["code"] not in known]
    db.session.add_all(fresh)
    return len(fresh)


def _kinds() -> int:
    """Kinds made by an import before get their family; others are made."""
    known = {kind.name_squeezed: kind for kind in db.session.execute(select(UnitKind)).scalars()}
    count = 0
    for row in _rows("unit_kinds.csv"):
        kind = known.get(squeeze(row["name"]))
        if kind is None:
            db.session.add(UnitKind(name=row["name"], name_squeezed=squeeze(row["name"]), family=row["family"], position=int(row["position"]),
                                    academy=row["academy"] == "1"))
            count += 1
        elif not kind.family:
            kind.family, kind.position, kind.academy = row["family"], int(row["position"]), row["academy"] == "1"
    return count


def _holidays() -> int:
    """Only into an empty calendar: afterwards the calendar is edited or imported. A day off that the State swaps with a Saturday brings that
    Saturday as a working day."""
    if db.session.execute(select(func.count(CalendarDay.day))).scalar_one():
        return 0
    import holidays
    year = clock.today().year
    found = holidays.country_holidays("VN", years=range(year, year + 3), language="vi")
    rows = {day: CalendarDay(day=day, kind="off", name=name) for day, name in found.items()}
    swapped = {f"{day:%d/%m/%Y}": day for day in found.weekend_workdays if year <= day.year < year + 3}
    for day, name in found.items():
        for written, saturday in swapped.items():
            if written in name:
                rows[day].name = f"Nghỉ hoán đổi, làm bù ngày {written}"
                rows[saturday] = CalendarDay(day=saturday, kind="work", name=f"Làm bù cho ngày {day:%d/%m/%Y}")
    db.session.add_all([rows[day] for day in sorted(rows)])
    return len(rows)


def install_first_rules() -> int:
    """Version 1 of the rules, unless some version stands already; how many rules were added."""
    if db.session.execute(select(func.count(RuleSet.id))).scalar_one():
        return 0
    stored = json.loads((FOLDER / "rule_set_1.json").read_text(encoding="utf8"))
    made = RuleSet(number=stored["number"], in_force_from=date.fromisoformat(stored["in_force_from"]), decision=stored["decision"])
    db.session.add(made)
    db.session.flush()
    db.session.add_all([Rule(rule_set_id=made.id, position=position, group_code=row["group"], conditions=row["conditions"], words=row["words"],
                             words_en=row["words_en"]) for position, row in enumerate(stored["rules"], start=1)])
    record(None, RuleSetInstalled(subject_id=made.id, number=made.number, rules=len(stored["rules"])))
    return len(stored["rules"])

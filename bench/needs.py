"""Measures the roll-up against the bare GROUP BY on the same database, in one run: `python bench/needs.py [URL] [SHEETS] [LINES]`.

Without a URL: SQLite in a folder of its own. The database is emptied and filled with a round of 1,200 sheets and 125,000 lines. Prints one line of
JSON for each view of the roll-up: median milliseconds of the page's queries and rules, of the bare statement, and their ratio; then what signing takes.
"""
import json
import random
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sqlalchemy import text  # noqa: E402

from lms import clock, create_app  # noqa: E402
from lms.access import Grant  # noqa: E402
from lms.courses.models import Topic  # noqa: E402
from lms.db import db  # noqa: E402
from lms.people.models import Person, Rank, TraineeGroup  # noqa: E402
from lms.survey.models import Need, NeedSheet, SurveyRound  # noqa: E402
from lms.survey.queries import rollup as reading  # noqa: E402
from lms.survey.queries.closing import lines_under, table_under  # noqa: E402
from lms.survey.queries.rollup import Asked  # noqa: E402
from lms.survey.rules import rollup as rules  # noqa: E402
from lms.survey.rules.closing import LINE  # noqa: E402
from lms.survey.rules.snapshot import fingerprint  # noqa: E402
from lms.units.models import Unit, UnitKind  # noqa: E402

BARE = {
    ("unit", "topic"): "SELECT sheet_id, topic_id, SUM(heads) FROM need GROUP BY sheet_id, topic_id",
    ("unit", "group"): "SELECT n.sheet_id, COALESCE(n.group_code, p.roster_group), SUM(n.heads) FROM need n LEFT JOIN person p ON p.id = n.person_id GROUP BY 1, 2",
    ("region", "priority"): "SELECT sheet_id, priority, SUM(heads) FROM need GROUP BY sheet_id, priority",
    ("group", "topic"): "SELECT COALESCE(n.group_code, p.roster_group), n.topic_id, SUM(n.heads) FROM need n LEFT JOIN person p ON p.id = n.person_id GROUP BY 1, 2",
    ("priority", "quarter"): "SELECT priority, quarter, SUM(heads) FROM need GROUP BY priority, quarter",
}
TURNS = 7


class Overseer:
    """Somebody who reaches everything."""
    person_id = None

    def __init__(self, path: str):
        self.grants = [Grant("committee_staff", path)]


def fill(sheets: int, lines: int) -> SurveyRound:
    """A ministry of 48 first-level units with the others below them; three lines of four are persons, one of twenty is corrected."""
    draw, now, today = random.Random(4), clock.now(), date(2020, 1, 1)
    kind, rank = UnitKind(name="Đơn vị", name_squeezed="donvi", family="Đơn vị"), Rank(code="r", category="officer", tier="junior", position=1, title="Đại úy", title_en="Captain")
    topics = [Topic(name=f"Nội dung {n}", name_squeezed=f"noidung{n}", position=n) for n in range(16)]
    db.session.add_all([kind, rank, *topics, *[TraineeGroup(code=f"N{n}", title=f"Nhóm {n}", title_en=f"Group {n}", position=n) for n in range(1, 10)]])
    db.session.flush()
    units = [Unit(code=f"B{n:05d}", name=f"Đơn vị {n}", kind_id=kind.id, path=f"/{n}/", depth=0, since=today, name_fold=f"don vi {n}", position=n,
                  region=("Miền Bắc", "Miền Trung", "Miền Nam")[n % 3]) for n in range(sheets + 1)]
    db.session.add_all(units)
    db.session.flush()
    for n, unit in enumerate(units):
        above = None if n == 0 else units[0] if n <= 48 else units[1 + n % 48]
        unit.parent_id, unit.depth = (above.id, above.depth + 1) if above is not None else (None, 0)
        unit.path = f"{above.path if above is not None else '/'}{unit.id}/"
    found = SurveyRound(code="KS-BENCH", title="Đợt", year=2027, scope_id=units[0].id, depth=2, opens_on=today, due_at=now, lock_at=now + timedelta(days=1), state="open", changed_at=now)
    db.session.add(found)
    db.session.flush()
    made = [NeedSheet(round_id=found.id, unit_id=unit.id, review_unit_id=unit.parent_id, unit_name=unit.name, state="accepted", submitted_at=now, submitted_by_id=1, reviewed_by_id=2,
                      changed_at=now) for unit in units[1:]]
    db.session.add_all(made)
    db.session.flush()
    lay_lines(draw, made, (lines, rank.id, [topic.id for topic in topics]))
    db.session.commit()
    return found


def lay_lines(draw: random.Random, sheets: list[NeedSheet], size: tuple) -> None:
    """Persons and needs in bulk."""
    lines, rank_id, topic_ids = size
    people, needs = [], []
    for n in range(lines):
        sheet, named = sheets[n % len(sheets)], n % 4 != 0
        if named:
            people.append({"service_no": f"{n:08d}", "name": f"Người {n}", "name_fold": f"nguoi {n}", "sort_key": f"{n}", "birth": date(1985, 1, 1), "gender": "Nam", "category": "SQ",
                           "rank_id": rank_id, "post": "Trợ lý", "unit_id": sheet.unit_id, "post_since": date(2020, 1, 1), "roster_group": f"N{draw.randint(1, 9)}", "active": True,
                           "version": 1, "id": n + 1})
        heads = 1 if named else draw.randint(1, 40)
        needs.append({"sheet_id": sheet.id, "line_no": n // len(sheets) + 1, "unit_id": sheet.unit_id, "person_id": n + 1 if named else None,
                      "group_code": None if named else f"N{draw.randint(1, 9)}", "heads": heads, "heads_now": heads // 2 if n % 20 == 0 else None, "topic_id": draw.choice(topic_ids),
                      "level": draw.randint(1, 3), "priority": draw.randint(1, 3), "quarter": f"2027Q{draw.randint(1, 4)}", "reason": "", "version": 1})
    db.session.execute(Person.__table__.insert(), people)
    db.session.execute(Need.__table__.insert(), needs)


def rolled(user, found: SurveyRound, asked: Asked, axes: tuple[str, str]) -> int:
    """The work of the page: three statements and the rules; returns the total."""
    where = reading.places(user, found, asked)
    rows = rules.unit_rows(where, asked.level.path)
    sums = reading.sums(user, found, asked, axes, {"unit": rules.unit_keys(rows, where), "region": {place.sheet_id: place.region for place in where}})
    if axes[0] == "unit":
        rules.fill(rows, sums)
    else:
        rows = rules.value_rows(sums, {})
    return rules.totals(rows, rules.columns_in(sums, {}))[1].asked


def median_ms(work) -> float:
    """The median of some turns, after one that warms up."""
    times = []
    for _turn in range(TURNS + 1):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times[1:])


def measure(found: SurveyRound) -> None:
    """Every view against its bare statement, sent sheets and accepted ones; then what signing the whole takes."""
    user = Overseer(found.scope.path)
    every = db.session.execute(text("SELECT SUM(heads) FROM need")).scalar_one()
    for axes, bare in BARE.items():
        plain = median_ms(lambda statement=bare: db.session.execute(text(statement)).all())
        for accepted in (False, True):
            asked = Asked(found.scope, accepted)
            assert rolled(user, found, asked, axes) == every
            took = median_ms(lambda a=asked, x=axes: rolled(user, found, a, x))
            print(json.dumps({"rows": axes[0], "columns": axes[1], "counted": "accepted" if accepted else "sent", "rollup_ms": round(took, 1), "bare_ms": round(plain, 1),
                              "ratio": round(took / plain, 2)}), flush=True)
    began = time.perf_counter()
    table = table_under(found, found.scope)
    looked = time.perf_counter()
    content = {"units": table.units, "columns": list(LINE), "lines": lines_under(found.id, found.scope_id)}
    digest = fingerprint(content)
    print(json.dumps({"sign_page_ms": round((looked - began) * 1000), "freeze_ms": round((time.perf_counter() - looked) * 1000), "heads": table.counts[1], "sha256": digest[:16]}))


def main(url: str, sheets: int, lines: int) -> None:
    """Make the database, fill it, measure."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"LMS_INSTANCE": folder, "LMS_DATABASE_URL": url or f"sqlite:///{folder}/needs.sqlite", "LMS_SECRET_KEY": "bench" * 8, "LMS_LOG_LEVEL": "ERROR"})
        with app.app_context():
            db.drop_all()
            db.create_all()
            found = fill(sheets, lines)
            if db.engine.dialect.name == "postgresql":
                db.session.execute(text("ANALYZE"))
            print(json.dumps({"database": db.engine.dialect.name, "sheets": sheets, "lines": lines}))
            measure(found)
            db.session.remove()
            db.engine.dispose()


if __name__ == "__main__":
    given = sys.argv[1:]
    main(given[0] if given and "://" in given[0] else "", *[int(n) for n in given if n.isdigit()] or (1_200, 125_000))

"""Groups and gaps of many lines in one pass: a fixed number of statements, whatever the number of lines."""
from sqlalchemy import bindparam, select

from lms import clock
from lms.classification.models import Classification, RuleSet
from lms.classification.queries.facts import (
    facts_of,
    held_levels,
    required_levels,
    roles_of,
    stored_facts,
)
from lms.classification.queries.rule_sets import engine_rules, latest_set, rules_of
from lms.classification.rules.engine import first_match
from lms.classification.rules.gaps import it_gap, topic_gap
from lms.db import db
from lms.events import record
from lms.events.survey import ClassificationRequested, NeedsClassified
from lms.queue import enqueue
from lms.survey.actions import accept_many
from lms.survey.models import Need, NeedSheet, SurveyRound
from lms.survey.queries import lines_of
from lms.texts import lazy as _

CHUNK = 500


def classify(actor, needs: list[Need]) -> int:
    """Find (anew) the group of person lines of one round; what was set by hand stays. Without a rule set nothing is done. Returns how many."""
    needs, rule_set = [need for need in needs if need.person_id is not None], latest_set()
    if not needs or rule_set is None:
        return 0
    results = _results(needs, rule_set)
    known = {need_id: (row_id, group, found) for need_id, row_id, group, found in db.session.execute(
        select(Classification.need_id, Classification.id, Classification.group_code, Classification.found_group)
        .where(Classification.need_id.in_([need.id for need in needs])))}
    _write(results, known)
    record(actor, NeedsClassified(subject_id=needs[0].sheet.round_id, unit_id=needs[0].sheet.unit_id, lines=len(results), rule_set=rule_set.number))
    return len(results)


def _results(needs: list[Need], rule_set: RuleSet) -> list[dict]:
    people = [need.person_id for need in needs]
    rules, roles, held, required = engine_rules(rules_of(rule_set.id)), roles_of(people), held_levels(people), required_levels()
    now, results = clock.now(), []
    for need in needs:
        facts = stored_facts(need.person, roles.get(need.person_id, ()))
        found = first_match(rules, facts_of(facts))
        gaps = [it_gap(need.person.it_level, required.get(found.rule.group)),
                topic_gap(need.topic.name, held.get((need.person_id, need.topic.name_squeezed)), need.level)]
        results.append({"need_id": need.id, "person_id": need.person_id, "rule_set_id": rule_set.id, "rule_id": found.rule.id, "found_group": found.rule.group,
                        "facts": {**facts, "matched": [list(each) for each in found.because]}, "gaps": [gap for gap in gaps if gap], "computed_at": now})
    return results


def _write(results: list[dict], known: dict) -> None:
    table = Classification.__table__
    fresh = [{**row, "group_code": row["found_group"], "version": 1, "override_reason": ""} for row in results if row["need_id"] not in known]
    if fresh:
        db.session.execute(table.insert(), fresh)
    again = []
    for row in results:
        if row["need_id"] in known:
            row_id, group, found = known[row["need_id"]]
            again.append({**row, "row_id": row_id, "group_code": group if group != found else row["found_group"]})
    if again:
        names = [name for name in again[0] if name not in ("row_id", "need_id")]
        statement = table.update().where(table.c.id == bindparam("row_id")).values({name: bindparam(name) for name in names} | {"version": table.c.version + 1})
        db.session.execute(statement, [{name: value for name, value in row.items() if name != "need_id"} for row in again])
        db.session.expire_all()


def classify_sheet(actor, sheet: NeedSheet) -> int:
    """The person lines of one sheet; called in the transaction that accepts it."""
    return classify(actor, lines_of(sheet.id))


def accept_sheets(actor, sheets: list[NeedSheet], seen: dict[int, int]) -> list[tuple[NeedSheet, object | None]]:
    """Accept several sheets, each as an act of its own, and find the groups of those that were taken; (sheet, None or why not)."""
    done = accept_many(actor, sheets, seen)
    for sheet, why in done:
        if why is None:
            classify_sheet(actor, sheet)
    return done


def request_round(actor, found: SurveyRound) -> int:
    """Find all groups of the round anew, in the background; returns the job."""
    job_id = enqueue("classify round", _("Xếp nhóm đợt %(code)s", code=found.code), {"round_id": found.id}, by=actor, unit_id=found.scope_id,
                     dedup_key=f"classify/{found.id}")
    record(actor, ClassificationRequested(subject_id=found.id, unit_id=found.scope_id, job_id=job_id))
    return job_id


def classify_round(run) -> None:
    """The job: accepted sheets in chunks of lines, each chunk with its progress in one transaction."""
    actor = run.asker()
    wanted = (select(Need.id).join(NeedSheet, Need.sheet_id == NeedSheet.id)
              .where(NeedSheet.round_id == run.payload["round_id"], NeedSheet.state == "accepted", Need.person_id.is_not(None)).order_by(Need.id))
    ids = list(db.session.execute(wanted).scalars())
    db.session.rollback()
    for start in range(run.done, len(ids), CHUNK):
        chunk = ids[start:start + CHUNK]
        with run.work(start + len(chunk), len(ids)):
            classify(actor, list(db.session.execute(select(Need).where(Need.id.in_(chunk))).unique().scalars()))

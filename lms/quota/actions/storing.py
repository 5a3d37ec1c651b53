"""A computed plan as rows: sections, seats, why seats are lacking, figures, both files, and the move; all in the caller's transaction."""
import json
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import insert

from lms import blobs, flow
from lms.db import db
from lms.events import record
from lms.events.quota import ProposalComputed
from lms.quota.models import PlannedSeat, PlannedSection, Proposal, Shortfall
from lms.quota.queries import Before
from lms.quota.rules import form
from lms.quota.rules.compare import moved
from lms.quota.rules.demand import Keys
from lms.quota.rules.explain import Explainer

MEDIA = "application/json"
SECTION, SEAT = ("academy", "course", "start", "count"), ("unit", "course", "priority", "bucket", "academy", "end", "heads")


@dataclass(frozen=True)
class Solved:
    """The instance, what its indexes stand for, its plan, and the plan before it."""
    value: dict
    keys: Keys
    plan: dict
    before: Before | None


def store(run, proposal: Proposal, solved: Solved) -> None:
    """Everything that the plan says, and the scenario is ready."""
    for model, rows in ((PlannedSection, _sections(proposal, solved)), (PlannedSeat, _seats(proposal, solved)), (Shortfall, _shortfalls(proposal, solved))):
        if rows:
            db.session.execute(insert(model), rows)
    figures = _figures(solved)
    flow.move(proposal, "ready", None, figures=figures, keys=json.loads(json.dumps(asdict(solved.keys))), instance_sha256=_kept(solved.value),
              plan_sha256=_kept(solved.plan))
    record(run.asker(), ProposalComputed(subject_id=proposal.id, unit_id=proposal.round.scope_id, seats=figures["seats"], classes=figures["classes"]))


def _kept(value: dict) -> str:
    return blobs.keep_bytes((form.canonical(value) + "\n").encode("ascii"), MEDIA)


def _rows(table: dict, names: tuple[str, ...]) -> zip:
    return zip(*(table[name] for name in names), strict=True)


def _sections(proposal: Proposal, solved: Solved) -> list[dict]:
    keys, ends, duration = solved.keys, solved.value["bucket_end"], solved.value["courses"]["duration"]
    return [{"proposal_id": proposal.id, "academy_id": keys.academies[a], "course_id": keys.courses[c], "month": date(proposal.year, start + 1, 1), "count": count,
             "end_bucket": next(b for b, end in enumerate(ends) if end >= start + duration[c] - 1), "newly_opened": False}
            for a, c, start, count in _rows(solved.plan["sections"], SECTION)]


def _seats(proposal: Proposal, solved: Solved) -> list[dict]:
    keys = solved.keys
    return [{"proposal_id": proposal.id, "unit_id": keys.units[u], "course_id": keys.courses[c], "priority": priority, "bucket": bucket,
             "academy_id": keys.academies[a], "end_bucket": end, "heads": heads} for u, c, priority, bucket, a, end, heads in _rows(solved.plan["seats"], SEAT)]


def _shortfalls(proposal: Proposal, solved: Solved) -> list[dict]:
    """One row per course and deadline: why is the same for every unit that misses it."""
    rows = []
    for facts in Explainer(solved.value, solved.plan).shortfalls():
        course, bucket, heads = (facts.pop(name) for name in ("course", "bucket", "heads"))
        academies = [{**entry, "academy": solved.keys.academies[entry["academy"]]} for entry in facts["academies"]]
        rows.append({"proposal_id": proposal.id, "course_id": solved.keys.courses[course], "bucket": bucket, "heads": heads, "facts": {**facts, "academies": academies}})
    return rows


def _figures(solved: Solved) -> dict:
    """What the pages and papers say of the plan in numbers; on a re-run also what moved."""
    plan, goals = solved.plan, solved.plan["goals"]
    found = {"goals": {name: [achieved, bound] for name, achieved, bound in _rows(goals, ("name", "achieved", "bound"))}, "classes": sum(plan["sections"]["count"]),
             "seats": sum(plan["seats"]["heads"]), "asked": sum(solved.value["demand"]["heads"]), "limit_reached": plan["limit_reached"], "engine": plan["engine"]}
    if solved.before:
        found["moved"] = {**moved(plan, solved.before.plan), "proposal_id": solved.before.proposal_id, "name": solved.before.name}
    return found

"""Signing the table of a level: number 1 with its gaps named, later changes as supplements. The round is closed by signing at its scope."""
from dataclasses import dataclass, field
from functools import partial


from lms import clock, flow
from lms.counters import next_number
from lms.db import db
from lms.documents.actions import file_once
from lms.errors import Problem, StaleForm, WrongMove
from lms.events import record
from lms.events.survey import RoundClosed, TableSigned
from lms.pdf.errors import PaperProblem
from lms.queue import enqueue
from lms.survey.models import ClosedTable, SurveyRound
from lms.survey.queries.annex import annex_pdf, check_annex
from lms.survey.queries.closing import content_of, table_under, tables_of
from lms.survey.rules import closing
from lms.survey.rules.snapshot import fingerprint
from lms.texts import lazy as _
from lms.units.models import Unit


@dataclass(frozen=True)
class Signing:
    """What the signer says: why each unit is missing (by code; `common` for those left empty), why there is a supplement, and what he saw."""
    reasons: dict[str, str] = field(default_factory=dict)
    common: str = ""
    reason: str = ""
    seen: str = ""


def sign_table(actor, found: SurveyRound, level: Unit, signing: Signing, version: int | None = None) -> ClosedTable:
    """Freeze the level's table under the next number. Whoever signs at the same time waits here and finds a table that says the same."""
    flow.check_version(found, version)
    if found.state == "draft" or (found.state == "closed" and not tables_of(found.id, level.id)):
        raise WrongMove(_("Đợt %(code)s không còn ở bước ký bảng.", code=found.code), thing=found)
    return _sign(actor, found, level, signing)


def close_round(actor, found: SurveyRound, version: int | None = None, signing: Signing | None = None) -> ClosedTable:
    """Sign at the scope: the accepted lines are frozen with their hash, the missing units are named in it, and no sheet changes any more."""
    flow.check_version(found, version)
    table = _sign(actor, found, found.scope, signing or Signing())
    flow.move(found, "close", actor, snapshot_sha256=table.sha256)
    record(actor, RoundClosed(subject_id=found.id, unit_id=found.scope_id, gaps=[gap["code"] for gap in table.gaps], sha256=table.sha256))
    return table


def _sign(actor, found: SurveyRound, level: Unit, signing: Signing) -> ClosedTable:
    number = next_number(f"closed-table/{found.id}/{level.id}")
    last = next(iter(tables_of(found.id, level.id)), None)
    view = table_under(found, level, signing.reasons, hold=True)
    if signing.seen and signing.seen != closing.seen(view.units, view.gaps, number - 1):
        raise StaleForm(flow.STALE, thing=found)
    gaps = explained(view.gaps, signing.common)
    content = view.content(number, gaps, actor, signing.reason, last)
    if last is not None:
        _check_supplement(content, content_of(last.id), signing.reason)
        content["changes"] = closing.differences(content_of(last.id), content)
    return _keep(actor, found, level, content)


def explained(gaps: list[dict], common: str) -> list[dict]:
    """The gaps with the common reason where none was typed; Problem when the level leaves one of its own without a reason."""
    told = [{**gap, "reason": gap["reason"] or (common.strip() if gap["mine"] else "")} for gap in gaps]
    if lacking := closing.unexplained(told):
        raise Problem(_("Còn %(n)s đơn vị khuyết chưa có lý do.", n=len(lacking)), field="common", codes=lacking)
    return [{name: value for name, value in gap.items() if name != "mine"} for gap in told]


def _check_supplement(content: dict, before: dict, reason: str) -> None:
    if not reason.strip():
        raise Problem(_("Bảng đã ký. Bản bổ sung cần nêu lý do."), field="reason")
    if not closing.is_other(before, content):
        raise Problem(_("Bảng không khác bản đã ký số %(number)s: không có gì để bổ sung.", number=before["number"]), field="reason")


def _keep(actor, found: SurveyRound, level: Unit, content: dict) -> ClosedTable:
    digest = fingerprint(content)
    try:
        check_annex(content, digest)
    except PaperProblem as problem:
        raise Problem(problem.text, field="common") from None
    made = ClosedTable(round_id=found.id, level_id=level.id, number=content["number"], gaps=content["gaps"], content=content, sha256=digest,
                       reason=content["reason"], signed_at=clock.now(), signed_by_id=actor.id)
    db.session.add(made)
    db.session.flush()
    enqueue("survey.annex", _("Lập tệp PDF bảng tổng hợp của %(unit)s", unit=level.name), {"table_id": made.id}, by=actor, unit_id=level.id,
            dedup_key=f"survey.annex/{made.id}")
    record(actor, TableSigned(subject_id=found.id, unit_id=level.id, table_id=made.id, number=made.number, gaps=[gap["code"] for gap in made.gaps],
                              sha256=digest, reason=made.reason))
    return made


def render_annex(run) -> None:
    """The job: the annex from the frozen content alone, so that a second making gives the same bytes."""
    file_once(run, ClosedTable, run.payload["table_id"], lambda table: partial(annex_pdf, content_of(table.id), table.sha256))


JOBS = {"survey.annex": render_annex}

"""What a new scenario starts from: how far its round is, and the plan before it."""
import json
from dataclasses import asdict, dataclass

from sqlalchemy import case, func, select

from lms import blobs
from lms.db import db
from lms.quota.models import Proposal
from lms.quota.rules.before import carried
from lms.quota.rules.demand import Keys
from lms.survey import queries as survey
from lms.survey.models import NeedSheet, SurveyRound
from lms.texts import lazy as _


@dataclass(frozen=True)
class Standing:
    """A round and its sheets: how many are accepted of how many."""
    round: SurveyRound
    accepted: int
    sheets: int

    @property
    def final(self) -> bool:
        """Its numbers change no more."""
        return self.round.state == "closed"

    @property
    def left(self) -> int:
        """Sheets that are not accepted yet."""
        return self.sheets - self.accepted


def standings(rounds: list[SurveyRound]) -> list[Standing]:
    """How far each of the rounds is, in one grouped statement."""
    counts = (select(NeedSheet.round_id, func.sum(case((NeedSheet.state == "accepted", 1), else_=0)), func.count(NeedSheet.id))
              .where(NeedSheet.round_id.in_([one.id for one in rounds]), NeedSheet.live()).group_by(NeedSheet.round_id))
    known = {round_id: (accepted, sheets) for round_id, accepted, sheets in db.session.execute(counts)}
    return [Standing(one, *known.get(one.id, (0, 0))) for one in rounds]


def uncounted(found: SurveyRound) -> int | None:
    """Sheets whose answers do not count yet; None when the round is closed, because then that is how it stays."""
    if found.state == "closed":
        return None
    counted = select(func.count()).select_from(survey.counted_sheets(found.id).subquery()).scalar_subquery()
    return db.session.execute(select(func.count(NeedSheet.id) - counted).where(NeedSheet.round_id == found.id, NeedSheet.live())).scalar_one()


@dataclass(frozen=True)
class Before:
    """The plan before, in the indexes of the new instance, and the scenario it belongs to."""
    proposal_id: int
    name: str
    plan: dict


def plan_before(proposal: Proposal, keys: Keys) -> Before | None:
    """The plan of the round's newest earlier scenario for the same year. Nobody was promised anything by a preview: only another preview starts from one."""
    earlier = (select(Proposal).where(Proposal.round_id == proposal.round_id, Proposal.year == proposal.year, Proposal.id < proposal.id, Proposal.plan_sha256.is_not(None))
               .order_by((Proposal.state == "approved").desc(), Proposal.id.desc()).limit(1))
    if not proposal.preview:
        earlier = earlier.where(Proposal.open_sheets.is_(None))
    found = db.session.execute(earlier).scalar_one_or_none()
    if found is None or not found.keys:
        return None
    return Before(found.id, found.name, carried(json.loads(blobs.read_bytes(found.plan_sha256)), found.keys, asdict(keys)))


def hindrance(proposal: Proposal):
    """Why this scenario cannot be put before the authority now, in words; None when it can."""
    granted = select(Proposal.name).where(Proposal.round_id == proposal.round_id, Proposal.state == "approved", Proposal.id != proposal.id)
    if name := db.session.execute(granted).scalar_one_or_none():
        return _("Đợt này đã có phương án được phê duyệt: %(name)s.", name=name)
    code, closed = proposal.round.code, proposal.round.state == "closed"
    if proposal.preview and closed:
        return _("Bản nháp: khi tính, đợt %(code)s chưa chốt và còn %(n)s phiếu chưa tính vào. Đợt nay đã chốt: tính lại rồi trình bản mới.", code=code, n=proposal.open_sheets)
    if proposal.preview:
        return _("Bản nháp: đợt %(code)s chưa chốt, khi tính còn %(n)s phiếu chưa tính vào. Chốt đợt rồi tính lại mới trình được.", code=code, n=proposal.open_sheets)
    return None if closed else _("Đợt khảo sát %(code)s chưa chốt số liệu; chốt rồi mới trình được phương án.", code=code)

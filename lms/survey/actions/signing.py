"""What the commander says when he sends: the opinion of the party committee, who is accountable; and that the round's questions are answered."""
from dataclasses import dataclass

from lms.errors import Problem
from lms.events import record
from lms.events.survey import SheetSignedOff
from lms.survey.models import NeedSheet
from lms.survey.queries.signing import head_of, heads_of
from lms.survey.rules.questions import missing, read
from lms.texts import language
from lms.texts import lazy as _


@dataclass(frozen=True)
class SignOff:
    """As typed on the check page: an opinion that is None stays what it is; without a head the holder of the command is the head."""
    opinion: str | None = None
    head_id: int | None = None


def sign_off(actor, sheet: NeedSheet, said: SignOff | None = None) -> None:
    """Before a sheet goes up; without `said` (imports, commands) the opinion stays and the head is the holder of the command."""
    if gone := missing(read(sheet.round.questions), sheet.answers):
        raise Problem(_("Còn câu hỏi bắt buộc chưa trả lời: %(question)s", question=gone[0].label(language())), question=gone[0].key, page=gone[0].page)
    keep_words(actor, sheet, said)


def keep_words(actor, sheet: NeedSheet, said: SignOff | None = None) -> None:
    """Opinion and head as typed, kept with the sheet, which the caller holds."""
    head_id = said.head_id if said is not None and said.head_id else head_of(sheet, actor)
    if said is not None and said.head_id and said.head_id not in {person.id for person in heads_of(sheet, actor)}:
        raise Problem(_("Người chịu trách nhiệm phải là người đang giữ chức chỉ huy đơn vị."), field="head_id")
    opinion = sheet.opinion if said is None or said.opinion is None else said.opinion
    if (opinion, head_id) != (sheet.opinion, sheet.head_id):
        sheet.opinion, sheet.head_id = opinion, head_id
        record(actor, SheetSignedOff(subject_id=sheet.id, unit_id=sheet.unit_id, head_id=head_id, opinion=opinion))

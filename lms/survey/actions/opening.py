"""Open a round: every unit in the scope gets its sheet, in one insert. And a new draft from the last round."""
from datetime import date, timedelta

from sqlalchemy import select

from lms import clock, flow
from lms.calendar import END_OF_DAY, exceptions, is_working
from lms.db import db
from lms.errors import Problem, WrongMove
from lms.events import record
from lms.events.rounds import RoundCopied
from lms.events.survey import RoundOpened
from lms.survey.models import NeedSheet, SurveyRound
from lms.survey.queries.scope import answering
from lms.survey.rules.copying import MOST_CODE, a_year_later, next_code, next_words
from lms.survey.rules.scope import reviewers
from lms.texts import lazy as _


def open_round(actor, found: SurveyRound, version: int | None = None) -> int:
    """Every unit in force in the scope gets its sheet; returns how many. From now on scope, questions and form version stand."""
    flow.check_version(found, version)
    if clock.now() > found.lock_at:
        raise Problem(_("Ngày khóa đã qua: sửa các mốc thời gian trước khi mở."))
    flow.move(found, "open", actor, form_version=_form_version(found))
    return lay_sheets(actor, found, clock.today())


def lay_sheets(actor, found: SurveyRound, day: date) -> int:
    """A sheet for every unit that answers, as the tree stood on that day; returns how many."""
    units = answering(found.scope, found.depth, found.scope_rule, day)
    if not units:
        raise Problem(_("Phạm vi này chưa có đơn vị cấp dưới nào."))
    above = reviewers(found.scope_id, units)
    same = {"round_id": found.id, "changed_at": clock.now(), "version": 1, "state": "not_opened", "no_need": False, "persons": 0, "heads": 0, "submission": 0,
            "last_line_no": 0, "late": False, "return_reason": ""}
    rows = [{**same, "unit_id": each.id, "review_unit_id": above[each.id], "unit_name": each.name} for each in units]
    db.session.execute(NeedSheet.__table__.insert(), rows)
    record(actor, RoundOpened(subject_id=found.id, unit_id=found.scope_id, sheets=len(rows)))
    return len(rows)


def _form_version(found: SurveyRound) -> int:
    """A form whose questions are those of the last round keeps that round's version; other questions are the next one."""
    last = db.session.get(SurveyRound, found.copied_from_id) if found.copied_from_id else None
    return found.form_version if last is None else last.form_version + (last.questions != found.questions)


def copy_round(actor, source: SurveyRound) -> SurveyRound:
    """A draft like this round: the dates a year later on working days, the same scope and questions."""
    if source.state == "draft":
        raise WrongMove(_("Đợt này còn là bản soạn: sửa chính nó."), thing=source)
    taken = set(db.session.execute(select(SurveyRound.code)).scalars())
    days = _dates(source)
    made = SurveyRound(code=next_code(source.code, source.year, taken)[:MOST_CODE], title=next_words(source.title, source.year), year=source.year + 1, scope_id=source.scope_id,
                       depth=source.depth, scope_rule=source.scope_rule, questions=source.questions, form_version=source.form_version, copied_from_id=source.id,
                       opens_on=days[0], due_at=clock.at(days[1], *END_OF_DAY), lock_at=clock.at(max(days[1:]), *END_OF_DAY),
                       made_by_id=actor.id if actor else None, changed_at=clock.now())
    db.session.add(made)
    db.session.flush()
    record(actor, RoundCopied(subject_id=made.id, unit_id=made.scope_id, from_round_id=source.id))
    return made


def _dates(source: SurveyRound) -> list:
    """Opening, due and lock days a year later."""
    days = [source.opens_on, clock.local(source.due_at).date(), clock.local(source.lock_at).date()]
    special = exceptions(min(days), max(days) + timedelta(days=430))
    return [a_year_later(day, lambda each: is_working(each, special)) for day in days]

"""The life of an import: files are handed in, read and staged, then written in one act or dropped. Big files go through the worker."""
import hashlib
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta

from sqlalchemy import insert, select, update

from lms import clock, flow, queue
from lms.blobs import keep_bytes
from lms.classification.actions import load_reference
from lms.db import db, work, writing
from lms.errors import NotAllowed, Problem
from lms.events import record
from lms.events.base import AcademiesImported, CoursesImported, HolidaysImported, NeedsImported, PeopleImported, UnitsImported
from lms.imports.actions.questions import raise_questions
from lms.imports.actions.reading import Round, Upload, headlines, read_uploads
from lms.imports.actions.writing import plan, remember_changes, write
from lms.imports.models import ImportFile, ImportRow, ImportRun
from lms.imports.queries import questions
from lms.imports.queries.runs import foreign_units, kinds_for, load_staged
from lms.imports.rules.staging import Staged, StagedFile
from lms.people.models import Rank
from lms.survey.models import SurveyRound
from lms.survey.rules.need_round import RoundDates
from lms.texts import lazy as _

INLINE_BYTES, INLINE_ROWS = 600_000, 6_000  # a page holds SQLite's write lock while it reads: two seconds at the most
_FACTS = {"units": UnitsImported, "people": PeopleImported, "needs": NeedsImported, "courses": CoursesImported, "academies": AcademiesImported,
          "holidays": HolidaysImported}


@dataclass(frozen=True)
class Wish:
    """What is asked for: the kind, the list date, and for needs the round (code, title and dates; None takes what stands or follows)."""
    kind: str
    list_date: date
    round_code: str | None = None
    round_title: str | None = None
    opens: date | None = None
    due: date | None = None
    lock: date | None = None
    year: int | None = None


def read(wish: Wish, uploads: list[Upload]) -> Staged:
    """Files to staged rows with the changes that writing would make. Nothing is written; reference data must stand."""
    if wish.kind != "needs":
        staged = read_uploads(wish.kind, uploads, wish.list_date)
    else:
        said = _round_said(wish, uploads)
        staged = read_uploads("needs", uploads, wish.list_date, _standing(said, uploads))
        staged.options["round"] = said
        _other_rounds(staged, said["code"])
    plan(staged)
    return staged


def lacks_reference() -> bool:
    """Whether ranks, groups and kinds of units are still to be loaded."""
    return db.session.execute(select(Rank.id).limit(1)).scalar_one_or_none() is None


def ensure_reference() -> None:
    """Ranks, groups and kinds of units stand before the first list is read."""
    if lacks_reference():
        load_reference()


def read_aside(wish: Wish, uploads: list[Upload]) -> Staged:
    """`read` in a transaction of its own that takes no write lock: a long list holds nobody up while it is read."""
    with writing(False):
        try:
            return read(wish, uploads)
        finally:
            db.session.rollback()


def _round_said(wish: Wish, uploads: list[Upload]) -> dict:
    """The round's code from the wish or the information sheets; its dates from the wish, the round that stands, or the first sheet made (a month and ten days follow)."""
    named, first_made = headlines(uploads)
    code = wish.round_code or named or f"KS-{wish.list_date.year}"
    stored = db.session.execute(select(SurveyRound).where(SurveyRound.code == code)).scalar_one_or_none()
    if stored is not None:
        opens, due, lock = stored.opens_on, clock.local(stored.due_at).date(), clock.local(stored.lock_at).date()
    else:
        opens = wish.opens or min(wish.list_date, first_made or wish.list_date)
        due = wish.due or opens + timedelta(days=30)
        lock = wish.lock or due + timedelta(days=10)
    if not opens <= due <= lock:
        raise Problem(_("Ngày mở, hạn gửi, ngày khóa phải theo thứ tự thời gian."))
    return {"code": code, "title": wish.round_title, "year": wish.year, "opens": opens.isoformat(), "due": due.isoformat(), "lock": lock.isoformat()}


def _standing(said: dict, uploads: list[Upload]) -> Round:
    """The round as the files are judged against it: its dates, what it took in before, and what has been answered about these files."""
    answered = questions.answers_of(said["code"]).files
    told = {upload.name: answered[digest] for upload in uploads if (digest := hashlib.sha256(upload.data).hexdigest()) in answered}
    return Round(RoundDates(*(date.fromisoformat(said[name]) for name in ("opens", "due", "lock"))), questions.taken_before(said["code"]), told)


def _other_rounds(staged: Staged, code: str) -> None:
    """A sheet that names another round is not of this act."""
    for file in staged.files:
        if file.verdict == "read" and file.found.get("round") and file.found["round"].casefold() != code.casefold():
            file.verdict, file.reason = "refused_file", "other_round"


def store(actor, wish: Wish, staged: Staged, uploads: list[Upload]) -> ImportRun:
    """A run with its files and rows, staged. Of a refused file only name and reason are kept."""
    run = _new_run(actor, wish)
    _fill(run, staged, {upload.name: upload.data for upload in uploads})
    flow.move(run, "stage", actor)
    return run


def _new_run(actor, wish: Wish) -> ImportRun:
    options = {key: value.isoformat() if isinstance(value, date) else value for key, value in asdict(wish).items()}
    run = ImportRun(kind=wish.kind, list_date=wish.list_date, options=options, duplicates=[], made_by_id=actor.id if actor else None, made_at=clock.now(),
                    changed_at=clock.now())
    db.session.add(run)
    db.session.flush()
    return run


def _fill(run: ImportRun, staged: Staged, data: dict[str, bytes]) -> None:
    """Write what was staged: counts on the run and the files, rows in bulk."""
    waiting = {file.name: file for file in run.files}
    for position, file in enumerate(staged.files):
        stored = waiting.get(file.name) or ImportFile(run_id=run.id, position=position, name=file.name, size=len(data[file.name]), found={})
        kept = file.verdict == "read" or file.reason in ("after_lock", "other_round")
        stored.sha256 = keep_bytes(data[file.name], "application/octet-stream") if kept else None
        stored.upload = None
        stored.verdict, stored.reason, stored.detail, stored.found = file.verdict, file.reason, file.detail, _keepable(file, kept)
        stored.accepted, stored.refused, stored.questions = (file.count(word) for word in ("accepted", "refused", "question"))
        db.session.add(stored)
        db.session.flush()
        rows = [{"file_id": stored.id, "row": row.row, "sheet": row.sheet, "verdict": row.verdict, "change": row.change, "values": row.values, "notes": row.notes,
                 "issues": row.issues} for row in (file.rows if kept else [])]
        if rows:
            db.session.execute(insert(ImportRow.__table__), rows)
    changes = staged.changes()
    run.accepted, run.refused, run.questions = (staged.count(word) for word in ("accepted", "refused", "question"))
    run.created, run.changed, run.unchanged = changes["created"], changes["changed"], changes["unchanged"]
    run.duplicates, run.options = staged.duplicates, {**run.options, **staged.options}
    db.session.flush()


def _keepable(file: StagedFile, kept: bool) -> dict:
    return file.found if kept else {"cells": file.found.get("cells", [])}


def hand_in(actor, wish: Wish, uploads: list[Upload]) -> ImportRun:
    """The page's door: small files are read at once; big ones wait in the run for the worker and are dropped from there when refused."""
    if wish.kind not in kinds_for(actor):
        raise NotAllowed(_("Vai trò của đồng chí không nhập được loại danh sách này."))
    names = [upload.name for upload in uploads]
    if len(set(names)) != len(names):
        raise Problem(_("Hai tệp trùng tên trong một lần nhập: đổi tên một tệp."), field="files")
    if sum(len(upload.data) for upload in uploads) <= INLINE_BYTES:
        ensure_reference()
        staged = read(wish, uploads)
        check_reach(actor, staged)
        return store(actor, wish, staged, uploads)
    run = _new_run(actor, wish)
    for position, upload in enumerate(uploads):
        db.session.add(ImportFile(run_id=run.id, position=position, name=upload.name, size=len(upload.data), upload=upload.data, verdict="waiting", found={}))
    run.job_id = queue.enqueue("read import", _("Đọc tệp nhập: %(file)s", file=uploads[0].name), {"run_id": run.id}, by=actor, dedup_key=f"import/{run.id}")
    return run


def check_reach(actor, staged: Staged) -> None:
    """Nobody writes persons of units that are not his to keep."""
    if actor is None or staged.kind != "people":
        return
    foreign = foreign_units(actor, {row.values["unit"] for file in staged.files for row in file.accepted()})
    if foreign:
        raise NotAllowed(_("Danh sách có quân nhân của đơn vị ngoài phạm vi: %(codes)s.", codes=", ".join(foreign[:8])))


def read_in_worker(job) -> None:
    """Job: read the waiting files of a run; a problem ends the run with the reason and without the bytes."""
    try:
        _read_waiting(job)
    except Problem as problem:
        with work():
            run = db.session.get(ImportRun, job.payload["run_id"])
            run.problem = str(problem.text)
            cancel(job.asker(), run)
            job.finish()


def _read_waiting(job) -> None:
    with job.work(0, 100, _("đang đọc")):
        run = db.session.get(ImportRun, job.payload["run_id"])
        if run is None or run.state != "reading":
            return
        ensure_reference()
        uploads, wish = [Upload(file.name, file.upload) for file in run.files], wish_of(run)
    staged = read_aside(wish, uploads)
    with job.work(70, 100, _("đang đối chiếu")):
        run = db.session.get(ImportRun, job.payload["run_id"])
        check_reach(job.asker(), staged)
        _fill(run, staged, {upload.name: upload.data for upload in uploads})
        flow.move(run, "stage", job.asker())
        job.finish()


def wish_of(run: ImportRun) -> Wish:
    """What was asked for, from the run."""
    said = {key: run.options.get(key) for key in Wish.__dataclass_fields__}
    days = {key: date.fromisoformat(said[key]) if said[key] else None for key in ("list_date", "opens", "due", "lock")}
    return replace(Wish(run.kind, run.list_date), **{**said, **days})


def request_apply(actor, run: ImportRun, valid_rows: bool, version: int | None = None) -> ImportRun:
    """Write a staged run: at once when it is small, else as a job."""
    flow.check_version(run, version)
    run.valid_rows = valid_rows
    db.session.flush()
    if run.accepted <= INLINE_ROWS:
        return apply_run(actor, run)
    _check_clean(run.refused or any(file.verdict == "refused_file" for file in run.files), valid_rows)
    flow.move(run, "start", actor)
    run.job_id = queue.enqueue("apply import", _("Ghi dữ liệu nhập số %(id)s", id=run.id), {"run_id": run.id}, by=actor, dedup_key=f"import/{run.id}")
    return run


def apply_in_worker(job) -> None:
    """Job: write a run in one transaction; a problem hands it back to the person with the reason. Rows are loaded and compared before the
    write lock is taken, so that 200,000 persons hold others up for the bare writing only."""
    try:
        job.tell(0, 100, _("đang đối chiếu"))
        staged = _prepared(job.payload["run_id"])
        with job.work(50, 100, _("đang ghi")):
            if staged is not None:
                apply_run(job.asker(), db.session.get(ImportRun, job.payload["run_id"]), staged)
            job.finish()
    except Problem as problem:
        with work():
            run = db.session.get(ImportRun, job.payload["run_id"])
            flow.move(run, "hand_back", job.asker(), problem=str(problem.text))


def _prepared(run_id: int) -> Staged | None:
    """The rows of a run that waits to be written, compared with the register, without a lock; None when it waits no more."""
    with writing(False):
        try:
            run = db.session.get(ImportRun, run_id)
            if run is None or run.state != "applying":
                return None
            staged = load_staged(run)
            plan(staged)
            return staged
        finally:
            db.session.rollback()


def apply_run(actor, run: ImportRun, staged: Staged | None = None) -> ImportRun:
    """Write the staged rows in one act and record one fact. `staged` are the run's rows if they are in hand already."""
    staged = load_staged(run) if staged is None else staged
    _check_clean(not staged.is_clean(), run.valid_rows)
    check_reach(actor, staged)
    something = write(actor, staged)
    changes = staged.changes()
    remember_changes(run, staged)
    flow.move(run, "apply", actor, applied_at=clock.now(), problem="", **changes)
    if run.kind == "needs":
        raise_questions(run)
    if something:
        record(actor, _FACTS[run.kind](subject_id=run.id))
    return run


def _check_clean(is_faulty: bool, valid_rows: bool) -> None:
    if is_faulty and not valid_rows:
        raise Problem(_("Còn dòng hoặc tệp bị từ chối: sửa tệp rồi nhập lại, hoặc chọn chỉ lấy các dòng hợp lệ."))


def cancel(actor, run: ImportRun, version: int | None = None) -> None:
    """Drop a run that was not written; its rows and waiting bytes go."""
    flow.check_version(run, version)
    flow.move(run, "cancel", actor)
    files = select(ImportFile.id).where(ImportFile.run_id == run.id)
    db.session.execute(ImportRow.__table__.delete().where(ImportRow.file_id.in_(files)))
    db.session.execute(update(ImportFile).where(ImportFile.run_id == run.id).values(upload=None).execution_options(synchronize_session=False))


JOBS = {"read import": read_in_worker, "apply import": apply_in_worker}

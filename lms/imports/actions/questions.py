"""Questions of need files: raised when files are written, standing as long as the files in use raise them and nothing else has settled them."""
from collections import defaultdict

from sqlalchemy import select

from lms import clock
from lms.db import db
from lms.imports.models import ImportFile, ImportRun, NeedQuestion
from lms.imports.queries import questions as queries
from lms.imports.rules import questions as rules


def raise_questions(run: ImportRun) -> None:
    """After need files were written: every question of the files in use stands once; those that no file raises any more do not stand."""
    said = run.options["round"]
    files = queries.files_of_round(said["code"])
    asked = {each.key: (each, file) for each, file in _asked(files, said)}
    known = {question.key: question for question in _of_round(said["code"])}
    for key, (each, file) in asked.items():
        question = known.get(key)
        if question is None:
            question = known[key] = NeedQuestion(round_code=said["code"], key=key, kind=each.kind, asked_at=clock.now())
            db.session.add(question)
        question.file_id, question.units, question.places = file.id, list(each.units), list(each.places)
        question.subject, question.choices = each.subject, list(each.choices)
    db.session.flush()
    restand(said["code"], set(asked))


def _asked(files: list[ImportFile], said: dict) -> list[tuple[rules.Asked, ImportFile]]:
    used = queries.in_use(files)
    waiting = queries.rows_of(list(used.values()), ("accepted", "question"))
    found = [(each, file) for file in files for each in _about_file(file)]
    twice: dict[str, dict[str, list]] = defaultdict(lambda: defaultdict(list))
    carrier = {}
    for unit, file in used.items():
        found += [(each, file) for each in rules.ask_lines(file.name, unit, waiting[file.id], said["opens"])]
        for row in waiting[file.id]:
            for issue in row.issues:
                if issue["kind"] == rules.TWICE:
                    twice[row.values["sn"]][unit].append((rules.place(file.name, unit, row, issue), row.values))
                    carrier.setdefault(row.values["sn"], file)
    standing: dict[str, dict[str, list]] = defaultdict(lambda: defaultdict(list))
    for number, unit, topic, level in queries.on_sheets(said["code"], set(twice)) if twice else ():
        standing[number][unit].append((topic, level))
    return found + [(rules.ask_twice(number, lines, standing[number]), carrier[number]) for number, lines in twice.items()]


def _about_file(file: ImportFile) -> list[rules.Asked]:
    """What a file asks about itself; it is read anew once that is answered."""
    found = []
    for issue in file.found.get("questions") or []:
        kind, unit = issue["kind"], file.found.get("unit") or ""
        choices = {"unit_mismatch": (unit, str(issue["value"]), rules.DROP), "contradictory_answer": ("lines", "no_need")}.get(kind, (rules.KEEP, rules.DROP))
        where = {"file": file.name, "unit": unit, "row": 0, "cell": ""}
        found.append(rules.Asked(rules.file_key(file.sha256, kind), kind, (unit,), (where,), {"sha256": file.sha256, "said": issue["value"]}, choices))
    return found


def _of_round(code: str) -> list[NeedQuestion]:
    return list(db.session.execute(select(NeedQuestion).where(NeedQuestion.round_code == code).order_by(NeedQuestion.id)).scalars())


def restand(code: str, raised: set[str] | None = None) -> None:
    """Which questions stand: raised by the files in use, and not settled by another answer."""
    questions, answers = _of_round(code), queries.answers_of(code)
    files = {file.name: file for file in queries.in_use(queries.files_of_round(code)).values()}
    waiting = queries.rows_of(list(files.values()), ("question",))
    for question in questions:
        at = {(place["file"], place["row"]) for place in question.places}
        lines = [(file.found["unit"], row) for name, file in files.items() for row in waiting[file.id] if (name, row.row) in at]
        is_raised = question.key in raised if raised is not None else bool(lines) or question.kind in rules.ABOUT_FILE
        stands = question.answer is not None or (is_raised and not rules.is_moot(question.kind, lines, answers))
        if question.standing != stands:
            question.standing = stands
    db.session.flush()

"""`flask --app lms import KIND FILE...`: the same reading and writing as the pages, in one act."""
import json
import sys
from datetime import date
from pathlib import Path

import click
from flask.cli import AppGroup

from lms.cli import english, folder_of
from lms.imports.queries.words import ISSUE_WORDS, REASON_WORDS

commands = AppGroup("import", help="Take spreadsheets in: units, people, needs, courses, academies, holidays. All or nothing unless --valid-rows is given. "
                    "A folder stands for all files in it.")


class Day(click.ParamType):
    """A date as 2026-03-01 or 01/03/2026."""
    name = "date"

    def convert(self, value, param, ctx):
        """The date, or a usage error."""
        from lms.sheets.cells import parse_day
        if isinstance(value, date):
            return value
        day = parse_day(value)
        return day if day else self.fail(f"{value!r} is no date; write 2026-03-01", param, ctx)


def _shared(function):
    """Arguments and options of every kind."""
    for decorate in (
        click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path)),
        click.option("--dry-run", is_flag=True, help="Read and report; write nothing."),
        click.option("--valid-rows", is_flag=True, help="Take the valid rows and report the rest."),
        click.option("--list-date", type=Day(), help="The day the lists stand for; today when left out."),
        click.option("--report", "report_path", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="Write the full report as JSON."),
    ):
        function = decorate(function)
    return function


def _run(kind: str, options: dict, **wishes) -> None:
    """Read all files as one act, report, and write unless something is refused. Exit code 1 when nothing was taken."""
    from lms import clock
    from lms.imports.actions.reading import Upload
    from lms.imports.actions.runs import Wish
    folder_of(options["report_path"], "--report")
    options["files"] = [path for given in options["files"] for path in _files_of(given)]
    names = [path.name for path in options["files"]]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise click.UsageError(f"two files have the same name: {', '.join(twice)}")
    wish = Wish(kind, options["list_date"] or clock.today(), **wishes)
    staged, taken = _act(wish, [Upload(path.name, path.read_bytes()) for path in options["files"]], options)
    if options["report_path"]:
        options["report_path"].write_text(json.dumps(staged.as_report(), ensure_ascii=False, indent=1) + "\n", encoding="utf8")
    _tell(staged, taken, options)
    sys.exit(0 if staged.is_clean() or options["valid_rows"] else 1)


def _files_of(given: Path) -> list[Path]:
    """A file, or all files of a folder (not of folders in it) by name; hidden ones and those that office programs leave behind are no lists."""
    if not given.is_dir():
        return [given]
    found = sorted(path for path in given.iterdir() if path.is_file() and not path.name.startswith((".", "~$")))
    if not found:
        raise click.UsageError(f"there is no file in {given}")
    return found


class _Dropped(Exception):
    """Leaves the unit of work without keeping it."""


def _act(wish, uploads: list, options: dict) -> tuple:
    """(staged, whether it was written): a dry run and a refusal leave nothing behind, not even the run or reference data."""
    from lms.db import work
    from lms.imports.actions import runs
    kept = []
    staged = None if runs.lacks_reference() else runs.read_aside(wish, uploads)
    try:
        with work():
            if staged is None:
                runs.ensure_reference()
                staged = runs.read(wish, uploads)
            kept.append(staged)
            if options["dry_run"] or not (staged.is_clean() or options["valid_rows"]):
                raise _Dropped
            run = runs.store(None, wish, staged, uploads)
            run.valid_rows = options["valid_rows"]
            runs.apply_run(None, run, staged)
    except _Dropped:
        return kept[0], False
    return kept[0], True


def _words(known: dict, kind: str) -> str:
    return english(known.get(kind, kind))


def _tell(staged, taken: bool, options: dict) -> None:
    """A line per file on stdout; what is refused on stderr."""
    for file in staged.files:
        if file.verdict == "refused_file":
            places = f" ({', '.join(file.found.get('cells', [])[:5])})" if file.found.get("cells") else ""
            click.echo(f"Error: {file.name} is refused, {file.reason}: {_words(REASON_WORDS, file.reason)}{places}", err=True)
        else:
            note = f", {file.reason}" if file.reason else ""
            click.echo(f"{file.name}: {file.count('accepted')} accepted, {file.count('refused')} refused, {file.count('question')} in question{note}")
        for row in file.rows if not options["report_path"] else []:
            if row.verdict == "refused":
                place = f"{file.name}{f' [{row.sheet}]' if row.sheet else ''} row {row.row}"
                click.echo(f"{place}: " + "; ".join(f"{issue['cell']} {issue['kind']} ({_words(ISSUE_WORDS, issue['kind'])})" for issue in row.issues), err=True)
    changes = staged.changes()
    for entry in staged.duplicates:
        places = ", ".join(f"{place['file']}:{place['row']}" for place in entry["places"])
        click.echo(f"{entry['kind']}: {entry['service_no']} {entry['name']} ({places})", err=True)
    if not taken and not options["dry_run"]:
        click.echo("Error: nothing was written; mend what is named above, or take only the valid rows with --valid-rows", err=True)
    done = "written" if taken else ("dry run, nothing written" if options["dry_run"] else "nothing written")
    click.echo(f"{changes['created']} created, {changes['changed']} changed, {changes['unchanged']} unchanged; {staged.count('refused')} rows and "
               f"{len(staged.refused_files)} files refused; {done}")


def _command(kind: str, words: str):
    """A command for a kind without options of its own."""
    @commands.command(kind, help=words)
    @_shared
    def run(**options) -> None:
        _run(kind, options)
    return run


_command("units", "Units with their dates of effect, mergers and renamings.")
_command("people", "Personnel lists; several files in one call are one act.")
_command("courses", "The catalogue of short courses.")
_command("academies", "Rooms, lecturers by topic and month, licences.")
_command("holidays", "Days off and made-up working days.")


@commands.command("needs", help="Need sheets of a survey round; the round is found or made by the code on the information sheets.")
@_shared
@click.option("--round", "round_code", help="Code of the round; the information sheets name it when left out.")
@click.option("--title", "round_title", help="Title of a new round.")
@click.option("--opens", type=Day(), help="Opening day of a new round; when left out the list date, or the day the first sheet was made if that is earlier.")
@click.option("--due", type=Day(), help="Last day for sending; 30 days after the opening when left out.")
@click.option("--lock", type=Day(), help="Day after which nothing is taken; 10 days after the due day when left out.")
@click.option("--year", type=int, help="Plan year of a new round.")
def needs(round_code, round_title, opens, due, lock, year, **options) -> None:
    """Take need sheets in."""
    _run("needs", options, round_code=round_code, round_title=round_title, opens=opens, due=due, lock=lock, year=year)


@commands.command("questions", help="Questions that need sheets left and nobody has answered, one a line: ID, file, cell, kind, what it is about, choices.")
@click.option("--all", "also_answered", is_flag=True, help="Answered ones as well, with the answer.")
def questions(also_answered) -> None:
    """List what waits for a person."""
    from lms.imports.queries.questions import listed
    for question in listed(None, None if also_answered else False):
        said, places = question.subject, ", ".join(f"{place['file']} {place['cell']}".strip() for place in question.places)
        about = [said.get("sn") or said.get("group") or "", said.get("asked") or "", said.get("topic") or "", said.get("quarter") or "", said.get("said") or ""]
        number = f"a number from 1 to {said['staff']}" if question.kind == "exceeds_staff" else ""
        answer = f" -> {question.answer}" if question.answer else f" (choices: {', '.join([*question.choices, *([number] if number else [])])})"
        click.echo(f"{question.id} {places}: {question.kind} ({_words(ISSUE_WORDS, question.kind)}); {' / '.join(str(part) for part in about if part)}{answer}")


@commands.command("answer", help="Answer a question of a need sheet; `import questions` lists the ids and the choices. The answered line enters its sheet at once.")
@click.argument("question_id", type=int)
@click.argument("choice")
def answer(question_id, choice) -> None:
    """Answer one."""
    from lms.db import db, work
    from lms.imports import actions
    from lms.imports.models import NeedQuestion
    with work():
        question = db.session.get(NeedQuestion, question_id)
        if question is None:
            raise click.UsageError(f"there is no question {question_id}")
        new = actions.answer(None, [(question, None, choice)])
    click.echo(f"question {question_id}: {choice}" if new else f"question {question_id} has this answer already: {choice}")

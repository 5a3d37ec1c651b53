"""`flask quota`: make, solve, check and compare instances in files, without a database."""

import json
import sys

import click
from flask.cli import AppGroup

from lms.quota.rules import compare as comparison
from lms.quota.rules import form, generate, process, shape
from lms.quota.rules.check import check as check_plan

commands = AppGroup("quota", help="Quota instances and plans in files; no database is needed.")
UNREADABLE, FAULTS = 2, 1


class Unusable(click.ClickException):
    """Bad input: one line `Error: ...` on stderr and exit code 2, never a traceback."""
    exit_code = UNREADABLE


def _refuse(text: str) -> None:
    raise Unusable(" ".join(text.split()))


def _read(path: str) -> object:
    try:
        return form.read(path)
    except form.Unreadable as problem:
        _refuse(str(problem))


def _instance(path: str) -> dict:
    value = _read(path)
    faults = shape.instance_faults(value)
    if faults:
        _refuse(f"{path}: " + "; ".join(faults[:5]))
    return value


def _plan(path: str | None, instance: dict) -> dict | None:
    if path is None:
        return None
    value = _read(path)
    faults = shape.plan_faults(value, instance)
    if faults:
        _refuse(f"{path}: " + "; ".join(faults[:5]))
    return value


def _write(path: str, value: dict) -> None:
    try:
        form.write(path, value)
    except form.Unreadable as problem:
        _refuse(str(problem))


def _show(step: dict) -> bool:
    if step.get("step") != "alive":
        click.echo(json.dumps(step, sort_keys=True), err=True)
    return True


@commands.command("generate", with_appcontext=False)
@click.option("--size", type=click.Choice(["small", "army", "moonshot"]), required=True)
@click.option("--seed", type=click.IntRange(min=0, max=shape.MOST), required=True)
@click.option("--out", required=True, help="File to write.")
def generate_instance(size: str, seed: int, out: str) -> None:
    """Write a synthetic instance; the same size and seed give the same bytes everywhere."""
    _write(out, generate.generate(size, seed))


@commands.command("solve", with_appcontext=False)
@click.argument("instance_path", metavar="INSTANCE")
@click.option("--out", required=True, help="File to write the plan to.")
@click.option("--previous", help="The plan to change as little as possible.")
@click.option("--threads", type=click.IntRange(1, 64), default=1, show_default=True)
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=0, show_default=True)
def solve_instance(instance_path: str, out: str, previous: str | None, threads: int, seed: int) -> None:
    """Open classes and give seats; progress on stderr."""
    instance = _instance(instance_path)
    before = _previous(previous)
    try:
        plan = process.run(instance, previous=before, seed=seed, threads=threads, on_progress=_show)
    except form.BadForm as problem:
        _refuse(f"{instance_path}: {problem}")
    except process.Failed as problem:
        raise click.ClickException(in_one_line(str(problem))) from None
    _write(out, plan)


def in_one_line(text: str) -> str:
    """What happened and, of a longer log, its last line: that is where a traceback says what was wrong."""
    first, *rest = [line.strip() for line in text.splitlines() if line.strip()] or ["no reason was given"]
    return f"{first} ... {rest[-1]}" if rest else first


def _previous(path: str | None) -> dict | None:
    """The previous plan may belong to an earlier instance: only its sections must be readable."""
    if path is None:
        return None
    value = _read(path)
    fault = shape.previous_fault(value)
    if fault:
        _refuse(f"{path}: {fault}")
    return value


@commands.command("check", with_appcontext=False)
@click.argument("instance_path", metavar="INSTANCE")
@click.argument("plan_path", metavar="PLAN")
@click.option("--previous", help="The plan this one was re-run from.")
def check_files(instance_path: str, plan_path: str, previous: str | None) -> None:
    """Judge a plan by every rule of the format; JSON on stdout."""
    before = None if previous is None else _read(previous)
    answer = check_plan(_read(instance_path), _read(plan_path), before)
    click.echo(json.dumps(answer, sort_keys=True))
    sys.exit(0 if answer["valid"] else FAULTS)


@commands.command("compare", with_appcontext=False)
@click.argument("instance_path", metavar="INSTANCE")
@click.argument("plan_path", metavar="PLAN")
@click.option("--previous", help="The plan this one was re-run from.")
def compare_files(instance_path: str, plan_path: str, previous: str | None) -> None:
    """Bounds per goal, the spreadsheet and the first-come-first-served way, and what moved; JSON on stdout."""
    instance = _instance(instance_path)
    plan = _plan(plan_path, instance)
    answer = comparison.compare(instance, plan, _previous(previous))
    click.echo(json.dumps(answer, sort_keys=True))

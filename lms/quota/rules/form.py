"""Canonical JSON: how an instance and a plan are written, read and hashed."""

import hashlib
import json
from pathlib import Path

INSTANCE_FORMAT = "lms-quota-instance"
PLAN_FORMAT = "lms-quota-plan"
VERSION = 1


class Unreadable(ValueError):
    """The file is missing, is no JSON, or says something twice."""


class BadForm(ValueError):
    """The content breaks the written form; `faults` lists what and where."""

    def __init__(self, faults: list[str]):
        super().__init__("; ".join(faults[:5]))
        self.faults = faults


def canonical(value: object) -> str:
    """The one spelling of a value: ASCII, sorted keys, integers only, without the final newline."""
    _refuse_floats(value, "")
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _refuse_floats(value: object, where: str) -> None:
    if isinstance(value, float):
        raise BadForm([f"{where or 'value'}: a float cannot be written"])
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise BadForm([f"{where or 'value'}: a key is not a text"])
            _refuse_floats(inner, f"{where}.{key}" if where else key)
    elif isinstance(value, (list, tuple)):
        for position, inner in enumerate(value):
            if isinstance(inner, (float, list, dict, tuple)):
                _refuse_floats(inner, f"{where}[{position}]")


def sha256(value: object) -> str:
    return hashlib.sha256(canonical(value).encode("ascii")).hexdigest()


def core(plan: dict) -> dict:
    """The plan without what may differ between two runs."""
    return {key: value for key, value in plan.items() if key != "volatile"}


def plan_sha256(plan: dict) -> str:
    return sha256(core(plan))


def read(path: str | Path) -> object:
    """The JSON value in a file; floats are let through so that the form check can name them."""
    try:
        text = Path(path).read_bytes().decode("utf-8")
    except (OSError, ValueError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else "not UTF-8"
        raise Unreadable(f"{path}: {reason or 'cannot be read'}") from None
    return parse(text, str(path))


def parse(text: str, name: str = "text") -> object:
    try:
        return json.loads(text, object_pairs_hook=_no_key_twice, parse_constant=_no_constant)
    except RecursionError:
        raise Unreadable(f"{name}: nested too deeply") from None
    except ValueError as problem:
        raise Unreadable(f"{name}: {problem}") from None


def _no_key_twice(pairs: list[tuple[str, object]]) -> dict:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _no_constant(word: str) -> object:
    raise ValueError(f"{word} is no number of this form")


def write(path: str | Path, value: object) -> None:
    """Written beside the target and moved over it, so that nobody reads half a file."""
    target = Path(path)
    beside = target.with_name(target.name + ".part")
    try:
        beside.write_bytes((canonical(value) + "\n").encode("ascii"))
        beside.replace(target)
    except OSError as problem:
        raise Unreadable(f"{path}: {problem.strerror or 'cannot be written'}") from None

"""Which units answer a round, and who reviews each. `rule` is SurveyRound.scope_rule:

{}                                   every unit down to `depth` levels below the scope
{"way": "kinds", "kinds": [ids]}     of these, the units of some kinds
{"way": "units", "units": [ids]}     the units of a list, wherever they stand below the scope
{"way": "last", "units": [ids], "round": "KS-2026"}   who answered in a former round; whoever was merged since is answered for by the successor
"""
from dataclasses import dataclass

WAYS = ("levels", "kinds", "units", "last")


@dataclass(frozen=True)
class Candidate:
    """A unit in force below the scope; `depth` counts from the scope (1 is directly below)."""
    id: int
    path: str
    depth: int
    kind_id: int
    name: str
    code: str = ""


@dataclass(frozen=True)
class Scope:
    """What the draft of a round says about who answers."""
    top_id: int
    depth: int
    rule: dict


def way_of(rule: dict) -> str:
    """One of WAYS."""
    return rule.get("way", "levels")


def chosen(scope: Scope, candidates: list[Candidate], successors: dict[int, int] | None = None) -> list[Candidate]:
    """The units that answer, in the order of the candidates."""
    way = way_of(scope.rule)
    if way in ("units", "last"):
        named = set(scope.rule.get("units", ()))
        wanted = named | ({new for old, new in (successors or {}).items() if old in named} if way == "last" else set())
        return [each for each in candidates if each.id in wanted]
    kinds = set(scope.rule.get("kinds", ())) if way == "kinds" else None
    return [each for each in candidates if each.depth <= scope.depth and (kinds is None or each.kind_id in kinds)]


def reviewers(top_id: int, units: list[Candidate]) -> dict[int, int]:
    """unit -> the unit that reviews its sheet: the nearest unit above that answers too, else the top of the scope."""
    inside = {each.id for each in units}
    return {each.id: nearest(each.path, inside, top_id) for each in units}


def nearest(path: str, inside: set[int], top_id: int) -> int:
    """The nearest unit above `path` that is one of these, else the top."""
    above = [int(part) for part in path.strip("/").split("/")[:-1]]
    return next((unit_id for unit_id in reversed(above) if unit_id in inside), top_id)


def final_successors(pairs: list[tuple[int, int | None]]) -> dict[int, int]:
    """old unit -> the one unit that it became in the end. A unit that was split, dissolved or goes in a ring has none."""
    nexts: dict[int, set[int | None]] = {}
    for old, new in pairs:
        if new != old:
            nexts.setdefault(old, set()).add(new)
    found = {}
    for old in nexts:
        at, seen = old, set()
        while at in nexts and at not in seen and len(nexts[at]) == 1 and None not in nexts[at]:
            seen.add(at)
            at = next(iter(nexts[at]))
        if at not in nexts:
            found[old] = at
    return found

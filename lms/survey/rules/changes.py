"""What changed between two sendings of a sheet. Lines are the dicts kept in SheetEvent.lines."""
from collections import defaultdict
from dataclasses import dataclass, field

COMPARED = ("level", "heads", "priority", "quarter", "reason")
BETWEEN_ROUNDS = ("level", "heads", "priority")


@dataclass(frozen=True)
class Change:
    """One line that differs: `kind` is added, removed or changed; `fields` maps a name to (before, after)."""
    kind: str
    before: dict | None
    after: dict | None
    fields: dict = field(default_factory=dict)

    @property
    def line(self) -> dict:
        """The line to show."""
        return self.after or self.before


def _owner(line: dict) -> tuple:
    """Whose line it is, for which topic."""
    return line.get("person_id") or 0, line.get("group") or "", line["topic_id"], line.get("unit_id") if not line.get("person_id") else 0


def _by_owner(lines: list[dict]) -> dict[tuple, list[dict]]:
    found = defaultdict(list)
    for line in lines:
        found[_owner(line)].append(line)
    return found


def _pairs(olds: list[dict], news: list[dict]):
    """Equal levels belong together first, what is left is paired in order."""
    olds, news = list(olds), list(news)
    for new in list(news):
        old = next((old for old in olds if old["level"] == new["level"]), None)
        if old is not None:
            olds.remove(old)
            news.remove(new)
            yield old, new
    for place in range(max(len(olds), len(news))):
        yield olds[place] if place < len(olds) else None, news[place] if place < len(news) else None


def counts_of(changes: list[Change]) -> dict[str, int]:
    """How many lines were added, removed and changed."""
    return {kind: sum(change.kind == kind for change in changes) for kind in ("added", "removed", "changed")}


def as_counted(lines: list[dict]) -> list[dict]:
    """Lines as they count after corrections: the corrected number, without those that were struck out."""
    found = [{**line, "heads": line.get("heads_now", line["heads"])} for line in lines]
    return [line for line in found if line["heads"]]


def differences(before: list[dict], after: list[dict], compared: tuple[str, ...] = COMPARED) -> list[Change]:
    """Lines added, removed and changed, in the order of the new sheet; removed ones last."""
    old, new, found, gone = _by_owner(before), _by_owner(after), [], []
    for owner in [*new, *(key for key in old if key not in new)]:
        for was, now in _pairs(old.get(owner, []), new.get(owner, [])):
            if was is None:
                found.append(Change("added", None, now))
            elif now is None:
                gone.append(Change("removed", was, None))
            elif fields := {name: (was.get(name), now.get(name)) for name in compared if was.get(name) != now.get(name)}:
                found.append(Change("changed", was, now, fields))
    return found + gone

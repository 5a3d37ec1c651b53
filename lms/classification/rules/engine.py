"""Ordered rules over a closed vocabulary: the first rule whose conditions all hold gives the group; the last one has none and holds for everybody."""
from dataclasses import dataclass, replace

TEXTS = ("post", "unit", "unit_kind", "unit_family", "specialty")
CHOICES = ("roster_group", "rank_tier", "category")
NUMBERS = ("unit_depth", "it_level")
LISTS = ("roles",)
TESTS = {"has": TEXTS, "lacks": TEXTS, "begins": TEXTS, "is": TEXTS + CHOICES, "is_not": TEXTS + CHOICES, "at_least": NUMBERS, "at_most": NUMBERS, "holds": LISTS}


class UnknownWord(ValueError):
    """A condition names a fact or a test outside the vocabulary."""


@dataclass(frozen=True)
class Facts:
    """What is known of a person. Texts are folded (lower case, no marks), so that spelling does not decide."""
    post: str = ""
    unit: str = ""
    unit_kind: str = ""
    unit_family: str = ""
    specialty: str = ""
    roster_group: str = ""
    rank_tier: str = ""
    category: str = ""
    unit_depth: int | None = None
    it_level: int | None = None
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Condition:
    """`fact` passes `test` with any of `values` (folded); `said` are the values as people write them."""
    fact: str
    test: str
    values: tuple
    said: tuple = ()

    def __post_init__(self):
        if self.fact not in TESTS.get(self.test, ()):
            raise UnknownWord(f"{self.fact} {self.test}")

    def hit(self, facts: Facts):
        """The value (as people write it) that makes the condition hold, or None. A negative test that holds gives an empty text."""
        held = getattr(facts, self.fact)
        for value, said in zip(self.values, self.said or self.values, strict=True):
            if _passes(self.test, held, value):
                return None if self.test in ("lacks", "is_not") else said
        return "" if self.test in ("lacks", "is_not") else None


def _passes(test: str, held, value) -> bool:
    if test in ("has", "lacks"):
        return f" {value} " in f" {words(held)} "
    if test == "begins":
        return f"{words(held)} ".startswith(f"{value} ")
    if test in ("is", "is_not"):
        return held == value
    if test == "holds":
        return value in held
    if held is None:
        return False
    return held >= value if test == "at_least" else held <= value


def words(text: str) -> str:
    """A folded text as words with one space between; signs are left out."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in text).split())


@dataclass(frozen=True)
class Rule:
    """One rule of a set, by position."""
    id: int
    position: int
    group: str
    conditions: tuple[Condition, ...] = ()

    def failing(self, facts: Facts) -> list[Condition]:
        """The conditions that do not hold."""
        return [condition for condition in self.conditions if condition.hit(facts) is None]


@dataclass(frozen=True)
class Found:
    """Which rule fired, and what made each of its conditions hold: (fact, test, value)."""
    rule: Rule
    because: tuple[tuple[str, str, str], ...]


def first_match(rules: list[Rule], facts: Facts) -> Found:
    """The first rule that holds; LookupError when a set has no rule for everybody."""
    for rule in rules:
        hits = [(condition.fact, condition.test, condition.hit(facts)) for condition in rule.conditions]
        if all(hit is not None for _fact, _test, hit in hits):
            return Found(rule, tuple((fact, test, str(hit)) for fact, test, hit in hits))
    raise LookupError("no rule for everybody")


@dataclass(frozen=True)
class Turn:
    """What would change the group: if `fact` `test` one of `values`, the group is `group`. `without`: if this no longer held."""
    fact: str
    test: str
    values: tuple
    group: str
    without: bool = False


def what_would_change(rules: list[Rule], facts: Facts, limit: int = 3) -> list[Turn]:
    """One condition away: earlier rules that miss one condition only, and the rule that would fire without what decided now."""
    fired = first_match(rules, facts).rule
    turns = []
    for rule in rules:
        missing = rule.failing(facts)
        if rule.position < fired.position and rule.group != fired.group and len(missing) == 1 and missing[0].test not in ("lacks", "is_not"):
            one = missing[0]
            turns.append(Turn(one.fact, one.test, one.said or one.values, rule.group))
    seen: dict[str, Turn] = {}
    for turn in turns:
        seen.setdefault(turn.group, turn)
    return ([*_without(rules, facts, fired)] + list(seen.values()))[:limit]


def _without(rules: list[Rule], facts: Facts, fired: Rule):
    decisive = next((condition for condition in fired.conditions if condition.test in ("has", "begins", "is", "holds")), None)
    if decisive is None:
        return
    empty = () if decisive.fact == "roles" else ""
    other = first_match(rules, replace(facts, **{decisive.fact: empty})).rule
    if other.group != fired.group:
        yield Turn(decisive.fact, decisive.test, (decisive.hit(facts),), other.group, without=True)

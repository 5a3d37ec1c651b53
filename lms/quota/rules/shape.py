"""Does a value have the written form of an instance or a plan? Answers a list of faults, empty when it has."""

import re

from .form import INSTANCE_FORMAT, PLAN_FORMAT, VERSION, BadForm, plan_sha256

MOST = 2**53 - 1
ANY = None
HASH = re.compile(r"[0-9a-f]{64}\Z")
INSTANCE_KEYS = {
    "format", "version", "name", "seed", "periods", "tops", "regions", "topics", "groups", "bucket_end", "units",
    "courses", "academies", "teachers_q", "rooms", "travel_kvnd", "demand",
}
PLAN_KEYS = {
    "format", "version", "instance_sha256", "previous_sha256", "engine", "limit_reached", "goals", "new_courses",
    "sections", "seats",
}


class _Faults(list):
    """Collects faults; each test answers whether it held, so that later tests may rely on it."""

    def say(self, held: bool, text: str) -> bool:
        if not held:
            self.append(text)
        return held

    def integer(self, value: object, where: str, least: int = 0, most: int = MOST) -> bool:
        fine = type(value) is int and least <= value <= most
        return self.say(fine, f"{where}: an integer from {least} to {most} is needed")

    def text(self, value: object, where: str) -> bool:
        return self.say(isinstance(value, str), f"{where}: a text is needed")

    def keys(self, value: object, wanted: set[str], where: str, optional: frozenset[str] = frozenset()) -> bool:
        if not self.say(isinstance(value, dict), f"{where}: an object is needed"):
            return False
        missing, unknown = sorted(wanted - value.keys()), sorted(value.keys() - wanted - optional)
        held = self.say(not missing, f"{where}: missing {', '.join(missing)}")
        return self.say(not unknown, f"{where}: unknown {', '.join(unknown)}") and held

    def integers(self, value: object, where: str, least: int = 0, most: int = MOST) -> bool:
        if not self.say(isinstance(value, list), f"{where}: a list is needed"):
            return False
        for position, item in enumerate(value):
            if not (type(item) is int and least <= item <= most):
                return self.integer(item, f"{where}[{position}]", least, most)
        return True

    def texts(self, value: object, where: str) -> bool:
        fine = isinstance(value, list) and all(isinstance(item, str) for item in value)
        return self.say(fine, f"{where}: a list of texts is needed")

    def table(self, value: object, columns: dict[str, tuple[int, int] | None], where: str) -> bool:
        """A table of integer columns with their limits; ANY marks a column tested elsewhere."""
        if not self.keys(value, set(columns), where):
            return False
        held = True
        for name, limits in columns.items():
            if limits is not ANY:
                held = self.integers(value[name], f"{where}.{name}", *limits) and held
            else:
                held = self.say(isinstance(value[name], list), f"{where}.{name}: a list is needed") and held
        lengths = {len(value[name]) for name in columns} if held else {0}
        return self.say(len(lengths) == 1, f"{where}: the columns differ in length") and held

    def ascending(self, table: dict, columns: list[str], where: str) -> bool:
        rows = list(zip(*(table[name] for name in columns)))
        for position in range(1, len(rows)):
            if rows[position - 1] >= rows[position]:
                return self.say(False, f"{where}: row {position} does not follow row {position - 1} in strict order")
        return True

    def grid(self, value: object, sizes: list[int], where: str) -> bool:
        fine = isinstance(value, list) and len(value) == sizes[0]
        if not self.say(fine, f"{where}: a list of {sizes[0]} is needed"):
            return False
        if len(sizes) == 1:
            return self.integers(value, where)
        return all([self.grid(inner, sizes[1:], f"{where}[{place}]") for place, inner in enumerate(value)])


def instance_faults(instance: object) -> list[str]:
    faults = _Faults()
    if not faults.keys(instance, INSTANCE_KEYS, "instance"):
        return faults
    faults.say(instance["format"] == INSTANCE_FORMAT, f"format: {INSTANCE_FORMAT} is needed")
    faults.say(type(instance["version"]) is int and instance["version"] == VERSION, "version: 1 is needed")
    faults.text(instance["name"], "name")
    faults.integer(instance["seed"], "seed")
    counts = [faults.integer(instance[key], key, 1, 10**6) for key in ("periods", "tops", "regions", "topics", "groups")]
    if all(counts) and _lists(faults, instance) and _academies(faults, instance):
        _demand(faults, instance)
    return faults


def _lists(faults: _Faults, instance: dict) -> bool:
    ends, last = instance["bucket_end"], instance["periods"] - 1
    held = faults.integers(ends, "bucket_end", 0, last)
    if held:
        rising = all(before < after for before, after in zip(ends, ends[1:]))
        held = faults.say(bool(ends) and rising and ends[-1] == last, "bucket_end: must rise strictly to periods - 1")
    tops, regions = (0, instance["tops"] - 1), (0, instance["regions"] - 1)
    held &= faults.table(instance["units"], {"id": ANY, "top": tops, "region": regions}, "units")
    held = held and faults.texts(instance["units"]["id"], "units.id")
    whole = (0, MOST)
    columns = {
        "id": ANY, "topic": (0, instance["topics"] - 1), "duration": (1, MOST), "min_size": whole,
        "max_size": (1, MOST), "load_q": whole, "cost_mvnd": whole, "new_rule": (0, 2), "setup_mvnd": whole,
    }
    courses = instance["courses"]
    if not (faults.table(courses, columns, "courses") and faults.texts(courses["id"], "courses.id")):
        return False
    sizes = zip(courses["min_size"], courses["max_size"])
    return faults.say(all(low <= high for low, high in sizes), "courses: min_size is above max_size") and held


def _academies(faults: _Faults, instance: dict) -> bool:
    academies, whole = instance["academies"], (0, MOST)
    columns = {"id": ANY, "licences": ANY, "budget_mvnd": whole, "new_limit": whole, "prep": whole}
    if not (faults.table(academies, columns, "academies") and faults.texts(academies["id"], "academies.id")):
        return False
    held, courses = True, len(instance["courses"]["id"])
    for place, licences in enumerate(academies["licences"]):
        where = f"academies.licences[{place}]"
        if not faults.integers(licences, where, 0, courses - 1):
            held = False
        else:
            rising = all(before < after for before, after in zip(licences, licences[1:]))
            held &= faults.say(rising, f"{where}: must rise strictly")
    count, periods = len(academies["id"]), instance["periods"]
    held &= faults.grid(instance["teachers_q"], [count, instance["topics"], periods], "teachers_q")
    held &= faults.grid(instance["rooms"], [count, periods], "rooms")
    return faults.grid(instance["travel_kvnd"], [instance["regions"], count], "travel_kvnd") and held


def _demand(faults: _Faults, instance: dict) -> None:
    units, courses = len(instance["units"]["id"]), len(instance["courses"]["id"])
    columns = {
        "unit": (0, units - 1), "group": (0, instance["groups"] - 1), "course": (0, courses - 1),
        "priority": (1, 3), "bucket": (0, len(instance["bucket_end"]) - 1), "heads": (1, MOST),
    }
    if faults.table(instance["demand"], columns, "demand"):
        faults.ascending(instance["demand"], ["unit", "group", "course", "priority", "bucket"], "demand")


def plan_faults(plan: object, instance: dict) -> list[str]:
    """Form of a plan; the instance must already have its form."""
    faults = _Faults()
    if not faults.keys(plan, PLAN_KEYS, "plan", frozenset({"volatile"})):
        return faults
    faults.say(plan["format"] == PLAN_FORMAT, f"format: {PLAN_FORMAT} is needed")
    faults.say(type(plan["version"]) is int and plan["version"] == VERSION, "version: 1 is needed")
    for key, may_be_null in (("instance_sha256", False), ("previous_sha256", True)):
        fine = isinstance(plan[key], str) and HASH.match(plan[key]) or may_be_null and plan[key] is None
        faults.say(bool(fine), f"{key}: 64 hexadecimal digits are needed")
    faults.say(isinstance(plan["limit_reached"], bool), "limit_reached: true or false is needed")
    if "volatile" in plan:
        faults.say(isinstance(plan["volatile"], dict), "volatile: an object is needed")
    _engine(faults, plan["engine"])
    _goals(faults, plan["goals"])
    _rows(faults, plan, instance)
    return faults


def _engine(faults: _Faults, engine: object) -> None:
    if not faults.keys(engine, {"name", "version", "seed", "threads", "limits"}, "engine"):
        return
    faults.text(engine["name"], "engine.name")
    faults.text(engine["version"], "engine.version")
    faults.integer(engine["seed"], "engine.seed")
    faults.integer(engine["threads"], "engine.threads")
    if faults.say(isinstance(engine["limits"], dict), "engine.limits: an object is needed"):
        for key, value in engine["limits"].items():
            faults.integer(value, f"engine.limits.{key}")


def _goals(faults: _Faults, goals: object) -> None:
    if not faults.table(goals, {"name": ANY, "achieved": ANY, "bound": ANY}, "goals"):
        return
    faults.texts(goals["name"], "goals.name")
    whole = [type(value) is int for value in goals["achieved"]]
    faults.say(all(whole), "goals.achieved: integers are needed")
    bounds = [value is None or type(value) is int for value in goals["bound"]]
    faults.say(all(bounds), "goals.bound: integers or null are needed")


def _rows(faults: _Faults, plan: dict, instance: dict) -> None:
    units, courses = len(instance["units"]["id"]), len(instance["courses"]["id"])
    academies, buckets = len(instance["academies"]["id"]), len(instance["bucket_end"])
    limit = {
        "academy": (0, academies - 1), "course": (0, courses - 1), "start": (0, instance["periods"] - 1),
        "count": (1, MOST), "unit": (0, units - 1), "priority": (1, 3), "bucket": (0, buckets - 1),
        "end": (0, buckets - 1), "heads": (1, MOST),
    }
    tables = {
        "new_courses": (["academy", "course"], []),
        "sections": (["academy", "course", "start"], ["count"]),
        "seats": (["unit", "course", "priority", "bucket", "academy", "end"], ["heads"]),
    }
    for name, (key, rest) in tables.items():
        if faults.table(plan[name], {column: limit[column] for column in key + rest}, name):
            faults.ascending(plan[name], key, name)


def checked_instance(instance: object) -> dict:
    faults = instance_faults(instance)
    if faults:
        raise BadForm(list(faults))
    return instance


def previous_fault(previous: object) -> str | None:
    """Of a previous plan only its sections and seats are read; it may belong to an earlier instance."""
    if not isinstance(previous, dict):
        return "a plan is needed"
    tables = {
        "sections": ("academy", "course", "start", "count"),
        "seats": ("unit", "course", "priority", "bucket", "academy", "end", "heads"),
    }
    for table, names in tables.items():
        columns = previous.get(table)
        if not isinstance(columns, dict) or not all(isinstance(columns.get(name), list) for name in names):
            return f"the previous plan has no table {table}"
        if any(type(value) is not int for name in names for value in columns[name]):
            return f"{table}: integers are needed"
        if len({len(columns[name]) for name in names}) != 1:
            return f"{table}: the columns differ in length"
    try:
        plan_sha256(previous)
    except BadForm as problem:
        return str(problem)
    return None

"""The house's rules as functions from (path, source) to faults, so that each can be tried on a planted fault.

A fault is `path:line what is wrong: what to do`.
"""
import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("units", "people", "accounts", "documents", "competence", "courses", "survey", "classification", "quota", "enrollment", "certificates")
WATCHERS = ("audit", "deadlines", "reports", "doctor", "thread", "front", "imports", "demo")
ROOF = ("imports", "demo")
ROOMS = {"states", "rules", "models", "queries", "actions", "forms", "views"}
EXTRA_ROOMS = {"deadlines": {"listeners"}, "front": {"navigation"}}
PRIVATE = {"views", "forms"}
DOORS = {"lms.wiring", "lms.worker", "lms.cli"}
PURE_BANNED = {"flask", "sqlalchemy", "flask_sqlalchemy", "lms.db", "lms.clock"}
BANNED_NAMES = {"utils", "helpers", "common", "misc", "services", "repositories"}
SIZE = {"file": 300, "function": 40, "page": 15, "template": 120, "css": 150}


def module_of(path: Path) -> str:
    """`lms/quota/actions.py` -> `lms.quota.actions`."""
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def package_of(module: str) -> str | None:
    """The floor or watcher a module belongs to."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "lms" and parts[1] in FLOORS + WATCHERS else None


def room_of(module: str) -> str | None:
    """The room a module stands in."""
    parts = module.split(".")
    return parts[2] if len(parts) > 2 else None


def imports(tree: ast.AST) -> list[tuple[int, str]]:
    """(line, full module) of every import, also inside functions."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [(node.lineno, node.module)] + [(node.lineno, f"{node.module}.{alias.name}") for alias in node.names]
    return found


def floors(path: Path, source: str) -> list[str]:
    """Imports go downwards only; the ground knows no floor; watchers are known by nobody; views and forms are private."""
    module, faults = module_of(path), []
    own = package_of(module)
    if module == "lms" or any(module == door or module.startswith(door + ".") for door in DOORS):
        return []
    for line, name in imports(ast.parse(source)):
        other = package_of(name)
        if other is None or other == own:
            continue
        where = f"{path}:{line} imports {name}"
        if own is None:
            faults.append(f"{where}: the ground floor knows no floor")
        elif own in FLOORS and other in WATCHERS:
            faults.append(f"{where}: no floor knows a watcher")
        elif own in FLOORS and FLOORS.index(other) > FLOORS.index(own):
            faults.append(f"{where}: imports go downwards only")
        elif own in WATCHERS and other in WATCHERS and own not in ROOF and other not in ("deadlines", "thread", "audit"):
            faults.append(f"{where}: watchers do not open each other")
        if room_of(name) in PRIVATE:
            faults.append(f"{where}: views and forms are private to their package")
    return faults


def rooms(path: Path, source: str) -> list[str]:
    """There is no eighth room, and no room without a duty."""
    module = module_of(path)
    own, room = package_of(module), room_of(module)
    faults = [f"{path}:1 a room without a duty; name it after what it does"] if set(module.split(".")) & BANNED_NAMES else []
    if own and room and room not in ROOMS | EXTRA_ROOMS.get(own, set()):
        faults.append(f"{path}:1 {room} is no room of a package; see docs/building.md")
    return faults


def duties(path: Path, source: str) -> list[str]:
    """rules know nothing of the web, the database or the clock; states only flow and texts; models no actions; actions no request."""
    module = module_of(path)
    own, room, faults = package_of(module), room_of(module), []
    if own is None:
        return []
    for line, name in imports(ast.parse(source)):
        where = f"{path}:{line} {room} imports {name}"
        if room == "rules" and any(name == banned or name.startswith(banned + ".") for banned in PURE_BANNED):
            faults.append(f"{where}: rules are pure")
        if room == "rules" and package_of(name) and room_of(name) in {"models", "queries", "actions", "views", "forms"}:
            faults.append(f"{where}: rules are pure")
        if room == "states" and name.startswith("lms") and not name.startswith(("lms.flow", "lms.texts")):
            faults.append(f"{where}: a life cycle opens flow and texts only")
        if room == "models" and package_of(name) and room_of(name) in {"actions", "queries", "views", "forms"}:
            faults.append(f"{where}: models open models only")
        if room == "queries" and package_of(name) and room_of(name) in {"actions", "views", "forms"}:
            faults.append(f"{where}: reading opens no deeds")
        if room == "actions" and name in {"flask.request", "flask.session", "flask_login", "flask_login.current_user", "flask.render_template"}:
            faults.append(f"{where}: an action gets its actor and values as parameters")
    return faults


def one_commit(path: Path, source: str) -> list[str]:
    """Nobody commits but lms/db.py."""
    if path == Path("lms/db.py") or not str(path).startswith("lms/"):
        return []
    return [f"{path}:{node.lineno} commits: the page or `with work():` does" for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"]


def states_only_in_actions(path: Path, source: str) -> list[str]:
    """`.state = ...`, `move(` and `record(` stand in actions only (and in flow, queue, events themselves)."""
    module = module_of(path)
    if not module.startswith("lms.") or room_of(module) in {"actions", "rules"} or module in {"lms.flow", "lms.queue"} or module.startswith("lms.events"):
        return []
    faults = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.Assign, ast.AugAssign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(target, ast.Attribute) and target.attr == "state" for target in targets):
                faults.append(f"{path}:{node.lineno} sets a state: call an action")
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            owner = getattr(getattr(node.func, "value", None), "id", "")
            if (name == "record" and isinstance(node.func, ast.Name)) or (name == "move" and owner in {"flow", ""}) and package_of(module):
                if name == "record" or owner == "flow" or isinstance(node.func, ast.Name):
                    faults.append(f"{path}:{node.lineno} {name}(): facts and moves stand in actions")
    return faults


def permissions(path: Path, source: str) -> list[str]:
    """Each page names its verb (@allow) or is @public."""
    if room_of(module_of(path)) != "views":
        return []
    faults = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef):
            continue
        names = [_name(decorator) for decorator in node.decorator_list]
        is_page = any(name.split(".")[-1] in {"get", "post", "route"} and "." in name for name in names)
        if is_page and not {"allow", "public"} & set(names):
            faults.append(f"{path}:{node.lineno} page {node.name} without @allow or @public")
    return faults


def _name(decorator: ast.expr) -> str:
    node = decorator.func if isinstance(decorator, ast.Call) else decorator
    if isinstance(node, ast.Attribute):
        return f"{getattr(node.value, 'id', '?')}.{node.attr}"
    return getattr(node, "id", "?")


def sizes(path: Path, source: str) -> list[str]:
    """A file over 300 lines or a function over 40 wants a better cut; a page has 15."""
    lines = source.count("\n") + 1
    faults = [f"{path}:1 {lines} lines: cut by noun"] if lines > SIZE["file"] + 1 else []
    views = room_of(module_of(path)) == "views"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            length = node.end_lineno - node.lineno + 1
            limit = SIZE["page"] + 5 if views else SIZE["function"]
            if length > limit:
                faults.append(f"{path}:{node.lineno} {node.name} has {length} lines, limit {limit}")
            if len(node.args.args) + len(node.args.posonlyargs) > 6:
                faults.append(f"{path}:{node.lineno} {node.name} has {len(node.args.args)} parameters")
    return faults


def the_clock(path: Path, source: str) -> list[str]:
    """Time comes from lms.clock."""
    if str(path) in {"lms/clock.py", "lms/worker.py"} or not str(path).startswith("lms/"):
        return []
    faults = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
            called = f"{node.func.value.id}.{node.func.attr}"
            if called in {"datetime.now", "datetime.utcnow", "date.today", "datetime.today", "time.time"}:
                faults.append(f"{path}:{node.lineno} {called}(): ask lms.clock")
    return faults


def banned_calls(path: Path, source: str) -> list[str]:
    """No way round the walls: raw markup, string SQL, eval, pickle, shell."""
    faults = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = _name(node.func) if isinstance(node.func, (ast.Name, ast.Attribute)) else ""
            if name.split(".")[-1] in {"render_template_string", "eval", "exec"} and name.split(".")[0] not in {"re"}:
                faults.append(f"{path}:{node.lineno} {name}()")
            if any(keyword.arg == "shell" and getattr(keyword.value, "value", None) is True for keyword in node.keywords):
                faults.append(f"{path}:{node.lineno} shell=True")
    for line, name in imports(ast.parse(source)):
        if name.split(".")[0] in {"pickle", "marshal", "shelve"}:
            faults.append(f"{path}:{line} {name}")
    return faults


RULES = (floors, rooms, duties, one_commit, states_only_in_actions, permissions, sizes, the_clock, banned_calls)


def sources() -> list[tuple[Path, str]]:
    """Every Python file of the product with its text."""
    return [(file.relative_to(ROOT), file.read_text(encoding="utf8")) for file in sorted((ROOT / "lms").rglob("*.py"))]

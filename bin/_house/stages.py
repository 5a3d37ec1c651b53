"""The stages of a test run: which tests, with which settings, and how they are counted."""
import sys
import time
import xml.etree.ElementTree as tree

from _house.crew import last_words
from _house.places import PYTHON, ROOT, Stop, clean_environment, say

# Tests about the house, these commands, papers, spreadsheets and pure rules do not depend on the database: once is enough.
ONCE = ("house/*", "bin/*", "pdf/*", "sheets/*", "*/test_rules*.py", "units/test_names.py", "sweep/test_planted.py",
        *(f"imports/test_{name}.py" for name in ("need_mess", "rank_words", "roster_mess", "sample_*", "unit_matching")))
NO_TESTS = 5
# One run on all cores; each file stays together, so that what its tests share is made once
SPREAD = ("-n", "auto", "--dist", "loadfile")
LONGEST = 75 * 60


class Stage:
    """One pytest run; its output goes to a file first, so that two can run side by side and still be read."""

    def __init__(self, name, words, settings, folder, may_be_empty):
        self.name = name
        self.may_be_empty = may_be_empty
        self.folder = folder / name.replace(" ", "-")
        self.folder.mkdir()
        self.log = self.folder / "output"
        self.log.touch()
        self.xml = self.folder / "result.xml"
        self.words = ["--basetemp=%s" % (self.folder / "tmp"), "-o", "cache_dir=%s" % (self.folder / "cache"),
                      f"--junitxml={self.xml}", "-o", "junit_logging=no", *words]
        self.settings = dict(settings, TMPDIR=str(self.folder))
        self.child = None
        self.begin = self.seconds = 0

    def start(self, crew):
        """Starts it."""
        self.begin = time.monotonic()
        command = [PYTHON, "-m", "pytest", "--color=yes" if sys.stdout.isatty() else "--color=no", *self.words]
        self.child = crew.start(self.name, command, self.log, env=clean_environment(**self.settings))

    def running(self):
        """True from its start to its end."""
        if self.child is None or self.child.poll() is not None:
            return False
        self.seconds = time.monotonic() - self.begin
        if self.seconds > LONGEST:
            raise Stop(f"{self.name}: not done after {LONGEST // 60} minutes; the end of its output:\n{last_words(self.child)}")
        return True

    def code(self):
        """pytest's exit code; a signal counts as 1. A run that tests nothing is a failure, unless tests were picked."""
        code = self.child.returncode
        if code == NO_TESTS and self.may_be_empty:
            return 0
        return code if code >= 0 else 1

    def counts(self):
        """(passed, failed, skipped); a run that ended without a report counts as one failure."""
        try:
            suites = list(tree.parse(str(self.xml)).getroot().iter("testsuite"))
        except (OSError, tree.ParseError):
            return 0, 1, 0
        total, failures, errors, skipped = (
            sum(int(suite.get(name, 0)) for suite in suites) for name in ("tests", "failures", "errors", "skipped"))
        failed = failures + errors
        if self.code() and not failed:
            failed = 1
        return max(0, total - failures - errors - skipped), failed, skipped


def marks(mode, browser):
    """The -m expression."""
    left_out = {"long": "", "fast": " and not long and not slow"}.get(mode, " and not long")
    return ("browser" if browser else "not browser") + left_out


def planned(mode, folder, url, extra):
    """Two lanes of stages; the lanes run side by side, the stages of a lane one after the other."""
    long = mode == "long"
    settings = {"LMS_TEST_LONG": "1"} if long else {}
    patience = ["-o", "faulthandler_timeout=2400"] if long else []
    plain = ["-m", marks(mode, False), *patience, *extra]
    if mode == "fast":
        return [[Stage("tests on SQLite", [*SPREAD, *plain], settings, folder, bool(extra))]]
    sqlite = Stage("tests on SQLite", plain, settings, folder, bool(extra))
    ignored = [f"--ignore-glob={ROOT}/tests/{path}" for path in ONCE]
    server = Stage("tests on PostgreSQL", [*ignored, *plain], dict(settings, LMS_TEST_DATABASE_URL=url), folder, bool(extra))
    browser = Stage("tests in the browser", ["-m", marks(mode, True), *patience, *extra], settings, folder, True)
    pages = list((ROOT / "tests" / "browser").rglob("test_*.py"))
    return [[sqlite, browser] if pages else [sqlite], [server]]


def advance(crew, lanes):
    """Starts what may start now; True while there is something left."""
    busy = False
    for lane in lanes:
        waiting = [stage for stage in lane if stage.child is None]
        running = [stage for stage in lane if stage.running()]
        if waiting and not running:
            waiting[0].start(crew)
        busy = busy or bool(waiting or running)
    return busy


def run(crew, lanes):
    """Runs all lanes; prints the outputs one after the other, the first as it comes."""
    stages = [lanes[0][0], *(lanes[1] if len(lanes) > 1 else []), *lanes[0][1:]]
    shown, place, begun = 0, 0, None
    while True:
        busy = advance(crew, lanes)
        while shown < len(stages) and stages[shown].child is not None:
            stage = stages[shown]
            if begun is not stage:
                say(f"\n{stage.name}")
                begun, place = stage, 0
            ended = not stage.running()
            place = copy(stage.log, place)
            if not ended:
                break
            shown += 1
        if not busy and shown == len(stages):
            return stages
        time.sleep(0.1)


def copy(log, place):
    """Prints what is new in a file; returns how far it was read."""
    with open(str(log), "rb") as source:
        source.seek(place)
        new = source.read()
    if new:
        sys.stdout.write(new.decode(errors="replace"))
        sys.stdout.flush()
    return place + len(new)

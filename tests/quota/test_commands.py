"""`flask quota` called wrongly: one clear line, the right exit code, never a traceback."""
import json

import pytest

from lms.cli.quota import in_one_line
from lms.quota.rules import form
from lms.quota.rules.solve import solve
from tests.quota.tiny import by_hand


@pytest.fixture
def files(tmp_path):
    """An instance, its plan, a plan that breaks a rule, and things that are none."""
    plan = solve(by_hand())
    faulty = json.loads(form.canonical(plan))
    faulty["seats"]["heads"][0] += 50
    for name, value in (("instance", by_hand()), ("plan", plan), ("faulty", faulty), ("list", []), ("empty", {})):
        form.write(tmp_path / f"{name}.json", value)
    (tmp_path / "torn.json").write_text("{\n\n")
    (tmp_path / "bytes.json").write_bytes(b"\xff\xfe")
    return tmp_path


def call(app, folder, *arguments):
    """(exit code, stdout, stderr); a word with a dot is a file of the folder."""
    told = app.test_cli_runner().invoke(args=["quota", *[str(folder / one) if "." in one else one for one in arguments]])
    assert told.exception is None or isinstance(told.exception, SystemExit), told.exception
    return told.exit_code, told.stdout, told.stderr


@pytest.mark.parametrize("arguments", [
    ("compare", "none.json", "plan.json"), ("compare", "instance.json", "none.json"), ("compare", "instance.json", "list.json"), ("compare", "empty.json", "plan.json"),
    ("compare", "instance.json", "plan.json", "--previous", "empty.json"), ("compare", "torn.json", "plan.json"), ("compare", "bytes.json", "plan.json"),
    ("check", "none.json", "plan.json"), ("check", "instance.json", "torn.json"), ("check", "instance.json", "plan.json", "--previous", "none.json"),
    ("solve", "none.json", "--out", "out.json"), ("solve", "list.json", "--out", "out.json"), ("solve", "instance.json", "--out", "no/folder.json"),
    ("solve", "instance.json", "--out", "out.json", "--previous", "torn.json"), ("generate", "--size", "small", "--seed", "1", "--out", "no/folder.json")])
def test_what_cannot_be_read_or_written_is_one_line_and_2(app, files, arguments):
    code, out, err = call(app, files, *arguments)
    lines = [line for line in err.splitlines() if not line.startswith("{")]
    assert code == 2 and out == "" and len(lines) == 1 and lines[0].startswith("Error: "), err


@pytest.mark.parametrize("arguments", [("compare", "a"), ("solve", "instance.json"), ("check",), ("generate", "--size", "huge", "--seed", "1", "--out", "x.json"),
                                       ("solve", "instance.json", "--out", "x.json", "--threads", "0")])
def test_a_wrong_call_is_2(app, files, arguments):
    code, _out, err = call(app, files, *arguments)
    assert code == 2 and err.count("Error: ") == 1


@pytest.mark.parametrize(("instance", "plan"), [("instance.json", "faulty.json"), ("instance.json", "empty.json"), ("list.json", "plan.json")])
def test_a_plan_that_breaks_the_rules_is_1_and_says_which(app, files, instance, plan):
    code, out, err = call(app, files, "check", instance, plan)
    answer = json.loads(out)
    assert code == 1 and err == "" and not answer["valid"] and answer["faults"] > 0


def test_a_good_plan_is_0_and_may_be_compared(app, files):
    assert call(app, files, "check", "instance.json", "plan.json")[0] == 0
    code, out, _err = call(app, files, "compare", "instance.json", "plan.json", "--previous", "plan.json")
    assert code == 0 and json.loads(out)["moved"]["seats_added"] == 0


def test_the_log_of_a_broken_solver_becomes_one_line():
    said = in_one_line("the solver process ended with 1: Traceback (most recent call last):\n  File x\nMemoryError: no room\n")
    assert said == "the solver process ended with 1: Traceback (most recent call last): ... MemoryError: no room"
    assert in_one_line(" \n") == "no reason was given"

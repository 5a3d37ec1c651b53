"""Canonical JSON, the generator's sizes, the child process and the commands."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from lms.cli.quota import commands
from lms.quota.rules import form, process, shape
from lms.quota.rules.check import check
from lms.quota.rules.generate import SIZES, generate
from lms.quota.rules.solve import Cancelled
from tests.quota.tiny import by_hand

SIZE_OF = {"small": (250, 2_500), "army": (36_600, 125_000)}


def test_the_one_spelling_is_sorted_ascii_without_spaces():
    assert form.canonical({"b": [1, None], "a": "ô"}) == '{"a":"\\u00f4","b":[1,null]}'


@pytest.mark.parametrize("value", [1.0, {"a": [0.5]}, {"a": {"b": float("nan")}}, {1: 2}])
def test_floats_and_keys_that_are_no_text_are_refused(value):
    with pytest.raises(form.BadForm):
        form.canonical(value)


@pytest.mark.parametrize("text", ["", "{", '{"a":1,"a":2}', "NaN", "[" * 100_000])
def test_what_is_no_json_is_unreadable(text):
    with pytest.raises(form.Unreadable):
        form.parse(text)


@pytest.mark.parametrize("size", SIZE_OF)
def test_a_generated_instance_has_the_documented_size(size):
    instance, wanted = generate(size, 3), SIZES[size]
    assert shape.instance_faults(instance) == []
    counts = [len(instance[table]["id"]) for table in ("units", "academies", "courses")]
    assert counts == [wanted.units, wanted.academies, wanted.courses]
    assert [instance[k] for k in ("tops", "periods", "regions", "topics")] == [
        wanted.tops, wanted.periods, wanted.regions, wanted.topics]
    cells, heads = SIZE_OF[size]
    assert abs(len(instance["demand"]["heads"]) - cells) <= cells * 0.01
    assert abs(sum(instance["demand"]["heads"]) - heads) <= heads * 0.02


def test_the_generator_writes_the_same_bytes_everywhere():
    assert form.sha256(generate("small", 1)) == "2d893f104bc255e224b5d6c74f43a80d438404574d14d6a0f6efa80b825e12bb"
    assert generate("small", 1) != generate("small", 2)


def test_a_solve_runs_in_a_process_of_its_own_and_tells_its_steps():
    steps = []
    plan = process.run(by_hand(), seed=0, threads=1, on_progress=lambda step: steps.append(step["step"]) or True)
    assert check(by_hand(), plan)["valid"]
    assert [step for step in steps if step != "alive"][0] == "start" and "done" in steps


@pytest.mark.slow
def test_answering_false_kills_the_process():
    with pytest.raises(Cancelled):
        process.run(generate("army", 1), on_progress=lambda step: False)


def test_the_process_refuses_what_is_no_instance():
    with pytest.raises(form.BadForm):
        process.run({"format": "nothing"})


@pytest.fixture
def call(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(commands, list(words))


@pytest.mark.slow
def test_the_four_commands_work_one_after_another(call):
    assert call("generate", "--size", "small", "--seed", "9", "--out", "i.json").exit_code == 0
    assert call("solve", "i.json", "--out", "p.json").exit_code == 0
    assert Path("p.json").read_text().endswith("}\n")
    verdict = call("check", "i.json", "p.json")
    assert verdict.exit_code == 0 and json.loads(verdict.stdout)["valid"]
    assert call("solve", "i.json", "--out", "q.json", "--previous", "p.json").exit_code == 0
    assert call("check", "i.json", "q.json", "--previous", "p.json").exit_code == 0
    answer = call("compare", "i.json", "q.json", "--previous", "p.json")
    assert answer.exit_code == 0 and json.loads(answer.stdout)["moved"]["sections_before"] > 0


def test_faults_are_exit_one_and_unreadable_files_exit_two(call):
    form.write("i.json", by_hand())
    plan = process.run(by_hand())
    plan["goals"]["achieved"][0] = 3
    form.write("p.json", plan)
    assert call("check", "i.json", "p.json").exit_code == 1
    Path("broken.json").write_text("{")
    for words in (("check", "i.json", "broken.json"), ("check", "gone.json", "p.json"),
                  ("solve", "broken.json", "--out", "x"), ("solve", "gone.json", "--out", "x"),
                  ("solve", "p.json", "--out", "x"), ("solve", "i.json", "--out", "no/such/folder"),
                  ("solve", "i.json", "--out", "x", "--previous", "i.json"), ("compare", "i.json", "i.json")):
        result = call(*words)
        assert result.exit_code == 2 and "Traceback" not in result.output and result.stderr, words

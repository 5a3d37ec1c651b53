"""How runs are cut into stages and counted."""
from types import SimpleNamespace

import pytest
from _house import stages

REPORT = '<testsuites><testsuite tests="10" failures="2" errors="1" skipped="3"/></testsuites>'


def ended(folder, code, report=None, may_be_empty=False):
    """A stage that has run."""
    stage = stages.Stage("tests on SQLite", [], {}, folder, may_be_empty)
    stage.child = SimpleNamespace(returncode=code)
    if report:
        stage.xml.write_text(report)
    return stage


def test_counts_come_from_the_report(tmp_path):
    assert ended(tmp_path, 1, REPORT).counts() == (4, 3, 3)


def test_a_run_without_a_report_is_a_failure(tmp_path):
    stage = ended(tmp_path, -11)
    assert (stage.code(), stage.counts()) == (1, (0, 1, 0))


def test_a_torn_report_is_a_failure(tmp_path):
    assert ended(tmp_path, 0, REPORT[:40]).counts() == (0, 1, 0)


def test_a_run_that_ends_badly_without_a_failed_test_counts_one(tmp_path):
    assert ended(tmp_path, 3, REPORT.replace('"2"', '"0"').replace('"1"', '"0"')).counts() == (7, 1, 3)


@pytest.mark.parametrize(("picked", "code"), [(False, 5), (True, 0)])
def test_no_test_at_all_is_a_failure_unless_tests_were_picked(tmp_path, picked, code):
    empty = REPORT.replace('"10"', '"0"').replace('"2"', '"0"').replace('"1"', '"0"').replace('"3"', '"0"')
    assert ended(tmp_path, 5, empty, may_be_empty=picked).code() == code


def test_fast_is_one_stage_and_the_rest_goes_side_by_side(tmp_path):
    (one,), = stages.planned("fast", fresh(tmp_path, "fast"), None, [])
    assert "LMS_TEST_DATABASE_URL" not in one.settings
    assert "not browser and not long and not slow" in one.words and "auto" in one.words
    lanes = stages.planned("long", fresh(tmp_path, "long"), "postgresql://x", [])
    assert [lane[0].name for lane in lanes] == ["tests on SQLite", "tests on PostgreSQL"]
    assert lanes[1][0].settings["LMS_TEST_DATABASE_URL"] == "postgresql://x"
    assert all(stage.settings["LMS_TEST_LONG"] == "1" for lane in lanes for stage in lane)
    assert not any("not slow" in word for lane in lanes for stage in lane for word in stage.words)


def fresh(folder, name):
    """A new folder."""
    (folder / name).mkdir()
    return folder / name

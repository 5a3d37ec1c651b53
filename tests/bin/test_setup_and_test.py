"""bin/setup from nothing, and bin/test as a person uses it, both in a copied tree whose path has a space."""
import os
import shutil
import subprocess

import pytest

pytestmark = pytest.mark.long

FEW_TESTS = '''
import os
import pytest

def test_good(): pass

def test_bad(): assert not os.environ.get("LMS_TEST_DATABASE_URL"), "bad on PostgreSQL"

def test_role():
    if os.environ.get("LMS_TEST_DATABASE_URL"):
        import psycopg
        with psycopg.connect(os.environ["LMS_TEST_DATABASE_URL"]) as connection:
            row = connection.execute("select rolsuper, current_setting('fsync'), current_setting('lc_collate', true) from pg_roles"
                                     " where rolname = current_user").fetchone()
        assert row[:2] == (False, "off")

@pytest.mark.long
def test_long(): pytest.skip("no")
'''


def run(tree, *words, **environment):
    """(exit code, lines) of a command, called from elsewhere, in a far time zone."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
    done = subprocess.run([tree / "bin" / words[0], *words[1:]], check=False, capture_output=True, text=True, cwd="/",
                          env={**kept, "TZ": "Pacific/Kiritimati", **environment})
    return done.returncode, (done.stdout + done.stderr).splitlines()


@pytest.fixture
def small(tree):
    """The tree with a handful of tests only."""
    shutil.rmtree(tree / "tests")
    (tree / "tests" / "quota").mkdir(parents=True)
    (tree / "tests" / "quota" / "test_few.py").write_text(FEW_TESTS)
    return tree


def test_the_sum_is_the_last_line_and_the_worst_code_counts(small):
    for _ in range(2):
        code, lines = run(small, "test")
        assert (code, lines[-1]) == (1, "5 passed, 1 failed, 0 skipped")
    code, lines = run(small, "test", "fast")
    assert (code, lines[-1]) == (0, "3 passed, 0 failed, 0 skipped")
    code, lines = run(small, "test", "long")
    assert (code, lines[-1]) == (1, "5 passed, 1 failed, 2 skipped")


def test_a_run_that_tests_nothing_is_a_failure(small):
    (small / "tests" / "quota" / "test_few.py").write_text("")
    assert run(small, "test", "fast")[0] == 5


def test_everything_temporary_is_removed(small, tmp_path):
    place = tmp_path / "temporary"
    place.mkdir()
    run(small, "test", TMPDIR=str(place))
    assert not list(place.iterdir())
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/cmdline", "rb") as line:
                assert str(small).encode() not in line.read()
        except OSError:
            pass


def test_setup_makes_an_environment_from_nothing_and_mends_a_torn_one(tree, tmp_path):
    (tree / ".venv").unlink()
    home = tmp_path / "home"
    home.mkdir(mode=0o500)
    code, lines = run(tree, "setup", HOME=str(home))
    assert (code, lines[-1]) == (0, "everything is in place"), lines
    assert run(tree, "setup")[1] == ["everything is in place"]
    (tree / ".venv" / "house-unfinished").touch()
    (tree / ".venv" / "bin" / "python").unlink()
    code, lines = run(tree, "setup")
    assert code == 0
    assert lines[0] == "making .venv (the last installation was interrupted)"

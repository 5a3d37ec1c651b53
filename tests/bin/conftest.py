"""Tests about the commands in bin/: their modules are importable, and the tree can be had a second time, in a path with a space."""
import shutil
import sys

import pytest

from tests.house.rules import ROOT

sys.path.insert(0, str(ROOT / "bin"))
LEFT_OUT = (".git", ".venv", "instance", "build", "__pycache__", ".pytest_cache", ".ruff_cache", ".hypothesis", "*.pyc")


@pytest.fixture
def tree(tmp_path):
    """A copy of this tree, with our environment, where nothing that is done hurts anybody."""
    copy = tmp_path / "a path with a space"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*LEFT_OUT))
    (copy / ".venv").symlink_to((ROOT / ".venv").resolve())
    return copy

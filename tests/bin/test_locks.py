"""The lock files: whole, by hash, and free of any one machine."""
import configparser
import re

import pytest

from tests.house.rules import ROOT

LOCKS = ("requirements.lock", "requirements-test.lock")


def pins(lock: str) -> dict[str, str]:
    """package -> version."""
    return dict(re.findall(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)", (ROOT / lock).read_text(), re.MULTILINE))


def wanted(text: str) -> set[str]:
    """The names in a list of requirements."""
    return {re.split(r"[\s\[<>=;]", line, maxsplit=1)[0].lower() for line in text.strip().splitlines()}


def test_the_test_lock_holds_the_runtime_lock_in_the_same_versions():
    runtime, test = pins("requirements.lock"), pins("requirements-test.lock")
    assert {name: test.get(name) for name in runtime} == runtime


def test_every_requirement_is_locked():
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg")
    assert wanted(config["options"]["install_requires"]) <= set(pins("requirements.lock"))
    assert wanted(config["options.extras_require"]["test"]) <= set(pins("requirements-test.lock"))


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash(lock):
    blocks = re.split(r"(?m)^(?=\S)", (ROOT / lock).read_text())
    assert all("--hash=sha256:" in block for block in blocks if "==" in block)


@pytest.mark.parametrize("lock", LOCKS)
def test_no_line_names_a_machine(lock):
    lines = (ROOT / lock).read_text().splitlines()
    assert not [line for line in lines if re.match(r"\s*(--(?!hash)|-[a-z]\s)|.*://", line)], "options and addresses belong to the machine"

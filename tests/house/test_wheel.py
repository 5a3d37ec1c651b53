"""The wheel is whole: built offline, installed into an empty environment, it holds every file and serves the first page."""
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.house.rules import ROOT

pytestmark = pytest.mark.slow

# Folder of the tree -> folder in the wheel.
PARTS = {"lms": "lms", "templates": "lms/_templates", "migrations": "lms/_migrations"}
LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc")
VISIT = """
import pathlib, re, lms
from flask_migrate import upgrade
app = lms.create_app()
with app.app_context():
    upgrade()
visitor = app.test_client()
page = visitor.get("/sign-in", headers={"Cookie": "lms_lang=en"})
text = page.get_data(as_text=True)
styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"', text)
print(pathlib.Path(lms.__file__).parent)
print(page.status_code, "<h1" in text, bool(styles), {visitor.get(style).status_code for style in styles})
"""


def call(*command, **options):
    """Runs a step; a failure shows what it said."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LMS_", "PYTHON"))}
    environment.update({"PIP_NO_INDEX": "1", "PIP_NO_INPUT": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", **options.pop("env", {})})
    done = subprocess.run([str(part) for part in command], check=False, capture_output=True, text=True, env=environment, **options)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """A copy of what the wheel is made of; building leaves nothing in the tree."""
    folder = tmp_path_factory.mktemp("a source")
    for part in PARTS:
        shutil.copytree(ROOT / part, folder / part, ignore=LEFT_OUT)
    for name in ("setup.cfg", "setup.py", "README.md"):
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def wheel(source, tmp_path_factory):
    """The wheel, built without network and without an environment of its own."""
    folder = tmp_path_factory.mktemp("wheel")
    call(sys.executable, "-m", "pip", "wheel", "--no-build-isolation", "--no-deps", "--wheel-dir", folder, source)
    (made,) = folder.glob("lms-*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The Python of an empty environment that has the wheel, and sees our libraries."""
    folder = tmp_path_factory.mktemp("empty") / "env"
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    call(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", wheel)
    (site,) = folder.glob("lib/python*/site-packages")
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return python


def files(folder: Path) -> set[str]:
    """What lies in a folder, without what Python and editors leave there."""
    return {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file() and not file.name.startswith(".")}


@pytest.mark.parametrize("part", PARTS)
def test_every_file_is_in_the_wheel_and_nothing_else(source, wheel, part):
    inside = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    prefix = PARTS[part] + "/"
    found = {name.removeprefix(prefix) for name in inside if name.startswith(prefix)}
    if part == "lms":
        found = {name for name in found if not name.startswith(("_templates/", "_migrations/"))}
    assert found == files(source / part)


def test_the_installed_wheel_serves_the_first_page(installed, tmp_path):
    settings = {"LMS_INSTANCE": str(tmp_path / "instance"), "LMS_ALLOW_PLAIN_HTTP": "1", "LMS_LOG_LEVEL": "ERROR"}
    place, answer = call(installed, "-c", VISIT, cwd=tmp_path, env=settings).splitlines()[-2:]
    assert Path(place).is_relative_to(installed.parent.parent)
    assert answer == "200 True True {200}"

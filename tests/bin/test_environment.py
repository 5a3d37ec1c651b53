"""When .venv/ is good enough, and when it is made anew."""
import shutil
import venv

import pytest
from _house import environment, interpreter, system
from _house.places import Stop

BROKEN = {
    "the last installation was interrupted": lambda folder: (folder / "house-unfinished").touch(),
    "its Python does not run": lambda folder: ((folder / "bin/python").unlink(), (folder / "bin/python").symlink_to("/nowhere/python")),
    "the folder was moved": lambda folder: environment.write_stamp(place="/somewhere/else/.venv"),
    "the system's Python changed": lambda folder: environment.write_stamp(python="3.99"),
    "none yet": shutil.rmtree,
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A working environment of its own, noted as installed."""
    made = tmp_path / "with space" / ".venv"
    venv.create(made, with_pip=False)
    (site,) = made.glob("lib/python*/site-packages")
    (site / "pip").mkdir()
    (site / "pip" / "__init__.py").touch()
    for name, path in {"VENV": made, "PYTHON": made / "bin/python", "STAMP": made / "house.json", "UNFINISHED": made / "house-unfinished",
                       "ROOT": made.parent}.items():
        monkeypatch.setattr(environment, name, path)
    (made.parent / environment.RUNTIME).write_text("one==1\n")
    environment.write_stamp(place=str(made.resolve()), locks={environment.RUNTIME: environment.digest(environment.RUNTIME)})
    return made


def test_an_environment_that_works_is_left_alone(folder):
    assert environment.health() is None
    assert environment.in_place(environment.RUNTIME)


@pytest.mark.parametrize("reason", BROKEN)
def test_a_broken_environment_is_made_anew(folder, reason):
    BROKEN[reason](folder)
    assert environment.health() == reason
    assert not environment.in_place(environment.RUNTIME)


def test_a_changed_lock_file_is_installed_again(folder):
    (folder.parent / environment.RUNTIME).write_text("one==2\n")
    assert environment.health() is None
    assert not environment.in_place(environment.RUNTIME)


def installed(folder, *names):
    """Puts the records of packages into an environment, as pip does last."""
    (site,) = folder.glob("lib/python*/site-packages")
    for name in names:
        (site / f"{name}.dist-info").mkdir()
        (site / f"{name}.dist-info" / "RECORD").touch()


def test_what_is_installed_already_is_not_installed_again(folder):
    lock = folder.parent / environment.RUNTIME
    lock.write_text("Typing-Extensions==4.16.0 \\\n    --hash=sha256:00\npython-dateutil==2.9.0.post0 ; x\n")
    installed(folder, "typing_extensions-4.16.0")
    assert not environment.satisfied(environment.RUNTIME)
    installed(folder, "python_dateutil-2.9.0.post0")
    assert environment.satisfied(environment.RUNTIME)
    environment.prepare(environment.RUNTIME, "/no/python/is/needed")
    assert environment.in_place(environment.RUNTIME)


def test_an_environment_of_another_folder_is_never_written_to(folder, tmp_path, monkeypatch):
    link = tmp_path / "borrowed"
    link.symlink_to(folder)
    monkeypatch.setattr(environment, "VENV", link)
    monkeypatch.setattr(environment, "UNFINISHED", link / "house-unfinished")
    before = sorted(folder.rglob("*"))
    with pytest.raises(OSError):
        environment.prepare(environment.RUNTIME, "/no/such/python")
    assert sorted(folder.rglob("*")) == before
    assert not link.is_symlink()


def test_a_torn_stamp_counts_as_no_stamp(folder):
    environment.STAMP.write_text('{"locks": ')
    assert not environment.in_place(environment.RUNTIME)
    environment.write_stamp(python="3.11")
    assert environment.read_stamp() == {"python": "3.11"}


def test_a_python_that_is_too_old_is_not_chosen(monkeypatch):
    monkeypatch.setattr(interpreter, "OLDEST", (3, 99))
    with pytest.raises(Stop) as stop:
        interpreter.choose()
    assert stop.value.code == 2
    assert "Python 3.99 or newer is needed" in str(stop.value)


def test_the_environment_is_made_with_a_python_outside_any_environment():
    chosen = interpreter.choose()
    assert interpreter.ask(chosen, "import sys; sys.exit(sys.prefix != sys.base_prefix)") is not None


def test_an_ordinary_user_gets_the_one_line_to_type(monkeypatch):
    monkeypatch.setattr(system.os, "geteuid", lambda: 1000)
    with pytest.raises(Stop) as stop:
        system.install(["libpango-1.0-0", "fonts-croscore"])
    assert stop.value.code == 2
    assert str(stop.value).splitlines()[-1] == "sudo apt-get install -y libpango-1.0-0 fonts-croscore"


def test_what_cannot_be_used_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(system, "RUNTIME", ())
    monkeypatch.setattr(system.postgres, "OLDEST", 99)
    assert system.missing(tests=True) == ["postgresql", "chromium", "poppler-utils", "qpdf", "zbar-tools", "fonts-noto-core"]

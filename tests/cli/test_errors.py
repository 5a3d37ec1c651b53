"""Commands called wrongly, on missing files and on a database without tables: one clear line, the right exit code, never a traceback."""
import click
import pytest
from sqlalchemy.exc import OperationalError

from lms import create_app
from lms.cli import english
from lms.errors import Problem
from lms.texts import lazy
from tests import builders
from tests.conftest import environment


def call(app, *arguments):
    """(exit code, stdout, stderr) of a command that must not crash."""
    answer = app.test_cli_runner().invoke(args=list(map(str, arguments)))
    assert answer.exception is None or isinstance(answer.exception, SystemExit), answer.exception
    assert "Traceback" not in answer.output
    return answer.exit_code, answer.stdout, answer.stderr


@pytest.fixture
def empty(tmp_path):
    """An app whose database has no tables."""
    return create_app(environment(tmp_path, f"sqlite:///{tmp_path / 'none.sqlite'}"))


@pytest.mark.parametrize("arguments", [
    ("doctor",), ("journal", "verify"), ("journal", "anchor"), ("reference", "load"), ("users", "invite", "12345678", "--username", "abc"),
    ("certificates", "verify", "ABCD"), ("worker", "--once"), ("demo", "load"), ("import", "people", __file__), ("papers", "export", "{folder}")])
def test_a_database_without_tables_is_told_in_one_line(empty, tmp_path, arguments):
    code, out, err = call(empty, *[one.format(folder=tmp_path / "out") for one in arguments])
    assert code == 1 and out == ""
    assert "Error: the database has no tables yet; run `flask --app lms db upgrade` first" in [line for line in err.splitlines() if not line.startswith("{")]


@pytest.mark.parametrize("arguments", [
    ("certificates", "verify", "/no/such/file.pdf"), ("certificates", "verify", "/tmp"), ("certificates", "verify", "missing.pdf"),
    ("import", "people", "/no/such/file.xlsx"), ("import", "people"), ("import", "weather"),
    ("import", "people", __file__, "--report", "/no/such/folder/report.json"), ("import", "people", __file__, __file__),
    ("demo", "load", "--write", "/no/such/folder/demo.json"), ("users", "invite", "12345678", "--username", "có dấu"), ("doctor", "--only", "weather"),
    ("journal", "forge"), ("worker", "--twice")])
def test_a_wrong_call_ends_with_2_and_one_line(app, arguments):
    code, _out, err = call(app, *arguments)
    assert code == 2 and len([line for line in err.splitlines() if line.startswith("Error: ")]) == 1


@pytest.mark.parametrize(("arguments", "said"), [
    (("import", "people", "/etc/passwd"), "Error: passwd is refused, no_table: no table with the needed columns was found"),
    (("users", "invite", "99999999", "--username", "abc"), "Error: no person with service number 99999999"),
    (("papers", "export", "/proc/none/x"), "Error: cannot make /proc/none/x: No such file or directory")])
def test_what_cannot_be_done_ends_with_1_and_says_why_in_english(app, arguments, said):
    code, _out, err = call(app, *arguments)
    assert code == 1 and said in err


def test_a_code_that_nobody_issued_is_no_wrong_call(app):
    code, out, _err = call(app, "certificates", "verify", "ABCD-EFGH-JKMN-PQRS")
    assert code == 1 and out.startswith("not found")


def test_a_second_account_for_a_person_is_refused_in_one_line(app):
    owner = builders.person(builders.ministry())
    assert call(app, "users", "invite", owner.service_no, "--username", "mot")[0] == 0
    code, out, err = call(app, "users", "invite", owner.service_no, "--username", "hai")
    assert code == 1 and out == "" and err.count("Error: ") == 1


def test_a_refusal_of_the_house_is_said_in_english_and_a_fault_of_ours_is_not_hidden(app):
    from lms.cli import _said

    def refuse():
        raise Problem(lazy("Số hiệu %(no)s đã có trong danh sách.", no="17"))

    def break_down():
        raise OperationalError("x", {}, Exception("database is locked"))
    with pytest.raises(click.ClickException) as told:
        _said(refuse)()
    assert told.value.message == english(lazy("Số hiệu %(no)s đã có trong danh sách.", no="17")) and "17" in told.value.message and "Số hiệu" not in told.value.message
    with pytest.raises(click.ClickException, match="database: database is locked"):
        _said(break_down)()
    with pytest.raises(ZeroDivisionError):
        _said(lambda: 1 // 0)()


def test_every_command_has_help_in_english(app):
    def walk(command, name):
        context = click.Context(command, info_name=name)
        text = command.get_help(context)
        assert command.help and text.isascii() or "–" in text, name
        for inner, below in getattr(command, "commands", {}).items():
            walk(below, f"{name} {inner}")
    for name, command in app.cli.commands.items():
        if name != "db":
            walk(command, name)

"""The English catalogues follow the code and lose nothing that somebody translated."""
import pytest
from _house import texts
from babel.messages.pofile import read_po


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A small tree; house(path, text) writes a file, house.po(name) reads a catalogue."""
    monkeypatch.setattr(texts, "ROOT", tmp_path)
    monkeypatch.setattr(texts, "ENGLISH", tmp_path / "lms/translations/en")

    def write(path, text):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")

    def words(name):
        with (texts.ENGLISH / f"{name}.po").open("rb") as file:
            return {message.id: message.string for message in read_po(file, locale="en") if message.id}
    write.words = words
    write("lms/quota/views.py", 'x = _("Phê duyệt")\ny = ngettext("%(num)s lớp", "%(num)s lớp", 3)\n')
    write("templates/quota/list.html", '{% if a %}{{ _("Trả lại") }}{% endif %}')
    write("lms/flow.py", 'x = lazy("sai trạng thái")\n')
    write("templates/layouts/page.html", '{{ _("Trang chủ") }}')
    write("templates/papers/decision.html", '{{ _("Quyết định") }}')
    return write


def test_texts_go_to_the_catalogue_of_their_package(house):
    assert texts.follow([], check=False) == 0
    assert house.words("quota") == {"Phê duyệt": "", "Trả lại": "", ("%(num)s lớp", "%(num)s lớp"): ("", "")}
    assert list(house.words("ground")) == ["sai trạng thái"]
    assert list(house.words("front")) == ["Trang chủ"]
    assert not (texts.ENGLISH / "papers.po").exists()


def test_a_second_run_changes_nothing(house):
    texts.follow([], check=False)
    assert texts.follow([], check=True) == 0


def test_translations_stay_and_unused_texts_go(house):
    house("lms/translations/en/quota.po", 'msgid ""\nmsgstr ""\n\n#, fuzzy\nmsgid "Phê duyệt"\nmsgstr "Approve"\n\nmsgid "Cũ"\nmsgstr "Old"\n')
    assert texts.follow([], check=True) == 1
    texts.follow([], check=False)
    assert house.words("quota")["Phê duyệt"] == "Approve"
    assert "Cũ" not in house.words("quota")
    assert "fuzzy" not in (texts.ENGLISH / "quota.po").read_text(encoding="utf-8")


def test_a_text_said_twice_stands_once(house):
    house("lms/courses/views.py", 'x = _("Phê duyệt")\n')
    house("lms/translations/en/quota.po", 'msgid "Phê duyệt"\nmsgstr "Approve"\n')
    texts.follow([], check=False)
    assert house.words("quota")["Phê duyệt"] == "Approve"
    assert not (texts.ENGLISH / "courses.po").exists()


def test_a_text_that_moves_to_another_package_takes_its_english_along(house):
    house("lms/translations/en/quota.po", 'msgid "Phê duyệt"\nmsgstr "Approve"\n')
    house("lms/quota/views.py", "")
    house("lms/courses/views.py", 'x = _("Phê duyệt")\n')
    texts.follow(["quota"], check=False)
    assert "Phê duyệt" not in house.words("quota")
    assert house.words("courses")["Phê duyệt"] == "Approve"


def test_named_packages_leave_the_others_alone(house):
    texts.follow(["front"], check=False)
    assert [file.name for file in texts.ENGLISH.glob("*.po")] == ["front.po"]


def test_a_file_that_cannot_be_read_drops_nothing(house, capsys):
    house("lms/translations/en/quota.po", 'msgid "Trả lại"\nmsgstr "Return"\n')
    house("templates/quota/list.html", '{% if %}{{ _("Trả lại") }}')
    assert texts.follow([], check=False) == 1
    assert house.words("quota")["Trả lại"] == "Return"
    assert "templates/quota/list.html" in capsys.readouterr().err

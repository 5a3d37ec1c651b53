"""Settings: each documented, unknown ones refused, the key kept to its owner."""
import stat

import pytest

from lms.config import SETTINGS, BadSetting, database_url, instance_folder, read_settings, secret_key
from tests.house.rules import ROOT


def test_every_setting_is_documented():
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf8")
    assert [setting.name for setting in SETTINGS if f"`{setting.name}`" not in text] == []


@pytest.mark.parametrize("environment", [{"LMS_DATABSE_URL": "x"}, {"LMS_IDLE_MINUTES": "viele"}, {"LMS_PROXY_HOPS": "-1"}])
def test_an_unknown_name_or_a_bad_value_stops_the_start(environment):
    with pytest.raises(BadSetting):
        read_settings(environment)


def test_other_programs_variables_are_left_alone():
    assert read_settings({"PATH": "/bin"})["LMS_DEMO"] == "0"


def test_the_key_is_made_once_and_readable_by_its_owner_only(tmp_path):
    values = read_settings({"LMS_INSTANCE": str(tmp_path / "i")})
    folder = instance_folder(values)
    first = secret_key(values, folder)
    assert secret_key(values, folder) == first and len(first) >= 32
    assert stat.S_IMODE((folder / "secret-key").stat().st_mode) == 0o600


def test_a_short_key_and_a_foreign_database_are_refused(tmp_path):
    with pytest.raises(BadSetting):
        secret_key(read_settings({"LMS_SECRET_KEY": "kurz"}), tmp_path)
    with pytest.raises(BadSetting):
        database_url(read_settings({"LMS_DATABASE_URL": "mysql://x"}), tmp_path)
    assert database_url(read_settings({"LMS_DATABASE_URL": "postgresql://u@h/d"}), tmp_path) == "postgresql+psycopg://u@h/d"

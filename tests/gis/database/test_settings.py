import os
import stat
from pathlib import Path

import pytest
from pydantic import ValidationError

from gis.database.settings import Settings


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch):
    for name in [name for name in os.environ if name.startswith("LANDPLAN_")]:
        monkeypatch.delenv(name)


def test_the_default_data_dir_can_be_walked_by_the_servers_user(monkeypatch, tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_DATA_HOME", str(closed))
    expected = Path("/var/lib/landplan") if os.geteuid() == 0 else closed / "landplan"
    assert Settings().data_dir == expected
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


def test_an_open_data_home_is_used_by_everybody(monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", "/usr/local/share")
    assert Settings().data_dir == Path("/usr/local/share/landplan")


def test_the_environment_is_read(monkeypatch):
    monkeypatch.setenv("LANDPLAN_DATABASE_URL", "postgresql://u:secret@h/x")
    monkeypatch.setenv("LANDPLAN_DATA_DIR", "~/somewhere")
    monkeypatch.setenv("LANDPLAN_PG_BINDIR", "bin")
    settings = Settings()
    assert settings.database_url == "postgresql://u:secret@h/x"
    assert settings.data_dir == Path("~/somewhere").expanduser()
    assert settings.pg_bindir == Path.cwd() / "bin"


def test_an_empty_variable_is_none(monkeypatch):
    monkeypatch.setenv("LANDPLAN_DATABASE_URL", "")
    monkeypatch.setenv("LANDPLAN_PG_BINDIR", "")
    assert Settings().database_url is None
    assert Settings().pg_bindir is None


def test_the_password_is_not_shown():
    settings = Settings(database_url="postgresql://u:secret@h/x")
    assert "secret" not in f"{settings!r} {settings}"


def test_settings_do_not_change():
    with pytest.raises(ValidationError):
        Settings().data_dir = Path("/elsewhere")

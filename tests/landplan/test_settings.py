"""Settings that cannot be meant are wrong use, and their sentence names the variable."""

import pytest

from gis.database.settings import Settings
from gis.errors import WrongUseError
from landplan.settings import PlanSettings, read_settings


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("LANDPLAN_ON_TRACK", "abc", "a number from 0 to 1"),
        ("LANDPLAN_ON_TRACK", "nan", "a number from 0 to 1"),
        ("LANDPLAN_BEHIND", "2", "a number from 0 to 1"),
        ("LANDPLAN_STALLED_MONTHS", "0", "a whole number from 1 to 1200"),
        ("LANDPLAN_STALLED_MONTHS", "1.5", "a whole number from 1 to 1200"),
        ("LANDPLAN_RESERVE_YEARS", "-1", "a number above 0 and at most 100"),
        ("LANDPLAN_RESERVE_YEARS", "inf", "a number above 0 and at most 100"),
    ],
)
def test_a_bad_value_is_named(monkeypatch, name, value, wanted):
    monkeypatch.setenv(name, value)
    with pytest.raises(WrongUseError) as failure:
        read_settings(PlanSettings)
    assert failure.value.en == f"{name} is {wanted}, not {value!r}"
    assert failure.value.zh.startswith(f"{name} 现为“{value}”，应为：")


def test_every_bad_value_is_named(monkeypatch):
    monkeypatch.setenv("LANDPLAN_ON_TRACK", "abc")
    monkeypatch.setenv("LANDPLAN_RESERVE_YEARS", "soon")
    with pytest.raises(WrongUseError) as failure:
        read_settings(PlanSettings)
    for sentence in (failure.value.zh, failure.value.en):
        assert "LANDPLAN_ON_TRACK" in sentence and "LANDPLAN_RESERVE_YEARS" in sentence
        assert "\n" not in sentence


def test_on_track_does_not_begin_below_behind(monkeypatch):
    monkeypatch.setenv("LANDPLAN_BEHIND", "0.96")
    with pytest.raises(WrongUseError) as failure:
        read_settings(PlanSettings)
    for sentence in (failure.value.zh, failure.value.en):
        assert "LANDPLAN_ON_TRACK" in sentence and "LANDPLAN_BEHIND" in sentence
    monkeypatch.setenv("LANDPLAN_ON_TRACK", "0.96")
    assert read_settings(PlanSettings).on_track == 0.96


def test_a_home_folder_of_nobody_is_named(monkeypatch):
    monkeypatch.setenv("LANDPLAN_DATA_DIR", "~no-such-user-here/data")
    with pytest.raises(WrongUseError, match="LANDPLAN_DATA_DIR"):
        read_settings(Settings)


@pytest.mark.parametrize("command", ["balance", "pace", "projects", "indicators", "check",
                                     "warnings", "map", "serve"])  # fmt: skip
def test_every_command_refuses_them_in_one_sentence(loaded, environment, command, tmp_path):
    arguments = [tmp_path / "map.html"] if command == "map" else []
    bad = environment | {"LANDPLAN_ON_TRACK": "abc"}
    found = loaded(command, *arguments, "--lang", "en", env=bad)
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr == "LANDPLAN_ON_TRACK is a number from 0 to 1, not 'abc'\n"

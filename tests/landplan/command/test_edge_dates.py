"""Every command as of the first and the last day there is, of plans that lie at the edges."""

import pytest

from tests.small_land import write_folder

PERIODS = {
    "begin": ("0001-01-01", "0005-12-31"),
    "end": ("9995-01-01", "9999-12-31"),
    "one-day": ("2025-06-30", "2025-06-30"),
}
DAYS = ("0001-01-01", "9999-12-31")
COMMANDS = [
    ("balance",),
    ("balance", "--engine", "shapely"),
    ("balance", "--format", "json"),
    ("pace",),
    ("series", "--by", "year"),
    ("series", "--by", "land_use"),
    ("projects",),
    ("indicators",),
    ("warnings",),
    ("map", "m.html"),
    ("report", "r.html"),
    ("report", "r.xlsx"),
]
PAPER = [("report", "r.docx"), ("report", "r.pdf"), ("report", "a.pdf", "--atlas", "zones")]


@pytest.fixture(scope="module")
def at_the_edges(landplan, tmp_path_factory):
    """Give the command line with plans whose periods lie at the edges."""
    for plan_id, (starts_on, ends_on) in PERIODS.items():
        folder = write_folder(tmp_path_factory.mktemp("edge") / plan_id)
        file = folder / "plan.yaml"
        told = file.read_text(encoding="utf-8").replace("id: small", f"id: {plan_id}")
        told = told.replace("2021-01-01", starts_on).replace("2025-12-31", ends_on)
        file.write_text(told, encoding="utf-8")
        targets = folder / "targets.csv"
        told = targets.read_text(encoding="utf-8").replace(",2025,", f",{int(ends_on[:4])},")
        targets.write_text(told, encoding="utf-8")
        found = landplan("load", folder)
        assert found.returncode == 0, found.stderr
    return landplan


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("plan_id", [*PERIODS, "tianhe-2021-2025"])
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_day_and_no_period_is_too_early_or_too_late(
    at_the_edges, loaded, tmp_path, command, plan_id, day
):
    found = at_the_edges(*command, "--plan", plan_id, "--as-of", day, cwd=tmp_path)
    assert (found.returncode, "内部出错" in found.stderr) == (0, False), found.stderr


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("command", PAPER, ids=" ".join)
def test_paper_of_any_day(at_the_edges, tmp_path, command, day):
    found = at_the_edges(*command, "--plan", "one-day", "--as-of", day, cwd=tmp_path)
    assert found.returncode == 0, found.stderr


@pytest.mark.parametrize("plan_id", PERIODS)
@pytest.mark.parametrize("command", [("check",), ("check", "--deep"), ("record", "history")])
def test_what_has_no_day(at_the_edges, command, plan_id):
    found = at_the_edges(*command, "--plan", plan_id)
    assert found.returncode in (0, 1)
    assert found.stderr == ""


@pytest.mark.parametrize("day", ["0000-01-01", "10000-01-01", "2025-02-29"])
def test_a_day_that_there_is_not_is_wrong_use(at_the_edges, day):
    found = at_the_edges("balance", "--plan", "one-day", "--as-of", day, "--lang", "en")
    assert found.returncode == 2
    assert "is no date" in found.stderr

"""Every fixture: the verdict and the hectares that stand in the table."""

import json
import resource

import pytest

from landplan.command.cli import run
from tests.formats.kinds import fixtures


@pytest.mark.parametrize("fixture", fixtures(), ids=lambda one: one.name)
def test_a_file_gets_the_verdict_of_the_table(fixture, tmp_path, capsys):
    path = fixture.make(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    status = run(["area", str(path), "--format", "json", *fixture.options])
    told = json.loads(capsys.readouterr().out)
    problems = told["problems"]
    errors = {one["kind"] for one in problems if one["severity"] == "error"}
    warnings = {one["kind"] for one in problems if one["severity"] == "warning"}
    assert (errors, warnings) == (fixture.errors, fixture.warnings), problems
    assert (told["format"], told["crs"]["epsg"]) == (fixture.form, fixture.epsg)
    assert status == bool(fixture.errors)
    measured = [row["measured_ha"] for row in told["rows"]]
    assert measured == [None if ha is None else pytest.approx(ha, abs=1e-4) for ha in fixture.ha]
    assert all(one["place"] == str(path) and one["zh"] and one["en"] for one in problems)
    assert sorted(tmp_path.rglob("*")) == before


def test_the_kinds_are_many_and_each_has_its_name():
    names = [one.name for one in fixtures()]
    assert len(names) == len(set(names)) >= 80


def test_no_file_takes_more_memory_than_a_gigabyte():
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 2 << 20  # KiB

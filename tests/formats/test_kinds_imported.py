"""Every fixture once more, as parcels of the built-in plan: what an import of it would do."""

import json

import pytest

from landplan.command.cli import run
from tests.formats.kinds import fixtures

NOTHING = {"added": 0, "changed": 0, "same": 0}
ASSUMED = "assumed_owner"
"""None of the files says whose the land is; a parcel is taken for the state's, which is said."""


@pytest.fixture(scope="module")
def url(databases, with_builtin):
    return databases.new("kinds", with_builtin).render_as_string(hide_password=False)


@pytest.mark.slow
@pytest.mark.parametrize("fixture", fixtures(), ids=lambda one: one.name)
def test_an_import_would_add_what_a_file_measures(fixture, url, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("LANDPLAN_DATABASE_URL", url)
    path = fixture.make(tmp_path)
    columns = ["--columns", "measured_ha=declared_ha"]
    if fixture.ids:
        columns += ["--columns", f"{fixture.ids}=parcel_id"]
    call = ["import", "parcels", path, "--dry-run", "--format", "json", *columns, *fixture.options]
    status = run([str(word) for word in call])
    told = json.loads(capsys.readouterr().out)
    errors = {one["kind"] for one in told["problems"] if one["severity"] == "error"}
    warnings = {one["kind"] for one in told["problems"] if one["severity"] == "warning"}
    if fixture.errors or fixture.ids is None:
        assert errors
        assert (status, told["would"]) == (1, NOTHING)
        return
    assert not errors, told["problems"]
    assert (status, told["would"]) == (0, NOTHING | {"added": len(fixture.ha)})
    assert warnings - {ASSUMED} == fixture.warnings
    assert told["crs"]["epsg"] == fixture.epsg
    wanted = [pytest.approx(ha, abs=1e-4) for ha in fixture.ha]
    assert [row["measured_ha"] for row in told["rows"]] == wanted
    assert [row["declared_ha"] for row in told["rows"]] == wanted

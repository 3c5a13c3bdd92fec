"""Every benchmark runs on a little land, and every contender finds the same hectares."""

from pathlib import Path

import pytest

from benchmarks import balance, loading, maps, results, table
from benchmarks.ground import Ground
from benchmarks.server import Server

pytestmark = pytest.mark.slow

COUNT = 900
SCALE = 0.1

SAME = 1e-8
NEAR = 1e-6
"""The tuned query cuts along tiles, whose edges are geodesics of their own."""


@pytest.fixture(scope="module")
def ground(databases, tmp_path_factory):
    url = databases.new("benchmarks").set(drivername="postgresql")
    server = Server(url.render_as_string(hide_password=False))
    ground = Ground(COUNT, tmp_path_factory.mktemp("benchmarks"), server, scale=SCALE)
    yield ground
    ground.drop()


@pytest.fixture(scope="module")
def loads(ground):
    return {row.contender: row for row in loading.load(ground, 1)}


@pytest.fixture(scope="module")
def loaded(ground, loads):
    assert loads
    return ground


def test_all_copy_the_same_rows(ground, loads):
    assert list(loads) == ["landplan", "landplan GeoParquet", "ogr2ogr"]
    for row in loads.values():
        assert row.figures["rows"] == len(ground.land) + len(ground.ledger)
        assert row.figures["peak_mib"] > 10


def test_all_balances_agree(loaded):
    rows = {row.contender: row.figures for row in balance.balance(loaded, 1)}
    tolerance = {
        "landplan": SAME,
        "landplan with gaps": SAME,
        "landplan stored": SAME,
        "geopandas overlay": SAME,
        "PostGIS tuned": NEAR,
        "PostGIS naive": 0.0,
    }
    assert rows.keys() == tolerance.keys()
    for name, figures in rows.items():
        assert figures["off"] <= tolerance[name], name
        assert figures["levels"] <= max(tolerance[name], SAME), name
    assert rows["landplan stored"]["area_off_m2"] <= 1e-4


def test_the_warm_balance_agrees_with_the_stored_rows(loaded):
    ours, theirs = balance.warm(loaded, 2)
    assert len(ours.seconds) == len(theirs.seconds) == 2
    assert ours.figures["off"] <= NEAR


def test_the_maps_open(loaded, browser):
    rows = {(row.work, row.contender): row for row in maps.maps(loaded, 1, browser)}
    assert len(rows) == 4
    assert rows["write map", "folium"].figures["bytes"] > 500 * COUNT
    assert rows["write map", "landplan"].figures["bytes"] > 100_000


def test_changes_leave_what_computing_anew_gives(loaded):
    for row in balance.refresh(loaded, 1):
        assert row.figures["off"] <= 1e-12


def test_the_readme_shows_the_results(repo):
    page = (repo / "benchmarks" / "README.md").read_text(encoding="utf-8")
    found = results.read(repo / "benchmarks" / "results.json")
    assert page == table.put_into(page, found)


def test_the_table_judges_targets(tmp_path):
    rows = [
        results.Row("warm", "landplan", 1_000_000, (0.4, 0.5, 9.0), {"off": 1e-12}),
        results.Row("warm", "PostGIS GROUP BY", 1_000_000, (0.25,)),
        results.Row("write map", "landplan", 100_000, (1.0,), {"bytes": 11e6}),
    ]
    run = {"date": "today", "commit": "abc", "command": "python -m benchmarks", "machine": "m",
           "versions": {"PostGIS": "3"}, "probe_ms": [21.0, 23.0]}  # fmt: skip
    kept = Path(tmp_path / "results.json")
    results.keep(kept, "warm", run, rows)
    shown = table.table(results.read(kept))
    assert "| PostGIS GROUP BY | 1 000 000 | 2 | ≤ 1.5 | **missed** |" in shown
    assert "| 12 MB | 100 000 | 11 000 000 | ≤ 12 000 000 | met |" in shown
    assert "| landplan | 1 000 000 | 0.5 | 3 | off 1.0e-12 |" in shown
    assert "warm (probe 21–23 ms): today, commit abc" in shown

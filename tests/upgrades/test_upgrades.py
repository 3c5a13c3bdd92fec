"""A database of every earlier schema is upgraded, and every hectare is still there.

Each file of `dumps/` is what `scripts/dump-schema` made of the ledger in `package/` with the code
of that schema: 0001 to 0008 before the first release, then one a release.
"""

import gzip
import json
import re
import subprocess
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, select

from gis.database.engine import engine
from gis.database.tables import land_event
from gis.server.binaries import find_binaries
from projects.load import load_folder
from projects.monitoring.deep_check import deep_findings
from projects.store.plans import plan_of
from projects.store.schema import migrate
from projects.view import PlanView

DUMPS = Path(__file__).parent / "dumps"
PACKAGE = Path(__file__).parent / "package"
NAMES = sorted(file.stem for file in DUMPS.glob("*.json"))

BY_HAND = {
    ("2022-09-15", "all"): {"storage": 10, "supply": 1, "supply_industry": 1, "reserve": 9},
    ("2022-09-15", "west"): {"storage": 8, "supply": 1, "supply_industry": 1, "reserve": 7},
    ("2022-09-15", "east"): {"storage": 2, "supply": 0, "supply_industry": 0, "reserve": 2},
    ("2025-12-31", "all"): {"storage": 13.5, "supply": 7, "supply_industry": 3, "reserve": 6.75},
    ("2025-12-31", "west"): {"storage": 8, "supply": 3, "supply_industry": 1, "reserve": 5},
    ("2025-12-31", "east"): {"storage": 5.5, "supply": 4, "supply_industry": 2, "reserve": 1.75},
}
"""Declared hectares. P1 is stored and a quarter of it supplied; E3 stores half of P1 again and half
of P2; P3 lies across west and east, comes and goes; E6 was a mistake; E9 says 3.5 ha where E8 said
4, and half of that land is supplied."""


@pytest.fixture
def restored(databases, request) -> Engine:
    """Give a database as a dump of it was."""
    url = databases.new(f"upgraded_{request.param.replace('.', '_')}")
    psql = find_binaries().bindir / "psql"
    named = url.set(drivername="postgresql").render_as_string(hide_password=False)
    dump = gzip.decompress((DUMPS / f"{request.param}.sql.gz").read_bytes())
    read = [psql, "-XqAt", "-v", "ON_ERROR_STOP=1", named]
    subprocess.run(read, input=dump, check=True, capture_output=True)
    opened = engine(url.render_as_string(hide_password=False))
    yield opened
    opened.dispose()


@pytest.mark.parametrize(("restored", "name"), [(n, n) for n in NAMES], indirect=["restored"])
def test_an_earlier_database_keeps_its_balance(restored, name):
    with restored.begin() as connection:
        migrate(connection)
    told = json.loads((DUMPS / f"{name}.json").read_text(encoding="utf-8"))
    with restored.connect() as connection:
        for day in dict.fromkeys(row[0] for row in told):
            then = {(row[1], row[2]): row[3:] for row in told if row[0] == day}
            assert balance(connection, day) == {
                key: pytest.approx(figures, abs=1e-6) for key, figures in then.items()
            }
        assert list(deep_findings(connection, "small")) == []
        whole = select(land_event.c.event_id).where(land_event.c.whole)
        assert set(connection.scalars(whole)) == {"E1", "E4", "E5", "E6", "E8", "E9"}
        assert load_folder(connection, PACKAGE).new_events == 0


@pytest.mark.parametrize("name", NAMES)
def test_what_each_code_gave_is_right(name):
    told = json.loads((DUMPS / f"{name}.json").read_text(encoding="utf-8"))
    declared = {(day, zone, measure): ha for day, zone, measure, _, ha, *_ in told}
    for (day, zone), by_measure in BY_HAND.items():
        for measure, ha in by_measure.items():
            assert declared[day, zone, measure] == pytest.approx(ha, abs=1e-5)


def test_every_release_has_its_dump(repo):
    told = (repo / "CHANGELOG.md").read_text(encoding="utf-8")
    released = re.findall(r"^## \[(\d+\.\d+\.\d+)\]", told, re.MULTILINE)
    assert released
    assert set(released) <= set(NAMES)


def balance(connection: Connection, day: str) -> dict[tuple[str, str], list[float]]:
    view = PlanView(connection, plan_of(connection, "small"), as_of=date.fromisoformat(day))
    return {
        (row.zone, row.measure): [row.actual_ha, row.declared_ha, row.measured_ha, row.events]
        for row in view.balance().rows
    }

"""The cases of events (tests/cases/F..): what loads do to a ledger that is there already."""

from datetime import date
from pathlib import Path

import pytest

from gis.geometry.area import area_ha
from projects.balance.sql_engine import balance
from projects.load import load_folder
from projects.monitoring.checks import check_plan
from projects.package.folder import read_package
from tests.projects.bulk.large_ledgers import AT_ONCE, IN_BATCHES

CASES = Path(__file__).parents[1] / "cases"
LAST_DAY = date(2025, 12, 31)

both_sizes = pytest.mark.parametrize("large", [AT_ONCE, IN_BATCHES], ids=["rows", "columns"])


def figures(connection, plan_id):
    rows = balance(connection, plan_id, as_of=LAST_DAY, basis="measured").rows
    return {(row.zone, row.measure): row.actual_ha for row in rows}


@both_sizes
def test_an_extent_over_the_edge_of_its_parcel_counts_and_is_listed(connection, large):
    folder = CASES / "F5-outline-larger-than-parcel"
    load_folder(connection, folder, large=large)
    [event], [parcel] = (getattr(read_package(folder), name) for name in ("events", "parcels"))
    over = area_ha(event.extent.difference(parcel.outline))
    assert area_ha(event.extent) > 1.4 * area_ha(parcel.outline)
    assert figures(connection, "sem-larger")["z", "storage"] == pytest.approx(
        area_ha(event.extent), rel=1e-9
    )
    found = check_plan(connection, "sem-larger", zones=(), investment=(), figures=())
    [listed] = [finding for finding in found if finding.kind == "outside_parcel"]
    assert listed.subject == "A"
    assert f"{over:.4f} 公顷" in listed.zh

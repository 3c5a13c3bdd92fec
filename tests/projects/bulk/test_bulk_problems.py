"""Large ledgers read in batches have the same problems as small ones."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS

from gis.geometry.datum import wgs84_to_gcj02
from projects.bulk import large_ledger as bulk_ledger
from projects.load import load_folder
from tests.projects.bulk.large_ledgers import (
    AT_ONCE,
    IN_BATCHES,
    assert_same,
    event_rows,
    made_ledgers,
    parcel_rows,
    plan_folder,
    problems_of,
    rows_after,
    write,
)
from tests.small_land import block, write_csv

pytestmark = pytest.mark.usefixtures("small_batches")


@pytest.mark.parametrize("other_fault", [False, True])
def test_a_parcel_in_gcj02_on_its_neighbours(connection, folder, other_fault):
    """Found from the stored overlaps, or from the outlines where nothing is stored."""
    rows = [
        parcel_rows()[0]
        | {"parcel_id": f"Q{x}-{y}", "geometry": block(x, y, x + 2, y + 2), "declared_ha": 4}
        for x in range(0, 20, 2)
        for y in range(0, 20, 2)
        if (x, y) != (6, 6)
    ]
    drawn = wgs84_to_gcj02(block(6, 6, 8, 8))
    rows.append(rows[0] | {"parcel_id": "SHIFTED", "geometry": drawn})
    if other_fault:
        rows[3]["owner_kind"] = "private"
    write(folder / "ledger" / "parcels.parquet", rows)
    found = problems_of(connection, folder, IN_BATCHES)
    assert found == problems_of(connection, folder, AT_ONCE)
    assert [p[1] for p in found if "GCJ-02" in p[4]] == [100]


def test_a_file_that_breaks_off_is_a_problem(connection, folder):
    path = folder / "ledger" / "parcels.parquet"
    rows = [
        row | {"parcel_id": f"{row['parcel_id']}-{n}", "name": f"{n * n:x}" * 40}
        for n in range(50)
        for row in parcel_rows()
    ]
    write(path, rows)
    told = bytearray(path.read_bytes())
    told[4:2000] = bytes(1996)
    path.write_bytes(told)
    found = problems_of(connection, folder, IN_BATCHES)
    assert ("ledger/parcels.parquet", 0, "") in [p[:3] for p in found]
    assert not any(str(folder) in p[4] for p in found)


def test_what_cannot_be_read_in_batches_goes_the_ordinary_way(connection, folder):
    write(folder / "ledger" / "parcels.gpkg", parcel_rows())
    assert bulk_ledger.large_ledger(folder, CRS.from_epsg(4490), least=13) is None
    assert bulk_ledger.large_ledger(folder, CRS.from_epsg(4490), least=12).count == 12
    write_csv(
        folder / "ledger" / "events.csv",
        {name: cell for name, cell in event_rows()[0].items() if name != "geometry"},
    )
    assert bulk_ledger.large_ledger(folder, CRS.from_epsg(4490), least=0) is None
    assert load_folder(connection, folder, large=IN_BATCHES).events == 1


def shifted(outline, lon, lat):
    return shapely.transform(outline, lambda xy: xy + np.array([lon, lat]))


BOW = shapely.transform(
    shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)]), lambda xy: [113.4, 23.15] + xy * 0.001
)
ODD_TEXTS = [
    "",
    None,
    " P4 ",
    "P1",
    "P 1",
    "P2;P3",
    "地块５",
    "x" * 101,
    "P\x07",
    "<b>",
    "\u3000名",
]
ODD_NUMBERS = [
    "",
    None,
    "0",
    "-1",
    "nan",
    "inf",
    "1e13",
    "60",
    "40000",
    "4.3",
    " 4 ",
    "4 公顷",
    "4",
]
ODD_DAYS = [
    "", None, "2015/1/1", "2022年6月1日", "2022-02-30", "1066-01-01", "2014-12-31", "2024-01-01",
    "soon", "20220101", " 2022-06-01",
]  # fmt: skip
ODD_OUTLINES = [
    None,
    shapely.Polygon(),
    BOW,
    shapely.Point(113.4, 23.15),
    shapely.transform(block(0, 0, 2, 2), lambda xy: xy[:, ::-1]),
    shifted(block(0, 0, 2, 2), 30, 0),
    shifted(block(0, 0, 2, 2), 1, 0),
    block(19, 0, 21.5, 2),
    block(0, 0, 2, 2),
    block(0.5, 0.5, 1, 1),
    block(2, 0, 6, 4),
    block(0, 0, 1e-6, 1e-6),
    shapely.force_3d(block(2, 0, 4, 2), 3.0),
    wgs84_to_gcj02(block(2, 0, 4, 2)),
    shapely.set_precision(block(4, 0, 6, 2), 1e-7),
]
IDS = ["E00", "E01", "E06", "E11", "E12", "E99"]

parcel_slips = st.one_of(
    st.tuples(st.sampled_from(["parcel_id", "name"]), st.sampled_from(ODD_TEXTS)),
    st.tuples(st.just("owner_kind"), st.sampled_from(["private", "", None, "state "])),
    st.tuples(st.just("declared_ha"), st.sampled_from(ODD_NUMBERS)),
    st.tuples(st.just("land_use"), st.sampled_from(["1001", "9999", "", None])),
    st.tuples(st.just("land_use_set"), st.sampled_from(["2023", "2020", ""])),
    st.tuples(st.just("established_on"), st.sampled_from(ODD_DAYS)),
    st.tuples(st.just("geometry"), st.sampled_from(ODD_OUTLINES)),
)
event_slips = st.one_of(
    st.tuples(st.just("event_id"), st.sampled_from([*ODD_TEXTS, *IDS])),
    st.tuples(st.just("kind"), st.sampled_from(["storage", "supply", "reversal", "theft", None])),
    st.tuples(
        st.just("parcel_id"),
        st.sampled_from([*ODD_TEXTS, "P9", "P99", "P1;P99", "P1; P2", "P3;P3", ";", "P1 "]),
    ),
    st.tuples(st.sampled_from(["date", "recorded_on"]), st.sampled_from(ODD_DAYS)),
    st.tuples(
        st.sampled_from(["method", "document_no", "contract_no", "responsible_unit"]),
        st.sampled_from(ODD_TEXTS),
    ),
    st.tuples(st.just("price_10k_cny"), st.sampled_from(ODD_NUMBERS)),
    st.tuples(st.just("declared_ha"), st.sampled_from(ODD_NUMBERS)),
    st.tuples(st.just("land_use"), st.sampled_from(["1001", "9999", "", None])),
    st.tuples(st.just("land_use_set"), st.sampled_from(["2023", "2020", ""])),
    st.tuples(st.just("corrects"), st.sampled_from(["", None, *IDS])),
    st.tuples(st.just("geometry"), st.sampled_from(ODD_OUTLINES)),
)


def spoiled(rows, slips):
    """Return rows as texts, as a file without types has them, some cells changed."""
    for row in rows:
        row["declared_ha"] = "" if row["declared_ha"] is None else str(row["declared_ha"])
    for number, (column, value) in slips:
        rows[number % len(rows)][column] = value
    return rows


def slips_of(some):
    return st.lists(st.tuples(st.integers(0, 12), some), max_size=4)


@pytest.mark.slow
@made_ledgers
@given(slips_of(parcel_slips), slips_of(event_slips))
def test_both_ways_find_the_same_problems(connection, tmp_path_factory, parcel_slips, event_slips):
    folder = plan_folder(tmp_path_factory.mktemp("spoiled") / "plan")
    write(folder / "ledger" / "parcels.parquet", spoiled(parcel_rows(), parcel_slips))
    write(folder / "ledger" / "events.parquet", spoiled(event_rows(), event_slips))
    found = problems_of(connection, folder, IN_BATCHES)
    assert found == problems_of(connection, folder, AT_ONCE)
    if not found:
        assert_same(
            rows_after(connection, folder, IN_BATCHES), rows_after(connection, folder, AT_ONCE)
        )

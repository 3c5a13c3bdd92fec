"""Ledgers for both ways of loading, and what each way says of them and does with them."""

from dataclasses import replace
from pathlib import Path

import geopandas
import pytest
import shapely
from hypothesis import HealthCheck, settings
from sqlalchemy import text

from gis.errors import BadDataError
from projects.load import load_folder
from tests.small_land import block, write_folder

IN_BATCHES, AT_ONCE = 0, 10**9
MEASURED = {"abs": 1e-3, "rel": 1e-9}

made_ledgers = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def plan_folder(path: Path) -> Path:
    """Return a package without a ledger."""
    write_folder(path)
    for file in (path / "ledger").iterdir():
        file.unlink()
    return path


def parcel_rows():
    """Return twelve parcels of 2 × 2 ha, two of them of two parts and with a hole."""
    outlines = [block(x, y, x + 2, y + 2) for y in (0, 2, 4) for x in (0, 2, 4, 6)]
    outlines[5] = shapely.difference(outlines[5], block(2.5, 2.5, 3, 3))
    outlines[6] = shapely.union(block(4, 2, 5, 4), block(5.5, 2, 6, 4))
    return [
        {
            "parcel_id": f"P{n}", "name": f"地块 {n}", "declared_ha": 4.0 if n != 6 else 3.0,
            "owner_kind": "collective" if n % 3 else "state", "land_use": "1001" if n % 2 else "",
            "land_use_set": "2023" if n % 2 else "", "established_on": "2015-01-01",
            "geometry": outline,
        }
        for n, outline in enumerate(outlines)
    ]  # fmt: skip


def event_rows():
    """Return events of every kind: whole, partial, of several parcels and of none, corrections."""
    told = [
        ("E00", "storage", "P0", "2021-03-01", 4.0, "", None),
        ("E01", "storage", "P1", "2021-04-01", 4.0, "", parcel_rows()[1]["geometry"]),
        ("E02", "storage", "P2", "2021-05-01", 2.0, "", block(4, 0, 5, 2)),
        ("E03", "storage", "P3;P7", "2021-06-01", 8.0, "", None),
        ("E04", "storage", "P4; P5", "2021-06-02", 2.0, "", block(1, 3, 3, 4)),
        ("E05", "storage", "", "2021-07-01", 6.0, "", block(8, 10, 11, 12)),
        ("E06", "storage", "P5", "2021-07-02", 3.7, "", None),
        ("E07", "supply", "P0", "2022-01-01", 4.0, "1001", None),
        ("E08", "supply", "P1", "2022-02-01", 1.0, "0701", block(2, 0, 3, 1)),
        ("E09", "supply", "P3", "2022-03-01", 4.0, "1001", None),
        ("E10", "storage", "P6", "2022-04-01", 3.0, "", None),
        ("E11", "reversal", "", "2022-05-01", None, "", None),
        ("E12", "storage", "P6", "2022-04-01", 2.9, "", None),
    ]
    corrects = {"E11": "E06", "E12": "E10"}
    return [
        {
            "event_id": event_id, "kind": kind, "parcel_id": parcel_id, "date": day,
            "recorded_on": "2023-01-01" if event_id in corrects else "", "declared_ha": area,
            "method": "挂牌" if kind == "supply" else None, "document_no": f"文〔{event_id}〕",
            "land_use": use, "land_use_set": "2023" if use else "",
            "corrects": corrects.get(event_id), "geometry": outline,
            "contract_no": f"合〔{event_id}〕" if kind == "supply" else "", "supervision_no": "",
            "price_10k_cny": {"E07": "0", "E08": "120.5"}.get(event_id, ""),
            "responsible_unit": "土地中心" if parcel_id == "P0" else None,
        }
        for event_id, kind, parcel_id, day, area, use, outline in told
    ]  # fmt: skip


def write(path, rows, *, crs="EPSG:4490", kinds=None):
    """Write rows as GeoParquet or GeoPackage."""
    columns = {name: [row[name] for row in rows] for name in rows[0] if name != "geometry"}
    outlines = [row["geometry"] for row in rows]
    frame = geopandas.GeoDataFrame(columns, geometry=outlines, crs=crs)
    for name, kind in (kinds or {}).items():
        frame[name] = frame[name].astype(kind)
    if path.suffix == ".parquet":
        frame.to_parquet(path)
    else:
        frame.to_file(path, driver="GPKG", layer=path.stem)


def write_ledger(folder, parcels, events):
    for name, rows in (("parcels", parcels), ("events", events)):
        (folder / "ledger" / f"{name}.gpkg").unlink(missing_ok=True)
        write(folder / "ledger" / f"{name}.gpkg", rows)


def problems_of(connection, folder, large):
    """Return the problems of a load, which is undone."""
    with connection.begin_nested() as savepoint:
        try:
            load_folder(connection, folder, large=large)
        except BadDataError as error:
            return sorted((p.file, p.row or 0, p.column, p.value, p.en) for p in error.problems)
        finally:
            savepoint.rollback()
    return []


INDEXES = "select indexdef from pg_indexes where schemaname = 'landplan' order by 1"
LEDGER = (
    "select p.parcel_id, p.name, p.owner_kind, p.declared_ha, p.land_use, p.land_use_set,"
    " p.established_on, st_asbinary(l.outline), l.measured_m2"
    " from landplan.parcel p join landplan.place l using (plan_id, place_id) order by 1",
    "select e.event_id, e.kind, e.happened_on, e.recorded_on, e.method, e.land_use,"
    " e.land_use_set, e.declared_ha, e.document_no, e.corrects, e.parcel_ids,"
    " e.contract_no, e.supervision_no, e.price_10k_cny, e.responsible_unit,"
    " st_asbinary(l.outline), l.measured_m2"
    " from landplan.land_event e left join landplan.place l using (plan_id, place_id) order by 1",
    "select (select array_agg(p.parcel_id order by p.parcel_id) from landplan.parcel p"
    "        where p.place_id = l.place_id),"
    " (select array_agg(e.event_id order by e.event_id) from landplan.land_event e"
    "        where e.place_id = l.place_id), z.zone_id, z.inside_m2"
    " from landplan.place l left join landplan.place_zone z on z.place_id = l.place_id"
    "  and z.inside_m2 > 0.001"  # not what rounding leaves on a border
    " order by 1, 2, 3",
    "select event_id, zone_id, kind, reserve_events, measured_m2, declared_ha, reserve_m2,"
    " reserve_ha from landplan.land_share"
    " where greatest(measured_m2, abs(reserve_m2)) > 0.001 order by 1, 2",
    "select zone_id, day, kind, land_use, events, reserve_events, measured_m2, declared_ha,"
    " reserve_m2 from landplan.zone_day"
    " where greatest(measured_m2, abs(reserve_m2)) > 0.001 order by 1, 2, 3, 4",
    "select zone_id, series, ten_days, kind, land_use, land_use_set, key, events, measured_m2,"
    " declared_ha from landplan.zone_ten_days where abs(measured_m2) > 0.001"
    " order by 1, 2, 3, 4, 5, 6, 7",
    "select parcel_id, from_on, until_on, state, held_by, in_reserve_m2, supplied_m2"
    " from landplan.parcel_history order by 1, 2",
    "select event_id, from_on, until_on, measured_m2 from landplan.reserve_piece order by 1, 2",
    "select event_id, 0, counted_m2 from landplan.event_counted order by 1",
)


def rows_after(connection, folder, large):
    """Return what a load says and what the database then holds of the ledger; it is undone."""
    with connection.begin_nested() as savepoint:
        loaded = load_folder(connection, folder, large=large)
        found = [connection.execute(text(query)).all() for query in LEDGER]
        savepoint.rollback()
    return loaded, found


def assert_same(one, other):
    assert replace(one[0], batch=None) == replace(other[0], batch=None)
    for mine, theirs in zip(one[1], other[1], strict=True):
        assert [row[:2] for row in mine] == [row[:2] for row in theirs]
        for row, wanted in zip(mine, theirs, strict=True):
            close = [pytest.approx(c, **MEASURED) if type(c) is float else c for c in wanted]
            assert list(row) == close

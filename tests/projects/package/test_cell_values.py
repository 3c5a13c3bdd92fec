"""Numbers and dates as cells have them, in every format and both ways: read right or refused."""

import math
import sqlite3
from datetime import date

import pyarrow as pa
import pytest

from projects.package.rows import Row, day_of, number_of
from tests.projects.bulk.test_one_verdict import event_rows, in_columns, parcel_rows, row_by_row
from tests.projects.bulk.typed_files import (
    as_times_in_utc,
    write_geojson,
    write_geopackage,
    write_parquet,
)
from tests.small_land import write_csv

WAYS = pytest.mark.parametrize("way", [row_by_row, in_columns])


@pytest.fixture
def folder(tmp_path):
    """Give a folder with a ledger of parcels."""
    (tmp_path / "ledger").mkdir()
    write_geojson(tmp_path / "ledger" / "parcels.geojson", parcel_rows("P"), {})
    return tmp_path


def found_in(way, folder):
    """Return the days of the events, and the problems: row, column, what is wrong."""
    problems, _, events = way(folder)
    days = {event["event_id"]: event["happened_on"] for event in events}
    return days, sorted((row, column, value) for _, row, column, value, *_ in problems)


# --- numbers --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "number"),
    [
        ("4", 4), ("4.5", 4.5), ("+4.", 4), (".5", 0.5), ("-4", -4), ("007", 7), ("４．５", 4.5),
        ("4_0", None), ("1e3", None), ("nan", None), ("inf", None), ("-inf", None), ("٤", None),
        ("४", None), ("4,000", None), ("4，000", None), ("4 000", None), ("4公顷", None),
        ("0x4", None), ("", None), (".", None), ("--4", None), ("½", None), ("四", None),
    ],
)  # fmt: skip
def test_a_number_is_plain_digits(told, number):
    assert number_of(told) == number


@pytest.mark.parametrize(("told", "found"), [("２０２５", 2025), ("٢٠٢٥", None), ("2025.0", None)])
def test_a_whole_number_is_plain_digits(told, found):
    assert Row("targets.csv", 2, {"year": told}, []).whole("year") == found


def test_a_number_of_a_file_that_has_numbers_may_have_any_size(folder):
    """Digits are asked of texts: a column of numbers says 1e-05 without any."""
    rows = event_rows("P")[:2]
    rows[1]["price_10k_cny"] = "0.00001"
    write_geojson(folder / "ledger" / "events.geojson", rows, {"price_10k_cny": float})
    path = folder / "ledger" / "events.geojson"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(": 1e-05", ": 1E-5"), encoding="utf-8")
    assert not row_by_row(folder)[0]
    assert [event["price_10k_cny"] for event in in_columns(folder)[2]] == [800.5, 0.00001]


@WAYS
@pytest.mark.parametrize("told", ["1e400", "-1e400", "NaN", "1" * 5000])
def test_a_number_of_json_too_large_for_any_column(folder, way, told):
    rows = event_rows("P")[:2]
    rows[1]["declared_ha"] = "@"
    path = folder / "ledger" / "events.geojson"
    write_geojson(path, rows, {})
    path.write_text(path.read_text(encoding="utf-8").replace('"@"', told), encoding="utf-8")
    _, problems = found_in(way, folder)
    assert [problem[:2] for problem in problems] == [(2, "declared_ha")]


@WAYS
def test_a_long_number_of_json_is_no_other_id(folder, way):
    """Of 20 digits a column of whole numbers would keep 19."""
    rows = parcel_rows("4401060010010000")
    path = folder / "ledger" / "parcels.geojson"
    write_geojson(path, rows, {})
    text = path.read_text(encoding="utf-8").replace('"44010600100100001"', "44010600100100000001")
    path.write_text(text, encoding="utf-8")
    ids = [parcel["parcel_id"] for parcel in way(folder)[1]]
    assert ids[1] == "44010600100100000001"
    assert ids[2] == "44010600100100002"


# --- days -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("2022-03-14T16:00:00Z", date(2022, 3, 15)),
        ("2022-03-14T16:00:00.000+00:00", date(2022, 3, 15)),
        ("2022-03-15T00:00:00+08:00", date(2022, 3, 15)),
        ("2022-03-15 23:59:59+0800", date(2022, 3, 15)),
        ("2022-03-15T00:00:00", date(2022, 3, 15)),
        ("2022-03-15 09:30", date(2022, 3, 15)),
        ("２０２２年３月１５日", date(2022, 3, 15)),
        ("2022-03-14T16:00:00", None),
        ("2022-03-14 16:00", None),
        ("2022-03-15Z", None),
        ("٢٠٢٢-03-15", None),
        ("2022-02-30", None),
        ("44635", None),
    ],
)
def test_a_day_is_that_in_beijing(told, day):
    assert day_of(told) == day


MIDNIGHTS = ["2022-03-15", "2023-06-30"]


def write_midnights(folder, suffix):
    """Write two events at midnights of Beijing, as each format has them in UTC."""
    rows = event_rows("P")[:2]
    for row, day in zip(rows, MIDNIGHTS, strict=True):
        row["date"] = day
    path = folder / "ledger" / f"events.{suffix}"
    if suffix == "parquet":
        write_parquet(path, rows, {"date": as_times_in_utc})
        return
    rows[0]["date"], rows[1]["date"] = "2022-03-14T16:00:00Z", "2023-06-29T16:00:00Z"
    match suffix:
        case "csv":
            write_csv(path, *({k: v for k, v in row.items() if k != "geometry"} for row in rows))
        case "geojson":
            write_geojson(path, rows, {})
        case _:
            write_geopackage(path, rows, {})


def retype(path, column, kind):
    """Declare a column of a GeoPackage to be of another type; its cells stay as they are."""
    with sqlite3.connect(path) as database:
        for (name,) in database.execute(
            "select name from sqlite_master where type = 'trigger'"
        ).fetchall():
            database.execute(f'drop trigger "{name}"')
        cells = database.execute(f'select rowid, "{column}" from land').fetchall()
        database.execute(f'alter table land drop column "{column}"')
        database.execute(f'alter table land add column "{column}" {kind}')
        database.executemany(
            f'update land set "{column}" = ? where rowid = ?', [(v, k) for k, v in cells]
        )


@WAYS
@pytest.mark.parametrize("suffix", ["csv", "geojson", "parquet", "gpkg"])
@pytest.mark.parametrize("kind", ["TEXT", "DATETIME", "DATE"])
def test_midnights_of_beijing_in_utc(folder, way, suffix, kind):
    write_midnights(folder, suffix)
    if suffix == "gpkg":
        retype(folder / "ledger" / "events.gpkg", "date", kind)
    days, problems = found_in(way, folder)
    assert not problems
    assert [str(day) for day in days.values()] == MIDNIGHTS


@WAYS
def test_a_time_at_16_without_a_zone_is_refused(folder, way):
    rows = event_rows("P")[:2]

    def as_times(cells):
        return pa.array(["2022-03-14T16:00:00", "2023-06-29T09:00:00"]).cast(pa.timestamp("us"))

    write_parquet(folder / "ledger" / "events.parquet", rows, {"date": as_times})
    assert found_in(way, folder)[1] == [(1, "date", "2022-03-14 16:00:00")]


@WAYS
@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("2022-02-30", None), ("2023年7月", None), (20220315, None), (2459653.5, None), ("", None),
        ("2022-3-15", "2022-03-15"), ("2022/3/15", "2022-03-15"), ("2022-03-15", "2022-03-15"),
    ],
)  # fmt: skip
def test_what_stands_in_a_column_of_dates_is_not_made_another_day(folder, way, told, found):
    """GDAL makes 1970-01-01 of what it cannot read, and 2 March of 30 February."""
    path = folder / "ledger" / "events.gpkg"
    write_geopackage(path, event_rows("P")[:2], {})
    retype(path, "date", "DATE")
    with sqlite3.connect(path) as database:
        database.execute("update land set date = ? where event_id = '90'", [told])
    days, problems = found_in(way, folder)
    if found is None:
        assert [problem[:2] for problem in problems] == [(1, "date")]
    else:
        assert str(days["90"]) == found


@WAYS
@pytest.mark.parametrize(
    ("kind", "told"),
    [("REAL", "1,13"), ("REAL", "1.13公顷"), ("REAL", b"\xff"), ("INTEGER", "4 ha")],
)
def test_what_stands_in_a_column_of_numbers_is_not_cut_to_one(folder, way, kind, told):
    path = folder / "ledger" / "events.gpkg"
    write_geopackage(path, event_rows("P")[:2], {"declared_ha": float})
    retype(path, "declared_ha", kind)
    with sqlite3.connect(path) as database:
        database.execute("update land set declared_ha = ? where event_id = '91'", [told])
    _, problems = found_in(way, folder)
    assert [problem[:2] for problem in problems] == [(2, "declared_ha")]


@WAYS
def test_half_a_hectare_in_a_column_of_whole_numbers_is_half_a_hectare(folder, way):
    path = folder / "ledger" / "events.gpkg"
    write_geopackage(path, event_rows("P")[:2], {})
    retype(path, "declared_ha", "INTEGER")
    with sqlite3.connect(path) as database:
        database.execute("update land set declared_ha = 1.5 where event_id = '91'")
    [declared] = [one["declared_ha"] for one in way(folder)[2] if one["event_id"] == "91"]
    assert math.isclose(declared, 1.5)

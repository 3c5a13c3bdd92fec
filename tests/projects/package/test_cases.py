"""Small packages as offices have them (tests/cases): what is wrong with each, or its hectares.

A parcel of them is a square of 0.001°: at 23.15° N 102.4 m by 110.8 m, 1.134 ha. Each is loaded row
by row and by columns, and any warning of Python's on the way is a fault.
"""

import warnings
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from gis.errors import BadDataError
from projects.load import load_folder

CASES = Path(__file__).parents[2] / "cases"
BY_ROWS, BY_COLUMNS = 10**9, 0
WAYS = pytest.mark.parametrize("large", [BY_ROWS, BY_COLUMNS], ids=["by rows", "by columns"])

PARCEL = 1.134
WHOLE = [
    ("E-1", "storage", "2022-03-15", 2.26, 2 * PARCEL),
    ("E-2", "supply", "2023-06-30", 1.13, PARCEL),
    ("E-3", "storage", "2023-09-01", 1.13, PARCEL),
    ("E-4", "supply", "2024-05-20", 1.13, PARCEL),
]
HALF = [*WHOLE[:2], ("E-3", "storage", "2023-09-01", 0.56, PARCEL / 2), WHOLE[3]]
"""The events of the sound ledgers: declared and measured hectares. In some, E-3 is half of P-3."""


def load(connection: Connection, folder: Path, large: int) -> None:
    with warnings.catch_warnings(action="error"):
        load_folder(connection, folder, large=large)


def problems_of(connection: Connection, folder: Path, large: int) -> list[tuple]:
    with pytest.raises(BadDataError) as caught:
        load(connection, folder, large)
    for problem in caught.value.problems:
        for told in (problem.zh, problem.en):
            assert not any(
                word in told for word in ("site-packages", "codec", "DRIVER", str(CASES))
            )
    return [(p.file, p.row, p.column, p.kind) for p in caught.value.problems]


@WAYS
@pytest.mark.parametrize(
    ("case", "events"),
    [
        ("c05-gbk-mu-ascii", WHOLE),
        ("c12-trailing-commas", WHOLE),
        ("c22-gbk-names-valid-utf8", WHOLE),
        ("g05-zm", WHOLE),
        ("j25-extra-array", WHOLE),
        ("k02-layer-styles", HALF),
        ("k06-gpkg-datetime-tz", HALF),
        ("k07b-utc-stored", HALF),
        ("m03-parcels-qmd", WHOLE),
        ("m05-upper-suffix", WHOLE),
        ("q02-geom-named", HALF),
        ("q02b-events-geom-named", HALF),
    ],
)
def test_what_is_odd_but_sound_has_its_hectares(connection, case, events, large):
    load(connection, CASES / case, large)
    found = connection.execute(
        text(
            "select event_id, kind, happened_on::text, declared_ha, measured_m2 / 10000"
            " from landplan.land_event join landplan.place using (plan_id, place_id) order by 1"
        )
    ).all()
    assert [tuple(row[:4]) for row in found] == [event[:4] for event in events]
    assert [row[4] for row in found] == pytest.approx([event[4] for event in events], rel=1e-3)


OF_EVENT = ("ledger/events.geojson", 3, "outline")


@WAYS
@pytest.mark.parametrize(
    ("case", "found"),
    [
        ("break-arabic", [("targets.csv", 2, "value", "not_a_number")]),
        ("break-ledgerfile", [("ledger", None, "", "no_folder")]),
        (
            "c03-utf16le",
            [
                (name, None, "", "encoding")
                for name in (
                    "zones.csv", "targets.csv", "land_use.csv", "projects.csv", "ledger/events.csv"
                )
            ],
        ),
        ("c21-open-quote-last-col", [("ledger/events.csv", 2, "", "open_quote")]),
        ("e01-unclosed-extent", [(*OF_EVENT, "unclosed_ring")]),
        ("e02-string-extent", [(*OF_EVENT, "bad_coordinates")]),
        ("e03-empty-extent", [(*OF_EVENT, "empty_outline")]),
        ("e03d-geometry-key-missing", [(*OF_EVENT, "outline_elsewhere")]),
        ("e03e-two-point-ring", [(*OF_EVENT, "unclosed_ring")]),
        ("e06-gpkg-unclosed-extent", [("ledger/events.gpkg", 3, "outline", "unclosed_ring")]),
        ("e08-one-coordinate-extent", [(*OF_EVENT, "bad_coordinates")]),
        ("e10-empty-multi-extent", [(*OF_EVENT, "empty_outline")]),
        ("e12-wkt-extent", [(*OF_EVENT, "no_geometry")]),
        ("g02-unclosed", [("ledger/parcels.geojson", 3, "outline", "unclosed_ring")]),
        ("g17-string-coords", [("ledger/parcels.geojson", 3, "outline", "bad_coordinates")]),
        ("j02-gbk-geojson", [("ledger/parcels.geojson", None, "", "encoding")]),
        ("j05-empty-file", [("ledger/parcels.geojson", None, "", "empty_file")]),
        (
            "j06-no-features",
            [
                ("ledger/events.csv", row, "parcel_id", "unknown_parcel")
                for row in (2, 2, 3, 4, 5)
            ],
        ),
        ("j15-array-parcel-ids", [("ledger/events.geojson", 1, "parcel_id", "not_a_value")]),
        (
            "k22-empty-parcels-gpkg",
            [
                ("ledger/events.gpkg", row, "parcel_id", "unknown_parcel")
                for row in (1, 1, 2, 3, 4)
            ],
        ),
        ("k27-gpkg-bad-recorded_on", [("ledger/events.gpkg", 2, "recorded_on", "bad_date")]),
        (
            "k28-gpkg-text-in-real",
            [("ledger/events.gpkg", row, "declared_ha", "not_a_number") for row in (2, 4)],
        ),
        ("k29-gpkg-gbk-text", [("ledger/parcels.gpkg", 2, "name", "encoding")]),
        ("v02b-target-underscore", [("targets.csv", 2, "value", "not_a_number")]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place_and_nothing_for_its_sake(
    connection, case, found, large
):
    assert problems_of(connection, CASES / case, large) == found


def test_a_gbk_file_that_would_do_as_utf8_is_read_as_gbk(connection):
    load(connection, CASES / "c22-gbk-names-valid-utf8", BY_ROWS)
    names = connection.scalars(text("select name from landplan.zone order by position")).all()
    assert names == ["沙园", "石园路"]
    load(connection, CASES / "c05-gbk-mu-ascii", BY_ROWS)
    targets = connection.execute(
        text("select value, unit from landplan.target where plan_id like 'c05%' order by value")
    ).all()
    assert [tuple(row) for row in targets] == [(30, "亩"), (60, "亩")]


def test_the_text_found_in_a_column_of_numbers_is_shown(connection):
    with pytest.raises(BadDataError) as caught:
        load(connection, CASES / "k28-gpkg-text-in-real", BY_COLUMNS)
    assert [problem.value for problem in caught.value.problems] == ["1.13公顷", "1,13"]

"""The lists that are exported have the rows and columns of the frames."""

import re
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
import shapely

from gis.errors import WrongUseError
from landplan import frames
from projects.exports import package_cells
from projects.exports.land_filter import LandFilter
from projects.exports.lists import LIST_NAMES, columns_in, export_list
from projects.load import load_package
from projects.package.short_names import SHORT_NAMES
from projects.view import EVER, view_of
from tests.small_land import block, package, parcel, storage, supply

BUILTIN = "tianhe-2021-2025"


def listed(connection, name, *, as_of, plan_id=BUILTIN, **chosen):
    return export_list(
        connection, plan_id, name, as_of=as_of, parcels_as_of=as_of or date(2025, 12, 31), **chosen
    )


def rows_and_outlines(made):
    batches = [*made.batches()]
    cells = [row for batch in batches for row in batch.cells.to_pylist()]
    return cells, [outline for batch in batches for outline in batch.outlines]


def told(frame):
    """Return the rows of a frame as an export has them."""
    rows = frame.drop(columns="outline").astype(object)
    rows = rows.where(rows.notna(), None).to_dict("records")
    return [
        {
            name: ";".join(value) or None if isinstance(value, tuple)
            else value.date() if hasattr(value, "date")
            else value if value != "" else None
            for name, value in row.items()
        }
        for row in rows
    ]  # fmt: skip


@pytest.mark.parametrize("zone", [None, "smart-city"])
@pytest.mark.parametrize("name", LIST_NAMES)
@pytest.mark.parametrize("as_of", [None, date(2023, 6, 30)])
def test_lists_are_the_frames(builtin_connection, monkeypatch, name, zone, as_of):
    monkeypatch.setattr(package_cells, "_AT_ONCE", 7)
    day = as_of or (date(2025, 12, 31) if name == "parcels" else EVER)
    view = view_of(builtin_connection, BUILTIN, as_of=day)
    frame = {
        "parcels": lambda: frames.parcels_frame(view.parcels(zone)),
        "events": lambda: frames.events_frame(view.events(zone), corrected=view.corrected),
        "zones": lambda: frames.zones_frame(view.zones_meant(zone) if zone else view.every_zone),
        "projects": lambda: frames.projects_frame(
            view.projects(zone), {one.zone_id: one.name for one in view.every_zone}
        ),
    }[name]()
    made = listed(builtin_connection, name, as_of=as_of, zone=zone)
    found, outlines = rows_and_outlines(made)
    assert made.count == len(found) == len(frame) > 1
    assert [column.shown for column in made.columns] == [*frame.columns.drop("outline")]
    for here, there in zip(found, told(frame), strict=True):
        assert here == {
            key: pytest.approx(value, abs=1e-7) if isinstance(value, float) else value
            for key, value in there.items()
        }
    assert shapely.equals(np.array(outlines), frame.outline.to_numpy()).sum() == (
        frame.outline.notna().sum()
    )


def test_parcels_by_state_and_by_id(builtin_connection):
    day = date(2025, 12, 31)
    wanted = LandFilter(state="in_reserve")
    found, _ = rows_and_outlines(
        listed(builtin_connection, "parcels", as_of=day, wanted=wanted, zone="smart-city")
    )
    assert len(found) == 113
    some = [found[0]["parcel_id"], found[5]["parcel_id"]]
    made = listed(builtin_connection, "parcels", as_of=day, parcel_ids=some)
    assert [row["parcel_id"] for row in rows_and_outlines(made)[0]] == some
    with pytest.raises(WrongUseError, match="没有地块 no such"):
        listed(builtin_connection, "parcels", as_of=day, parcel_ids=[*some, "no such"])


def test_a_reversal_lies_where_what_it_undoes_does(connection):
    load_package(
        connection,
        package(
            parcels=(parcel("P1", block(0, 0, 1, 1)), parcel("P2", block(11, 0, 12, 1))),
            events=(
                storage("E1", "2021-06-30", block(0, 0, 1, 1)),
                storage("E2", "2021-06-30", block(11, 0, 12, 1)),
                replace(
                    supply("E3", "2022-06-30", block(0, 0, 1, 1), corrects="E1"),
                    kind="reversal", extent=None, declared_ha=0.0, land_use="", land_use_set="",
                ),
            ),
        ),
    )  # fmt: skip
    made = listed(connection, "events", plan_id="small", as_of=None, zone="west")
    rows, outlines = rows_and_outlines(made)
    assert [(row["event_id"], row["in_force"]) for row in rows] == [("E1", False), ("E3", False)]
    assert [outline is None for outline in outlines] == [False, True]


def test_an_unknown_zone_is_refused(builtin_connection):
    with pytest.raises(WrongUseError, match="moon"):
        listed(builtin_connection, "parcels", as_of=None, zone="moon")


def test_the_columns_of_a_list_are_those_of_the_catalogue():
    assert {name: [column.shown for column in columns_in(name)] for name in LIST_NAMES} == {
        "parcels": [
            "parcel_id", "name", "owner_kind", "declared_ha", "land_use", "land_use_set",
            "established_on", "state", "measured_ha", "in_reserve_ha", "supplied_ha",
        ],
        "events": [
            "event_id", "kind", "parcel_ids", "happened_on", "recorded_on", "declared_ha",
            "method", "land_use", "land_use_set", "document_no", "contract_no", "supervision_no",
            "price_10k_cny", "responsible_unit", "corrects", "measured_ha", "in_force",
        ],
        "zones": [
            "zone_id", "name", "parent_id", "zone_set", "declared_ha", "geometry_quality",
            "source", "note", "measured_ha",
        ],
        "projects": [
            "project_id", "name", "category", "stage", "zone_id", "site_area_m2",
            "floor_area_m2", "investment_10k_cny", "note", "zone_name", "stage_on",
            "invested_10k_cny", "known_only_by_zone",
        ],
    }  # fmt: skip


@pytest.mark.parametrize("name", LIST_NAMES)
def test_every_column_has_a_short_name_of_its_own(name):
    short = SHORT_NAMES[name]
    assert list(short) == [column.shown for column in columns_in(name)]
    assert len(set(short.values())) == len(short)
    assert all(re.fullmatch("[A-Z]{2,10}", one) for one in short.values())

"""One land cut twice: west and east in the main zone set, north and south in another."""

from datetime import date

import pytest
from sqlalchemy import text

from gis.errors import BadDataError, WrongUseError
from projects.balance.shapely_engine import balance_shapely
from projects.balance.sql_engine import balance
from projects.load import load_folder, load_package
from projects.package.folder import read_package
from projects.store.plans import every_zone_of, zone_sets_of
from projects.store.stored_package import package_of
from projects.view import view_of
from tests.small_land import (
    OUTLINES,
    TREES,
    twice_cut,
    write_csv,
    write_features,
    write_folder,
)

END = date(2025, 12, 31)


@pytest.fixture(params=["postgis", "shapely"])
def found(request, connection):
    """Give a function that computes the balance, by each engine in turn."""
    load_package(connection, twice_cut())

    def compute(**options):
        if request.param == "postgis":
            return balance(connection, "small", as_of=END, **options)
        return balance_shapely(package_of(connection, "small"), as_of=END, **options)

    return compute


def zones_in(rows):
    return list(dict.fromkeys(row.zone for row in rows))


def sums(rows, zones):
    totals = {}
    for row in rows:
        if row.zone in zones:
            totals[row.measure] = totals.get(row.measure, 0) + row.actual_ha
    return totals


def test_both_sets_sum_to_the_same(found):
    main = found().rows
    other = found(zone_set="street-offices").rows
    parts, offices = sums(main, {"west", "east"}), sums(other, {"north", "south"})
    assert parts == pytest.approx(offices, abs=1e-5)
    assert parts == pytest.approx(sums(main, {"all"}), abs=1e-5)
    assert parts["storage"] == pytest.approx(25, abs=1e-3)
    assert sums(main, {"west"})["storage"] == pytest.approx(15, abs=1e-3)
    assert sums(other, {"north"})["storage"] == pytest.approx(15, abs=1e-3)
    assert sums(other, {"south"})["supply"] == pytest.approx(3, abs=1e-3)


def test_rows_are_those_of_the_main_set_unless_another_is_named(found):
    assert zones_in(found().rows) == ["all", "west", "east"]
    assert {row["zone"] for row in found().as_json()["rows"]} == {"all", "west", "east"}
    assert zones_in(found(zone_set="").rows) == ["all", "west", "east"]
    assert zones_in(found(zone_set="street-offices").rows) == ["offices", "north", "south"]


def test_a_zone_of_another_set_can_be_named(found):
    assert zones_in(found(zone="offices").rows) == ["offices", "north", "south"]
    assert zones_in(found(zone="north").rows) == ["north"]
    assert zones_in(found(zone="north", zone_set="street-offices").rows) == ["north"]
    with pytest.raises(
        WrongUseError, match="没有片区“north”；现有：all（all）、west（west）、east"
    ):
        found(zone="north", zone_set="")


def test_an_unknown_set_is_refused_and_the_sets_are_listed(found, connection):
    told = "没有片区划分“moon”；现有：“”（主划分，不指定即是）、“street-offices”"
    with pytest.raises(WrongUseError, match=told):
        found(zone_set="moon")
    with pytest.raises(WrongUseError, match="没有片区划分“moon”"):
        _ = view_of(connection, "small", as_of=END, zone_set="moon").zones


def test_sets_are_read_back_the_main_one_first(connection):
    load_package(connection, twice_cut())
    assert zone_sets_of(connection, "small") == ["", "street-offices"]
    assert [one.zone_id for one in view_of(connection, "small", as_of=END).zones] == [
        "all",
        "west",
        "east",
    ]
    offices = view_of(connection, "small", as_of=END, zone_set="street-offices").zones
    assert [one.zone_id for one in offices] == ["offices", "north", "south"]
    assert {one.zone_set for one in offices} == {"street-offices"}
    assert [one.zone_id for one in every_zone_of(connection, "small")] == list(TREES)
    shown = connection.execute(text("select zone_id, zone_set from landplan.v_zone")).all()
    assert dict(map(tuple, shown)) == {zone_id: tree[1] for zone_id, tree in TREES.items()}


def test_zones_overlap_siblings_of_their_own_set_only(connection):
    load_package(connection, twice_cut())
    assert view_of(connection, "small", as_of=END).findings == ()
    connection.execute(text("update landplan.zone set zone_set = ''"))
    assert [one.kind for one in view_of(connection, "small", as_of=END).findings] == [
        "overlaps_sibling"
    ]


def test_parcels_and_series_tell_of_the_main_set(connection):
    load_package(connection, twice_cut())
    view = view_of(connection, "small", as_of=END)
    (status,) = view.parcels()
    assert status.zone_ids == ("all", "west", "east")
    assert set(zones_in(view.series("year"))) == {"all", "west", "east"}
    assert set(zones_in(view.series("year", "offices"))) == {"offices", "north", "south"}


def test_a_view_of_another_set_and_a_zone_of_another_set(connection):
    load_package(connection, twice_cut())
    view = view_of(connection, "small", as_of=END)
    (status,) = view.parcels("north")
    assert status.zone_ids == ("offices", "north", "south")
    assert view.parcels("west") == view.parcels()
    other = view_of(connection, "small", as_of=END, zone_set="street-offices")
    assert [zone.zone_id for zone in other.zones] == ["offices", "north", "south"]
    assert other.balance("north") == view.balance("north")
    assert other.reserve() == view.reserve()
    with pytest.raises(WrongUseError, match="没有片区“west”；现有：offices（offices）、north"):
        other.parcels("west")


@pytest.fixture
def folder(tmp_path):
    """Give the small package as files, its zones replaced by the two sets."""
    made = write_folder(tmp_path / "包")
    write_features(
        made / "zones.geojson",
        *(({"zone_id": zone_id}, outline) for zone_id, outline in OUTLINES.items()),
    )
    write_zones(made)
    return made


def write_zones(folder, **changed):
    write_csv(
        folder / "zones.csv",
        *(
            {"zone_id": zone_id, "name": zone_id, "parent": parent, "zone_set": zone_set,
             "geometry_quality": "schematic", "source": "doc|表1|1"}
            for zone_id, (parent, zone_set) in (TREES | changed).items()
        ),
    )  # fmt: skip


def test_loading_twice_changes_nothing(folder, connection):
    def stored():
        tables = ("zone", "place_zone", "land_share", "zone_day", "zone_month", "parcel_history")
        return [
            sorted(map(str, connection.execute(text(f"select * from landplan.{table}"))))
            for table in tables
        ]

    load_folder(connection, folder)
    before = stored()
    assert load_folder(connection, folder).new_events == 0
    assert stored() == before


def test_a_zone_can_move_to_another_set(folder, connection):
    load_folder(connection, folder)
    write_zones(folder, **{zone_id: (TREES[zone_id][0], "main") for zone_id in list(TREES)[:3]})
    load_folder(connection, folder)
    assert zone_sets_of(connection, "small") == ["main", "street-offices"]


@pytest.mark.parametrize(
    ("changed", "row", "column", "said"),
    [
        ({"north": ("all", "street-offices")}, 6, "parent", "of another zone set"),
        ({"west": ("all", "street-offices")}, 3, "parent", "of another zone set"),
        ({"offices": ("", "street offices")}, 5, "zone_set", "no space"),
    ],
)
def test_a_wrong_set_is_a_problem_with_its_place(folder, changed, row, column, said):
    write_zones(folder, **changed)
    with pytest.raises(BadDataError) as caught:
        read_package(folder)
    places = [(p.file, p.row, p.column) for p in caught.value.problems if said in p.en]
    assert places == [("zones.csv", row, column)]

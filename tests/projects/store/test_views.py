"""Each view has a key of its own in front, and shapes whose kind and system are known."""

import pytest
from sqlalchemy import text

from projects.load import load_package
from tests.small_land import block, package, parcel, storage, supply

VIEWS = (
    "select relname from pg_class where relnamespace = 'landplan'::regnamespace"
    " and relkind = 'v' order by 1"
)
COLUMNS = (
    "select attname, typname from pg_attribute a join pg_type t on t.oid = a.atttypid"
    " where attrelid = to_regclass('landplan.' || :view) and attnum > 0 order by attnum"
)
SHAPES = (
    "select f_table_name || '.' || f_geometry_column, type || ',' || srid"
    " from geometry_columns where f_table_schema = 'landplan' and f_table_name like 'v\\_%'"
)


def views(connection):
    return [name for (name,) in connection.execute(text(VIEWS))]


@pytest.fixture
def two_plans(builtin_connection):
    """Give the built-in plan, and a small one with a parcel whose land overlaps another's."""
    events = (
        storage("E1", "2021-03-31", block(0, 0, 2, 1), parcel_ids=("P1",)),
        supply("E2", "2022-03-31", block(0, 0, 1.5, 1), parcel_ids=("P1",)),
        storage("E3", "2023-03-31", block(1, 0, 4, 1)),
        storage("E4", "2023-03-31", block(6, 0, 8, 1), parcel_ids=("P2", "P3")),
    )
    parcels = (
        parcel("P1", block(0, 0, 2, 1)),
        parcel("P2", block(6, 0, 7, 1)),
        parcel("P3", block(7, 0, 8, 1)),
        parcel("P4", block(7, 0, 8, 1)),  # drawn alike
    )
    load_package(builtin_connection, package(events=events, parcels=parcels))
    drawn_anew = (parcel("P1", block(0, 0, 2, 2)), *parcels[1:])
    load_package(builtin_connection, package(events=events, parcels=drawn_anew))
    builtin_connection.execute(text("set constraints all immediate"))
    return builtin_connection


def test_the_first_column_of_every_view_is_its_key(two_plans):
    names = views(two_plans)
    assert len(names) >= 11
    for view in names:
        (first, kind), *_ = two_plans.execute(text(COLUMNS), {"view": view}).all()
        assert (first, kind) == ("plan_id" if view == "plan_day" else "id", "text")
        counted = text(
            f"select count(*), count({first}), count(distinct {first}),"
            f" count(distinct plan_id) from landplan.{view}"
        )
        rows, told, different, plans = two_plans.execute(counted).one()
        assert rows == told == different, view
        if view not in ("v_project", "v_structure", "v_investment", "v_indicator"):
            assert plans == 2, view


def test_keys_can_be_compared_and_put_in_order(two_plans):
    for view in views(two_plans):
        if view != "plan_day":
            text_of = f"select id from landplan.{view} order by id limit 1"
            key = two_plans.scalar(text(text_of))
            found = f"select count(*) from landplan.{view} where id = :key"
            assert two_plans.scalar(text(found), {"key": key}) == 1, view


def test_shapes_tell_their_kind_and_system(connection):
    assert dict(connection.execute(text(SHAPES)).all()) == {
        "v_event.outline": "MULTIPOLYGON,4490",
        "v_parcel.outline": "MULTIPOLYGON,4490",
        "v_parcel_history.outline": "MULTIPOLYGON,4490",
        "v_project.outline": "GEOMETRY,4490",
        "v_project.point": "POINT,4490",
        "v_reserve.outline": "MULTIPOLYGON,4490",
        "v_structure.outline": "GEOMETRY,4490",
        "v_zone.outline": "MULTIPOLYGON,4490",
    }

"""Tiles of what a filter means: its parcels alone, and cells with the hectares of these alone."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ARRAY, Connection, Select, Text, cast, func, select, true
from sqlalchemy.dialects.postgresql import JSONB

from gis.database.derived_tables import tile_parcel
from gis.database.functions import table_of
from gis.database.tables import land_event, parcel, place
from gis.database.tile_cells import packed_some_cells
from gis.database.tiles import Tile
from gis.model import ParcelState
from projects.exports.land_filter import LandFilter


def wanted_parcel_tile(
    connection: Connection, plan_id: str, tile: Tile, wanted: LandFilter
) -> bytes:
    """Return a vector tile of the parcels that are meant, in whatever state they are.

    As `gis.database.tiles.parcel_tile`; a feature's `since` is the day of the first event that is
    meant, numbered as the changes are: before it the filter does not let the parcel pass.
    """
    some = _some(plan_id, tile, wanted, around=func.landplan.around_tile(tile.z, tile.x, tile.y))
    asked = func.landplan.parcel_tile(plan_id, tile.z, tile.x, tile.y, some.c.among)
    return bytes(connection.scalar(select(asked)) or b"")


def wanted_grid_tile(
    connection: Connection,
    plan_id: str,
    tile: Tile,
    wanted: LandFilter,
    states: Sequence[ParcelState] = (),
) -> bytes:
    """Return a tile of cells, deflated: of the parcels that are meant, month by month.

    Parameters
    ----------
    states
        A parcel counts while it is in one of these; none means any.
    """
    some = _some(plan_id, tile, wanted, around=func.st_tileenvelope(tile.z, tile.x, tile.y))
    cells = table_of(
        "some_tile_cells", plan_id, tile.z, tile.x, tile.y, some.c.among,
        cast([*states] or None, ARRAY(Text)),
        columns="cell month land_by reserve_by supplied_by",
    ).lateral()  # fmt: skip
    told = connection.execute(select(cells).join_from(some, cells, true())).all()
    return packed_some_cells(told)


def _some(plan_id: str, tile: Tile, wanted: LandFilter, *, around: Any) -> Any:
    """Return the parcels that are meant around a tile as one object: by id, from when on."""
    near = (tile_parcel.c.plan_id == plan_id) & tile_parcel.c.outline.op("&&")(around)
    # an event on a parcel lies on its land, or on some of it
    box = func.st_setsrid(func.st_extent(tile_parcel.c.outline), 3857)
    degrees = func.st_setsrid(func.st_transform(box, 4326), 4490)
    lying = select(place.c.place_id).where(
        place.c.outline.op("&&")(select(degrees).where(near).scalar_subquery())
    )
    asked: Select[Any] = select(parcel.c.parcel_id).where(
        parcel.c.plan_id == plan_id,
        parcel.c.parcel_id.in_(select(tile_parcel.c.parcel_id).where(near)),
    )
    meant = wanted.of_parcels_since(asked, plan_id, land_event.c.place_id.in_(lying)).subquery()
    named = func.jsonb_object_agg(meant.c.parcel_id, meant.c.since)
    return select(func.coalesce(named, cast({}, JSONB)).label("among")).subquery()

"""`/tiles/{plan}`: parcels as vector tiles, and sums in cells where parcels would be too small.

With the filter of the lists of land in the address they hold the land that it means alone.
"""

import zlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy import Engine
from starlette.background import BackgroundTask

from gis.database.tile_grid import grid_tile, keep_grid_tiles
from gis.database.tiles import Tile, TileSet, parcel_tile
from landplan.web.database import engine_of
from landplan.web.pages.land_asked import StatesWanted, WantedLand
from landplan.web.security.guards import MayRead
from landplan.web.tiles.shown import Shown, TileAsked, shown_of
from projects.exports.land_filter import LandFilter
from projects.exports.wanted_tiles import wanted_grid_tile, wanted_parcel_tile
from projects.store.version import plan_version

router = APIRouter(prefix="/tiles/{plan}", dependencies=[MayRead])

MVT: Final = "application/vnd.mapbox-vector-tile"
ALL: Final = LandFilter()


@router.get("")
def tiles_of_plan(request: Request, plan: str) -> Response:
    """Tell how many parcels there are, and from which zoom on tiles hold them."""
    with shown_of(request, plan) as shown:
        if answer := shown.unchanged(request):
            return answer
        tiles = shown.tiles
        told = {
            "version": tiles.version,
            "parcels": tiles.parcels,
            "parcels_from_zoom": tiles.parcels_from_zoom,
        }
        return JSONResponse(told, headers=shown.headers)


@router.get("/parcels/{z}/{x}/{y}.mvt")
def parcels(request: Request, plan: str, tile: TileAsked, wanted: WantedLand) -> Response:
    """Give the parcels of a tile with the days on which they changed; a state is on no day."""
    wanted = replace(wanted, state="")
    with shown_of(request, plan) as found:
        shown = found if wanted == ALL else _with_attributes(found)
        if answer := shown.unchanged(request):
            return answer
        if wanted == ALL:
            content = parcel_tile(shown.connection, plan, tile)
        else:
            content = wanted_parcel_tile(shown.connection, plan, tile, wanted)
        return Response(content, media_type=MVT, headers=shown.headers)


@router.get("/grid/{z}/{x}/{y}")
def grid(
    request: Request, plan: str, tile: TileAsked, wanted: WantedLand, states: StatesWanted
) -> Response:
    """Give the cells of a tile, as `gis.database.tile_cells` writes them."""
    wanted = replace(wanted, state="")
    is_all = wanted == ALL and not states
    with shown_of(request, plan) as found:
        shown = found if is_all else _with_attributes(found)
        if answer := shown.unchanged(request):
            return answer
        headers = shown.headers | {"Vary": "Accept-Encoding"}
        if is_all:
            content, made = grid_tile(shown.connection, shown.tiles, tile)
        else:
            content, made = wanted_grid_tile(shown.connection, plan, tile, wanted, states), {}
        keeping = BackgroundTask(_keep, engine_of(request), shown.tiles, made) if made else None
    if "deflate" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "deflate"
    else:
        content = zlib.decompress(content)
    return Response(
        content, media_type="application/octet-stream", headers=headers, background=keeping
    )


def _with_attributes(shown: Shown) -> Shown:
    """Return the same, told apart by what parcels are called and who owns them too."""
    return replace(shown, plan_version=plan_version(shown.connection, shown.tiles.plan_id))


def _keep(engine: Engine, tiles: TileSet, made: Mapping[Tile, bytes]) -> None:
    """Keep tiles of cells, when the answer is on its way and its own connection is back."""
    with engine.begin() as connection:
        keep_grid_tiles(connection, tiles, made)

"""`/tiles/{plan}`: parcels as vector tiles, and sums in cells where parcels would be too small."""

import zlib
from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy import Engine
from starlette.background import BackgroundTask

from gis.database.tile_grid import grid_tile, keep_grid_tiles
from gis.database.tiles import Tile, TileSet, parcel_tile
from landplan.web.database import engine_of
from landplan.web.security.guards import MayRead
from landplan.web.tiles.shown import TileAsked, shown_of

router = APIRouter(prefix="/tiles/{plan}", dependencies=[MayRead])

MVT: Final = "application/vnd.mapbox-vector-tile"


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
def parcels(request: Request, plan: str, tile: TileAsked) -> Response:
    """Give the parcels of a tile with the days on which they changed."""
    with shown_of(request, plan) as shown:
        if answer := shown.unchanged(request):
            return answer
        content = parcel_tile(shown.connection, plan, tile)
        return Response(content, media_type=MVT, headers=shown.headers)


@router.get("/grid/{z}/{x}/{y}")
def grid(request: Request, plan: str, tile: TileAsked) -> Response:
    """Give the cells of a tile, as `gis.database.tile_cells` writes them."""
    with shown_of(request, plan) as shown:
        if answer := shown.unchanged(request):
            return answer
        headers = shown.headers | {"Vary": "Accept-Encoding"}
        content, made = grid_tile(shown.connection, shown.tiles, tile)
        keeping = BackgroundTask(_keep, engine_of(request), shown.tiles, made) if made else None
    if "deflate" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "deflate"
    else:
        content = zlib.decompress(content)
    return Response(
        content, media_type="application/octet-stream", headers=headers, background=keeping
    )


def _keep(engine: Engine, tiles: TileSet, made: Mapping[Tile, bytes]) -> None:
    """Keep tiles of cells, when the answer is on its way and its own connection is back."""
    with engine.begin() as connection:
        keep_grid_tiles(connection, tiles, made)

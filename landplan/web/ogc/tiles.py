"""OGC API Tiles: parcels as vector tiles in WebMercatorQuad, as they were on a day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request, Response
from starlette.responses import JSONResponse

from gis.database.tiles import LAST_ZOOM, land_tile
from gis.errors import NotFoundError
from landplan import session
from landplan.web.asked import Meant
from landplan.web.database import engine_of
from landplan.web.ogc.asked import MEDIA, parameters
from landplan.web.ogc.links import Link, Links
from landplan.web.ogc.route import OgcRoute
from landplan.web.security.guards import MayRead
from landplan.web.tiles.land import MVT
from landplan.web.tiles.shown import Shown, TileAsked, shown_of
from projects.features.days import span_told
from projects.model import Plan
from projects.store.version import plan_version

router = APIRouter(prefix="/ogc", route_class=OgcRoute, dependencies=[MayRead], tags=["OGC API"])

MATRIX_SET: Final = "WebMercatorQuad"
_SET_URI: Final = f"http://www.opengis.net/def/tilematrixset/OGC/1.0/{MATRIX_SET}"
_CRS: Final = "http://www.opengis.net/def/crs/EPSG/0/3857"
_TILESETS: Final = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"
_SCHEME: Final = "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme"
_HALF_M: Final = 20037508.342789244
_PIXEL_M: Final = 0.00028
"""Of scale denominators, as the standard has it."""

CONFORMANCE: Final = tuple(
    f"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/{name}"
    for name in ("core", "tileset", "tilesets-list", "dataset-tilesets", "geodata-tilesets",
                 "datetime", "mvt")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """The tiles of the plan that is asked for, and the day."""

    shown: Shown
    plan: Plan
    day: date


def tiles_asked(request: Request, asked: Meant) -> Iterator[Asked]:
    """Give the tiles, made anew first where they are older than the ledger."""
    told = parameters(request, ("datetime",))
    with session.reading(engine_of(request)) as connection:
        view = asked.view(connection)
        plan, day = view.plan, view.as_of
    if "datetime" in told:
        day = span_told(told["datetime"]).end or day
    with shown_of(request, plan.plan_id) as shown:
        yield Asked(shown, plan, day)


TilesAsked = Annotated[Asked, Depends(tiles_asked, scope="function")]


@router.get("/tileMatrixSets")
def matrix_sets(request: Request) -> Response:
    """Answer which ways of cutting the world into tiles there are: one."""
    parameters(request)
    links = Links(request)
    one = {"id": MATRIX_SET, "uri": _SET_URI, "crs": _CRS, "links": [_to_matrix_set(links, "self")]}
    return JSONResponse({"tileMatrixSets": [one], "links": [_self(links)]})


@router.get("/tileMatrixSets/{matrix_set}")
def matrix_set(matrix_set: str, request: Request) -> Response:
    """Answer how it is cut, zoom by zoom."""
    _known(matrix_set)
    parameters(request)
    return JSONResponse(
        {
            "id": MATRIX_SET,
            "title": "Google Maps Compatible for the World",
            "uri": _SET_URI,
            "crs": _CRS,
            "wellKnownScaleSet": "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
            "tileMatrices": [_matrix(zoom) for zoom in range(LAST_ZOOM + 1)],
        }
    )


@router.get("/tiles")
@router.get("/collections/parcels/tiles")
def tile_sets(request: Request, asked: TilesAsked) -> Response:
    """Answer which sets of tiles there are."""
    links = Links(request)
    return JSONResponse(
        {"tilesets": [_tile_set(links, asked, rel="self")], "links": [_self(links)]},
        headers=asked.shown.headers,
    )


@router.get("/tiles/{matrix_set}")
@router.get("/collections/parcels/tiles/{matrix_set}")
def one_tile_set(matrix_set: str, request: Request, asked: TilesAsked) -> Response:
    """Answer what a set of tiles holds, and the template of their addresses."""
    _known(matrix_set)
    links = Links(request)
    template = {
        **links.link("item", _template(links), MVT, "瓦片", "The tiles"),
        "templated": True,
    }
    told = {
        **_tile_set(links, asked, rel="self"),
        "layers": [
            {"id": "parcels", "dataType": "vector", "geometryDimension": 2,
             "minTileMatrix": str(asked.shown.tiles.parcels_from_zoom),
             "maxTileMatrix": str(LAST_ZOOM)}
        ],
        "links": [_self(links), _to_matrix_set(links, _SCHEME), template],
    }  # fmt: skip
    return JSONResponse(told, headers=asked.shown.headers)


@router.get("/tiles/{matrix_set}/{z}/{y}/{x}")
@router.get("/collections/parcels/tiles/{matrix_set}/{z}/{y}/{x}")
def one_tile(matrix_set: str, request: Request, tile: TileAsked, asked: TilesAsked) -> Response:
    """Answer a tile of parcels with their attributes, and their state on the day."""
    _known(matrix_set)
    shown = asked.shown
    # a parcel may have another name or owner without any change of the land
    version = plan_version(shown.connection, asked.plan.plan_id)
    etag = f'W/"{shown.tiles.version}-{version}-{asked.day}"'
    headers = {**shown.headers, "ETag": etag}
    if etag in (one.strip() for one in request.headers.get("if-none-match", "").split(",")):
        return Response(status_code=304, headers=headers)
    content = land_tile(shown.connection, asked.plan.plan_id, tile, as_of=asked.day)
    return Response(content, media_type=MVT, headers=headers)


def links_to_tiles(links: Links) -> list[Link]:
    """Return what the landing page and the collection of parcels link to."""
    address = links.address("collections", "parcels", "tiles")
    return [links.link(_TILESETS, address, MEDIA["json"], "矢量瓦片", "Vector tiles")]


def _known(matrix_set: str) -> None:
    if matrix_set != MATRIX_SET:
        raise NotFoundError(
            f"没有切片方案“{matrix_set[:60]}”；现有：{MATRIX_SET}",
            f"there is no tile matrix set {matrix_set[:60]!r}; there is: {MATRIX_SET}",
        )


def _tile_set(links: Links, asked: Asked, *, rel: str) -> dict[str, Any]:
    address = links.address("collections", "parcels", "tiles", MATRIX_SET)
    return {
        "title": links.say("地块", "Parcels"),
        "plan": asked.plan.plan_id,
        "sample": asked.plan.sample,
        "dataType": "vector",
        "crs": _CRS,
        "tileMatrixSetURI": _SET_URI,
        "links": [
            links.link(rel, address, MEDIA["json"], "地块瓦片", "Tiles of parcels"),
            _to_matrix_set(links, _SCHEME),
        ],
    }


def _template(links: Links) -> str:
    plain = links.address("collections", "parcels", "tiles", MATRIX_SET)
    path, question, query = plain.partition("?")
    return path + "/{tileMatrix}/{tileRow}/{tileCol}" + question + query


def _to_matrix_set(links: Links, rel: str) -> Link:
    address = links.address("tileMatrixSets", MATRIX_SET)
    return links.link(rel, address, MEDIA["json"], "切片方案", "Tile matrix set")


def _self(links: Links) -> Link:
    return links.link("self", links.here(), MEDIA["json"], "本文件", "This document")


def _matrix(zoom: int) -> dict[str, Any]:
    cell_m = 2 * _HALF_M / 256 / 2**zoom
    return {
        "id": str(zoom),
        "scaleDenominator": cell_m / _PIXEL_M,
        "cellSize": cell_m,
        "pointOfOrigin": [-_HALF_M, _HALF_M],
        "tileWidth": 256,
        "tileHeight": 256,
        "matrixWidth": 2**zoom,
        "matrixHeight": 2**zoom,
    }

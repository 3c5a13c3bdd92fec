"""What lies under the land: 天地图, any map of tiles by the template of its address, or a file.

Tiles are of 256 pixels in Web Mercator. A template has `{z}`, `{x}` and `{y}`, or WMTS's
`{TileMatrix}`, `{TileCol}` and `{TileRow}`; the reader's browser asks its host, and no other.
Tiles of a file the site serves itself at `/basemap/{z}/{x}/{y}`.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlsplit

from fastapi import APIRouter, Response

from gis.errors import NotFoundError, WrongUseError
from landplan.settings import read_settings
from landplan.web.map_settings import MapSettings
from landplan.web.security.guards import MayRead
from landplan.web.tiles.archive import Archive, opened_archive
from landplan.web.tiles.shown import TileAsked

router = APIRouter(dependencies=[MayRead])

_TIANDITU: Final = {"tianditu": ("vec", "cva"), "tianditu-img": ("img", "cia")}
"""Layers of 天地图, the ground and its names."""

_TIANDITU_LAST_ZOOM: Final = 18
_LAST_ZOOM: Final = 19
_WMTS: Final = {"{TileMatrix}": "{z}", "{TileCol}": "{x}", "{TileRow}": "{y}"}
_ADDRESS: Final = re.compile(r"https?://[\w.-]+(:\d+)?/([^\s\"'<>;\\{}]|\{[xyz]\})*", re.ASCII)


@dataclass(frozen=True, kw_only=True, slots=True)
class Basemap:
    """A basemap as the page draws it.

    Parameters
    ----------
    templates
        Addresses of tiles, what lies lowest first, with `{z}`, `{x}` and `{y}`.
    last_zoom
        From here on its tiles are enlarged.
    hosts
        Those that the templates name, none for a file.
    """

    templates: tuple[str, ...]
    last_zoom: int
    datum: str
    credit: str
    hosts: tuple[str, ...] = ()
    archive: Archive | None = None

    @property
    def told(self) -> dict[str, Any]:
        """What the page's script reads (`static/map/basemap.js`)."""
        return {
            "templates": self.templates,
            "last_zoom": self.last_zoom,
            "datum": self.datum,
            "credit": self.credit,
        }


def basemap_of(settings: MapSettings) -> Basemap | None:
    """Return the basemap that is configured, if one is.

    Raises
    ------
    WrongUseError
        If that is no template, a file that is not there or holds no images, 天地图 without a key.
    """
    told = settings.basemap.strip()
    if not told:
        return None
    datum, credit = settings.basemap_datum, settings.basemap_credit
    if told in _TIANDITU:
        templates = _of_tianditu(_TIANDITU[told], settings.basemap_key)
        return Basemap(
            templates=templates, last_zoom=_TIANDITU_LAST_ZOOM, datum=datum,
            credit=credit or "天地图", hosts=_hosts(templates),
        )  # fmt: skip
    if told.lower().endswith((".mbtiles", ".pmtiles")):
        archive = opened_archive(Path(told).expanduser())
        return Basemap(
            templates=("/basemap/{z}/{x}/{y}",), last_zoom=archive.last_zoom, datum=datum,
            credit=credit, archive=archive,
        )  # fmt: skip
    templates = (_template(told),)
    return Basemap(
        templates=templates, last_zoom=_LAST_ZOOM, datum=datum, credit=credit,
        hosts=_hosts(templates),
    )  # fmt: skip


@router.get("/basemap/{z}/{x}/{y}")
def tile_of_file(tile: TileAsked) -> Response:
    """Give a tile of the configured file; 204 where the file has none there."""
    basemap = basemap_of(read_settings(MapSettings))
    if basemap is None or basemap.archive is None:
        raise NotFoundError(
            "没有配置底图文件（LANDPLAN_BASEMAP）",
            "no file is configured as the basemap (LANDPLAN_BASEMAP)",
        )
    content = basemap.archive.tile(tile)
    if content is None:
        return Response(status_code=204)
    kept = {"Cache-Control": "public, max-age=86400"}
    return Response(content, media_type=basemap.archive.media_type, headers=kept)


def _of_tianditu(layers: tuple[str, ...], key: str) -> tuple[str, ...]:
    if not key:
        raise WrongUseError(
            "天地图需要密钥；请在 LANDPLAN_BASEMAP_KEY 中填写本单位的浏览器端密钥（tk）",
            "天地图 needs a key: put the bureau's key for browsers (tk) into LANDPLAN_BASEMAP_KEY",
        )
    return tuple(
        f"https://t0.tianditu.gov.cn/{layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0"
        f"&LAYER={layer}&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles"
        f"&TILEMATRIX={{z}}&TILEROW={{y}}&TILECOL={{x}}&tk={quote(key, safe='')}"
        for layer in layers
    )


def _template(told: str) -> str:
    template = told
    for name, ours in _WMTS.items():
        template = template.replace(name, ours)
    is_told = all(template.count(name) == 1 for name in ("{z}", "{x}", "{y}"))
    if not is_told or not _ADDRESS.fullmatch(template):
        raise WrongUseError(
            f"LANDPLAN_BASEMAP 现为“{told}”；应为 tianditu、tianditu-img、"
            "含 {z}、{x}、{y} 的 http(s) 地址，或 .mbtiles、.pmtiles 文件",
            f"LANDPLAN_BASEMAP is {told!r}; it should be tianditu, tianditu-img, an http(s) "
            "address with {z}, {x} and {y}, or an .mbtiles or .pmtiles file",
        )
    return template


def _hosts(templates: tuple[str, ...]) -> tuple[str, ...]:
    parts = [urlsplit(template) for template in templates]
    return tuple(dict.fromkeys(f"{part.scheme}://{part.netloc}" for part in parts))

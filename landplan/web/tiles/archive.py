"""Files of tiles for places without the internet: MBTiles and PMTiles, with images in them."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from pmtiles.reader import MmapSource, Reader
from pmtiles.tile import MagicNumberNotFound, SpecVersionUnsupported, TileType

from gis.database.tiles import Tile
from gis.errors import WrongUseError

_IMAGES: Final = {
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp",
}  # fmt: skip
_PMTILES: Final = {
    TileType.PNG: "image/png", TileType.JPEG: "image/jpeg", TileType.WEBP: "image/webp",
    TileType.AVIF: "image/avif",
}  # fmt: skip
_NO_ARCHIVE: Final = (MagicNumberNotFound, SpecVersionUnsupported)


@dataclass(frozen=True, slots=True)
class Archive:
    """An opened file: `tile` gives the bytes of an image, None where it has none."""

    media_type: str
    last_zoom: int
    tile: Callable[[Tile], bytes | None]


@cache
def opened_archive(path: Path) -> Archive:
    """Open a file of tiles by its name's ending.

    Raises
    ------
    WrongUseError
        If it is not there, is no such file, or has no images: vector tiles are not drawn.
    """
    try:
        return _mbtiles(path) if path.suffix.lower() == ".mbtiles" else _pmtiles(path)
    except (*_NO_ARCHIVE, OSError, sqlite3.Error, ValueError) as error:
        raise WrongUseError(
            f"底图文件 {path} 打不开（{error}）；请核对 LANDPLAN_BASEMAP",
            f"the basemap {path} cannot be opened ({error}); check LANDPLAN_BASEMAP",
        ) from error


def _mbtiles(path: Path) -> Archive:
    address = f"{path.resolve(strict=True).as_uri()}?mode=ro"

    def asked(statement: str, *given: int) -> list[tuple[Any]]:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            return connection.execute(statement, given).fetchall()

    [(last_zoom,)] = asked("select max(zoom_level) from tiles")
    [(kind,)] = asked("select value from metadata where name = 'format'") or [("png",)]
    if kind not in _IMAGES:
        raise _without_images(path, kind)

    def tile(one: Tile) -> bytes | None:
        # rows are numbered from the south
        found = asked(
            "select tile_data from tiles where zoom_level = ? and tile_column = ? and tile_row = ?",
            one.z, one.x, 2**one.z - 1 - one.y,
        )  # fmt: skip
        return found[0][0] if found else None

    return Archive(_IMAGES[kind], int(last_zoom or 0), tile)


def _pmtiles(path: Path) -> Archive:
    with path.open("rb") as file:
        reader = Reader(MmapSource(file))  # the mapping outlives the file
    header = reader.header()
    if header["tile_type"] not in _PMTILES:
        raise _without_images(path, header["tile_type"].name.lower())
    return Archive(
        _PMTILES[header["tile_type"]],
        int(header["max_zoom"]),
        lambda one: reader.get(one.z, one.x, one.y),
    )


def _without_images(path: Path, kind: str) -> WrongUseError:
    return WrongUseError(
        f"底图文件 {path} 中是 {kind} 瓦片；请换用 PNG、JPEG 或 WebP 图片瓦片的文件",
        f"the basemap {path} has tiles of {kind}: use a file with images, PNG, JPEG or WebP",
    )

"""A list of land as GeoParquet, parted by zone: a file a zone, in folders as Hive names them."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Final

from pyproj import CRS

from gis.errors import WrongUseError
from gis.formats.write import write_layers
from projects.exports.lists import Batch, ExportList
from projects.exports.whole_folder import whole_folder
from projects.exports.write_lists import layer_of

_UNSAFE: Final = re.compile(r"[^\w-]")

Told = tuple[str | None, Batch]


def write_in_zones(folder: Path, made: ExportList, *, crs: CRS) -> None:
    """Write parcels or events into a new or an empty folder: `zone=songling/part.parquet`.

    A row is in the innermost zone of the main set that more than half of its land lies in. What
    reads the folder has a column `zone` more, an empty text for land that lies in none: Hive's own
    name for that is one that geopandas cannot read.

    Raises
    ------
    WrongUseError
        If the list is no list of land, or there is something in the folder.
    CrsError
        If an outline has no place in the system.
    LandplanError
        If it cannot be written.
    """
    if made.in_zones is None:
        raise WrongUseError(
            "只有地块和台账可以按片区分开写", "only parcels and events are parted by zone"
        )
    with whole_folder(folder) as partial:
        parts: Iterable[tuple[str | None, Iterable[Told]]] = [(None, ())]  # of no rows one file
        if made.count:
            parts = groupby(made.in_zones(), itemgetter(0))
        for zone_id, told in parts:
            part = partial / f"zone={_safe(zone_id or '')}"
            part.mkdir()
            layer = layer_of(made, crs, read=_reader(told))
            write_layers(part / "part.parquet", [layer])


def _reader(told: Iterable[Told]) -> Callable[[], Iterator[Batch]]:
    return lambda: (batch for _, batch in told)


def _safe(zone_id: str) -> str:
    """Return an id as a folder may be called: letters of any script stay, `/` becomes `%2F`."""
    return _UNSAFE.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), zone_id)

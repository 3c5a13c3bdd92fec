"""GeoJSON written feature by feature: every number as it is, nothing rounded, no list whole."""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely

_AT_ONCE: Final = 5_000
_CRS: Final = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}


def write_features(
    file: Path, name: str, features: Iterable[tuple[Mapping[str, Any], bytes | None]]
) -> int:
    """Write a FeatureCollection in EPSG:4490, (x, y) = (longitude, latitude); return how many.

    Parameters
    ----------
    name
        That of the collection, which GIS programs show as the layer's.
    features
        Properties, and WKB of the geometry or None.
    """
    head = json.dumps({"type": "FeatureCollection", "name": name, "crs": _CRS}, ensure_ascii=False)
    count = 0
    with file.open("w", encoding="utf-8", newline="\n") as out:
        out.write(f'{head[:-1]}, "features": [')
        for line in _lines(iter(features)):
            out.write(",\n" if count else "\n")
            out.write(line)
            count += 1
        out.write("\n]}\n")
    return count


def _lines(features: Iterator[tuple[Mapping[str, Any], bytes | None]]) -> Iterator[str]:
    while some := list(islice(features, _AT_ONCE)):
        wkb = np.array([wkb for _, wkb in some], dtype=object)
        outlines = shapely.to_geojson(shapely.from_wkb(wkb))  # each coordinate reads as the same
        for (properties, _), outline in zip(some, outlines, strict=True):
            told = json.dumps(properties, ensure_ascii=False)
            yield f'{{"type": "Feature", "properties": {told}, "geometry": {outline or "null"}}}'

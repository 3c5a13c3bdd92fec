"""Write schematic features beside the CSV that names them."""

import json
from collections.abc import Mapping
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

PACKAGE = Path(__file__).resolve().parents[1]


def write_features(
    name: str, column: str, drawn: Mapping[str, tuple[BaseGeometry, str]], order: list[str]
) -> None:
    """Write `<name>.geojson`, a feature a line, in the order of `<name>.csv`.

    `drawn` maps each id of the CSV's `column` to its geometry and a note on how it was drawn.
    """
    unknown = drawn.keys() - set(order)
    if unknown:
        raise ValueError(f"{name}.csv has no {', '.join(sorted(unknown))}")
    features = [
        {
            "type": "Feature",
            "properties": {column: key, "geometry_quality": "schematic", "note": drawn[key][1]},
            "geometry": json.loads(shapely.to_geojson(drawn[key][0])),
        }
        for key in order
        if key in drawn
    ]
    text = ",\n".join(json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features)
    (PACKAGE / f"{name}.geojson").write_text(
        f'{{"type":"FeatureCollection","name":"{name}","features":[\n{text}\n]}}\n',
        encoding="utf-8",
    )

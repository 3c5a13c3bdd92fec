"""A vector tile read by GDAL: its features as a frame, outlines in EPSG:3857."""

from pathlib import Path

import geopandas
import pyogrio

from gis.database.tiles import Tile


def read_layer(packed: bytes, tile: Tile, layer: str, folder: Path) -> geopandas.GeoDataFrame:
    """Return a layer, its features' ids as the index; empty where the tile has no such layer."""
    file = folder / str(tile.z) / str(tile.x) / f"{tile.y}.mvt"  # GDAL knows the square by these
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(packed)
    if not packed or layer not in pyogrio.list_layers(file)[:, 0]:
        return geopandas.GeoDataFrame({"mvt_id": []}, geometry=[]).set_index("mvt_id")
    return pyogrio.read_dataframe(file, layer=layer, use_arrow=False).set_index("mvt_id")

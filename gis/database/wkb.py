"""Geometry as PostGIS hands it over: asked for as WKB, read column by column."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from geoalchemy2 import Geometry
from shapely import MultiPolygon
from sqlalchemy import ColumnElement, FromClause, Label, func

from gis.geometry.outlines import multipolygon


def wkb_of(outline: ColumnElement[Any], name: str = "wkb") -> Label[bytes]:
    """Select an outline as WKB, for `outline_of` and `outlines_of`."""
    return func.st_asbinary(outline).label(name)


def plain_columns(table: FromClause) -> list[ColumnElement[Any]]:
    """Return the columns of a table but its outlines, which are asked for as WKB."""
    return [column for column in table.c if not isinstance(column.type, Geometry)]


def outline_of(wkb: bytes) -> MultiPolygon:
    """Return the MultiPolygon of an `st_asbinary` column."""
    return multipolygon(shapely.from_wkb(bytes(wkb)))


def outlines_of(column: Sequence[bytes | None]) -> list[MultiPolygon | None]:
    """Return the MultiPolygons of a whole `st_asbinary` column, read at once."""
    read = shapely.from_wkb(np.fromiter(column, dtype=object, count=len(column)))
    return [
        one if one is None or isinstance(one, MultiPolygon) else multipolygon(one) for one in read
    ]

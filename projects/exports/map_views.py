"""What a GIS opens of a plan: the views for analysts, each as a layer with its columns and keys.

A layer is a view of the schema, or a query on views, narrowed to one plan; the database gives it to
QGIS straight, and `layer_of` reads it for a file.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import shapely
from psycopg import sql
from pyproj import CRS
from sqlalchemy import Connection

from gis.formats.write import LayerToWrite, Shape, WriteBatch
from gis.geometry.crs import STORED_SRID
from projects import labels
from projects.package.arrow_schema import TYPES
from projects.package.column import Column, chinese
from projects.package.columns import EVENTS, PARCELS, STRUCTURE, ZONES, columns_of

_ROWS_AT_ONCE: Final = 5_000
_AS_IT_STANDS: Final = {"no_parameters": True}
"""A query without parameters: a % in it is a %."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MapView:
    """A layer of a plan.

    Parameters
    ----------
    name
        Of the layer, and of its table in a file.
    view
        The view of the schema `landplan`; where the layer is a query, the first that it asks.
    query
        Empty: the view as it stands. Else a query on views, with a column `plan_id`.
    key
        The columns that tell its rows of one plan apart; indexed ones where there are such, as a
        GIS finds a row again by them.
    outline, shape
        The column with its geometry in EPSG:4490, and of which kind that is; None: it has none.
    columns
        Its cells.
    """

    name: str
    view: str
    query: str = ""
    key: tuple[str, ...]
    outline: str = ""
    shape: Shape | None = None
    columns: tuple[Column, ...]


def _cells(name: str, *without: str) -> tuple[Column, ...]:
    return tuple(
        column
        for column in columns_of(name)
        if column.kind not in ("outline", "source") and column.shown not in without
    )


def _figure(name: str, figure: str, unit: Any = "ha") -> Column:
    zh, en = labels.FIGURES[figure]
    return Column(name=name, kind="number", unit=unit, zh=zh, en=en)


_ZONE: Final = Column(name="zone", kind="id", zh="片区编号", en="Zone id")
_ZONE_NAME: Final = Column(name="zone_name", kind="text", zh="片区", en="Zone")
_STATUS: Final = Column(
    name="status", kind="choice", zh=labels.FIGURES["status"].zh, en=labels.FIGURES["status"].en,
    choices=chinese(labels.STATUSES),
)  # fmt: skip
_MEASURE: Final = Column(
    name="measure", kind="choice", zh="事项", en="Measure", choices=chinese(labels.MEASURES),
)  # fmt: skip
_FIGURES: Final = (
    Column(name="as_of", kind="day", zh="截至日期", en="As of"),
    _MEASURE,
    _figure("target_ha", "target"),
    _figure("actual_ha", "actual"),
    _figure("percent", "percent", ""),
    _figure("expected_ha", "expected"),
    _figure("remaining_ha", "remaining"),
    _figure("needed_ha_per_year", "needed"),
    _figure("forecast_ha", "forecast"),
    _STATUS,
)

_PROJECT_PLACE: Final = """
    select p.*, st_multi(case when st_dimension(p.outline) = 0 then p.outline
                              when p.outline is null then p.point
                              else st_pointonsurface(p.outline) end) as place
    from landplan.v_project p"""
_PROJECT_LINE: Final = """
    select p.*, st_multi(case when st_dimension(p.outline) = 2 then st_boundary(p.outline)
                              else p.outline end) as line
    from landplan.v_project p
    where st_dimension(p.outline) > 0"""
_STRUCTURE_LINE: Final = """
    select s.*, st_multi(s.outline) as line
    from landplan.v_structure s
    where st_dimension(s.outline) = 1"""
_ZONE_BALANCE: Final = """
    select b.*, z.zone_set, z.depth, z.outline
    from landplan.v_balance b
    join landplan.v_zone z on z.plan_id = b.plan_id and z.zone_id = b.zone"""

PROJECTS_PLACED: Final = MapView(
    name="projects", view="v_project", query=_PROJECT_PLACE, key=("project_id",),
    outline="place", shape="MultiPoint", columns=_cells("projects", "point"),
)  # fmt: skip
PROJECT_LINES: Final = MapView(
    name="project_lines", view="v_project", query=_PROJECT_LINE, key=("project_id",),
    outline="line", shape="MultiLineString",
    columns=(*_cells("projects", "point"), ZONES["geometry_quality"]),
)  # fmt: skip
PARCELS_NOW: Final = MapView(
    name="parcels", view="v_parcel", key=("parcel_id",), outline="outline", shape="MultiPolygon",
    columns=_cells("parcels"),
)  # fmt: skip
HISTORY: Final = MapView(
    name="parcel_history", view="v_parcel_history", key=("parcel_id", "from_on"),
    outline="outline", shape="MultiPolygon",
    columns=(
        PARCELS["parcel_id"], PARCELS["name"], PARCELS["owner_kind"],
        Column(name="from_on", kind="day", zh="起日（含）", en="From"),
        Column(name="until_on", kind="day", zh="止日（不含）", en="Until, not included"),
        PARCELS["state"], PARCELS["in_reserve_ha"], PARCELS["supplied_ha"],
    ),
)  # fmt: skip
EVENT_LEDGER: Final = MapView(
    name="events", view="v_event", key=("event_id",), outline="outline", shape="MultiPolygon",
    columns=_cells("events"),
)  # fmt: skip
RESERVE: Final = MapView(
    name="reserve", view="v_reserve", key=("id",), outline="outline", shape="MultiPolygon",
    columns=(
        EVENTS["event_id"],
        Column(name="stored_on", kind="day", zh="收储日期", en="Stored on"),
        EVENTS["declared_ha"], EVENTS["measured_ha"],
    ),
)  # fmt: skip
ZONE_OUTLINES: Final = MapView(
    name="zones", view="v_zone", key=("zone_id",), outline="outline", shape="MultiPolygon",
    columns=(*_cells("zones"), ZONES["depth"]),
)  # fmt: skip
ZONE_BALANCE: Final = MapView(
    name="zone_balance", view="v_balance", query=_ZONE_BALANCE, key=("zone", "measure"),
    outline="outline", shape="MultiPolygon",
    columns=(_ZONE, _ZONE_NAME, *_FIGURES, ZONES["zone_set"], ZONES["depth"]),
)  # fmt: skip
BALANCE: Final = MapView(
    name="balance", view="v_balance", key=("zone", "measure"),
    columns=(_ZONE, _ZONE_NAME, *_FIGURES),
)  # fmt: skip
STRUCTURE_LINES: Final = MapView(
    name="structure", view="v_structure", query=_STRUCTURE_LINE, key=("structure_id",),
    outline="line", shape="MultiLineString",
    columns=tuple(
        STRUCTURE[name] for name in ("structure_id", "name", "kind", "level", "zone_names", "note")
    ),
)  # fmt: skip

MAP_VIEWS: Final = (
    PROJECTS_PLACED, PROJECT_LINES, PARCELS_NOW, HISTORY, EVENT_LEDGER, RESERVE, ZONE_OUTLINES,
    ZONE_BALANCE, BALANCE, STRUCTURE_LINES,
)  # fmt: skip


def literal(text: str) -> str:
    """Return text as it stands in a query, its quotes doubled."""
    return sql.Literal(text).as_string(None)


def layer_of(connection: Connection, plan_id: str, view: MapView) -> LayerToWrite:
    """Return a layer of a plan to be written to a file, its rows not read yet."""
    schema = pa.schema([(column.shown, _type_of(column)) for column in view.columns])
    return LayerToWrite(
        name=view.name,
        schema=schema,
        shape=view.shape,
        crs=None if view.shape is None else CRS.from_epsg(STORED_SRID),
        batches=lambda: _batches(connection, _select(plan_id, view), view, schema),
    )


def _select(plan_id: str, view: MapView) -> str:
    source = f"({view.query}\n)" if view.query else f"landplan.{view.view}"
    cells = ", ".join(column.shown for column in view.columns)
    wkb = f"st_asbinary({view.outline})" if view.outline else "null::bytea"
    order = ", ".join(view.key)
    return (
        f"select {cells}, {wkb} as wkb from {source} l"  # noqa: S608 - names of ours, text quoted
        f" where plan_id = {literal(plan_id)} order by {order}"
    )


def _batches(
    connection: Connection, query: str, view: MapView, schema: pa.Schema
) -> Iterator[WriteBatch]:
    options = {**_AS_IT_STANDS, "stream_results": True, "yield_per": _ROWS_AT_ONCE}
    rows = connection.exec_driver_sql(query, execution_options=options).mappings()
    for part in rows.partitions():
        cells = {
            column.shown: pa.array([_cell(column, row[column.shown]) for row in part], field.type)
            for column, field in zip(view.columns, schema, strict=True)
        }
        wkb = np.array([row["wkb"] for row in part], dtype=object)
        yield WriteBatch(pa.table(cells), shapely.from_wkb(wkb))


def _cell(column: Column, value: Any) -> Any:
    return ";".join(value or ()) or None if column.kind == "ids" else value


def _type_of(column: Column) -> pa.DataType:
    return pa.string() if column.kind == "ids" else TYPES[column.kind]

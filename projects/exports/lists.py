"""The lists that are exported: parcels, events, zones and projects.

The columns of a list are those of the catalogue that a frame has too, the same in every format and
on every day. Rows are read as they are written, some thousand at a time.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby
from typing import Any, Final, Literal, NamedTuple, get_args

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray
from sqlalchemy import Connection, RowMapping, Select

from gis.errors import WrongUseError
from gis.model import Zone
from projects.exports.further import FurtherColumn, further_columns
from projects.exports.land_filter import LandFilter
from projects.exports.package_cells import cited, streamed
from projects.exports.queries import (
    IN_ZONE,
    counted,
    events_asked,
    events_in_zones,
    parcels_asked,
    parcels_in_zones,
    projects_asked,
    zones_asked,
)
from projects.package.arrow_schema import TYPES
from projects.package.column import Column
from projects.package.columns import columns_of
from projects.store.known_ledger import StoredLedger
from projects.store.plans import every_zone_of
from projects.zones import meant_zones

ListName = Literal["parcels", "events", "zones", "projects"]
LIST_NAMES: Final[tuple[ListName, ...]] = get_args(ListName)

_LEFT_OUT: Final[Mapping[str, tuple[str, ...]]] = {
    "events": ("counted_ha",),  # of a zone: a matter of the balance
    "projects": ("point", "invested_on"),  # drawn; told by the date of the list
}

_WITH_FURTHER: Final = ("parcels", "events")
"""Lists whose rows keep what imports brought beside our columns."""


class Batch(NamedTuple):
    """Some rows of a list: their cells, and their outlines in EPSG:4490 or None."""

    cells: pa.Table
    outlines: NDArray[np.object_]


@dataclass(frozen=True, kw_only=True, slots=True)
class ExportList:
    """A list, asked for and not yet read.

    Parameters
    ----------
    columns
        Of its cells, in their order.
    further
        What imports brought beside them: these come behind.
    count
        How many rows it has.
    batches
        Reads it from the start.
    in_zones
        Reads it zone by zone: the id of the zone with each batch, None where rows lie in none.
        Zones and projects are not read so.
    """

    name: ListName
    columns: tuple[Column, ...]
    further: tuple[FurtherColumn, ...] = ()
    count: int
    batches: Callable[[], Iterator[Batch]]
    in_zones: Callable[[], Iterator[tuple[str | None, Batch]]] | None

    @property
    def schema(self) -> pa.Schema:
        """That of the cells; several ids are one text, joined by `;`."""
        return pa.schema(
            [
                *((column.shown, _type_of(column)) for column in self.columns),
                *((column.name, column.type) for column in self.further),
            ]
        )


def export_list(
    connection: Connection,
    plan_id: str,
    name: ListName,
    *,
    as_of: date | None,
    parcels_as_of: date,
    zone: str | None = None,
    parcel_ids: Collection[str] | None = None,
    wanted: LandFilter | None = None,
) -> ExportList:
    """Return a list of a plan.

    Parameters
    ----------
    as_of
        Only events until this day, projects as recorded by it. None: everything.
    parcels_as_of
        The day of the parcels' states.
    zone
        Only what lies in this zone; of zones and projects also those under it. None: everything,
        of every zone set.
    parcel_ids
        Only parcels with these ids.
    wanted
        Only such parcels or events.

    Raises
    ------
    WrongUseError
        If there is no such zone or parcel, or the list cannot be filtered so.
    """
    if parcel_ids is not None:
        _refuse_unknown(connection, plan_id, parcel_ids)
    if name in ("zones", "projects") and wanted not in (None, LandFilter()):
        raise WrongUseError(
            "片区和项目的清单只能按片区筛选；请去掉其他条件",
            "lists of zones and projects are filtered by zone alone: leave the rest out",
        )
    zones: Sequence[Zone] = every_zone_of(connection, plan_id)
    if zone is not None:
        zones = meant_zones(zones, zone=zone, zone_set=None)
    zone_ids = [one.zone_id for one in zones]
    zone_id = None if zone is None else zone_ids[0]
    by_zone: Select[Any] | None = None
    if name == "parcels":
        asked = parcels_asked(
            plan_id, as_of=parcels_as_of, zone_id=zone_id, parcel_ids=parcel_ids, wanted=wanted,
        )  # fmt: skip
        by_zone = parcels_in_zones(asked, plan_id)
    elif name == "events":
        asked = events_asked(plan_id, as_of=as_of, zone_id=zone_id, wanted=wanted)
        by_zone = events_in_zones(asked, plan_id)
    elif name == "zones":
        asked = zones_asked(plan_id, zone_ids=zone_ids)
    else:
        asked = projects_asked(plan_id, as_of=as_of, zone_ids=None if zone is None else zone_ids)
    columns = columns_in(name)
    further: tuple[FurtherColumn, ...] = ()
    if name in _WITH_FURTHER:
        further = further_columns(connection, asked, (column.shown for column in columns))
    in_zones = None
    if by_zone is not None:
        in_zones = partial(_in_zones, connection, by_zone, columns, further)
    return ExportList(
        name=name,
        columns=columns,
        further=further,
        count=connection.scalar(counted(asked)) or 0,
        batches=lambda: _batches(connection, asked, columns, further),
        in_zones=in_zones,
    )


def _refuse_unknown(connection: Connection, plan_id: str, parcel_ids: Collection[str]) -> None:
    missing = sorted(set(parcel_ids) - StoredLedger(connection, plan_id).parcels(parcel_ids).keys())
    if missing:
        raise WrongUseError(
            f"没有地块 {'、'.join(missing)}；请核对编号",
            f"there is no parcel {', '.join(missing)}; look at the ids",
        )


def columns_in(name: ListName) -> tuple[Column, ...]:
    """Return the columns of a list, cells only, in their order."""
    without = _LEFT_OUT.get(name, ())
    return tuple(
        column
        for column in columns_of(name)
        if column.kind != "outline" and column.shown not in without
    )


def _batches(
    connection: Connection,
    asked: Select[Any],
    columns: Sequence[Column],
    further: Sequence[FurtherColumn],
) -> Iterator[Batch]:
    for rows in streamed(connection, asked):
        yield _batch(rows, columns, further)


def _in_zones(
    connection: Connection,
    asked: Select[Any],
    columns: Sequence[Column],
    further: Sequence[FurtherColumn],
) -> Iterator[tuple[str | None, Batch]]:
    for rows in streamed(connection, asked):
        for zone_id, some in groupby(rows, lambda row: row[IN_ZONE]):
            yield zone_id, _batch([*some], columns, further)


def _batch(
    rows: Sequence[RowMapping], columns: Sequence[Column], further: Sequence[FurtherColumn]
) -> Batch:
    cells = {
        column.shown: pa.array([_value(column, row) for row in rows], _type_of(column))
        for column in columns
    }
    for one in further:
        cells[one.name] = pa.array([one.value(row["further"]) for row in rows], one.type)
    wkb = np.array([row["wkb"] for row in rows], dtype=object)
    return Batch(pa.table(cells), shapely.from_wkb(wkb))


def _value(column: Column, row: RowMapping) -> Any:
    """Return a cell; an empty text is none."""
    if column.kind == "source":
        return cited(row)
    value = row[column.shown]
    if column.kind == "ids":
        return ";".join(value) or None
    return None if value == "" else value


def _type_of(column: Column) -> pa.DataType:
    return pa.string() if column.kind == "ids" else TYPES[column.kind]

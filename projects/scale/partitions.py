"""A ledger in many files, each read and checked in columns: what one worker does with one file.

Most rows are plainly sound, and that is seen for whole columns at once. Every other row is read
cell by cell by the rules of a plan package (`projects/package/read_ledger.py`), which alone say
what is wrong. A row that is wrong keeps its id, so that nothing else is reported for its sake.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from glob import glob
from pathlib import Path
from typing import Any, Final, get_args

import numpy as np
import pyarrow as pa
import shapely
from pyproj import CRS

from gis.errors import WrongUseError
from gis.geometry.crs import crs_of
from gis.model import OwnerKind
from gis.problems import Problem
from projects.model import LandUse, LandUseGroup, Plan
from projects.package import columns
from projects.package.read_ledger import (
    FEATURE_SUFFIXES,
    check_parcels_named,
    event_of,
    parcel_of,
)
from projects.package.rows import Row
from projects.scale.ledger_columns import ID, IDS, PLAIN, FeatureColumns, read_columns

_TEXT, _DAY, _OUTLINE = pa.string(), pa.date32(), pa.large_binary()
_PLACE = [("file", pa.int32()), ("row", pa.int64())]

PARCELS: Final = pa.schema([("parcel_id", _TEXT), ("outline", _OUTLINE), *_PLACE])
"""Parcels as they are passed on: outlines are WKB in EPSG:4490, null where they are wrong."""

EVENTS: Final = pa.schema(
    [("event_id", _TEXT), ("kind", _TEXT), ("parcel_id", _TEXT), ("day", _DAY),
     ("recorded_on", _DAY), ("declared_ha", pa.float64()), ("land_group", _TEXT),
     ("corrects", _TEXT), ("outline", _OUTLINE), *_PLACE]
)  # fmt: skip
"""Events as they are passed on: an outline is null where the extent is whole parcels."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """What a plan says of its ledger: the CRS of GeoJSON that states none, the land uses."""

    crs: CRS
    groups: Mapping[tuple[str, str], LandUseGroup]

    @classmethod
    def of(cls, plan: Plan, land_uses: Collection[LandUse]) -> "Terms":
        """Return the terms of a plan."""
        groups = {(use.code, use.code_set): use.group for use in land_uses}
        return cls(crs=crs_of(plan.crs), groups=groups)


def ledger_files(told: str) -> tuple[Path, ...]:
    """Return the files that a pattern (`folder/*.parquet`) or a folder means, in order of name.

    Raises
    ------
    WrongUseError
        If there are none, or one that is no feature file.
    """
    folder = Path(told)
    if folder.is_dir():  # others may lie beside the partitions: Spark leaves a file _SUCCESS
        found = sorted(path for path in folder.iterdir() if path.suffix in FEATURE_SUFFIXES)
    else:
        found = sorted(map(Path, glob(told, recursive=True)))  # noqa: PTH207 (of any folder)
    if not found:
        raise WrongUseError(
            f"没有文件符合“{told}”；请给出文件夹，或带引号的通配写法，如 'folder/*.parquet'",
            f"no file is meant by {told!r}; name a folder or a quoted pattern: 'folder/*.parquet'",
        )
    for path in found:
        if path.suffix not in FEATURE_SUFFIXES:
            listed = "、".join(FEATURE_SUFFIXES)
            raise WrongUseError(
                f"“{path}”不是台账分片；应为 {listed}",
                f"{str(path)!r} is no partition of a ledger; {listed} are",
            )
    return tuple(found)


def parcels_in(path: Path, file: int, terms: Terms) -> tuple[pa.Table | None, list[Problem]]:
    """Return the parcels of a file as PARCELS, and what is wrong; None if it cannot be read.

    Parameters
    ----------
    file
        The number that stands for the file in the table.
    """
    problems: list[Problem] = []
    read = read_columns(path, problems, crs=terms.crs, table=columns.PARCELS)
    if read is None:
        return None, problems
    sound = (
        read.matches("parcel_id", ID)
        & read.matches("name", PLAIN)
        & read.among("owner_kind", get_args(OwnerKind))
        & read.is_measure("declared_ha")
        & (_is_uncoded(read) | (_groups(read, terms) != ""))
        & (read.is_blank("established_on") | read.is_day("established_on"))
        & read.is_land
    )

    def mend(place: int, row: Row) -> None:
        parcel = parcel_of(row, read.crs, terms.groups)
        read.outlines[place] = None if parcel is None else parcel.outline

    read.row_by_row(~sound, mend)
    found = [read.texts("parcel_id"), shapely.to_wkb(read.outlines)]
    return _table(found, PARCELS, file), problems


def events_in(path: Path, file: int, terms: Terms) -> tuple[pa.Table | None, list[Problem]]:
    """Return the events of a file as EVENTS, and what is wrong; None if it cannot be read.

    Parameters
    ----------
    file
        The number that stands for the file in the table.
    """
    problems: list[Problem] = []
    read = read_columns(path, problems, crs=terms.crs, table=columns.EVENTS)
    if read is None:
        return None, problems
    day, recorded_on = read.days("date"), read.days("recorded_on")
    recorded_on = np.where(read.is_blank("recorded_on"), day, recorded_on)
    declared_ha, group = read.numbers("declared_ha"), _groups(read, terms)
    coded, drawn = group != "", ~shapely.is_missing(read.outlines)
    acts = (
        (read.among("kind", ["supply"]) & coded)
        | (read.among("kind", ["storage"]) & (coded | _is_uncoded(read)))
    ) & read.is_measure("declared_ha")
    placed = np.where(drawn, read.is_land, ~read.is_blank("parcel_id"))
    reverses = read.among("kind", ["reversal"]) & _is_uncoded(read) & ~read.is_blank("corrects")
    sound = (
        read.matches("event_id", ID)
        & (acts & placed | reverses & ~drawn & read.is_blank("declared_ha"))
        & (read.is_blank("parcel_id") | read.matches("parcel_id", IDS))
        & ~_names_twice(read)
        & read.is_day("date")
        & (read.is_blank("recorded_on") | read.is_day("recorded_on") & (recorded_on >= day))
        & read.matches("method", PLAIN)
        & read.matches("document_no", PLAIN)
        & (read.is_blank("corrects") | read.matches("corrects", ID))
    )

    def mend(place: int, row: Row) -> None:
        check_parcels_named(row, None)
        event = event_of(row, read.crs, terms.groups, None)
        read.outlines[place] = None if event is None else event.extent
        if event is not None:
            day[place], recorded_on[place] = event.happened_on, event.recorded_on
            declared_ha[place] = event.declared_ha

    read.row_by_row(~sound, mend)
    found = [
        read.texts("event_id"), read.texts("kind"), read.texts("parcel_id"), day, recorded_on,
        declared_ha, np.where(coded, group, "other"), read.texts("corrects"),
        shapely.to_wkb(read.outlines),
    ]  # fmt: skip
    return _table(found, EVENTS, file), problems


def _is_uncoded(read: FeatureColumns) -> Any:
    return read.is_blank("land_use") & read.is_blank("land_use_set")


def _groups(read: FeatureColumns, terms: Terms) -> Any:
    """Return the group of each row's land use, or an empty text where it has none."""
    groups = {"\x1f".join(key): group for key, group in terms.groups.items()}
    keys = read.texts("land_use") + "\x1f" + read.texts("land_use_set")
    return keys.map(groups).fillna("").to_numpy(dtype=str)


def _names_twice(read: FeatureColumns) -> Any:
    """Tell which rows name a parcel twice."""
    named = read.texts("parcel_id")
    twice = np.zeros(len(named), dtype=bool)
    for place in np.flatnonzero(named.str.contains(";", regex=False)):
        parts = named.iloc[place].split(";")
        twice[place] = len(set(parts)) < len(parts)
    return twice


def _table(columns: list[Any], schema: pa.Schema, file: int) -> pa.Table:
    count = len(columns[0])
    columns = [*columns, np.full(count, file), np.arange(1, count + 1)]
    arrays = [
        pa.array(column, kind, from_pandas=True)
        for column, kind in zip(columns, schema.types, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=schema)

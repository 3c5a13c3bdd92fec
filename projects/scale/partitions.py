"""A ledger in many files, each read and checked in columns: what one worker does with one file.

As a large ledger is read (`projects/bulk`): by columns, and row by row what is not certainly sound.
A row that is wrong keeps its id, so that nothing else is reported for its sake.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from glob import glob
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from pyproj import CRS

from gis.errors import WrongUseError
from gis.geometry.crs import crs_of
from gis.problems import Problem
from projects.bulk.event_columns import read_event_columns
from projects.bulk.parcels import Rules, astray, in_row_order, read_parcel_batch
from projects.model import LandUseGroup, Package
from projects.package import columns
from projects.package.check_ledger import check_event, land_of
from projects.package.column import PackageTable
from projects.package.feature_files import FeatureBatch, open_features
from projects.package.header import header_fits
from projects.package.ledger_files import FEATURE_SUFFIXES
from projects.package.read_ledger import (
    check_parcels_named,
    event_of,
)
from projects.package.rows import Row

MOST_PROBLEMS: Final = 1000
"""So many problems of one file are told; the rest are mostly like them."""

_TEXT, _DAY, _OUTLINE = pa.string(), pa.date32(), pa.large_binary()
_PLACE = [("file", pa.int32()), ("row", pa.int64())]

PARCELS: Final = pa.schema([("parcel_id", _TEXT), ("outline", _OUTLINE), *_PLACE])
"""Parcels as they are passed on: outlines are WKB in EPSG:4490, null where they are wrong."""

_TOLD: Final = pa.schema(
    [("event_id", _TEXT), ("kind", _TEXT), ("parcel_id", _TEXT), ("day", _DAY),
     ("recorded_on", _DAY), ("declared_ha", pa.float64()), ("land_group", _TEXT),
     ("corrects", _TEXT), ("outline", _OUTLINE)]
)  # fmt: skip
EVENTS: Final = pa.schema([*_TOLD, *_PLACE])
"""Events as they are passed on: an outline is null where the extent is whole parcels. Of a row that
is wrong there are the ids and nothing else."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """What a plan says of its ledger.

    Parameters
    ----------
    crs
        That of files that state none.
    groups
        Land uses, code and set, and their groups.
    land
        WKB of the plan's land, empty if there is none.
    """

    crs: CRS
    groups: Mapping[tuple[str, str], LandUseGroup]
    land: bytes

    @classmethod
    def of(cls, package: Package) -> "Terms":
        """Return the terms of a plan."""
        groups = {(use.code, use.code_set): use.group for use in package.land_uses}
        land = land_of(package.zones)
        return cls(
            crs=crs_of(package.plan.crs),
            groups=groups,
            land=b"" if land is None else shapely.to_wkb(land),
        )

    def groups_of(self, land_use: pa.StringArray, land_use_set: pa.StringArray) -> pa.StringArray:
        """Return the group of each land use, `other` where there is none."""
        known = pa.array(["\x01".join(key) for key in self.groups], pa.string())
        told = pc.binary_join_element_wise(land_use, land_use_set, "\x01")
        groups = pa.array([*self.groups.values()], pa.string())
        return pc.fill_null(groups.take(pc.index_in(told, value_set=known)), "other")


def ledger_files(told: str) -> tuple[Path, ...]:
    """Return the files that a pattern (`folder/*.parquet`) or a folder means, in order of name.

    Raises
    ------
    WrongUseError
        If there are none, or one that is no feature file.
    """
    folder = Path(told)
    if folder.is_dir():  # others may lie beside the partitions: Spark leaves a file _SUCCESS
        found = sorted(path for path in folder.iterdir() if path.suffix.lower() in FEATURE_SUFFIXES)
    else:
        found = sorted(map(Path, glob(told, recursive=True)))  # noqa: PTH207 (of any folder)
    if not found:
        raise WrongUseError(
            f"没有文件符合“{told}”；请给出文件夹，或带引号的通配写法，如 'folder/*.parquet'",
            f"no file is meant by {told!r}; name a folder or a quoted pattern: 'folder/*.parquet'",
        )
    for path in found:
        if path.exists() and not path.is_file():  # a pipe would keep its reader waiting
            raise WrongUseError(
                f"“{path}”不是普通文件；应为台账分片", f"{str(path)!r} is no file; partitions are"
            )
        if path.suffix.lower() not in FEATURE_SUFFIXES:
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

    def read(batch: FeatureBatch, rules: Rules, problems: list[Problem]) -> pa.RecordBatch:
        found = read_parcel_batch(batch, rules)
        problems += found.problems
        place = np.full(len(batch), -1)
        place[found.numbers - batch.number] = np.arange(len(found.numbers))
        sound = found.found.take(pa.array(place, mask=place < 0))
        told = [found.ids, *(sound[name] for name in PARCELS.names[1:-2])]
        return _with_rows(told, PARCELS, file, batch)

    return _in_batches(path, terms, columns.PARCELS, PARCELS, read)


def events_in(path: Path, file: int, terms: Terms) -> tuple[pa.Table | None, list[Problem]]:
    """Return the events of a file as EVENTS, and what is wrong; None if it cannot be read.

    Parameters
    ----------
    file
        The number that stands for the file in the table.
    """

    def read(batch: FeatureBatch, rules: Rules, problems: list[Problem]) -> pa.RecordBatch:
        return _events(batch, rules, problems, terms, file)

    return _in_batches(path, terms, columns.EVENTS, EVENTS, read)


def _in_batches(
    path: Path,
    terms: Terms,
    table: PackageTable,
    schema: pa.Schema,
    read: Callable[[FeatureBatch, Rules, list[Problem]], pa.RecordBatch],
) -> tuple[pa.Table | None, list[Problem]]:
    """Return what is read of a file's batches as one table, and what is wrong."""
    problems: list[Problem] = []
    name = str(path)
    opened = open_features(path, name, problems, crs=terms.crs)
    if opened is None or (
        opened.count and not header_fits(name, opened.columns, problems, table=table, others=True)
    ):
        return None, problems
    rules = Rules(file=name, crs=opened.crs, codes=terms.groups, land=terms.land)
    broken: list[Problem] = []
    found = [read(batch, rules, problems) for batch in opened.batches(broken, table=table)]
    if broken:
        return None, broken
    return pa.Table.from_batches(found, schema).combine_chunks(), _most(problems, name)


def _most(problems: list[Problem], file: str) -> list[Problem]:
    """Return the first problems, and how many are left out."""
    left_out = len(problems) - MOST_PROBLEMS
    if left_out <= 0:
        return problems
    zh = f"问题过多；另有 {left_out} 个未逐一列出"
    en = f"has too many problems: {left_out} more are not listed"
    return [*problems[:MOST_PROBLEMS], Problem(file=file, zh=zh, en=en, kind="more")]


def _events(
    batch: FeatureBatch, rules: Rules, problems: list[Problem], terms: Terms, file: int
) -> pa.RecordBatch:
    """Return a batch of EVENTS: all rows, of those that are wrong what others look at."""
    read = read_event_columns(batch, rules)
    cells, outlines, land = read.cells, read.outlines, rules.land_prepared()
    nowhere = pc.equal(read.parcel_id, "").to_numpy(zero_copy_only=False)
    cells.doubt(astray(outlines.stored, land, outlines.drawn & nowhere & cells.sound))
    doubted, rows = cells.doubted(outlines.found, file=rules.file, problems=problems)
    columns = [
        read.stored["event_id"], read.stored["kind"], read.parcel_id, read.stored["happened_on"],
        read.stored["recorded_on"], read.stored["declared_ha"],
        terms.groups_of(read.stored["land_use"], read.stored["land_use_set"]),
        pa.repeat("", len(batch)), outlines.wkb,
    ]  # fmt: skip
    sure = pa.RecordBatch.from_arrays(columns, schema=_TOLD).filter(pa.array(cells.sound))
    told = pa.RecordBatch.from_pylist([_event(row, rules, terms, land) for row in rows], _TOLD)
    found, _ = in_row_order(sure, np.flatnonzero(cells.sound), told, doubted)
    return _with_rows(found.columns, EVENTS, file, batch)


def _event(row: Row, rules: Rules, terms: Terms, land: Any) -> dict[str, Any]:
    """Return the cells of an event that is read by itself; few of one that is wrong."""
    check_parcels_named(row, None)
    event = event_of(row, rules.crs, rules.codes, None)
    told = {name: row.cells.get(name, "") for name in ("event_id", "parcel_id", "corrects")}
    told |= {name: "" for name in ("parcel_id", "corrects") if name in row.faults}
    if event is None:
        return told
    if not event.parcel_ids:
        check_event(event, row, {}, land)
    extent = None if event.extent is None else shapely.to_wkb(event.extent)
    return told | {
        "kind": event.kind, "day": event.happened_on, "recorded_on": event.recorded_on,
        "declared_ha": event.declared_ha, "outline": extent,
        "land_group": terms.groups.get((event.land_use, event.land_use_set), "other"),
    }  # fmt: skip


def _with_rows(
    columns: Sequence[pa.Array], schema: pa.Schema, file: int, batch: FeatureBatch
) -> pa.RecordBatch:
    count = len(batch)
    places = [np.full(count, file, np.int32), np.arange(batch.number, batch.number + count)]
    return pa.RecordBatch.from_arrays([*columns, *map(pa.array, places)], schema=schema)

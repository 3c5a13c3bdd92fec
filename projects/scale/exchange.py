"""A ledger in parts, every event brought to its extent: what one worker does with one part.

Rows change parts by event id, to see what corrects what (`settle`); by parcel id, to give whole
parcels their outlines (`join`); and extents of several parcels by event id again (`unite`). No part
sees the whole ledger, and its rows come in the same order whoever was quick.
"""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray

from gis.geometry.outlines import multipolygon
from gis.geometry.rings import Places
from gis.problems import Problem
from projects.bulk.corrections import RECORDED, check_corrections, in_force
from projects.bulk.names import Names
from projects.bulk.parcels import one_array
from projects.package.check_corrections import Recorded, check_rings
from projects.package.read_ledger import report_no_parcel
from projects.package.read_plan import repeated
from projects.package.rows import Row
from projects.scale.partitions import EVENTS, MOST_PROBLEMS, PARCELS

Pieces = Sequence[pa.Table | None]
"""What each file has for one part, in the order of the files; None of a file that is unreadable."""

_EVENT: Final = [EVENTS.field(name) for name in ("event_id", "day", "kind", "declared_ha")]
_EVENT.append(EVENTS.field("land_group"))

CORRECTIONS: Final = pa.schema(
    [EVENTS.field(name) for name in (*RECORDED.names, "corrects", "file", "row")]
)
LAND: Final = pa.schema([*_EVENT, EVENTS.field("outline")])
"""Events in force with their extents."""

MENTIONS: Final = pa.schema(
    [*_EVENT, ("told", pa.string()), PARCELS.field("parcel_id"), ("part", pa.int32()),
     ("parts", pa.int32()), PARCELS.field("file"), PARCELS.field("row")]
)  # fmt: skip
"""An event once for each parcel that it names, `told` as its row names them all; `parts` is how
many of them make its extent."""

PARTS: Final = pa.schema([*LAND, MENTIONS.field("part")])


def by_id(table: pa.Table, column: str, count: int) -> list[pa.Table]:
    """Return the rows in `count` parts, those of one id in one part."""
    ids = table[column].to_numpy()
    part = pd.util.hash_array(ids, categorize=False) % np.uint64(count)
    return divided(table, part.astype(np.int64), count)


def divided(table: pa.Table, part: Places, count: int) -> list[pa.Table]:
    """Return the rows of each part, in their order."""
    order = np.argsort(part, kind="stable")
    ends = np.searchsorted(part[order], np.arange(count + 1))
    # taken, not sliced: a slice would keep the whole table in memory
    return [table.take(order[a:b]) for a, b in pairwise(ends)]


def together(pieces: Pieces, schema: pa.Schema) -> pa.Table:
    """Return pieces as one table."""
    there = [piece for piece in pieces if piece is not None]
    return pa.concat_tables([schema.empty_table(), *there]).combine_chunks()


def corrections_in(events: pa.Table) -> pa.Table:
    """Return what names another event."""
    return events.select(CORRECTIONS.names).filter(pc.not_equal(events["corrects"], ""))


def rings_in(naming: Pieces, *, files: Sequence[str]) -> list[Problem]:
    """Report events that correct each other in a ring, whatever parts their rows are in.

    Parameters
    ----------
    naming
        CORRECTIONS of all parts: a ledger has few.
    """
    problems: list[Problem] = []
    corrections = together(naming, CORRECTIONS).sort_by(
        [("file", "ascending"), ("row", "ascending")]
    )
    check_rings(_rows(corrections, ("event_id", "corrects"), files, problems))
    return problems[:MOST_PROBLEMS]


def settle(
    told: Pieces,
    naming: Pieces,
    *,
    files: Sequence[str],
    as_of: date,
    known: date | None,
) -> tuple[list[Problem], pa.Table, pa.Table]:
    """Tell which events of a part are in force up to a date.

    Parameters
    ----------
    told
        EVENTS whose id is in this part.
    naming
        CORRECTIONS of them, from any part.

    Returns
    -------
        What is wrong; LAND of the events with an outline of their own; MENTIONS of parcels.
    """
    events, corrections = together(told, EVENTS), together(naming, CORRECTIONS)
    faults = _repeated(events, "event_id", files)
    if None not in told:
        faults.extend(_wrong_corrections(corrections, events, files))
    by = np.datetime64(known or date.max)
    known_by_then = pa.array(corrections["recorded_on"].to_numpy() <= by)
    counts = in_force(events, corrections["corrects"].filter(known_by_then))
    counts &= events["recorded_on"].to_numpy() <= by
    counts &= events["day"].to_numpy() <= np.datetime64(as_of)
    drawn = pc.is_valid(events["outline"]).to_numpy()
    land = events.select(LAND.names).filter(counts & drawn)
    return faults[:MOST_PROBLEMS], land, _mentions(events, counts & ~drawn)


def join(
    parcels: Pieces, mentions: Pieces, *, files: Sequence[str]
) -> tuple[list[Problem], pa.Table, pa.Table]:
    """Give events the outlines of the parcels that they name.

    Parameters
    ----------
    parcels, mentions
        PARCELS and MENTIONS whose parcel's id is in this part.

    Returns
    -------
        What is wrong; LAND of the events on one whole parcel; PARTS of the others.
    """
    there, named = together(parcels, PARCELS), together(mentions, MENTIONS)
    parcel = _places(named["parcel_id"], there["parcel_id"])
    faults = _repeated(there, "parcel_id", files)
    if None not in parcels:
        missing = named.filter(pa.array(parcel < 0))
        told = missing.drop("parcel_id").rename_columns({"told": "parcel_id"})
        rows = _rows(told, ("parcel_id",), files, faults)
        named_by = {
            (row.file, row.number_in_file, parcel_id): row
            for row, parcel_id in zip(rows, missing["parcel_id"].to_pylist(), strict=True)
        }
        for (*_, parcel_id), row in named_by.items():  # once, though an event names it twice
            report_no_parcel(row, parcel_id)
    parts = named["parts"].to_numpy()
    placed = named.append_column(
        PARCELS.field("outline"),
        there["outline"].take(pa.array(parcel, mask=parcel < 0)),
    )
    single = placed.select(LAND.names).filter((parts == 1) & (parcel >= 0))
    several = placed.select(PARTS.names).filter((parts > 1) & (parcel >= 0))
    return faults[:MOST_PROBLEMS], single, several


def unite(parts: Pieces) -> pa.Table:
    """Return LAND of the events on several whole parcels, each with their union.

    Parameters
    ----------
    parts
        PARTS whose event's id is in this part.
    """
    rows = together(parts, PARTS).sort_by([("event_id", "ascending"), ("part", "ascending")])
    events = _texts(rows["event_id"])
    starts = np.flatnonzero(np.append(True, events[1:] != events[:-1])[: len(events)])
    outlines = shapely.from_wkb(rows["outline"].to_numpy())
    united = [multipolygon(shapely.union_all(some)) for some in np.split(outlines, starts[1:])]
    first = rows.select(LAND.names).take(starts)
    wkb = pa.array(shapely.to_wkb(np.array(united[: len(starts)], dtype=object)), pa.large_binary())
    return first.set_column(first.schema.get_field_index("outline"), LAND.field("outline"), wkb)


def _mentions(events: pa.Table, takes: NDArray[np.bool_]) -> pa.Table:
    """Return MENTIONS: every event once for each parcel named, `takes` telling the whole ones."""
    listed = pc.split_pattern(one_array(events["parcel_id"]), ";")
    names = pc.utf8_trim_whitespace(pc.list_flatten(listed))
    event = pc.list_parent_indices(listed).to_numpy()
    named = pc.not_equal(names, "").to_numpy(zero_copy_only=False)
    names, event = names.filter(pa.array(named)), event[named]
    count = np.bincount(event, minlength=len(events))
    part = np.arange(len(event)) - (np.cumsum(count) - count)[event]
    columns = {name: events[name].take(event) for name in MENTIONS.names if name in EVENTS.names}
    columns["told"] = events["parcel_id"].take(event)
    columns |= {"parcel_id": names, "part": part, "parts": np.where(takes, count, 0)[event]}
    return pa.table([columns[name] for name in MENTIONS.names], schema=MENTIONS)


def _wrong_corrections(
    corrections: pa.Table, events: pa.Table, files: Sequence[str]
) -> list[Problem]:
    """Report what cannot be corrected."""
    problems: list[Problem] = []
    rows = _rows(corrections, ("event_id", "corrects"), files, problems)
    recorded = corrections.select(RECORDED.names).to_pylist()
    told = [Recorded(**one) if one["recorded_on"] else None for one in recorded]
    sound = events.filter(events["recorded_on"].is_valid())
    ids = Names(one_array(events["event_id"]))
    check_corrections(list(zip(rows, told, strict=True)), ids, sound)
    return problems


def _repeated(table: pa.Table, column: str, files: Sequence[str]) -> list[Problem]:
    """Report every row whose id an earlier row has already."""
    problems: list[Problem] = []
    again, first = Names(one_array(table[column])).repeated()
    some = table.take(pa.array(np.unique(np.concatenate([again, first]))))
    repeated(_rows(some, (column,), files, problems), lambda row: row.cells[column], column)
    return problems


def _rows(
    table: pa.Table, columns: Sequence[str], files: Sequence[str], problems: list[Problem]
) -> list[Row]:
    """Return rows with the cells of some columns, each with its place in its file."""
    told = table.select([*columns, "file", "row"]).to_pylist()
    return [Row(files[one.pop("file")], one.pop("row"), one, problems) for one in told]


def _places(ids: Any, among: Any) -> Places:
    """Return the first place of each id among others, -1 where it is not there."""
    found = pc.fill_null(pc.index_in(ids, value_set=among), -1)
    return np.asarray(found.to_numpy(), dtype=np.int64)


def _texts(column: Any) -> NDArray[np.object_]:
    return np.asarray(column.to_numpy(), dtype=object)

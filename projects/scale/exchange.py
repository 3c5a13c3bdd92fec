"""A ledger in parts, every event brought to its extent: what one worker does with one part.

Rows change parts by event id, to see what corrects what (`settle`); by parcel id, to give whole
parcels their outlines (`join`); and extents of several parcels by event id again (`unite`). No part
sees the whole ledger, and its rows come in the same order whoever was quick.
"""

from collections.abc import Iterator, Sequence
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
from projects.scale.ledger_columns import MOST_PROBLEMS
from projects.scale.partitions import EVENTS, PARCELS

Pieces = Sequence[pa.Table | None]
"""What each file has for one part, in the order of the files; None of a file that is unreadable."""

_EVENT: Final = [EVENTS.field(name) for name in ("event_id", "day", "kind", "declared_ha")]
_EVENT.append(EVENTS.field("land_group"))

CORRECTIONS: Final = pa.schema(
    [EVENTS.field(name) for name in ("event_id", "recorded_on", "corrects", "file", "row")]
)
LAND: Final = pa.schema([*_EVENT, EVENTS.field("outline")])
"""Events in force with their extents."""

MENTIONS: Final = pa.schema(
    [*_EVENT, PARCELS.field("parcel_id"), ("part", pa.int32()), ("parts", pa.int32()),
     PARCELS.field("file"), PARCELS.field("row")]
)  # fmt: skip
"""An event once for each parcel that it names; `parts` is how many of them make its extent."""

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


def settle(
    told: Pieces,
    naming: Pieces,
    *,
    files: Sequence[str],
    as_of: date,
    known: date | None,
) -> tuple[list[Problem], pa.Table, pa.Table]:
    """Tell which events of a part are in force up to a date (`land_totals.in_force`).

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
    named = _places(corrections["corrects"], events["event_id"])
    faults = _repeated(events, "event_id", files)
    if None not in told:
        faults.extend(_wrong_corrections(corrections, events, named, files))
    by = np.datetime64(known or date.max)
    recorded_on = events["recorded_on"].to_numpy()
    corrected = np.zeros(len(events), dtype=bool)
    corrected[named[(named >= 0) & (corrections["recorded_on"].to_numpy() <= by)]] = True
    counts = ~corrected & (recorded_on <= by)
    counts &= events["day"].to_numpy() <= np.datetime64(as_of)
    counts &= _texts(events["kind"]) != "reversal"
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
        faults.extend(
            _problem(named, row, "parcel_id", files, "没有这个地块", "there is no such parcel")
            for row in np.flatnonzero(parcel < 0).tolist()
        )
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
    listed = pc.split_pattern(events["parcel_id"].combine_chunks(), ";")
    names = pc.utf8_trim_whitespace(pc.list_flatten(listed))
    event = pc.list_parent_indices(listed).to_numpy()
    named = pc.not_equal(names, "").to_numpy(zero_copy_only=False)
    names, event = names.filter(pa.array(named)), event[named]
    count = np.bincount(event, minlength=len(events))
    part = np.arange(len(event)) - (np.cumsum(count) - count)[event]
    columns = {name: events[name].take(event) for name in MENTIONS.names if name in EVENTS.names}
    columns |= {"parcel_id": names, "part": part, "parts": np.where(takes, count, 0)[event]}
    return pa.table([columns[name] for name in MENTIONS.names], schema=MENTIONS)


def _wrong_corrections(
    corrections: pa.Table, events: pa.Table, named: Places, files: Sequence[str]
) -> Iterator[Problem]:
    """Report what cannot be corrected: the rules of `check_ledger.check_events`."""
    wanted = pa.array(named, mask=named < 0)
    before = events.select(["kind", "recorded_on"]).take(wanted).to_pylist()
    corrected_by: dict[int, str] = {}
    for place, (row, other) in enumerate(zip(corrections.to_pylist(), before, strict=True)):
        event, zh, en = int(named[place]), "", ""
        if event < 0 or row["event_id"] == row["corrects"]:
            zh, en = "没有它要更正的事件", "there is no event that it could correct"
        elif other["kind"] == "reversal":
            zh = "不能更正一笔冲销；请把原事件另记一笔"
            en = "a reversal cannot be corrected; record the event anew"
        elif row["recorded_on"] and other["recorded_on"] > row["recorded_on"]:
            zh = f"登记日期早于被更正事件的登记日期 {other['recorded_on']}"
            en = f"recorded before the event it corrects ({other['recorded_on']})"
        elif event in corrected_by:
            zh = f"该事件已由 {corrected_by[event]} 更正；请更正后者"
            en = f"that event is corrected by {corrected_by[event]} already; correct the latter"
        else:
            corrected_by[event] = row["event_id"]
        if zh:
            yield _problem(corrections, place, "corrects", files, zh, en)


def _repeated(table: pa.Table, column: str, files: Sequence[str]) -> list[Problem]:
    """Report every row whose id an earlier row has already."""
    first = _places(table[column], table[column])
    found = []
    for place in np.flatnonzero(first != np.arange(len(first)))[:MOST_PROBLEMS]:
        other = table.select(["file", "row"]).slice(first[place], 1).to_pylist()[0]
        where = f"{files[other['file']]} 第 {other['row']} 行"
        zh, en = f"与{where}重复", f"stands in row {other['row']} of {files[other['file']]} already"
        found.append(_problem(table, int(place), column, files, zh, en))
    return found


def _problem(
    table: pa.Table, place: int, column: str, files: Sequence[str], zh: str, en: str
) -> Problem:
    [row] = table.select([column, "file", "row"]).slice(place, 1).to_pylist()
    return Problem(
        file=files[row["file"]], row=row["row"], column=column, value=row[column], zh=zh, en=en
    )


def _places(ids: Any, among: Any) -> Places:
    """Return the first place of each id among others, -1 where it is not there."""
    found = pc.fill_null(pc.index_in(ids, value_set=among), -1)
    return np.asarray(found.to_numpy(), dtype=np.int64)


def _texts(column: Any) -> NDArray[np.object_]:
    return np.asarray(column.to_numpy(), dtype=object)

"""Write a large ledger batch by batch: straight into the tables, or staged and merged."""

from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray
from sqlalchemy import Connection, text

from gis.database.copy_arrow import Encoded, copy_batch, copy_encoded
from gis.geometry.outline_store import OutlineStore
from gis.geometry.rings import Places
from projects.bulk.behind import behind
from projects.bulk.key_sums import KeySums
from projects.bulk.overlapping import overlapping_rows
from projects.bulk.parcels import FURTHER
from projects.bulk.shares import TOLD, DaySums, Turns
from projects.package import columns as catalogue
from projects.store.batches import Counts
from projects.store.refresh import (
    Measured,
    PlanPlaces,
    Zones,
    measured,
    measured_rows,
    plan_columns,
)
from projects.store.write_ledger import EVENT_ROW, merge_events, merge_parcels, stage


class Writer(Protocol):
    """Where the batches of a ledger go: all parcels first, then the events."""

    def write_parcels(self, parcels: pa.RecordBatch) -> None:
        """Write the next parcels of the file (`projects.bulk.parcels.PARCELS`)."""

    def write_events(self, events: pa.RecordBatch) -> None:
        """Write the next events (`projects.bulk.events.EVENTS`)."""


class FirstWriter:
    """Writes the ledger of a plan that has none into the tables themselves.

    Their indexes may be off: nothing is looked up, and ids must not stand twice. What it has
    written it can tell again without asking the database: places, numbered as they came (parcels
    first), and what happened there.

    Parameters
    ----------
    batch_id
        The number of the load.
    store
        Outlines of the parcels; those that events have of their own are added to it.
    """

    def __init__(
        self, connection: Connection, plan_id: str, batch_id: int, store: OutlineStore
    ) -> None:
        self._connection = connection
        self._plan_id = plan_id
        self._batch_id = batch_id
        self._store = store
        self._place_ids = [np.empty(0, np.int64)]
        self._measured_m2 = [np.empty(0)]
        self._parcel_ids: list[pa.Array] = []
        self._owners: list[pa.Array] = []
        self._count = 0
        self._told: list[pa.RecordBatch] = []

    def write_parcels(self, parcels: pa.RecordBatch) -> None:
        """Write parcels, each with a new place."""
        place_ids = self._write_places(parcels)
        told = [name for name in parcels.schema.names if name == FURTHER]
        columns = {name: parcels[name] for name in (*catalogue.PARCELS.stored, *told)}
        self._parcel_ids.append(parcels["parcel_id"])
        self._owners.append(parcels["owner_kind"].cast(pa.string()))
        self._copy("parcel", self._of_batch(columns, place_ids))

    def write_events(self, events: pa.RecordBatch) -> None:
        """Write events; those with an outline of their own get a new place."""
        own = events["outline"].is_valid()
        drawn = events.filter(own)
        places = pa.array(np.arange(self._count, self._count + len(drawn)))
        place = pc.replace_with_mask(events["parcel"], own, places)
        outlines = shapely.from_wkb(drawn["outline"].to_numpy(zero_copy_only=False))
        self._store.append(drawn["outline"], shapely.bounds(outlines))
        self._write_places(drawn)
        columns = {name: events[name] for name in (*catalogue.EVENTS.stored, "whole")}
        place_ids = pa.array(self._all_place_ids()).take(place)
        self._copy("land_event", self._of_batch(columns, place_ids))
        told = [columns.get(field.name, place).cast(field.type) for field in TOLD]
        self._told.append(pa.RecordBatch.from_arrays(told, schema=TOLD))

    def places(self) -> PlanPlaces:
        """Return the places that were written."""
        self._store.make_readable()
        self._measured_m2 = [np.concatenate(self._measured_m2)]
        return PlanPlaces(self._all_place_ids(), self._measured_m2[0], self._store)

    def parcel_ids(self) -> pa.StringArray:
        """Return the ids of the parcels: the first places, in their order, are theirs."""
        self._parcel_ids = [pa.concat_arrays([pa.array([], pa.string()), *self._parcel_ids])]
        return self._parcel_ids[0]

    def owners(self) -> pa.StringArray:
        """Return the owner kinds of the parcels."""
        self._owners = [pa.concat_arrays([pa.array([], pa.string()), *self._owners])]
        return self._owners[0]

    def turns(self) -> Turns:
        """Return what the events that were written do at isolated places."""
        told, self._told = pa.Table.from_batches(self._told, TOLD), []
        turns = Turns.of(told, self._count)
        pa.default_memory_pool().release_unused()
        return turns

    def _all_place_ids(self) -> NDArray[np.int64]:
        if len(self._place_ids) > 1:
            self._place_ids = [np.concatenate(self._place_ids)]
        return self._place_ids[0]

    def _write_places(self, rows: pa.RecordBatch) -> NDArray[np.int64]:
        if not len(rows):
            return np.empty(0, np.int64)
        found: Any = self._connection.scalar(
            text(
                "select string_agg(int8send(nextval('landplan.place_place_id_seq')), '')"
                " from generate_series(1, :count)"
            ),
            {"count": len(rows)},
        )
        place_ids = np.frombuffer(found, ">i8").astype(np.int64)
        columns = {name: rows[name] for name in ("measured_m2", "outline")}
        self._copy("place", columns | {"place_id": place_ids})
        self._place_ids.append(place_ids)
        self._measured_m2.append(rows["measured_m2"].to_numpy())
        self._count += len(rows)
        return place_ids

    def _of_batch(self, columns: dict[str, Any], place_ids: Any) -> dict[str, Any]:
        return columns | {
            "place_id": place_ids,
            "batch_id": np.full(len(place_ids), self._batch_id),
        }

    def _copy(self, table: str, columns: dict[str, Any]) -> None:
        copy_encoded(self._connection, plan_columns(self._plan_id, f"landplan.{table}", columns))


def measured_and_told(
    plan_id: str,
    places: PlanPlaces,
    zones: Zones,
    replayed: Future[Turns],
    parcel_ids: pa.StringArray,
) -> Iterator[Measured | Encoded]:
    """Yield what is measured of a first ledger's places, then what happened at overlapping ones.

    Measuring waits for the replay: both at once take more memory, and the server works meanwhile.
    """
    turns, none = replayed.result(), np.empty(0, np.int64)
    pairs = [(none, none)]
    for tile in measured(places, zones):
        pairs.append((tile.one, tile.other))
        yield tile
    one, other = (np.concatenate(ends) for ends in zip(*pairs, strict=True))
    yield from overlapping_rows(plan_id, places, zones, (one, other), turns, parcel_ids)


def write_beside(
    connection: Connection,
    plan_id: str,
    places: PlanPlaces,
    zones: Zones,
    found: Iterable[Measured | Encoded],
    turns: Turns,
    parcel_ids: pa.StringArray,
    owners: pa.StringArray,
) -> None:
    """Write what was found of a first ledger's places, and what happened at isolated ones.

    The sums of the shares are staged. `landplan.add_staged_days` and `…_overlapping_keys`, called
    at the end, complete them.
    """
    connection.execute(text("select landplan.stage_days(), landplan.stage_keys()"))
    sums, key_sums = DaySums(turns), KeySums(turns, owners)
    with behind() as later:
        for tile in found:
            if isinstance(tile, Encoded):
                later(copy_encoded, connection, tile)
                continue
            for rows in measured_rows(plan_id, places, zones, tile):
                later(copy_encoded, connection, rows)
            isolated = np.flatnonzero(~tile.overlapping)
            row, event = turns.at(tile.place[isolated])
            place, zone = tile.place[isolated[row]], tile.zone[isolated[row]]
            shares = turns.shares(event, tile.inside_m2[isolated[row]], places.measured_m2[place])
            key = {
                "place_id": places.place_id[place],
                "zone_id": zones.zone_id.take(pa.array(zone)),
            }
            told = plan_columns(plan_id, "landplan.land_share", key | shares)
            later(copy_encoded, connection, told)
            for rows in _history_rows(plan_id, places, tile.isolated, turns, parcel_ids):
                later(copy_encoded, connection, rows)
            sums.add(zone, event, shares)
            key_sums.add(zone, event, shares)
    for table, (zone, columns) in (
        ("incoming_day", sums.columns()),
        ("incoming_ten_days", key_sums.columns()),
    ):
        columns["zone_id"] = zones.zone_id.take(pa.array(zone))
        copy_encoded(connection, plan_columns(plan_id, table, columns))


def _history_rows(
    plan_id: str, places: PlanPlaces, isolated: Places, turns: Turns, parcel_ids: pa.StringArray
) -> Iterator[Encoded]:
    """Yield the history of parcels at isolated places, and the events there that did nothing new.

    The first places are those of parcels.
    """
    own = isolated[isolated < len(parcel_ids)]
    row, spans = turns.spans(own, places.measured_m2[own])
    place = own[row]
    key = {"parcel_id": parcel_ids.take(pa.array(place)), "place_id": places.place_id[place]}
    yield plan_columns(plan_id, "landplan.parcel_history", key | spans)
    idle = np.flatnonzero(np.isin(turns.idle_at, isolated))
    counted = {
        "event_id": turns.idle["event_id"].take(pa.array(idle)),
        "place_id": places.place_id[turns.idle_at[idle]],
        "counted_m2": np.zeros(len(idle)),
    }
    yield plan_columns(plan_id, "landplan.event_counted", counted)


class MergingWriter:
    """Stages the ledger of a plan that has one, to be merged at the end."""

    def __init__(self, connection: Connection, plan_id: str, batch_id: int) -> None:
        self._connection = connection
        self._plan_id = plan_id
        self._batch_id = batch_id
        stage(connection)

    def write_parcels(self, parcels: pa.RecordBatch) -> None:
        """Stage parcels."""
        copy_batch(self._connection, "incoming_parcel", parcels)

    def write_events(self, events: pa.RecordBatch) -> None:
        """Stage events."""
        copy_batch(self._connection, "incoming_event", events.select(EVENT_ROW))

    def count_new(self) -> int:
        """Return how many staged events are new and how many parcels are new or drawn anew."""
        count = self._connection.scalar(
            text("select landplan.count_incoming(:plan)"), {"plan": self._plan_id}
        )
        return int(count or 0)

    def merge_parcels(self, told: int) -> Counts:
        """Merge the staged parcels, `told` in number, into the plan."""
        return merge_parcels(self._connection, self._plan_id, self._batch_id, told=told)

    def merge_events(self, told: int) -> Counts:
        """Merge the staged events, as `projects.store.write_ledger.merge_events`."""
        return merge_events(self._connection, self._plan_id, self._batch_id, told=told)

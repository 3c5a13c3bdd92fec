"""Write a large ledger batch by batch: straight into the tables, or staged and merged."""

from typing import Any, Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from sqlalchemy import Connection, text

from gis.copy import copy_batch
from projects.bulk_events import EVENTS
from projects.bulk_parcels import PARCELS
from projects.write_ledger import merge_events, merge_parcels, stage


class Writer(Protocol):
    """Where the batches of a ledger go: all parcels first, then the events."""

    def write_parcels(self, parcels: pa.RecordBatch) -> None:
        """Write the next parcels of the file (`PARCELS`)."""

    def write_events(self, events: pa.RecordBatch) -> None:
        """Write the next events (`EVENTS`)."""


class FirstWriter:
    """Writes the ledger of a plan that has none into the tables themselves.

    Their indexes may be off: nothing is looked up, and ids must not stand twice.
    """

    def __init__(self, connection: Connection, plan_id: str) -> None:
        self._connection = connection
        self._plan_id = plan_id
        self._placed: list[NDArray[np.int64]] = []
        self._place_ids: NDArray[np.int64] | None = None

    def write_parcels(self, parcels: pa.RecordBatch) -> None:
        """Write parcels, each with a new place."""
        place_ids = self._write_places(parcels)
        self._placed.append(place_ids)
        columns = {name: parcels[name] for name in PARCELS.names[:-2]}
        self._copy("parcel", {**columns, "place_id": pa.array(place_ids)})

    def write_events(self, events: pa.RecordBatch) -> None:
        """Write events; those with an outline of their own get a new place."""
        if self._place_ids is None:
            self._place_ids = np.concatenate([np.empty(0, np.int64), *self._placed])
        own = events["outline"].is_valid()
        place_ids = np.zeros(len(events), np.int64)
        place_ids[own.to_numpy(zero_copy_only=False)] = self._write_places(events.filter(own))
        of_parcel = events["parcel"].is_valid().to_numpy(zero_copy_only=False)
        place_ids[of_parcel] = self._place_ids[events["parcel"].drop_null().to_numpy()]
        columns = {name: events[name] for name in EVENTS.names[:-3]}
        placed = pa.array(place_ids, mask=place_ids == 0)
        self._copy("land_event", {**columns, "place_id": placed})

    def _write_places(self, rows: pa.RecordBatch) -> NDArray[np.int64]:
        if not len(rows):
            return np.empty(0, np.int64)
        found = self._connection.scalar(
            text(
                "select array_agg(nextval('landplan.place_place_id_seq'))"
                " from generate_series(1, :count)"
            ),
            {"count": len(rows)},
        )
        place_ids = np.array(found, np.int64)
        columns = {name: rows[name] for name in ("measured_m2", "outline")}
        self._copy("place", {"place_id": pa.array(place_ids), **columns})
        return place_ids

    def _copy(self, table: str, columns: dict[str, Any]) -> None:
        count = len(columns["place_id"])
        plan = pa.repeat(pa.scalar(self._plan_id), count)
        rows = pa.RecordBatch.from_pydict({"plan_id": plan, **columns})
        copy_batch(self._connection, f"landplan.{table}", rows)


class MergingWriter:
    """Stages the ledger of a plan that has one, to be merged at the end."""

    def __init__(self, connection: Connection, plan_id: str) -> None:
        self._connection = connection
        self._plan_id = plan_id
        stage(connection)

    def write_parcels(self, parcels: pa.RecordBatch) -> None:
        """Stage parcels."""
        copy_batch(self._connection, "incoming_parcel", parcels)

    def write_events(self, events: pa.RecordBatch) -> None:
        """Stage events."""
        copy_batch(self._connection, "incoming_event", events.select(EVENTS.names[:-1]))

    def count_new(self) -> int:
        """Return how many staged events are new and how many parcels are new or drawn anew."""
        count = self._connection.scalar(
            text("select landplan.count_incoming(:plan)"), {"plan": self._plan_id}
        )
        return int(count or 0)

    def merge_parcels(self) -> None:
        """Merge the staged parcels into the plan."""
        merge_parcels(self._connection, self._plan_id)

    def merge_events(self) -> list[str]:
        """Merge the staged events; return those that stand there with other content."""
        return merge_events(self._connection, self._plan_id)

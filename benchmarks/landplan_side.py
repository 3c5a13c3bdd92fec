"""landplan's sides of the benchmarks: everything here goes through what a user has too."""

import os
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Connection, Engine, text

from benchmarks.land import Floats, Land, batches, polygons
from benchmarks.ledger import REVERSAL, STARTS_ON, STORAGE, USES, Ledger, part_rings
from benchmarks.measure import Ran, run_program
from benchmarks.package import PLAN
from benchmarks.server import Database
from gis.database.engine import engine
from gis.geometry.area import M2_PER_HA
from layers.map.map_facts import MapFacts, map_facts
from layers.map.map_page import write_map
from projects.balance.land_totals import LedgerColumns, land_totals
from projects.model import MEASURES
from projects.store.refresh import refresh_plan
from projects.view import view_of


def load(database: Database, package: Path) -> Ran:
    """Run `landplan load` on a package."""
    return _run(database, "load", package)


def import_parcels(database: Database, file: Path) -> Ran:
    """Run `landplan import parcels` on a file, as JSON: a list for people is not what is timed."""
    return _run(database, "import", "parcels", file, "--format", "json")


def _run(database: Database, *words: str | Path) -> Ran:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("LANDPLAN_")}
    ours |= {"LANDPLAN_DATABASE_URL": database.url}
    return run_program([sys.executable, "-m", "landplan", *words], ours)


def opened(database: Database) -> Engine:
    """Return an engine as landplan opens it."""
    return engine(database.url)


class InMemory:
    """The shapely engine on land and ledger in memory, as columns; areas are not given to it.

    Parameters
    ----------
    with_gaps
        Give it the outlines of land with events only, not of all parcels as the peers have them:
        a fabric with gaps takes longer to be proved.
    """

    def __init__(self, land: Land, ledger: Ledger, *, with_gaps: bool = False) -> None:
        parts = np.flatnonzero(ledger.part)
        drawn = [polygons(land.rings(some)) for some in batches(len(land))]
        places = np.concatenate([*drawn, polygons(part_rings(land, ledger.parcel[parts]))])
        place = ledger.parcel.copy()
        place[parts] = len(land) + np.arange(len(parts))
        self.places, self.place = places, place
        if with_gaps:
            used, self.place = np.unique(place, return_inverse=True)
            self.places = places[used]
        self.zones = np.array([zone.outline for zone in land.zones], dtype=object)
        self.ledger = ledger

    def balance(self, as_of: date) -> Floats:
        """Return hectares by (zone, measure), from the outlines alone."""
        told = self.ledger
        standing = ~np.isin(np.arange(len(told)), told.corrects) & (told.kind != REVERSAL)
        until = np.flatnonzero(standing & (told.day <= (as_of - STARTS_ON).days))
        order = until[np.argsort(told.day[until], kind="stable")]  # ids rise with the rows
        groups = np.array([group for _, _, group, _ in USES])
        columns = LedgerColumns(
            places=self.places,
            place=self.place[order],
            stores=told.kind[order] == STORAGE,
            declared_ha=told.declared_ha[order],
            group=groups[told.use[order]],
            in_period=np.ones(len(order), dtype=bool),
            own=np.ones(len(order), dtype=bool),
        )
        hectares: Floats = land_totals(columns, self.zones).measured_m2 / M2_PER_HA
        return hectares


def warm_balance(connection: Connection, land: Land, *, as_of: date) -> Floats:
    """Return hectares by (zone, measure) as every page asks for them."""
    return _table(connection.execute(_BALANCE, {"plan": PLAN, "as_of": as_of}).all(), land)


_BALANCE = text("select zone, measure, measured_ha from landplan.land_balance(:plan, :as_of)")


def full_refresh(connection: Connection) -> None:
    """Compute anew everything that is kept beside the ledger."""
    refresh_plan(connection, PLAN)


def supply_parcels(connection: Connection, parcel_ids: Sequence[str], *, day: date) -> None:
    """Record a supply of each parcel; what is kept beside the ledger follows by itself."""
    connection.execute(_SUPPLY, {"plan": PLAN, "parcels": list(parcel_ids), "day": day})


_SUPPLY = text(
    "insert into landplan.land_event (plan_id, event_id, kind, happened_on, recorded_on, method,"
    "                                 land_use, land_use_set, declared_ha, parcel_ids, place_id)"
    " select plan_id, 'N-' || parcel_id, 'supply', :day, :day, '挂牌', '100101', '2023',"
    "        declared_ha, array[parcel_id], place_id"
    " from landplan.parcel where plan_id = :plan and parcel_id = any(:parcels)"
)


def parcel_areas(connection: Connection, parcel_ids: Sequence[str]) -> Floats:
    """Return the stored areas of parcels in m², in their order."""
    asked = text(
        "select l.measured_m2"
        " from unnest(cast(:parcels as text[])) with ordinality a (parcel_id, place)"
        " join landplan.parcel p using (parcel_id) join landplan.place l using (place_id)"
        " where p.plan_id = :plan order by a.place"
    )
    found = connection.scalars(asked, {"plan": PLAN, "parcels": list(parcel_ids)})
    return np.array(found.all(), dtype=float)


def facts(connection: Connection, *, as_of: date) -> MapFacts:
    """Gather what `landplan map` shows."""
    return map_facts(view_of(connection, PLAN, as_of=as_of))


def write_page(found: MapFacts, path: Path) -> None:
    """Write the one-file map."""
    write_map(found, path, language="zh")


def _table(rows: Iterable[Sequence[Any]], land: Land) -> Floats:
    places = {zone.zone_id: place for place, zone in enumerate(land.zones)}
    table = np.zeros((len(places), len(MEASURES)))
    for zone, measure, ha in rows:
        table[places[zone], MEASURES.index(measure)] = ha
    return table

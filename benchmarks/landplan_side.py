"""landplan's sides of the benchmarks: everything here goes through what a user has too."""

import os
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Connection, Engine, text

from benchmarks.land import Floats, Land
from benchmarks.ledger import ENDS_ON
from benchmarks.measure import Ran, run_program
from benchmarks.package import PLAN
from benchmarks.server import Database
from gis.database import engine
from layers.facts import MapFacts, map_facts
from layers.map_page import write_map
from projects.balance_shapely import balance_shapely
from projects.model import MEASURES, Balance
from projects.package import read_package


def load(database: Database, package: Path) -> Ran:
    """Run `landplan load` on a package."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("LANDPLAN_")}
    ours |= {"LANDPLAN_DATABASE_URL": database.url}
    return run_program([sys.executable, "-m", "landplan", "load", package], ours)


def opened(database: Database) -> Engine:
    """Return an engine as landplan opens it."""
    return engine(database.url)


class InMemory:
    """The shapely engine on a package in memory; reading it is not part of the time."""

    def __init__(self, package: Path, land: Land) -> None:
        self.package = read_package(package)
        self.land = land

    def balance(self, as_of: date) -> Floats:
        """Return hectares by (zone, measure), from the outlines alone."""
        return _of_balance(balance_shapely(self.package, as_of=as_of, basis="measured"), self.land)


def geometry_balance(connection: Connection, land: Land, *, as_of: date) -> Floats:
    """Return hectares by (zone, measure) from true geometry in SQL, nothing computed before."""
    return warm_balance(connection, land, as_of=as_of)


def warm_balance(connection: Connection, land: Land, *, as_of: date) -> Floats:
    """Return hectares by (zone, measure) as every page asks for them."""
    return _table(connection.execute(_BALANCE, {"plan": PLAN, "as_of": as_of}).all(), land)


_BALANCE = text("select zone, measure, measured_ha from landplan.land_balance(:plan, :as_of)")


def full_refresh(connection: Connection) -> None:
    """Compute anew everything that is kept beside the ledger: today, nothing is kept."""
    connection.execute(_BALANCE, {"plan": PLAN, "as_of": ENDS_ON})


def supply_parcels(connection: Connection, parcel_ids: Sequence[str], *, day: date) -> None:
    """Record a supply of each parcel and bring up to date what is kept beside the ledger."""
    told = {"plan": PLAN, "parcels": list(parcel_ids), "day": day}
    connection.execute(_SUPPLY, told)
    connection.execute(_SUPPLIED_PARCELS, told)
    connection.execute(_BALANCE, {"plan": PLAN, "as_of": day})


_SUPPLY = text(
    "insert into landplan.land_event (plan_id, event_id, kind, happened_on, recorded_on, method,"
    "                                 land_use, land_use_set, declared_ha, extent)"
    " select plan_id, 'N-' || parcel_id, 'supply', :day, :day, '挂牌', '100101', '2023',"
    "        declared_ha, outline"
    " from landplan.parcel where plan_id = :plan and parcel_id = any(:parcels)"
)

_SUPPLIED_PARCELS = text(
    "insert into landplan.land_event_parcel (plan_id, event_id, parcel_id)"
    " select :plan, 'N-' || parcel_id, parcel_id from unnest(cast(:parcels as text[])) parcel_id"
)


def parcel_areas(connection: Connection, parcel_ids: Sequence[str]) -> Floats:
    """Return the stored areas of parcels in m², in their order."""
    asked = text(
        "select p.measured_m2"
        " from unnest(cast(:parcels as text[])) with ordinality a (parcel_id, place)"
        " join landplan.parcel p using (parcel_id) where p.plan_id = :plan order by a.place"
    )
    found = connection.scalars(asked, {"plan": PLAN, "parcels": list(parcel_ids)})
    return np.array(found.all(), dtype=float)


def facts(connection: Connection, *, as_of: date) -> MapFacts:
    """Gather what `landplan map` shows."""
    return map_facts(connection, PLAN, as_of=as_of)


def write_page(found: MapFacts, path: Path) -> None:
    """Write the one-file map."""
    write_map(found, path, language="zh")


def _of_balance(found: Balance, land: Land) -> Floats:
    return _table([(row.zone, row.measure, row.measured_ha) for row in found.rows], land)


def _table(rows: Iterable[Sequence[Any]], land: Land) -> Floats:
    places = {zone.zone_id: place for place, zone in enumerate(land.zones)}
    table = np.zeros((len(places), len(MEASURES)))
    for zone, measure, ha in rows:
        table[places[zone], MEASURES.index(measure)] = ha
    return table

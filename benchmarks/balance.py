"""The balance: from true geometry, at any date from what is kept, and after a change."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count, islice
from typing import Final

import numpy as np
import shapely
from sqlalchemy import Connection

from benchmarks import landplan_side, peer_postgis
from benchmarks.ground import Ground
from benchmarks.land import Floats, Land, polygons
from benchmarks.ledger import AS_OF, ENDS_ON, STORAGE, SUPPLY, Ledger
from benchmarks.measure import interleaved
from benchmarks.package import parcel_id
from benchmarks.peer_geopandas import Overlay
from benchmarks.results import Row, row
from gis.geometry.area import GEOD, area_m2

LARGEST_NAIVE: Final = 100_000
"""Parcels up to which the naive query runs: it takes about a minute for 100 000."""

CHANGED: Final = 1_000
MEASURED: Final = 5_000
"""Parcels that change; parcels whose areas are measured again."""

CUTS: Final = tuple(np.linspace(0.1, 0.9, 17).tolist())
"""Where the edges of an outline are cut, a drawing each."""


def balance(ground: Ground, rounds: int) -> list[Row]:
    """Time the balance from true geometry; compare every answer with the naive one.

    Figures: `off`, the largest relative difference of a zone's measure from the naive query (from
    the tuned one where that does not run); `levels`, of a zone from the sum of its children;
    `area_off_m2`, of a parcel's stored area from the mean of pyproj's of several drawings of it;
    `pyproj_off_m2`, of a single one of pyproj's from that mean.
    """
    land, peers = ground.land, ground.peers
    memory = landplan_side.InMemory(land, ground.ledger)
    gaps = landplan_side.InMemory(land, ground.ledger, with_gaps=True)
    overlay = Overlay(land, ground.ledger)
    engine = landplan_side.opened(ground.loaded)
    with engine.connect() as connection, peer_postgis.connections(peers) as tuned:
        contenders: dict[str, Callable[[], Floats]] = {
            "landplan": lambda: memory.balance(AS_OF),
            "landplan with gaps": lambda: gaps.balance(AS_OF),
            "landplan stored": lambda: landplan_side.warm_balance(connection, land, as_of=AS_OF),
            "PostGIS tuned": lambda: peer_postgis.tuned(tuned, land, as_of=AS_OF),
            "geopandas overlay": lambda: overlay.balance(AS_OF),
        }
        if len(land) <= LARGEST_NAIVE:
            contenders["PostGIS naive"] = lambda: peer_postgis.naive(peers, land, as_of=AS_OF)
        found = interleaved(contenders, rounds, once=("geopandas overlay", "PostGIS naive"))
        area_off = _area_off_m2(land, connection)
    engine.dispose()
    truth = found.get("PostGIS naive", found["PostGIS tuned"]).answer
    rows = []
    for name, one in found.items():
        figures = {"off": difference(one.answer, truth), "levels": levels(one.answer, land)}
        if name == "landplan stored":
            figures |= area_off
        rows.append(row("balance", name, len(land), one, **figures))
    return rows


def warm(ground: Ground, rounds: int) -> list[Row]:
    """Time the balance, each round at another date, against a plain GROUP BY over stored rows."""
    land, peers = ground.land, ground.peers
    peer_postgis.store(peers, land, as_of=AS_OF)
    earlier = count()
    engine = landplan_side.opened(ground.loaded)
    with engine.connect() as connection, peers.session() as peer:
        ours = landplan_side.warm_balance(connection, land, as_of=AS_OF)  # and warms up
        theirs = peer_postgis.group_by(peer, land)
        contenders: dict[str, Callable[[], Floats]] = {
            "landplan": lambda: landplan_side.warm_balance(
                connection, land, as_of=AS_OF - timedelta(days=100 * next(earlier))
            ),
            "PostGIS GROUP BY": lambda: peer_postgis.group_by(peer, land),
        }
        found = interleaved(contenders, rounds)
    engine.dispose()
    off = {"landplan": difference(ours, theirs), "PostGIS GROUP BY": 0.0}
    return [row("warm", name, len(land), one, off=off[name]) for name, one in found.items()]


def refresh(ground: Ground, rounds: int) -> list[Row]:
    """Time recording 1 000 supplies with all that follows, against computing everything anew.

    Each round supplies other parcels. `off` is how far the figures kept along the way are from
    those computed anew.
    """
    land = ground.land
    changed = min(CHANGED, len(land) // 20)
    parcels = iter(_in_reserve(ground.ledger, seed=ground.seed))
    engine = landplan_side.opened(ground.loaded)

    def change() -> None:
        some = [parcel_id(number) for number in islice(parcels, changed)]
        with engine.begin() as connection:
            landplan_side.supply_parcels(connection, some, day=ENDS_ON)

    def anew() -> None:
        with engine.begin() as connection:
            landplan_side.full_refresh(connection)

    def figures() -> Floats:
        with engine.connect() as connection:
            return landplan_side.warm_balance(connection, land, as_of=ENDS_ON)

    found = interleaved({"landplan change": change, "landplan anew": anew}, rounds)
    change()
    kept = figures()
    anew()
    off = difference(kept, figures())
    engine.dispose()
    return [row("refresh", name, len(land), one, off=off) for name, one in found.items()]


def difference(answer: Floats, truth: Floats) -> float:
    """Return the largest relative difference of two tables of hectares by (zone, measure)."""
    return float(np.max(np.abs(answer - truth) / np.where(truth > 0, truth, 1.0)))


def levels(answer: Floats, land: Land) -> float:
    """Return the largest relative difference of a zone from the sum of its children."""
    names = np.array([zone.zone_id for zone in land.zones])
    parents = np.array([zone.parent or "" for zone in land.zones])
    above = [name for name in names if name in parents]
    sums = np.stack([answer[parents == name].sum(axis=0) for name in above])
    return difference(sums, answer[np.isin(names, above)])


def _area_off_m2(land: Land, connection: Connection) -> dict[str, float]:
    """Return how far stored areas of some parcels are from pyproj's, and one of pyproj's is.

    Each vertex costs pyproj a rounding of some 1e-5 m². The mean over drawings of one outline,
    each edge cut in two at another place, has less of it.
    """
    some = np.random.default_rng(1).permutation(len(land))[:MEASURED]
    outlines = polygons(land.rings(some))
    stored = landplan_side.parcel_areas(connection, [parcel_id(number) for number in some])
    once = np.array([area_m2(outline) for outline in outlines])
    drawn = [[area_m2(_cut(outline, share)) for outline in outlines] for share in CUTS]
    measured = np.mean(drawn, axis=0)
    return {
        "area_off_m2": float(np.max(np.abs(stored - measured))),
        "pyproj_off_m2": float(np.max(np.abs(once - measured))),
    }


def _cut(outline: shapely.Polygon, share: float) -> shapely.Polygon:
    """Return a polygon with a vertex more at a share of each edge, on the geodesic."""
    lon, lat = shapely.get_coordinates(outline).T
    azimuth, _, dist_m = GEOD.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])
    between = GEOD.fwd(lon[:-1], lat[:-1], azimuth, dist_m * share)[:2]
    edges = np.stack([lon[:-1], lat[:-1], *between], axis=1)
    return shapely.Polygon(edges.reshape(-1, 2))


def _in_reserve(ledger: Ledger, *, seed: int) -> list[int]:
    """Return parcels that are stored in the end and never supplied, in random order."""
    standing = ~np.isin(np.arange(len(ledger)), ledger.corrects)
    stored = ledger.parcel[standing & (ledger.kind == STORAGE)]
    supplied = ledger.parcel[ledger.kind == SUPPLY]
    found = np.setdiff1d(stored, supplied)
    chosen: list[int] = np.random.default_rng([seed, 20]).permutation(found).tolist()
    return chosen

"""The ledger replayed in shapely: an engine independent of the database.

It does what `gis/sql/land.sql` does, by the same definition and other means: the events are told
in order, and two states of the land are kept as pieces, each held by the event that made it.
Areas are pyproj's. The two are compared on every test ledger.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

import shapely
from shapely import MultiPolygon, STRtree

from gis.model import LandEvent
from gis.outlines import multipolygon


@dataclass(slots=True)
class Told:
    """An event of the replay: what it newly did, and what of that still stands.

    `counted` and `held` are MultiPolygons in EPSG:4490, possibly empty.
    """

    event: LandEvent
    extent: MultiPolygon
    counted: MultiPolygon = field(default_factory=MultiPolygon)
    held: MultiPolygon = field(default_factory=MultiPolygon)


def in_force(events: Iterable[LandEvent], known: date | None = None) -> list[LandEvent]:
    """Return the storages and supplies that count, in order of date, then event id.

    Those recorded by `known` (None: all) that no event recorded by then names as corrected.
    """
    recorded = [event for event in events if known is None or event.recorded_on <= known]
    corrected = {event.corrects for event in recorded if event.corrects is not None}
    standing = [
        event for event in recorded if event.extent is not None and event.event_id not in corrected
    ]
    return sorted(standing, key=lambda event: (event.happened_on, event.event_id))


def replay(events: Iterable[LandEvent], *, as_of: date, known: date | None = None) -> list[Told]:
    """Tell the ledger up to a date.

    The invariant after each event: the `held` pieces of storages are the reserve, those of
    supplies the supplied land; no two pieces of one kind overlap, and no storage piece overlaps
    a supply piece.
    """
    told = [
        Told(event, event.extent)
        for event in in_force(events, known)
        if event.happened_on <= as_of and event.extent is not None
    ]
    tree = STRtree([one.extent for one in told])
    for place, one in enumerate(told):
        touched = tree.query(one.extent, predicate="intersects")
        earlier = [told[other] for other in sorted(touched) if other < place]
        _tell(one, earlier)
    return told


def _tell(one: Told, earlier: Sequence[Told]) -> None:
    """Let one event happen: it gains what is not of its kind yet, the other kind loses it."""
    same = [other.held for other in earlier if other.event.kind == one.event.kind]
    new = shapely.difference(one.extent, shapely.union_all(same)) if same else one.extent
    one.counted = multipolygon(new)
    one.held = one.counted
    for other in earlier:
        if other.event.kind != one.event.kind:
            other.held = multipolygon(shapely.difference(other.held, one.extent))

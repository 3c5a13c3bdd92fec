"""Checks of what corrects what: an event that is there, not corrected already, and no ring."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from gis.model import LandEvent
from projects.package.rows import Row


@dataclass(frozen=True, slots=True)
class Recorded:
    """What corrections look at of an event."""

    event_id: str
    kind: str
    recorded_on: date

    @classmethod
    def of(cls, event: LandEvent) -> "Recorded":
        """Return it of an event."""
        return cls(event.event_id, event.kind, event.recorded_on)


def check_correction(
    event: Recorded, row: Row, before: Recorded, corrected: dict[str, str]
) -> None:
    """Report a correction of what cannot be corrected, or is already: `corrected` tells by what."""
    named = before.event_id
    if before.kind == "reversal":
        row.wrong(
            "corrects",
            "不能更正一笔冲销；请把原事件另记一笔",
            "a reversal cannot be corrected; record the event anew",
            kind="corrects_reversal",
        )
    elif event.recorded_on < before.recorded_on:
        row.wrong(
            "corrects",
            f"登记日期早于被更正事件的登记日期 {before.recorded_on}",
            f"recorded before the event it corrects ({before.recorded_on})",
            kind="recorded_too_early",
        )
    elif corrected.setdefault(named, event.event_id) != event.event_id:
        row.wrong(
            "corrects",
            f"该事件已由 {corrected[named]} 更正；请更正后者",
            f"that event is corrected by {corrected[named]} already; correct the latter",
            kind="corrected_twice",
        )


def check_rings(rows: Iterable[Row]) -> None:
    """Report events that correct each other, directly or in a ring: each ring once, whole.

    Parameters
    ----------
    rows
        Those of events that name another one in `corrects`, in their order.
    """
    first: dict[str, Row] = {}
    for row in rows:
        first.setdefault(row.cells["event_id"], row)
    for ring in _rings({event_id: row.cells["corrects"] for event_id, row in first.items()}):
        shown = " → ".join((*ring, ring[0]))
        first[ring[0]].wrong(
            "corrects",
            f"事件互相更正，成了一个环：{shown}；请删去其中一笔的 corrects",
            f"events correct each other in a ring: {shown}; take away one of these corrections",
            kind="correction_ring",
        )


def _rings(corrects: Mapping[str, str]) -> Iterator[list[str]]:
    """Yield the rings of two and more events, each as it is walked from its first event met."""
    seen: set[str] = set()
    for start in corrects:
        way: list[str] = []
        event_id = start
        while event_id in corrects and event_id not in seen:
            seen.add(event_id)
            way.append(event_id)
            event_id = corrects[event_id]
        if event_id in way[:-1]:
            yield way[way.index(event_id) :]

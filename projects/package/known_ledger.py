"""What the database has already of a ledger that a folder adds to, as far as checks look at it."""

from collections.abc import Collection, Sequence
from typing import Final, Protocol

from shapely import MultiPolygon

from gis.model import LandEvent, Parcel
from projects.package.check_corrections import Recorded


class KnownLedger(Protocol):
    """Parcels and events that are there; none of what is asked for need be."""

    def parcels(self, parcel_ids: Collection[str]) -> dict[str, Parcel]:
        """Return parcels by their id."""

    def parcels_near(self, outlines: Sequence[MultiPolygon]) -> list[Parcel]:
        """Return the parcels whose boxes meet those of some outlines."""

    def events(self, event_ids: Collection[str]) -> dict[str, Recorded]:
        """Return what corrections look at of events, by their id."""

    def corrections(self, event_ids: Collection[str]) -> dict[str, str]:
        """Return event → the event that corrects it."""

    def events_on(self, parcel_ids: Collection[str]) -> list[LandEvent]:
        """Return the events in force that name any of some parcels."""


class _Nothing:
    def parcels(self, _: Collection[str]) -> dict[str, Parcel]:
        return {}

    def parcels_near(self, _: Sequence[MultiPolygon]) -> list[Parcel]:
        return []

    def events(self, _: Collection[str]) -> dict[str, Recorded]:
        return {}

    def corrections(self, _: Collection[str]) -> dict[str, str]:
        return {}

    def events_on(self, _: Collection[str]) -> list[LandEvent]:
        return []


NOTHING_KNOWN: Final[KnownLedger] = _Nothing()
"""A folder is the whole of its ledger."""

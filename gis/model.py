"""The words of the land as plain records: source, zone, parcel, land event.

Outlines are shapely MultiPolygons in EPSG:4490, (x, y) = (longitude, latitude), valid.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from shapely import MultiPolygon

OwnerKind = Literal["state", "collective"]
EventKind = Literal["storage", "supply", "reversal"]
GeometryQuality = Literal["official", "digitised", "schematic"]
ParcelState = Literal["not_stored", "in_reserve", "partly_supplied", "supplied"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """Where a figure or a name stands: document id, heading or table, line (from 1)."""

    document: str
    place: str
    line: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Zone:
    """A named area; zones form trees by `parent_id`, and `position` keeps the package's order.

    A plan may cut its land in several ways: each `zone_set` is a forest of its own over all of it.
    """

    zone_id: str
    name: str
    parent_id: str | None
    position: int
    declared_ha: float | None
    measured_ha: float
    geometry_quality: GeometryQuality
    outline: MultiPolygon
    source: Source | None
    note: str = ""
    zone_set: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Parcel:
    """A piece of land with a stable number; `established_on` is the day it came to exist.

    `further` are attributes that a file brought beside these, by its own names.
    """

    parcel_id: str
    name: str
    owner_kind: OwnerKind
    declared_ha: float
    land_use: str
    land_use_set: str
    established_on: date | None
    outline: MultiPolygon
    further: Mapping[str, Any] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class LandEvent:
    """Something that happened to land on a date; a reversal has no extent of its own.

    `price_10k_cny` None is a price that is not told; 0 is land given without one. `whole`: it has
    no outline of its own, its extent is that of its parcels, also when they are drawn anew.
    `further` is as a parcel's.
    """

    event_id: str
    kind: EventKind
    parcel_ids: tuple[str, ...]
    happened_on: date
    recorded_on: date
    method: str
    land_use: str
    land_use_set: str
    declared_ha: float
    document_no: str
    corrects: str | None
    extent: MultiPolygon | None
    contract_no: str = ""
    supervision_no: str = ""
    price_10k_cny: float | None = None
    responsible_unit: str = ""
    whole: bool = False
    further: Mapping[str, Any] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ParcelStatus:
    """A parcel as of a date: its state and what of it is in reserve or supplied, measured."""

    parcel: Parcel
    state: ParcelState
    measured_ha: float
    in_reserve_ha: float
    supplied_ha: float
    reserve_outline: MultiPolygon | None
    zone_ids: tuple[str, ...]
    events: tuple[LandEvent, ...]

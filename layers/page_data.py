"""The facts as the JSON that the page reads: columns for parcels, codes for outlines.

No figure is computed here: they go through as they are (areas of single parcels rounded to the
square metre), so what the page shows is what the balance says.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from gis.model import LandEvent, ParcelStatus, Zone
from layers.facts import MapFacts
from layers.label_points import label_points
from layers.outline_codes import Origin, encode, in_steps
from layers.plan_data import (
    indicator_data,
    investment_data,
    land_use_data,
    project_data,
    source_data,
    structure_data,
    warning_data,
)
from layers.texts import texts
from layers.zone_cover import covered_zones
from projects.model import BalanceRow, Plan

_SQUARE_METRE = 4
"""Decimals of a hectare that reach 1 m²."""

_UNSAFE = {
    ord(character): f"\\u{ord(character):04x}" for character in ("<", ">", "&", "\u2028", "\u2029")
}


class _Words:
    """Texts that repeat, each kept once; a text is then its number."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def number(self, word: str) -> int:
        return self.numbers.setdefault(word, len(self.numbers))


def page_data(facts: MapFacts, *, language: str) -> dict[str, Any]:
    """Return what `page/data.js` reads, ready for JSON."""
    origin = _origin(facts)
    words = _Words()
    events = _events(facts.parcels)
    return {
        "language": language,
        "texts": texts(language),
        "plan": _plan(facts.plan, facts),
        "origin": origin,
        "zones": _zones(facts.zones, origin),
        "balance": [_row(row) for row in facts.balance.rows],
        "parcels": _parcels(facts, origin, words, {key: n for n, key in enumerate(events)}),
        "events": [_event(event, words) for event in events.values()],
        "land_uses": land_use_data(facts.land_uses, facts.parcels),
        "projects": project_data(facts.projects),
        "indicators": indicator_data(facts.indicators),
        "investment": investment_data(facts.investment),
        "structure": structure_data(facts.structure),
        "warnings": warning_data(facts.warnings, language=language),
        "words": list(words.numbers),  # last: by now every word is known
    }


def script_json(data: dict[str, Any]) -> str:
    """Return JSON that can stand inside a `<script>` element whatever its texts say."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.translate(_UNSAFE)


def _origin(facts: MapFacts) -> Origin:
    outlines = [zone.outline for zone in facts.zones]
    outlines += [status.parcel.outline for status in facts.parcels]
    corners = [outline.bounds[:2] for outline in outlines if not outline.is_empty]
    return in_steps(*(min(values) for values in zip(*corners, strict=True))) if corners else (0, 0)


def _plan(plan: Plan, facts: MapFacts) -> dict[str, Any]:
    return {
        "title": plan.title,
        "sample": plan.sample,
        "starts_on": plan.starts_on.isoformat(),
        "ends_on": plan.ends_on.isoformat(),
        "as_of": facts.as_of.isoformat(),
        "basis": facts.balance.basis,
        "documents": {document.document_id: document.title for document in plan.documents},
    }


def _zones(zones: tuple[Zone, ...], origin: Origin) -> list[dict[str, Any]]:
    points = label_points(zones)
    covered = covered_zones(zones)
    return [
        {
            "id": zone.zone_id,
            "name": zone.name,
            "parent": zone.parent_id,
            "declared_ha": zone.declared_ha,
            "measured_ha": zone.measured_ha,
            "quality": zone.geometry_quality,
            "source": source_data(zone.source),
            "note": zone.note,
            "covered": zone.zone_id in covered,
            "label": [round(degrees, 7) for degrees in points[zone.zone_id]],
            "outline": encode(zone.outline, origin),
        }
        for zone in sorted(zones, key=lambda zone: (zone.position, zone.zone_id))
    ]


def _row(row: BalanceRow) -> dict[str, Any]:
    fields = asdict(row)
    del fields["zone_name"], fields["parent"]
    return {**fields, "source": source_data(row.source)}


def _events(parcels: Iterable[ParcelStatus]) -> dict[str, LandEvent]:
    """Return each event once: one event can concern many parcels."""
    return {event.event_id: event for status in parcels for event in status.events}


def _event(event: LandEvent, words: _Words) -> list[Any]:
    return [
        event.event_id,
        event.kind,
        words.number(event.happened_on.isoformat()),
        words.number(event.recorded_on.isoformat()),
        words.number(event.method),
        words.number(event.land_use),
        words.number(event.land_use_set),
        event.declared_ha,
        event.document_no,
        event.corrects,
        len(event.parcel_ids),
    ]


def _parcels(
    facts: MapFacts, origin: Origin, words: _Words, event_numbers: dict[str, int]
) -> dict[str, Any]:
    """Return the parcels column by column, all columns equally long.

    What many parcels share (owner, land use, state, zones) is a kind, and `parts` holds only
    those that are neither wholly in reserve nor wholly out of it.
    """
    statuses = facts.parcels
    parcels = [status.parcel for status in statuses]
    kinds = [_kind(status, words) for status in statuses]
    kind_numbers = {kind: number for number, kind in enumerate(dict.fromkeys(kinds))}
    return {
        "id": [parcel.parcel_id for parcel in parcels],
        "name": [parcel.name for parcel in parcels],
        "kinds": list(kind_numbers),
        "kind": [kind_numbers[kind] for kind in kinds],
        "declared_ha": [parcel.declared_ha for parcel in parcels],
        "measured_ha": [round(status.measured_ha, _SQUARE_METRE) for status in statuses],
        "events": [
            [event_numbers[event.event_id] for event in status.events] for status in statuses
        ],
        "outline": [encode(parcel.outline, origin) for parcel in parcels],
        "parts": {
            number: _part(status, origin)
            for number, status in enumerate(statuses)
            if _is_part(status)
        },
    }


def _kind(status: ParcelStatus, words: _Words) -> tuple[Any, ...]:
    parcel = status.parcel
    texts_of_it = (parcel.owner_kind, parcel.land_use, parcel.land_use_set, status.state)
    return (*(words.number(text) for text in texts_of_it), status.zone_ids)


def _is_part(status: ParcelStatus) -> bool:
    in_reserve = round(status.in_reserve_ha, _SQUARE_METRE)
    whole = round(status.measured_ha, _SQUARE_METRE)
    return status.state == "partly_supplied" or in_reserve not in (0, whole)


def _part(status: ParcelStatus, origin: Origin) -> list[Any]:
    reserve = status.reserve_outline
    return [
        round(status.in_reserve_ha, _SQUARE_METRE),
        round(status.supplied_ha, _SQUARE_METRE),
        encode(reserve, origin) if reserve is not None else None,
    ]

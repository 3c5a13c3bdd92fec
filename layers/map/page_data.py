"""The facts as the text that the page reads: columns for the land, JSON for the plan.

No figure is computed here: they go through as they are (areas of single parcels rounded to the
square metre), so what the page shows is what the balance says.
"""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Any

from gis.model import Zone
from layers.map.counted_data import counted_data
from layers.map.label_points import label_points
from layers.map.land_data import event_data, land_uses_in, parcel_data, partly_in_reserve
from layers.map.map_facts import MapFacts
from layers.map.outline_columns import outline_columns
from layers.map.packed import Columns, Packed
from layers.map.plan_data import (
    indicator_data,
    investment_data,
    land_use_data,
    project_data,
    source_data,
    structure_data,
    warning_data,
)
from layers.map.time_data import day_data, span_data
from layers.map.zone_cover import covered_zones
from layers.style_sheet import style_data
from layers.texts import status_texts, texts
from projects.labels import METHODS
from projects.model import FLOWS, MEASURES, BalanceRow, Plan, as_told
from projects.store.land_choices import LandChoices


def packed_page(facts: MapFacts, *, language: str) -> Packed:
    """Return the text that `page/packed.js` reads."""
    columns = Columns()
    with _no_collections():
        return columns.packed(page_data(facts, columns, language=language))


@contextmanager
def _no_collections() -> Iterator[None]:
    """Keep the garbage collector from walking all the facts meanwhile: nothing here is a cycle."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def page_data(facts: MapFacts, columns: Columns, *, language: str) -> dict[str, Any]:
    """Return what `page/data.js` reads, ready for JSON; long rows of numbers go to the columns.

    The outlines are those of the zones, then of the parcels, then of what is in reserve where
    that is only a part of a parcel, then of what was on earlier days.
    """
    zones = sorted(facts.zones, key=lambda zone: (zone.position, zone.zone_id))
    # Each event once: one event can concern many parcels, or none.
    of_parcels = (event for status in facts.parcels for event in status.events)
    events = {event.event_id: event for event in chain(of_parcels, facts.events)}
    event_numbers = {event_id: number for number, event_id in enumerate(events)}
    parts = partly_in_reserve(facts.parcels)
    spans, were_in_reserve = span_data(facts.parcels, facts.parcel_spans, columns)
    outlines = [
        *(zone.outline for zone in zones),
        *(status.parcel.outline for status in facts.parcels),
        *(facts.parcels[number].reserve_outline for number in parts),
        *were_in_reserve,
    ]
    parcels = parcel_data(facts.parcels, columns, event_numbers=event_numbers, parts=parts)
    told = event_data(list(events.values()), columns)
    choices = facts.choices
    named = land_uses_in(parcels, told) | {*(choices.land_uses if choices else ())}
    counted = counted_data(
        facts.counted, columns,
        basis=facts.balance.basis, events=list(events.values()), parcels=facts.parcels,
        zone_numbers={zone.zone_id: number for number, zone in enumerate(zones)},
    )  # fmt: skip
    return {
        "language": language,
        "texts": texts(language, is_over=facts.is_over),
        "status_texts": status_texts(language),
        "styles": style_data(),
        "measures": list(MEASURES),
        "flows": list(FLOWS),
        "plan": _plan(facts.plan, facts),
        "zones": _zones(zones),
        "balance": [_row(row) for row in facts.balance.rows],
        "by_day": day_data(facts.by_day, facts.balance.rows),
        "outlines": outline_columns(outlines, columns),
        "parcels": parcels,
        "spans": spans,
        "events": told,
        "counted": counted,
        "corrected": columns.whole(
            [event_numbers[event_id] for event_id in events if event_id in facts.corrected]
        ),
        "methods": _methods(language),
        "land_uses": land_use_data(facts.land_uses, named),
        "projects": project_data(facts.projects),
        "indicators": indicator_data(facts.indicators, is_over=facts.is_over),
        "investment": investment_data(facts.investment),
        "structure": structure_data(facts.structure),
        "warnings": warning_data(facts, language=language),
        **({"choices": _choices(choices)} if choices else {}),
    }


def _methods(language: str) -> dict[str, str]:
    """Return the names of methods that are not called in the language as the ledger has them."""
    named = {method: label.say(language) for method, label in METHODS.items()}
    return {method: name for method, name in named.items() if name != method}


def _choices(choices: LandChoices) -> dict[str, list[str]]:
    """Return the values of each field of the filter, a land use with its code set below it."""
    return {
        "use": ["\n".join(use) for use in choices.land_uses],
        "owner": [*choices.owner_kinds],
        "method": [*choices.methods],
        "year": [str(year) for year in choices.years],
    }


def _plan(plan: Plan, facts: MapFacts) -> dict[str, Any]:
    return {
        "title": plan.title,
        "sample": plan.sample,
        "starts_on": plan.starts_on.isoformat(),
        "ends_on": plan.ends_on.isoformat(),
        "as_of": facts.as_of.isoformat(),
        "is_over": facts.is_over,
        "basis": facts.balance.basis,
        "documents": {document.document_id: document.title for document in plan.documents},
    }


def _zones(zones: Sequence[Zone]) -> list[dict[str, Any]]:
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
        }
        for zone in zones
    ]


def _row(row: BalanceRow) -> dict[str, Any]:
    fields = as_told(row)
    del fields["zone_name"], fields["parent"]
    return {**fields, "source": source_data(row.source)}

"""Parcels of a folium map, coloured by state."""

from collections.abc import Mapping, Sequence
from typing import Any

import folium

from gis.model import LandEvent, ParcelStatus
from layers.folium_map.elements import fill_of
from layers.folium_map.features import (
    Feature,
    as_ha,
    as_lines,
    as_money,
    as_text,
    collection,
    escaped,
    feature,
    popup,
    tooltip,
)
from layers.map.map_facts import MapFacts
from layers.styles import PARCEL_PX, PARCEL_STATES
from layers.texts import texts
from projects.labels import method_label
from projects.package.columns import PARCELS

_MOST_EVENTS = 6
"""Events that a popup lists, the latest; of more it gives the number."""


def parcel_layer(
    facts: MapFacts, parcels: Sequence[ParcelStatus], *, language: str
) -> folium.GeoJson | None:
    """Return parcels as a layer; None if there are none.

    Its features have `parcel_id`, `state` and what the popup shows.
    """
    drawn = [status for status in parcels if not status.parcel.outline.is_empty]
    if not drawn:
        return None
    t = texts(language)
    uses = {(use.code, use.code_set): use.name for use in facts.land_uses}
    has_further = any(status.parcel.further for status in drawn)
    return folium.GeoJson(
        collection(
            [_feature(status, uses, t, language, has_further=has_further) for status in drawn]
        ),
        name=t["layer_parcels"],
        style_function=_style,
        popup=popup(
            {
                "name": t["parcel"],
                "number": t["parcel_id"],
                "state_name": t["state"],
                "owner": t["owner"],
                "use": t["land_use"],
                "since": t["established_on"],
                "declared": t["declared_area"],
                "measured": t["measured_area"],
                "in_reserve": t["in_reserve"],
                "supplied": t["supplied"],
                "events": t["events"],
                **({"further": PARCELS["further"].label(language)} if has_further else {}),
            }
        ),
        tooltip=tooltip(["name", "state_name"]),
        pane="landplan-parcels",
    )


def _style(one: Feature) -> dict[str, Any]:
    area = PARCEL_STATES[one["properties"]["state"]]
    return {
        "fillColor": fill_of(area),
        "fillOpacity": area.opacity,
        "color": area.edge,
        "weight": PARCEL_PX,
    }


def _feature(
    status: ParcelStatus,
    uses: dict[tuple[str, str], str],
    t: dict[str, str],
    language: str,
    *,
    has_further: bool,
) -> Feature:
    parcel, unit = status.parcel, t["unit_ha"]
    use = uses.get((parcel.land_use, parcel.land_use_set))
    return feature(
        parcel.outline,
        {
            "parcel_id": escaped(parcel.parcel_id),
            "state": status.state,
            "name": as_text(parcel.name or parcel.parcel_id),
            "number": as_text(parcel.parcel_id),
            "state_name": t[f"state_{status.state}"],
            "owner": t.get(f"owner_{parcel.owner_kind}", ""),
            "use": as_text(" ".join(filter(None, (parcel.land_use, use)))),
            "since": parcel.established_on.isoformat() if parcel.established_on else "",
            "declared": as_ha(parcel.declared_ha, unit),
            "measured": as_ha(status.measured_ha, unit),
            "in_reserve": as_ha(status.in_reserve_ha, unit),
            "supplied": as_ha(status.supplied_ha, unit),
            "events": as_lines(_events(status.events, t, language)) or t["no_events"],
            **({"further": as_lines(_further(parcel.further, t))} if has_further else {}),
        },
    )


def _events(events: Sequence[LandEvent], t: dict[str, str], language: str) -> list[str]:
    latest = sorted(events, key=lambda event: (event.happened_on, event.event_id))[-_MOST_EVENTS:]
    more = len(events) - len(latest)
    told = [
        " ".join(
            filter(
                None,
                (
                    event.happened_on.isoformat(),
                    t[f"event_{event.kind}"],
                    as_ha(event.declared_ha, t["unit_ha"]),
                    method_label(event.method).say(language),
                    event.document_no,
                    *_contract(event, t),
                    *_further(event.further, t),
                ),
            )
        )
        for event in latest
    ]
    return [*([t["more_events"].format(n=more)] if more else []), *told]


def _further(further: Mapping[str, Any] | None, t: dict[str, str]) -> list[str]:
    """Return what an import brought beside our columns, by the names that the file had."""
    return [f"{name}{t['colon']}{told}" for name, told in (further or {}).items()]


def _contract(event: LandEvent, t: dict[str, str]) -> list[str]:
    told = {
        "contract_no": event.contract_no,
        "supervision_no": event.supervision_no,
        "price_10k_cny": as_money(event.price_10k_cny, t),
        "responsible_unit": event.responsible_unit,
    }
    return [f"{t[name]}{t['colon']}{text}" for name, text in told.items() if text]

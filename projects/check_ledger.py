"""Checks of the ledger before it is loaded: what cannot have happened is a problem.

What can happen but should not (land stored twice, supply of land never stored) is no problem
here: it is loaded, counted once, and listed as a conflict.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import shapely

from gis.area import area_ha
from gis.model import LandEvent, Parcel, Zone
from gis.outlines import misfit
from projects.rows import Row

MAX_OUTSIDE_SHARE: Final = 0.5
"""A parcel may lie across the edge of the district, but not mostly outside."""

SURVEY_TOLERANCE: Final = 0.01
"""Two surveys of the same land may differ by this share."""


def check_parcels(found: Sequence[tuple[Parcel, Row]], zones: Sequence[Zone]) -> None:
    """Report parcels that lie mostly outside the plan's land."""
    roots = [zone.outline for zone in zones if zone.parent_id is None]
    if not roots:
        return
    land = shapely.union_all(roots)
    shapely.prepare(land)
    for parcel, row in found:
        if shapely.covers(land, parcel.outline):
            continue
        fit = misfit(parcel.outline, land)
        if fit.share > MAX_OUTSIDE_SHARE:
            row.wrong(
                "outline",
                f"地块大部分（{fit.share:.0%}）在规划范围之外{fit.hint_zh}",
                f"most of the parcel ({fit.share:.0%}) lies outside the plan's land{fit.hint_en}",
                value=parcel.parcel_id,
            )


def check_events(found: Sequence[tuple[LandEvent, Row]], parcels: Mapping[str, Parcel]) -> None:
    """Report events that cannot have happened.

    Too early for their parcel, larger than it, or correcting what is not there.
    """
    events = {event.event_id: event for event, _ in found}
    corrected: dict[str, str] = {}
    for event, row in found:
        its = [parcels[parcel_id] for parcel_id in event.parcel_ids if parcel_id in parcels]
        _check_dates(event, row, its)
        if its and event.extent is not None:
            _check_size(event, row, its)
        if event.corrects is not None:
            _check_correction(event, row, events, corrected)


def _check_dates(event: LandEvent, row: Row, parcels: Sequence[Parcel]) -> None:
    for parcel in parcels:
        since = parcel.established_on
        if since is not None and event.happened_on < since:
            row.wrong(
                "date",
                f"早于地块 {parcel.parcel_id} 的设立日期 {since}",
                f"before parcel {parcel.parcel_id} existed ({since})",
            )


def _check_size(event: LandEvent, row: Row, parcels: Sequence[Parcel]) -> None:
    declared_ha = sum(parcel.declared_ha for parcel in parcels)
    if event.declared_ha > declared_ha * (1 + SURVEY_TOLERANCE):
        row.wrong(
            "declared_ha",
            f"大于其地块的申报面积 {declared_ha:.4f} 公顷",
            f"larger than its parcels, which declare {declared_ha:.4f} ha",
        )
    measured_ha = area_ha(event.extent)
    whole_ha = sum(area_ha(parcel.outline) for parcel in parcels)
    if measured_ha > whole_ha * (1 + SURVEY_TOLERANCE):
        row.wrong(
            "outline",
            f"边界面积大于其地块 {whole_ha:.4f} 公顷",
            f"its outline is larger than its parcels, {whole_ha:.4f} ha",
            value=f"{measured_ha:.4f}",
        )


def _check_correction(
    event: LandEvent, row: Row, events: Mapping[str, LandEvent], corrected: dict[str, str]
) -> None:
    named = event.corrects or ""
    before = events.get(named)
    if before is None or named == event.event_id:
        row.wrong("corrects", "没有它要更正的事件", "there is no event that it could correct")
    elif event.recorded_on < before.recorded_on:
        row.wrong(
            "corrects",
            f"登记日期早于被更正事件的登记日期 {before.recorded_on}",
            f"recorded before the event it corrects ({before.recorded_on})",
        )
    elif named in corrected:
        row.wrong(
            "corrects",
            f"该事件已由 {corrected[named]} 更正；请更正后者",
            f"that event is corrected by {corrected[named]} already; correct the latter",
        )
    else:
        corrected[named] = event.event_id

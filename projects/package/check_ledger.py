"""Checks of the ledger before it is loaded: what cannot have happened is a problem.

What can happen but should not (land stored twice, supply of land never stored) is no problem
here: it is loaded, counted once, and listed as a conflict.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import shapely
from shapely import MultiPolygon, STRtree
from shapely.geometry.base import BaseGeometry

from gis.geometry.area import HA_PER_UNIT, M2_PER_HA, area_ha, area_m2
from gis.geometry.datum import gcj02_to_wgs84
from gis.geometry.outlines import misfit, same_outline
from gis.model import LandEvent, Parcel, Zone
from gis.problems import Problem
from projects.package.check_corrections import Recorded, check_correction
from projects.package.known_ledger import NOTHING_KNOWN, KnownLedger
from projects.package.read_ledger import whole_of
from projects.package.rows import Row

MAX_OUTSIDE_SHARE: Final = 0.5
"""A parcel may lie across the edge of the district, an event's outline reach over its parcel, but
not mostly outside."""

MAX_OVERLAP_SHARE: Final = 0.5
"""Neighbours may overlap; a parcel that mostly lies on others is drawn in the wrong place."""

SURVEY_TOLERANCE: Final = 0.01
"""Two surveys of the same land may differ by this share."""


UNIT_SLIPS: Final = (
    (HA_PER_UNIT["亩"], "亩"),
    (1 / M2_PER_HA, "平方米 (m²)"),
    (HA_PER_UNIT["平方公里"], "平方公里 (km²)"),
)
"""Hectares per unit of the areas that are most often written for hectares."""


def check_parcels(
    found: Sequence[tuple[Parcel, Row]],
    zones: Sequence[Zone],
    known: KnownLedger = NOTHING_KNOWN,
) -> None:
    """Report parcels that lie outside the plan's land, on their neighbours, or in another unit.

    A parcel that stands twice is held against the others once. Neighbours are those of the file and
    of what is `known`; where a parcel is known just as it is drawn, it is not looked at again.
    """
    land = land_of(zones)
    inside = [check_parcel(parcel, row, land) for parcel, row in found]
    first = {parcel.parcel_id: place for place, (parcel, _) in reversed(list(enumerate(found)))}
    places = sorted(first.values())
    outlines = [found[place][0].outline for place in places]
    others = known.parcels_near(outlines)
    outlines += [other.outline for other in others if other.parcel_id not in first]
    tree = STRtree(outlines)
    there = {other.parcel_id: other.outline for other in others}
    for local, place in enumerate(places):
        if inside[place] and not _is_known(found[place][0], there):
            check_shifted(*found[place], outlines, tree, local)


def _is_known(parcel: Parcel, there: Mapping[str, MultiPolygon]) -> bool:
    """Tell whether a parcel is there already, drawn as it is."""
    was = there.get(parcel.parcel_id)
    return was is not None and same_outline(parcel.outline, was)


def check_parcel(parcel: Parcel, row: Row, land: BaseGeometry | None) -> bool:
    """Report what is wrong with a parcel by itself, and tell whether it lies in the plan's land."""
    _check_unit(parcel, row)
    return not _check_outside(parcel.outline, land, row, parcel.parcel_id)


def land_of(zones: Sequence[Zone]) -> BaseGeometry | None:
    """Return the land of the plan: its outermost zones; None if there are none."""
    roots = [zone.outline for zone in zones if zone.parent_id is None]
    if not roots:
        return None
    land = shapely.union_all(roots)
    shapely.prepare(land)
    return land


def _check_outside(
    outline: MultiPolygon, land: BaseGeometry | None, row: Row, subject: str
) -> bool:
    """Report an outline mostly outside the plan's land, and tell whether it is."""
    if land is None or shapely.covers(land, outline):
        return False
    fit = misfit(outline, land)
    if fit.share <= MAX_OUTSIDE_SHARE:
        return False
    row.wrong(
        "outline",
        f"大部分（{fit.share:.0%}）在规划范围之外{fit.hint_zh}",
        f"most of it ({fit.share:.0%}) lies outside the plan's land{fit.hint_en}",
        value=subject,
        kind="outside_plan",
    )
    return True


def check_shifted(
    parcel: Parcel, row: Row, outlines: Sequence[MultiPolygon], tree: STRtree, place: int
) -> None:
    """Report a parcel that lies on others as drawn, and on none taken as GCJ-02.

    One that is drawn as another is that land under two ids, and no sign of a shift.

    Parameters
    ----------
    outlines, tree, place
        Those near both places, a tree of them, and which one is the parcel's own.
    """

    def on_others_m2(outline: MultiPolygon) -> float:
        others = [outlines[other] for other in tree.query(outline) if other != place]
        return area_m2(shapely.intersection(outline, shapely.union_all(others)))

    overlap_m2 = on_others_m2(parcel.outline)
    if overlap_m2 <= MAX_OVERLAP_SHARE * area_m2(parcel.outline):
        return
    beside = (outlines[other] for other in tree.query(parcel.outline) if other != place)
    if any(is_same_land(parcel.outline, other) for other in beside):
        return
    if on_others_m2(gcj02_to_wgs84(parcel.outline)) < overlap_m2 / 10:
        row.wrong(
            "outline",
            "压在其他地块上；按火星坐标 (GCJ-02) 反算后不压，请转换为 CGCS2000 后再导入",
            "lies on other parcels; taken as GCJ-02 and brought back it does not: convert it",
            value=parcel.parcel_id,
            kind="shifted",
        )


def is_same_land(one: BaseGeometry, other: BaseGeometry) -> bool:
    """Tell whether two outlines are the same land as two surveys, or a rounding, give it."""
    differs_m2 = area_m2(shapely.symmetric_difference(one, other))
    return differs_m2 <= SURVEY_TOLERANCE * area_m2(other)


def _check_unit(parcel: Parcel, row: Row) -> None:
    """Report a declared area that is several times the outline's: mostly another unit."""
    measured_ha = area_ha(parcel.outline)
    ratio = parcel.declared_ha / measured_ha
    if 1 / 5 < ratio < 5:
        return
    slips = [
        unit for factor, unit in UNIT_SLIPS if 0.9 < parcel.declared_ha * factor / measured_ha < 1.1
    ]
    zh = f"；像是{slips[0]}，请换算为公顷" if slips else "；请核对面积与边界"
    en = f"; it looks like {slips[0]}: convert it" if slips else "; check both"
    row.wrong(
        "declared_ha",
        f"边界量得 {measured_ha:.4f} 公顷{zh}",
        f"its outline measures {measured_ha:.4f} ha{en}",
        kind="area_unit",
    )


def check_events(
    found: Sequence[tuple[LandEvent, Row]],
    parcels: Mapping[str, Parcel],
    zones: Sequence[Zone],
    known: KnownLedger = NOTHING_KNOWN,
) -> None:
    """Report events that cannot have happened.

    Too early for their parcel, declared larger or elsewhere, correcting what cannot be corrected.
    What another one corrects is held against no parcel: these may have been mended since.
    """
    land = land_of(zones)
    named = {event.corrects for event, _ in found if event.corrects is not None}
    events = known.events(named)
    events |= {event.event_id: Recorded.of(event) for event, _ in reversed(found)}
    corrected = known.corrections(named)
    for event, row in found:
        check_event(event, row, {} if event.event_id in named else parcels, land)
        if event.corrects in events:
            check_correction(Recorded.of(event), row, events[event.corrects], corrected)


def check_known_events(
    found: Sequence[tuple[Parcel, Row]], events: Sequence[LandEvent], known: KnownLedger
) -> None:
    """Report parcels that events which are known already could not have happened on.

    Parameters
    ----------
    events
        Those of the folder: what they correct, or are themselves, is not looked at again.
    """
    rows = {parcel.parcel_id: row for parcel, row in found}
    parcels = {parcel.parcel_id: parcel for parcel, _ in found}
    told = {event.event_id for event in events} | {event.corrects for event in events}
    standing = [event for event in known.events_on(parcels) if event.event_id not in told]
    named = {parcel_id for event in standing for parcel_id in event.parcel_ids}
    its = known.parcels(named - parcels.keys()) | parcels
    for event in standing:
        faults: list[Problem] = []
        extent = event.extent
        if event.whole:
            extent = whole_of([its[parcel_id].outline for parcel_id in event.parcel_ids])
        row = Row("", 0, {"event_id": event.event_id}, faults)
        check_event(replace(event, extent=extent), row, its, None)
        at = next(rows[parcel_id] for parcel_id in event.parcel_ids if parcel_id in rows)
        for fault in faults:
            at.wrong(
                "parcel_id",
                f"库中的事件 {event.event_id}：{fault.zh}",
                f"event {event.event_id} of the database: {fault.en}",
                kind=fault.kind,
            )


def check_event(
    event: LandEvent, row: Row, parcels: Mapping[str, Parcel], land: BaseGeometry | None
) -> None:
    """Report an event that is too early for its parcel, declared larger or elsewhere."""
    its = [parcels[parcel_id] for parcel_id in event.parcel_ids if parcel_id in parcels]
    _check_dates(event, row, its)
    if event.extent is not None and not event.parcel_ids:
        _check_outside(event.extent, land, row, event.event_id)
    elif event.extent is not None and len(its) == len(event.parcel_ids):
        _check_size(event, row, its)
        if not event.whole:
            _check_place(event.extent, row, its)


def _check_dates(event: LandEvent, row: Row, parcels: Sequence[Parcel]) -> None:
    for parcel in parcels:
        since = parcel.established_on
        if since is not None and event.happened_on < since:
            row.wrong(
                "date",
                f"早于地块 {parcel.parcel_id} 的设立日期 {since}",
                f"before parcel {parcel.parcel_id} existed ({since})",
                kind="before_parcel",
            )


def _check_size(event: LandEvent, row: Row, parcels: Sequence[Parcel]) -> None:
    declared_ha = sum(parcel.declared_ha for parcel in parcels)
    if event.declared_ha > declared_ha * (1 + SURVEY_TOLERANCE):
        row.wrong(
            "declared_ha",
            f"大于其地块的申报面积 {declared_ha:.4f} 公顷",
            f"larger than its parcels, which declare {declared_ha:.4f} ha",
            kind="larger_than_parcels",
        )


def _check_place(extent: MultiPolygon, row: Row, parcels: Sequence[Parcel]) -> None:
    """Report an outline mostly outside its parcels; where less is, `landplan check` lists it."""
    fit = misfit(extent, shapely.union_all([parcel.outline for parcel in parcels]))
    if fit.share > MAX_OUTSIDE_SHARE:
        row.wrong(
            "outline",
            f"大部分（{fit.share:.0%}）在其地块之外{fit.hint_zh}",
            f"most of it ({fit.share:.0%}) lies outside its parcels{fit.hint_en}",
            value=row.cells["event_id"],
            kind="outside_parcel",
        )

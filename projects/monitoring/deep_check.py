"""Whether what is stored beside the ledger still agrees with the geometry it was computed from."""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection, select

from gis.database.functions import stored_differences
from projects.model import Finding

_WHAT: Final = {
    "place_area": ("边界 {id} 的量算面积", "the measured area of place {id}"),
    "place_zone": ("边界 {id} 在片区 {zone} 内的面积", "the area of place {id} in zone {zone}"),
    "place_overlap": ("边界 {id} 的重叠面积", "the overlap of places {id}"),
    "share": ("事件 {id} 在片区 {zone} 的份额", "the share of event {id} in zone {zone}"),
    "day": ("片区 {zone} 于 {id} 的日合计", "the sums of zone {zone} on {id}"),
    "history": ("地块 {id} 起的沿革", "the history of the parcel from {id} on"),
    "piece": ("事件 {id} 起的在库部分", "what the event holds in reserve from {id} on"),
    "counted": ("事件 {id} 的新增面积", "what event {id} newly did"),
    "ten": (
        "片区 {zone} 自 {id} 起一旬的序列合计",
        "the sums for the series of zone {zone} for the ten days from {id}",
    ),
    "month": ("片区 {zone} 自 {id} 起的月合计", "the sums of zone {zone} for the month from {id}"),
}


def deep_findings(connection: Connection, plan_id: str) -> Iterator[Finding]:
    """Yield each stored figure that a full recomputation does not give.

    Every pair of place and zone is overlaid anew, so at a million parcels this takes minutes.
    """
    for row in connection.execute(select(stored_differences(plan_id))):
        zh, en = _WHAT[row.what if row.what in _WHAT else row.what.split("_")[0]]
        told = {"id": row.subject_id, "zone": row.zone_id}
        computed = "—" if row.computed is None else f"{row.computed:.4f}"
        yield Finding(
            kind=f"stored_{row.what}_differs",
            subject=row.subject_id,
            zh=f"{zh.format(**told)}：库中存 {row.stored:.4f}，重算得 {computed}；"
            "请运行 landplan db refresh",
            en=f"{en.format(**told)}: stored {row.stored:.4f}, computed {computed}; "
            "run landplan db refresh",
            source=None,
        )

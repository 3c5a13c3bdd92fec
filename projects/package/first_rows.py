"""What a file that is only begun is told: where its first row goes, and how one looks."""

from collections.abc import Mapping, Sequence
from typing import Final, Literal

from gis.problems import Problem
from projects.package.columns import EVENTS, PARCELS, TARGETS, ZONE_OUTLINES, ZONES
from projects.package.rows import is_read

_EXAMPLES: Final[Mapping[str, Mapping[str, str]]] = {
    ZONES.name: {
        "zone_id": "district", "name": "某某区", "geometry_quality": "official",
        "source": "plan|规划范围|3",
    },
    ZONE_OUTLINES.name: {"zone_id": "district"},
    TARGETS.name: {
        "zone": "district", "measure": "storage", "value": "100", "unit": "公顷", "year": "{year}",
        "source": "plan|表1|12",
    },
    PARCELS.name: {
        "parcel_id": "A-01", "name": "一号地块", "owner_kind": "state", "declared_ha": "1.5",
    },
    EVENTS.name: {
        "event_id": "SC-001", "kind": "storage", "parcel_id": "A-01", "date": "2026-03-15",
        "declared_ha": "1.5",
    },
}  # fmt: skip
"""Table → cells of a first row; those of one file fit those of another."""


def tell_no_rows(
    name: str,
    rows: Sequence[object],
    problems: list[Problem],
    *,
    file: str,
    severity: Literal["error", "warning"] = "error",
    year: int | None = None,
) -> None:
    """Add a problem to a file that was read and has nothing in it yet: what to write, and how.

    Parameters
    ----------
    name
        Of the table.
    rows
        What was read of the file.
    year
        Of the plan: what a target is for.
    """
    if rows or not is_read(rows, file, problems):
        return
    cells = [f"{key}={value.format(year=year)}" for key, value in _EXAMPLES[name].items()]
    if file.endswith(".csv"):
        row, zh, en = (
            2,
            "还没有内容；从第 2 行起填写，表头不动，",
            "has no rows yet; fill it in from row 2 on and leave the header, ",
        )
    else:
        row, zh, en = (
            None,
            "还没有图形；请在 QGIS 中画出或打开，以 plan.yaml 的坐标系另存为这个文件，每个有属性，",
            "has no outlines yet; draw or open them in QGIS and save them as this file in the "
            "coordinate system of plan.yaml, each with properties ",
        )
    problems.append(
        Problem(
            file=file, row=row, kind="no_rows", severity=severity,
            zh=f"{zh}如 {'，'.join(cells)}", en=f"{en}such as {', '.join(cells)}",
        )
    )  # fmt: skip

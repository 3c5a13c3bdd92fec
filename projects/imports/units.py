"""What unit the areas of a file are in: told by measuring its outlines, never by a name alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gis.geometry.area import M2_PER_HA
from projects.imports.quantities import AREA_UNITS

FITS: Final = 1.25
"""A declared area fits a unit if it is at most this many times what the outline measures, or the
other way; units lie much further apart."""


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitFound:
    """The unit of a column of areas, and why.

    `differs`: its name says another one.
    """

    unit: str
    zh: str
    en: str
    differs: bool = False


def unit_found(
    declared: NDArray[np.float64], measured_m2: NDArray[np.float64], said: str
) -> UnitFound:
    """Return the unit that most areas of a column are in.

    Parameters
    ----------
    declared, measured_m2
        As the file has them, and what the outlines measure; NaN where there is none.
    said
        The unit that the column's name says; empty: none.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = declared / measured_m2
    ratio = ratio[np.isfinite(ratio) & (ratio > 0)]
    fits = _fits(ratio)
    best = max(fits, key=lambda unit: fits[unit])
    shown = f"{np.median(ratio):.6g}" if len(ratio) else ""
    if said and (not len(ratio) or fits[said] * 2 >= len(ratio)):
        zh, en = (f"列名写明是{said}", f"its name says {said}")
        if len(ratio):
            zh, en = f"{zh}，与量算相符", f"{en}, and it fits what the outlines measure"
        return UnitFound(unit=said, zh=zh, en=en)
    if len(ratio) and fits[best] * 2 >= len(ratio):
        zh = f"按量算判定为{best}（数值与量算平方米之比约 {shown}）"
        en = f"by measuring in {best}: some {shown} for each m² measured"
        if said:
            zh, en = f"列名写的是{said}，但{zh}", f"its name says {said}, but {en}"
        return UnitFound(unit=best, zh=zh, en=en, differs=bool(said))
    zh, en = "没有可对照的边界，按公顷", "no outline to hold it against: taken as hectares"
    if len(ratio):
        zh = f"与量算都不相符（比值约 {shown}），按公顷"
        en = f"fits no unit (some {shown} for each m² measured): taken as hectares"
    return UnitFound(unit="公顷", zh=zh, en=en)


def _fits(ratio: NDArray[np.float64]) -> Mapping[str, int]:
    """Return how many ratios fit each unit."""
    return {
        unit: int((np.abs(np.log(ratio * ha * M2_PER_HA)) < np.log(FITS)).sum())
        for unit, ha in AREA_UNITS.items()
    }

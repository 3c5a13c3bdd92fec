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

_SLIVER: Final = 0.01  # of a parcel: less is seldom supplied by itself


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitFound:
    """The unit of a column of areas, and why.

    `differs`: its name says another one. `undecided`: nothing tells it.
    """

    unit: str
    zh: str
    en: str
    differs: bool = False
    undecided: bool = False


def unit_found(
    declared: NDArray[np.float64],
    measured_m2: NDArray[np.float64],
    said: str,
    *,
    parts: bool = False,
) -> UnitFound:
    """Return the unit that most areas of a column are in.

    What the name says stands, unless measuring clearly shows another unit.

    Parameters
    ----------
    declared, measured_m2
        As the file has them, and what the outlines measure; NaN where there is none.
    said
        The unit that the column's name says; empty: none.
    parts
        Whether an area may be that of a part of what was measured.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = declared / measured_m2
    ratio = ratio[np.isfinite(ratio) & (ratio > 0)]
    fits = _fits(ratio)
    best = max(fits, key=lambda unit: fits[unit])
    shown = _shown(ratio)
    if said and (not len(ratio) or fits[said] * 2 >= len(ratio)):
        zh, en = (f"列名写明是{said}", f"its name says {said}")
        if len(ratio):
            zh, en = f"{zh}，与量算相符", f"{en}, and it fits what the outlines measure"
        return UnitFound(unit=said, zh=zh, en=en)
    if said and (fits[best] * 2 < len(ratio) or (parts and _could_be_parts(ratio, said))):
        zh, en = f"列名写明是{said}；与量算对照看不出别的单位", f"its name says {said}"
        return UnitFound(unit=said, zh=zh, en=f"{en}, and measuring shows no other unit")
    if len(ratio) and fits[best] * 2 >= len(ratio):
        those = ratio[_are_in(ratio, best)]
        those_zh, those_en = "", ""
        if len(those) < len(ratio):
            those_zh, those_en = f"{len(those)} 个的", f" in {len(those)} of {len(ratio)}"
        zh = f"按量算判定为{best}（{those_zh}数值与量算平方米之比约 {_shown(those)}）"
        en = f"by measuring in {best}: some {_shown(those)} for each m² measured{those_en}"
        for unit in sorted(fits, key=lambda unit: -fits[unit]):
            if unit != best and fits[unit] == fits[best]:
                zh, en = f"{zh}，按{unit}的同样多", f"{en}; as many are in {unit}"
        if said:
            zh, en = f"列名写的是{said}，但{zh}", f"its name says {said}, but {en}"
        return UnitFound(unit=best, zh=zh, en=en, differs=bool(said))
    if not len(ratio):
        zh, en = "没有可对照的边界，按公顷", "no outline to hold it against: taken as hectares"
        return UnitFound(unit="公顷", zh=zh, en=en)
    likely = [unit for unit in AREA_UNITS if parts and _are_likely_parts(ratio, unit)]
    if len(likely) == 1:
        zh = f"只有按{likely[0]}才是地块的一部分（数值与量算平方米之比约 {shown}）"
        en = f"only in {likely[0]} a part of its parcel: some {shown} for each m² measured"
        return UnitFound(unit=likely[0], zh=zh, en=en)
    zh = f"没有写明单位，与量算都不相符（数值与量算平方米之比约 {shown}）"
    en = f"no unit is told, and it fits none: some {shown} for each m² measured"
    return UnitFound(unit="公顷", zh=zh, en=en, undecided=True)


def _could_be_parts(ratio: NDArray[np.float64], unit: str) -> bool:
    """Tell whether most areas are at most what was measured."""
    shares = ratio * AREA_UNITS[unit] * M2_PER_HA
    return bool((shares < FITS).sum() * 2 >= len(ratio))


def _are_likely_parts(ratio: NDArray[np.float64], unit: str) -> bool:
    """Tell whether no area is larger than what was measured, or a sliver of it."""
    shares = ratio * AREA_UNITS[unit] * M2_PER_HA
    return bool(((shares >= _SLIVER) & (shares < FITS)).all())


def _fits(ratio: NDArray[np.float64]) -> Mapping[str, int]:
    """Return how many ratios fit each unit."""
    return {unit: int(_are_in(ratio, unit).sum()) for unit in AREA_UNITS}


def _are_in(ratio: NDArray[np.float64], unit: str) -> NDArray[np.bool_]:
    """Tell which ratios fit a unit."""
    return np.asarray(np.abs(np.log(ratio * AREA_UNITS[unit] * M2_PER_HA)) < np.log(FITS))


def _shown(ratio: NDArray[np.float64]) -> str:
    return f"{np.median(ratio):.6g}" if len(ratio) else ""

"""In which unit declared areas are: told by the word beside the figure, else by measuring.

Columns of areas are in hectares, m² or 亩, by the file, often by the row, and seldom say so. A
figure is compared with the measured area: near as many as m², a ten-thousandth, or 1/666.67 of it.
What units are called, and what they hold, is told here alone; an import, which decides column by
column and asks where it is not sure, has its rule in `projects.imports.units`.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from gis.geometry.area import M2_PER_HA, MU_PER_HA

AreaUnit = Literal["ha", "m2", "mu", "km2"]

M2_PER_UNIT: Final[dict[AreaUnit, float]] = {
    "ha": M2_PER_HA,
    "m2": 1.0,
    "mu": M2_PER_HA / MU_PER_HA,
    "km2": 100 * M2_PER_HA,
}

UNIT_ZH: Final[dict[AreaUnit, str]] = {
    "ha": "公顷", "m2": "平方米", "mu": "亩", "km2": "平方公里"
}  # fmt: skip

FARTHEST: Final = 1.5
"""A declared area in the right unit is seldom further from the measured one, by factor."""

FARTHEST_OF_ALL: Final = 3.0
"""Where no row is so near, what is nearest up to here still tells the unit of them all: hectares
and 亩, the two that are closest, differ by 15."""

_LARGER: Final = 100
"""No parcel is so many times larger than the largest that is measured beside it."""

_UNITS: Final[dict[str, AreaUnit]] = {
    "公顷": "ha", "ha": "ha", "hm2": "ha", "万平方米": "ha", "万平米": "ha", "万平方": "ha",
    "万m2": "ha", "平方米": "m2", "m2": "m2", "平米": "m2", "平方": "m2",
    "亩": "mu", "市亩": "mu", "mu": "mu", "平方公里": "km2", "km2": "km2",
}  # fmt: skip
"""What the trade writes for each, folded (`unit_named`)."""

_TOLD: Final = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?|[0-9]+\.?[0-9]*|\.[0-9]+)(.*)")


@dataclass(frozen=True, slots=True)
class DeclaredAreas:
    """Declared areas of many rows, with the unit of each and why.

    `ha` is NaN where there is no area or its unit cannot be told, `units` None there; `read` tells
    where there is a figure at all. `unit` is that of most rows.
    """

    ha: NDArray[np.float64]
    units: list[AreaUnit | None]
    read: NDArray[np.bool_]
    unit: AreaUnit | None
    reason_zh: str
    reason_en: str


def unit_named(text: str) -> AreaUnit | None:
    """Return the unit that a text is the name of; None if it is none."""
    plain = unicodedata.normalize("NFKC", text)  # ㎡ and m² are m2, （ is (
    return _UNITS.get(plain.strip().strip("()").casefold())


def area_told(text: str | None) -> tuple[float, AreaUnit | None] | None:
    """Return the figure of a text and the unit beside it; None if there is no area in it."""
    found = _TOLD.fullmatch(re.sub(r"\s+", "", text or ""))
    if not found:
        return None
    unit = unit_named(found[2])
    if unit is None and found[2].strip("()（）"):
        return None
    return float(found[1].replace(",", "")), unit


def declared_areas(
    texts: Sequence[str | None], measured_m2: NDArray[np.float64], *, unit: AreaUnit | None = None
) -> DeclaredAreas:
    """Return declared areas in hectares.

    The unit of a row is the word beside its figure; else the one in which it agrees with what is
    measured; else the one given, or that of most rows. Where none agrees, the one in which most
    are nearest tells the unit: a figure may be wrong by half and is still in hectares. A row that
    cannot be measured has none where the others disagree, or would be far larger than they are.

    Parameters
    ----------
    texts
        As the file has them.
    measured_m2
        NaN or 0 where nothing can be measured.
    unit
        That of the column, where its name or the user says it.
    """
    told = [area_told(text) for text in texts]
    units = _units(told, measured_m2, FARTHEST)
    counts = Counter(one for one in units if one is not None)
    most = unit or _most(units) or _most(_units(told, measured_m2, FARTHEST_OF_ALL))
    said = sum(one is not None and one[1] is not None for one in told)
    largest_m2 = _LARGER * np.nanmax(measured_m2, initial=0.0)
    units = [
        None if there is None
        else one or (most if unit or area > 0 or _could_be(there[0], counts, largest_m2) else None)
        for one, there, area in zip(units, told, measured_m2, strict=True)
    ]  # fmt: skip
    ha = [
        math.nan if one is None or there is None else there[0] * M2_PER_UNIT[one] / M2_PER_HA
        for one, there in zip(units, told, strict=True)
    ]
    read = np.array([one is not None for one in told], dtype=bool)
    alone = sum(
        one is not None and one[1] is None and not area > 0
        for one, area in zip(told, measured_m2, strict=True)
    )
    reason = _reason(counts, said, int(read.sum()), alone, most)
    return DeclaredAreas(np.array(ha), units, read, most, *reason)


_AGREES: Final = 1.05
"""A declared area so near to the measured one, by factor, is that of this outline."""


def agreeing(texts: Sequence[str | None], measured_m2: NDArray[np.float64]) -> int:
    """Return how many declared areas agree with what is measured, in the unit told or in any."""
    return sum(
        told is not None
        and area > 0
        and any(
            abs(math.log(told[0] * M2_PER_UNIT[unit] / area)) <= math.log(_AGREES)
            for unit in ([told[1]] if told[1] else M2_PER_UNIT)
            if told[0] > 0
        )
        for told, area in zip(map(area_told, texts), measured_m2, strict=True)
    )


Told = tuple[float, AreaUnit | None] | None


def _units(
    told: list[Told], measured_m2: NDArray[np.float64], farthest: float
) -> list[AreaUnit | None]:
    return [
        None if one is None else one[1] or _by_measuring(one[0], float(area), farthest)
        for one, area in zip(told, measured_m2, strict=True)
    ]


def _could_be(figure: float, counts: Counter[AreaUnit], largest_m2: float) -> bool:
    """Tell whether an area that cannot be measured is in the unit that all others are in."""
    return len(counts) == 1 and figure * M2_PER_UNIT[next(iter(counts))] <= largest_m2


def _most(units: Iterable[AreaUnit | None]) -> AreaUnit | None:
    counts = Counter(one for one in units if one is not None)
    return counts.most_common(1)[0][0] if counts else None


def _by_measuring(figure: float, measured_m2: float, farthest: float) -> AreaUnit | None:
    """Return the unit in which a figure is near the measured area, by factor."""
    if not (figure > 0 and measured_m2 > 0):
        return None
    unit = min(M2_PER_UNIT, key=lambda one: abs(math.log(figure * M2_PER_UNIT[one] / measured_m2)))
    off = abs(math.log(figure * M2_PER_UNIT[unit] / measured_m2))
    return unit if off <= math.log(farthest) else None


def _reason(
    counts: Counter[AreaUnit], said: int, figures: int, alone: int, most: AreaUnit | None
) -> tuple[str, str]:
    """Say how units were told; `alone` are figures with neither a unit nor a measured area."""
    if not figures:
        return "没有申报面积", "no declared areas"
    if alone == figures:
        if most is not None:
            return f"面积单位：{UNIT_ZH[most]}（已写明）", f"units of area: {most}, as is said"
        return (
            f"{figures} 个面积没有写单位，也量不出面积：单位不明",
            f"{figures} areas say no unit and nothing can be measured: their unit is not known",
        )
    if not counts and most is not None:
        return (
            f"面积单位：{UNIT_ZH[most]}（{figures} 个都与测得的面积相差较大）",
            f"units of area: {most} ({figures} that are all far from the measured ones)",
        )
    if not counts:
        return (
            f"{figures} 个面积没有写单位，也与测得的面积都对不上",
            f"{figures} areas say no unit, and agree with the measured ones in none",
        )
    zh = "、".join(f"{UNIT_ZH[one]} {count} 个" for one, count in counts.most_common())
    en = ", ".join(f"{count} in {one}" for one, count in counts.most_common())
    way_zh, way_en = (
        f"{said} 个写明单位，其余与测得面积相比",
        f"{said} say so, the others by measuring",
    )
    left = figures - sum(counts.values()) - alone
    if left:
        zh, en = f"{zh}，{left} 个对不上", f"{en}, {left} that agree with nothing"
    if alone:
        zh, en = f"{zh}，{alone} 个量不出面积", f"{en}, {alone} that cannot be measured"
    return f"面积单位：{zh}（{way_zh}）", f"units of area: {en} ({way_en})"

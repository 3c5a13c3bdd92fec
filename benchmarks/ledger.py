"""A ledger made by seed on that land: storages, repeats, whole and partial supplies, reversals.

92 % of the parcels are stored between 2021 and 2025, half of these supplied later. 3 % of the
storages are recorded a second time while the land is in reserve (they must not count twice); 3 %
of the supplies are of a part of the parcel, cut off by a line; 2 in 1000 storages and 1 in 1000
supplies are reversed later.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from benchmarks.land import Floats, Ints, Land, batches, near_area_ha, polygons

STARTS_ON: Final = date(2021, 1, 1)
ENDS_ON: Final = date(2025, 12, 31)
AS_OF: Final = date(2025, 6, 30)

KINDS: Final = ("storage", "supply", "reversal")
STORAGE, SUPPLY, REVERSAL = range(3)

USES: Final = (
    ("100101", "一类工业用地", "industry", 0.35),
    ("070102", "二类城镇住宅用地", "housing_services", 0.30),
    ("0803", "文化用地", "housing_services", 0.15),
    ("090101", "零售商业用地", "other", 0.20),
)
"""Land-use code of the 2023 set, name, group, share of the supplies."""

METHODS: Final = ("挂牌", "拍卖", "协议", "划拨")

_PART: Final = slice(1, 9)
"""The vertices of a parcel's ring that a partial supply takes: all on one side of a chord."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Events as columns, one row an event; -1 is none.

    Parameters
    ----------
    parcel, kind, use, method
        Places in the land's parcels, in `KINDS`, `USES` and `METHODS`.
    day, recorded
        Days since `STARTS_ON`.
    part
        Whether the extent is only a part of the parcel.
    corrects
        Row of the event that a reversal undoes.
    declared_ha
        Of the event; 0 for a reversal.
    parcel_ha
        Declared area of every parcel of the land, not one an event.
    """

    parcel: Ints
    kind: Ints
    day: Ints
    recorded: Ints
    use: Ints
    method: Ints
    part: npt.NDArray[np.bool_]
    corrects: Ints
    declared_ha: Floats
    parcel_ha: Floats

    def __len__(self) -> int:
        """Return the number of events."""
        return len(self.parcel)


def make_ledger(land: Land, seed: int = 1) -> Ledger:
    """Return the ledger of a land."""
    rng = np.random.default_rng([seed, 10])
    last = (ENDS_ON - STARTS_ON).days
    parcel_ha = np.round(_areas_ha(land) * rng.uniform(0.997, 1.003, len(land)), 4)

    stored = np.flatnonzero(rng.random(len(land)) < 0.92)
    stored_day = rng.integers(0, last, len(stored))
    is_supplied = rng.random(len(stored)) < 0.5
    supplied = stored[is_supplied]
    supplied_day = _later(rng, stored_day[is_supplied], last)
    leaves_on = np.full(len(stored), last)
    leaves_on[is_supplied] = supplied_day
    again = rng.random(len(stored)) < 0.03
    again_day = rng.integers(stored_day[again], leaves_on[again])  # never on the day it leaves

    first_supply = len(stored) + again.sum()
    undone = np.concatenate([
        np.flatnonzero(~is_supplied & ~again & (rng.random(len(stored)) < 0.004)),
        first_supply + np.flatnonzero(rng.random(len(supplied)) < 0.001),
    ])  # fmt: skip
    parcel = np.concatenate([stored, stored[again], supplied])
    day = np.concatenate([stored_day, again_day, supplied_day])
    recorded = day + np.where(rng.random(len(day)) < 0.05, rng.integers(1, 60, len(day)), 0)
    part = np.zeros(len(parcel), dtype=bool)
    part[first_supply:] = rng.random(len(supplied)) < 0.03
    part[part] = _is_clean_cut(land, parcel[part])
    declared_ha = parcel_ha[parcel]
    declared_ha[part] = np.round(_part_share(land, parcel[part]) * declared_ha[part], 4)
    use = np.full(len(parcel), -1)
    use[first_supply:] = rng.choice(len(USES), len(supplied), p=[share for *_, share in USES])

    reversals = len(undone)
    undone_on = np.minimum(recorded[undone] + rng.integers(1, 300, reversals), last)
    undone_on = np.maximum(undone_on, recorded[undone])
    none = np.full(reversals, -1)
    return Ledger(
        parcel=np.append(parcel, parcel[undone]),
        kind=np.repeat([STORAGE, SUPPLY, REVERSAL], [first_supply, len(supplied), reversals]),
        day=np.append(day, undone_on),
        recorded=np.append(recorded, undone_on),
        use=np.append(use, none),
        method=np.append(np.where(use < 0, -1, rng.integers(0, len(METHODS), len(use))), none),
        part=np.append(part, np.zeros(reversals, dtype=bool)),
        corrects=np.append(np.full(len(parcel), -1), undone),
        declared_ha=np.append(declared_ha, np.zeros(reversals)),
        parcel_ha=parcel_ha,
    )


def part_rings(land: Land, parcels: Ints) -> Floats:
    """Return the closed rings of the parts that partial supplies take, (n, 9, 2)."""
    cut = land.rings(parcels)[:, _PART]
    return np.concatenate([cut, cut[:, :1]], axis=1)


def date_of(day: int) -> date:
    """Return the date of a day of the ledger."""
    return STARTS_ON + timedelta(days=int(day))


def _later(rng: np.random.Generator, day: Ints, last: int) -> Ints:
    return rng.integers(day + 1, last + 1)


def _areas_ha(land: Land) -> Floats:
    return np.concatenate([near_area_ha(land.rings(some)) for some in batches(len(land))])


def _is_clean_cut(land: Land, parcels: Ints) -> npt.NDArray[np.bool_]:
    """Tell where the chord lies in the parcel; the few others are supplied whole."""
    parts = polygons(part_rings(land, parcels))
    return np.asarray(shapely.covers(polygons(land.rings(parcels)), parts))


def _part_share(land: Land, parcels: Ints) -> Floats:
    return near_area_ha(part_rings(land, parcels)) / near_area_ha(land.rings(parcels))

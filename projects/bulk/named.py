"""The parcels that the events of a batch name, found among those of the file."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from gis.geometry.rings import Places
from projects.bulk.cells import NO_DAY, Cells, Mask
from projects.bulk.parcels import Parcels
from projects.package.rows import ids_in


@dataclass(frozen=True, slots=True)
class Named:
    """The parcels that the events of a batch name.

    Parameters
    ----------
    one
        Place of the only parcel named, -1 where none or several are.
    several
        Row in the batch → places of several parcels, all of them found.
    declared_ha, measured_m2
        Of each event's parcels together, NaN where it names none.
    since
        The day when the last of them came to exist, `NO_DAY` where that is not known.
    """

    one: Places
    several: dict[int, Places]
    declared_ha: NDArray[np.float64]
    measured_m2: NDArray[np.float64]
    since: NDArray[np.int32]

    def any(self) -> Mask:
        """Tell which events name parcels."""
        return ~np.isnan(self.measured_m2)


def parcels_named(told: pa.StringArray, cells: Cells, parcels: Parcels) -> Named:
    """Find the parcels that a column of ids, several with ;, names; doubts what is not there."""
    many = pc.match_substring(told, ";").to_numpy(zero_copy_only=False) & cells.sound
    some = pc.not_equal(told, "").to_numpy(zero_copy_only=False) & ~many
    one = np.where(some, parcels.find(told), -1)
    cells.doubt(some & (one < 0))
    declared_ha, measured_m2 = np.full(len(told), np.nan), np.full(len(told), np.nan)
    since = np.full(len(told), NO_DAY)
    is_found = one >= 0
    declared_ha[is_found] = parcels.declared_ha[one[is_found]]
    measured_m2[is_found] = parcels.measured_m2[one[is_found]]
    since[is_found] = parcels.established_on[one[is_found]]
    several = _several(told, np.flatnonzero(many), parcels) if many.any() else {}
    for row in np.flatnonzero(many).tolist():
        places = several.get(row)
        if places is None:
            cells.sound[row] = False
            continue
        declared_ha[row] = parcels.declared_ha[places].sum()
        measured_m2[row] = parcels.measured_m2[places].sum()
        since[row] = parcels.established_on[places].max()
    return Named(one, several, declared_ha, measured_m2, since)


def _several(told: pa.StringArray, rows: Places, parcels: Parcels) -> dict[int, Places]:
    """Return the places of several parcels where all are found, each once."""
    ids = [ids_in(text) for text in told.take(pa.array(rows)).to_pylist()]
    flat = parcels.find(pa.array([part for parts in ids for part in parts], pa.string()))
    places = np.split(flat, np.cumsum([len(parts) for parts in ids])[:-1])
    return {
        row: its
        for row, parts, its in zip(rows.tolist(), ids, places, strict=True)
        if parts and (its >= 0).all() and len(set(parts)) == len(parts)
    }


def parcel_ids(told: pa.StringArray, named: Named) -> pa.ListArray:
    """Return each event's parcels, in order."""
    alone = pc.not_equal(told, "").to_numpy(zero_copy_only=False).astype(np.int32)
    if not named.several:
        ends = np.concatenate([[0], np.cumsum(alone)]).astype(np.int32)
        return pa.ListArray.from_arrays(ends, told.filter(pa.array(alone.astype(bool))))
    texts = [[text] if text else [] for text in told.to_pylist()]
    for row in named.several:
        texts[row] = sorted(ids_in(texts[row][0]))
    return pa.array(texts, pa.list_(pa.string()))

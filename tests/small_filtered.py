"""Four parcels that any filter tells apart: what it means of them can be counted by hand."""

from projects.model import Package
from tests.small_land import block, package, parcel, storage, supply


def four_parcels() -> Package:
    """Return A of 16 ha, B of 8, C of 4 and D of 1.

    A is stored in March 2021, and its western half supplied in January 2023; B is stored by auction
    in May 2022; C is stored in June 2021 and supplied in February 2024; nothing happens to D, which
    the collective owns.
    """
    a, b, c, d = block(0, 0, 4, 4), block(4, 0, 8, 2), block(0, 8, 2, 10), block(8, 8, 9, 9)
    return package(
        parcels=(
            parcel("A", a, land_use="1001", land_use_set="2023"), parcel("B", b),
            parcel("C", c), parcel("D", d, owner_kind="collective"),
        ),
        events=(
            storage("E1", "2021-03-10", a, parcel_ids=("A",), method="划拨"),
            storage("E2", "2022-05-31", b, parcel_ids=("B",), method="拍卖"),
            storage("E3", "2021-06-30", c, parcel_ids=("C",), method="划拨"),
            supply("E4", "2023-01-31", block(0, 0, 2, 4), parcel_ids=("A",), method="挂牌"),
            supply("E5", "2024-02-29", c, parcel_ids=("C",), method="挂牌"),
        ),
    )  # fmt: skip

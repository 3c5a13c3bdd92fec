"""The lists that offices send, and the columns that a file of each may have.

They are those of the catalogue, and some that only such files have: the unit of their areas in a
column of its own, and, of events, a parcel's status with the days on which it came and went.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal, get_args

from projects.package.column import Column, PackageTable
from projects.package.columns import (
    EVENTS,
    INDICATORS,
    PARCELS,
    PROJECTS,
    ZONE_OUTLINES,
    ZONES,
)

ListName = Literal["parcels", "events", "zones", "projects", "indicators"]
LIST_NAMES: Final[tuple[ListName, ...]] = get_args(ListName)

AREA_UNIT: Final = Column(name="area_unit", kind="text", zh="面积单位", en="Unit of the areas")
STATUS: Final = Column(name="status", kind="text", zh="状态", en="Status")
STORED_ON: Final = Column(name="stored_on", kind="day", zh="收储日期", en="Stored on")
SUPPLIED_ON: Final = Column(name="supplied_on", kind="day", zh="供应日期", en="Supplied on")
STORED_HA: Final = Column(
    name="stored_ha", kind="number", unit="ha", zh="收储面积", en="Area stored"
)
SUPPLIED_HA: Final = Column(
    name="supplied_ha", kind="number", unit="ha", zh="供应面积", en="Area supplied"
)
STORED_BY: Final = Column(name="stored_by", kind="text", zh="收储方式", en="Method of storage")
_CRS: Final = Column(name="crs", kind="text", zh="坐标系", en="Coordinate system")


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportList:
    """A kind of list.

    Parameters
    ----------
    table
        The table of the catalogue that it goes into.
    columns
        What its columns may be, those that are looked for first in front.
    drawn
        Whether its rows have outlines.
    layers
        What else a layer that holds it is called.
    """

    name: ListName
    table: PackageTable
    columns: tuple[Column, ...]
    drawn: bool = True
    layers: tuple[str, ...] = ()

    @property
    def called(self) -> tuple[str, ...]:
        """What a layer of it is called: in an export of ours, in Chinese, by the trade."""
        return (self.name, self.table.zh, *self.layers)

    def __getitem__(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def __contains__(self, name: object) -> bool:
        return any(column.name == name for column in self.columns)

    def shown(self, name: str) -> Column | None:
        """Return what a problem names that a file need have no column of: outlines, the CRS."""
        named = (*self.columns, *self.table, *ZONE_OUTLINES, _CRS)
        return next((column for column in named if column.name == name), None)


def _cells(table: PackageTable, *without: str) -> tuple[Column, ...]:
    return tuple(column for column in table.cells if column.name not in without)


def _of_event(column: Column) -> Column:
    """Return a column of events; the days and areas that tell a kind have columns of their own."""
    named = {"date": (), "declared_ha": ("MJ",)}
    return replace(column, trade=named.get(column.name, column.trade))


LISTS: Final[Mapping[ListName, ImportList]] = {
    one.name: one
    for one in (
        ImportList(
            name="parcels", table=PARCELS, columns=(*_cells(PARCELS), AREA_UNIT), layers=("宗地",)
        ),
        ImportList(
            name="events",
            table=EVENTS,
            columns=(
                STATUS, STORED_ON, SUPPLIED_ON, STORED_HA, SUPPLIED_HA, STORED_BY,
                *map(_of_event, _cells(EVENTS, "sample")), AREA_UNIT,
            ),
        ),
        ImportList(name="zones", table=ZONES, columns=(*_cells(ZONES, "source"), AREA_UNIT)),
        ImportList(
            name="projects", table=PROJECTS, columns=_cells(PROJECTS, "source"), layers=("项目",)
        ),
        ImportList(
            name="indicators", table=INDICATORS, columns=_cells(INDICATORS, "source"), drawn=False
        ),
    )
}  # fmt: skip

"""The catalogue of columns: every column of a plan package, once.

Header checks, COPY lists, Arrow schemas, comments of the database, headings of reports and the
tables of `docs/plan-package.md` follow from it. A new column is a line in one of the tables here
(`columns_of_land`, `columns_of_plan`), a step of the database, and a line where it is used.
"""

from typing import Final

from projects.package.column import Column, PackageTable
from projects.package.columns_of_land import (
    EVENTS,
    LAND_USES,
    PARCELS,
    PLAN,
    SAMPLE,
    ZONE_OUTLINES,
    ZONES,
)
from projects.package.columns_of_plan import (
    FINDINGS,
    INDICATORS,
    INVESTMENT,
    PROJECT_PLACES,
    PROJECTS,
    SCHEDULE,
    STRUCTURE,
    STRUCTURE_LINES,
    TARGETS,
)

__all__ = [
    "EVENTS", "FINDINGS", "INDICATORS", "INVESTMENT", "LAND_USES", "PARCELS", "PROJECTS",
    "PROJECT_PLACES", "SCHEDULE", "SHARED", "STRUCTURE", "STRUCTURE_LINES", "TABLES", "TARGETS",
    "ZONES", "ZONE_OUTLINES", "columns_of",
]  # fmt: skip

TABLES: Final[dict[str, PackageTable]] = {
    table.name: table
    for table in (
        ZONES, ZONE_OUTLINES, TARGETS, SCHEDULE, LAND_USES, PROJECTS, PROJECT_PLACES, INDICATORS,
        INVESTMENT, STRUCTURE, STRUCTURE_LINES, FINDINGS, PARCELS, EVENTS,
    )
}  # fmt: skip
"""The files of a package in the order in which `docs/plan-package.md` explains them."""

SHARED: Final = (PLAN, SAMPLE)
"""Columns of the database that stand in many tables and views, and in no file."""


def columns_of(name: str) -> tuple[Column, ...]:
    """Return the columns that a frame, an export or a list of `name` has, outlines last.

    Each has its name there (`shown`), `dtype`, `unit`, `zh` and `en`.

    Parameters
    ----------
    name
        `parcels`, `events`, `zones`, `projects`, `indicators`, or another of `TABLES`.
    """
    found = TABLES[name].frame
    return tuple({column.shown: column for column in found}.values())

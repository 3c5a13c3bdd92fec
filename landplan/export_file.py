"""Lists of a plan, or all of the plan, as a file: what the command writes, the pages hand out."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, Literal
from zipfile import ZIP_DEFLATED, ZipFile

from pyproj import CRS
from sqlalchemy import Connection

from gis.errors import Language, WrongUseError
from gis.formats.faults import Fault
from gis.formats.write import WRITTEN_SUFFIXES
from layers.qgis.list_styles import qgis_styles
from projects.exports.land_filter import LandFilter
from projects.exports.lists import ExportList, ListName, export_list
from projects.exports.target_crs import target_crs
from projects.exports.write_boundary_txt import SUFFIX as TXT
from projects.exports.write_boundary_txt import write_boundary_txt, write_file_each
from projects.exports.write_in_zones import write_in_zones
from projects.exports.write_lists import write_lists
from projects.exports.write_package import write_package
from projects.model import Plan
from projects.store.plans import every_zone_of

Parted = Literal["parcel", "zone"]

BOUNDARY_TXT: Final = "boundary_txt"
SUFFIXES: Final = (
    ".xlsx", ".csv", ".gpkg", ".geojson", ".parquet", ".zip", ".kml", ".gml", ".fgb", ".dxf",
)  # fmt: skip
"""What the pages hand a list out as: formats of one file, a Shapefile as a zip file."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """A list that is wanted as a file.

    Parameters
    ----------
    as_of
        None: everything, parcels as of today.
    parcel_ids
        Of parcels only these; empty: all.
    """

    name: ListName
    zone: str | None = None
    as_of: date | None = None
    land: LandFilter | None = None
    parcel_ids: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """The system of what was written, and what it could not hold."""

    crs: CRS
    faults: Sequence[Fault]


def wanted_of(asked: Mapping[str, Any]) -> Wanted:
    """Return what a job or an address asks for, in words and figures that JSON has."""
    day = asked.get("as_of")
    land = asked.get("land", {})
    return Wanted(
        name=asked["list"],
        zone=asked.get("zone"),
        as_of=None if day is None else date.fromisoformat(day),
        land=LandFilter(**land | {"states": tuple(land.get("states", ()))}),
    )


def listed(connection: Connection, plan: Plan, wanted: Wanted, *, today: date) -> ExportList:
    """Return a list that is wanted, not read yet.

    Raises
    ------
    WrongUseError
        If there is no such zone or parcel, or the list cannot be filtered so.
    """
    return export_list(
        connection,
        plan.plan_id,
        wanted.name,
        as_of=wanted.as_of,
        parcels_as_of=wanted.as_of or today,
        zone=wanted.zone,
        parcel_ids=wanted.parcel_ids or None,
        wanted=wanted.land,
    )


def refuse_suffix(name: str, suffix: str) -> None:
    """Refuse a format that the pages do not hand a list out in.

    Raises
    ------
    WrongUseError
        Naming those in which they do.
    """
    allowed = (*SUFFIXES, TXT) if name == "parcels" else SUFFIXES
    if suffix.lower() not in allowed:
        raise WrongUseError(
            f"没有这种格式（{suffix}）；可用 {'、'.join(allowed)}",
            f"there is no such format ({suffix}); it is one of {', '.join(allowed)}",
        )


def write_listed(
    connection: Connection,
    plan: Plan,
    lists: Sequence[ExportList],
    file: Path,
    *,
    crs: str | None,
    language: Language,
    parted: Parted | None = None,
) -> Written:
    """Write lists, of which one is the rule, in the format of a file's name.

    Parameters
    ----------
    crs
        As of `projects.exports.target_crs.target_crs`.
    parted
        Into a new folder instead: by `parcel` a file of boundary points each, by `zone` one of
        GeoParquet each.

    Raises
    ------
    WrongUseError, CrsError, LandplanError
        As `write_lists`, `write_boundary_txt` and `write_in_zones`.
    """
    suffix = TXT if parted == "parcel" else file.suffix.lower()
    form = BOUNDARY_TXT if suffix == TXT else WRITTEN_SUFFIXES[suffix]
    system = target_crs(crs, zones=every_zone_of(connection, plan.plan_id), form=form)
    if parted == "parcel":
        write_file_each(file, lists[0], crs=system)
    elif parted == "zone":
        write_in_zones(file, lists[0], crs=system)
    elif form == BOUNDARY_TXT:
        write_boundary_txt(file, lists[0], crs=system)
    else:
        styles = qgis_styles(language)
        faults = write_lists(file, lists, crs=system, language=language, styles=styles)
        return Written(crs=system, faults=faults)
    return Written(crs=system, faults=())


def write_package_zip(connection: Connection, plan_id: str, file: Path) -> dict[str, Any]:
    """Write a plan with its whole ledger as a zip file of a plan package; return its rows."""
    with TemporaryDirectory(dir=file.parent) as folder:
        package = Path(folder) / "package"
        written = write_package(connection, plan_id, package)
        with ZipFile(file, "w", ZIP_DEFLATED) as archive:
            for path in sorted(package.rglob("*")):
                if path.is_file():
                    archive.write(path, f"{file.stem}{os.sep}{path.relative_to(package)}")
    return {"rows": written.rows, "records": written.records}

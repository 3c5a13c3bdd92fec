"""Parcels of a list: those of the plan with what it says of them, and new ones."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from pyproj import CRS

from gis.formats.faults import TOLD
from gis.geometry.crs import STORED_SRID
from gis.model import Parcel
from gis.problems import Problem
from projects.imports.ground import Ground, as_it_was, filled, ids_of, known_cells, rows_of
from projects.imports.list_file import ListFile
from projects.imports.sent_again import sent_again
from projects.package.check_ledger import check_known_events, check_parcels
from projects.package.read_ledger import parcel_of
from projects.package.read_plan import repeated
from projects.package.rows import Row

Progress = Callable[[int, int | None], None]
"""Is told how many features were read, and of how many, where that is known."""

Found = list[tuple[Parcel, Row]]

ASSUMED_OWNER = "state"


def read_parcels(
    file: ListFile, ground: Ground, problems: list[Problem], progress: Progress
) -> Found:
    """Return the parcels of a list, each with its row; what is wrong is added to problems.

    A parcel that the plan has keeps what the list says nothing of, its outline too: a list of
    attributes alone is joined by the number. A new one without an owner is taken for the state's,
    which is said.
    """
    matching = file.conversion.matching
    if "parcel_id" not in matching:
        problems.append(missing_column(file, "parcel_id", "地块编号", "the number of the parcel"))
        return []
    crs, codes = CRS.from_epsg(STORED_SRID), ground.codes
    found: Found = []
    every: list[Row] = []
    assumed = unnamed = done = 0
    use = matching.theirs("land_use")
    uses: list[tuple[int, str]] = []
    for batch in file.batches(problems):
        there = ground.known.parcels(ids_of(batch, "parcel_id"))
        cells = known_cells(there.values())
        rows = rows_of(file.layer.file, batch, problems)
        outlines = {parcel_id: parcel.outline for parcel_id, parcel in there.items()}
        problems += sent_again(file, rows, "parcel_id", outlines)
        for row, told in zip(rows, batch.further, strict=True):
            parcel_id = row.cells["parcel_id"]
            was = there.get(parcel_id)
            further = told
            if was is not None:
                filled(row, cells[parcel_id])
                _drawn_as(row, was)
                further = without_known_use(told, use, was.land_use)
            elif not row.drawn and not file.drawn:
                _report_unknown(row, parcel_id)
                continue
            elif not row.cells.get("owner_kind"):
                row.cells["owner_kind"] = ASSUMED_OWNER
                assumed += 1
            if further and use in further:
                uses.append((row.number_in_file, str(further[use])))
            unnamed += "declared_ha" not in matching and _has_no_area(row)
            every.append(row)
            parcel = parcel_of(row, crs, codes)
            if parcel is not None:
                found.append((replace(parcel, further=further), row))
        done += len(batch)
        progress(done, file.layer.count)
    repeated(every, lambda row: row.cells["parcel_id"], "parcel_id")
    if unnamed:
        problems.append(missing_column(file, "declared_ha", "申报面积", "the declared area"))
    if uses and "land_use" in matching:
        problems.append(_kept_uses(file, uses))
    if assumed:
        problems.append(assumed_owner(file, assumed))
    check_parcels(found, ground.package.zones, ground.known)
    check_known_events(found, (), ground.known)
    return found


def _drawn_as(row: Row, was: Parcel) -> None:
    """Let a row without an outline have that of the parcel, and one that is rounded too."""
    as_it_was(row, was.outline)
    if not row.drawn:
        row.geometry = was.outline


def _has_no_area(row: Row) -> bool:
    """Tell whether a row declares nothing; that no column does is told once, of the file."""
    if row.cells.get("declared_ha"):
        return False
    row.faults = {**row.faults, "declared_ha": TOLD}
    return True


def without_known_use(
    further: dict[str, Any] | None, name: str, known: str
) -> dict[str, Any] | None:
    """Return attributes without a use that the plan knows by its set, which the file lacks."""
    if not further or further.get(name) != known:
        return further
    return {key: value for key, value in further.items() if key != name} or None


def missing_column(file: ListFile, column: str, zh: str, en: str) -> Problem:
    """Return the problem of a list that lacks a column which it must have, and how to tell it."""
    columns = file.layer.columns
    hint_zh = (
        "；或以量算面积为申报面积：--columns measured_ha=declared_ha"
        if column == "declared_ha"
        else ""
    )
    hint_en = "; or take what is measured: --columns measured_ha=declared_ha" if hint_zh else ""
    return Problem(
        file=file.layer.file,
        column=column,
        value="、".join(columns),
        zh=f"没有认出{zh}这一列；请指明是哪一列：--columns 文件的列={column}{hint_zh}",
        en=f"no column is known for {en}; tell which: --columns COLUMN={column}{hint_en}",
        kind="missing_column",
    )


def missing_land_use(file: ListFile, count: int) -> Problem:
    """Return the problem of a list with supplies that says for no use, and how to tell it."""
    return Problem(
        file=file.layer.file,
        column="land_use",
        value="、".join(file.layer.columns),
        zh=f"没有认出用途这一列，而有 {count} 行供应；请指明是哪一列：--columns 文件的列=land_use，"
        "或每行相同的用途：--columns '\"1001\"=land_use'",
        en=f"no column is known for the land use of {count} supplies; tell which: --columns "
        "COLUMN=land_use, or one for every row: --columns '\"1001\"=land_use'",
        kind="missing_column",
    )


def _report_unknown(row: Row, parcel_id: str) -> None:
    row.wrong(
        "parcel_id",
        f"库中没有地块 {parcel_id}，这份清单又没有边界；请先导入带边界的地块",
        f"the plan has no parcel {parcel_id}, and the list has no outlines; import the parcel with "
        "its outline first",
        kind="unknown_parcel",
    )


def _kept_uses(file: ListFile, uses: list[tuple[int, str]]) -> Problem:
    row, written = uses[0]
    return Problem(
        file=file.layer.file,
        row=row,
        column="land_use",
        value=written,
        zh=f"规划的用途分组里没有这样的用途（共 {len(uses)} 行），原样留存，不作用途",
        en=f"the plan has no such land use ({len(uses)} rows); kept as it is, not as the land use",
        kind="unknown_land_use",
        severity="warning",
    )


def assumed_owner(file: ListFile, count: int) -> Problem:
    """Return the warning that new parcels do not say whose they are."""
    return Problem(
        file=file.layer.file,
        column="owner_kind",
        zh=f"{count} 宗新地块没有写明权属，按国有导入；如不是，请写明：--columns 某列=owner_kind，"
        "或 --columns '\"集体\"=owner_kind'",
        en=f"{count} new parcels do not say whose they are and are taken for the state's; if they "
        "are not, tell: --columns COLUMN=owner_kind, or --columns '\"collective\"=owner_kind'",
        kind="assumed_owner",
        severity="warning",
    )

"""Events of a list, checked as those of a package are."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from pyproj import CRS
from sqlalchemy import Connection

from gis.formats.cut_numbers import CUT, looks_cut
from gis.formats.faults import TOLD
from gis.geometry.crs import STORED_SRID
from gis.geometry.outlines import drawn_alike
from gis.model import LandEvent, Parcel
from gis.problems import Problem
from projects.imports.event_ids import in_turn, with_ids
from projects.imports.event_rows import refused_whole, told_by
from projects.imports.ground import Ground, as_it_was, rows_of
from projects.imports.list_file import ListFile
from projects.imports.parcels import Progress, missing_land_use
from projects.package.check_corrections import check_rings
from projects.package.check_ledger import SURVEY_TOLERANCE, check_events
from projects.package.methods import method_remarks
from projects.package.read_ledger import (
    check_correction_named,
    check_parcels_named,
    event_of,
    parcel_ids_of,
)
from projects.package.read_plan import repeated
from projects.package.rows import Row, ids_in

FoundEvents = list[tuple[LandEvent, Row]]


def read_events(
    connection: Connection,
    file: ListFile,
    ground: Ground,
    problems: list[Problem],
    progress: Progress,
    *,
    today: date,
) -> FoundEvents:
    """Return the events of a list, each with its row; what is wrong is added to problems.

    Without an outline of their own they are about their whole parcels, which the plan must have.
    Without an area they declare what these do.
    """
    if (refusal := refused_whole(file)) is not None:
        problems.append(refusal)
        return []
    rows, further = _rows(file, problems, progress)
    ids = in_turn(connection, ground.package.plan.plan_id, [row.cells["event_id"] for row in rows])
    for row in rows:
        row.cells["event_id"] = ids[row.cells["event_id"]]
    repeated(rows, lambda row: row.cells["event_id"], "event_id")
    there = ground.known.extents({row.cells["event_id"] for row in rows})
    for row in rows:
        was = there.get(row.cells["event_id"])
        as_it_was(row, was)
        if not file.drawn:  # attributes alone, joined by the id
            row.geometry = was
    parcels = ground.known.parcels({one for row in rows for one in _named(row)})
    corrected = ground.known.events({row.cells.get("corrects", "") for row in rows})
    named = {row.cells["event_id"] for row in rows} | corrected.keys()
    crs, codes = CRS.from_epsg(STORED_SRID), ground.codes
    found: FoundEvents = []
    _ask_land_use(file, rows, problems)
    for row, kept in zip(rows, further, strict=True):
        check_parcels_named(row, parcels.keys())
        check_correction_named(row, named)
        its = [parcels[one] for one in parcel_ids_of(row) if one in parcels]
        _as_its_parcel(row, its)
        _as_its_parcels_declare(row, its)
        if len(its) < len(parcel_ids_of(row)) and not row.cells.get("declared_ha"):
            continue  # what it declares would be that of a parcel which is not there
        event = event_of(row, crs, codes, parcels)
        if event is not None:
            found.append((replace(event, further=kept), row))
    check_rings(row for row in rows if row.cells.get("corrects"))
    check_events(found, parcels, ground.package.zones, ground.known)
    problems += method_remarks(found)
    problems += _further_of_ledger(found, ground)
    for event, row in found:
        problems += _remarks(
            event, row, [parcels[p] for p in event.parcel_ids if p in parcels], today
        )
    return found


def _rows(
    file: ListFile, problems: list[Problem], progress: Progress
) -> tuple[list[Row], list[dict[str, Any] | None]]:
    told, further, done = [], [], 0
    for batch in file.batches(problems):
        for row, kept in zip(rows_of(file.layer.file, batch, problems), batch.further, strict=True):
            for one in told_by(row):
                told.append(one)
                further.append(kept)
        done += len(batch)
        progress(done, file.layer.count)
    ids = with_ids([one.cells for one in told])
    rows = []
    for one, event_id in zip(told, ids, strict=True):
        cells = {**one.cells, "event_id": event_id}
        row = Row(file.layer.file, one.row.number_in_file, cells, problems)
        row.geometry, row.faults = one.row.geometry, one.faults
        rows.append(row)
    return rows, further


def _ask_land_use(file: ListFile, rows: list[Row], problems: list[Problem]) -> None:
    """Report once, not row by row, that a list with supplies has no column of land uses."""
    if "land_use" in file.conversion.matching:
        return
    supplies = [
        row for row in rows if row.cells["kind"] == "supply" and not row.cells.get("land_use")
    ]
    for row in supplies:
        row.faults = {**row.faults, "land_use": TOLD, "land_use_set": TOLD}
    if supplies:
        problems.append(missing_land_use(file, len(supplies)))


def _further_of_ledger(found: FoundEvents, ground: Ground) -> Iterator[Problem]:
    """Yield that events of the ledger have other further attributes: it keeps the first ones."""
    there = ground.known.further_of_events({event.event_id for event, _ in found})
    others = [
        row
        for event, row in found
        if event.event_id in there and (event.further or {}) != there[event.event_id]
    ]
    if others:
        yield _warning(
            others[0], "event_id", "further_differs",
            f"已在台账中，而其余各列与当初留存的不同（共 {len(others)} 行）；"
            "台账只增不改，仍是当初的",
            f"is in the ledger with other further columns ({len(others)} rows); the ledger is "
            "append-only and keeps the first ones",
        )  # fmt: skip


def _named(row: Row) -> list[str]:
    return ids_in(row.cells.get("parcel_id", ""))


def _as_its_parcel(row: Row, parcels: list[Parcel]) -> None:
    """Let an event drawn as its one parcel be about the whole of it."""
    if len(parcels) != 1 or row.geometry is None or row.faults:
        return
    if drawn_alike(row.geometry, parcels[0].outline):
        row.geometry = None


def _as_its_parcels_declare(row: Row, parcels: list[Parcel]) -> None:
    whole = not row.drawn and row.cells.get("kind") != "reversal"
    if whole and parcels and not row.cells.get("declared_ha"):
        row.cells["declared_ha"] = f"{sum(parcel.declared_ha for parcel in parcels):.10g}"


def _remarks(event: LandEvent, row: Row, parcels: list[Parcel], today: date) -> list[Problem]:
    """Return what should be looked at of an event that can be."""
    found = list(_remarks_on_number(row))
    if event.happened_on > today:
        found.append(
            _warning(
                row,
                "date",
                "future_date",
                f"日期在今天（{today}）之后",
                f"is after today ({today})",
            )
        )
    declared = sum(parcel.declared_ha for parcel in parcels)
    if event.whole and 0 < event.declared_ha < declared * (1 - SURVEY_TOLERANCE):
        part = declared - event.declared_ha
        found.append(
            _warning(
                row, "declared_ha", "smaller_than_parcels",
                f"比其地块的申报面积少 {part:.4f} 公顷，而没有自己的边界：按整宗地块计；"
                "若只是一部分，请附上边界",
                f"is {part:.4f} ha less than its parcels declare, without an outline of its own: "
                "taken for all of them; if it is a part, draw it",
            )
        )  # fmt: skip
    return found


def _remarks_on_number(row: Row) -> Iterator[Problem]:
    """Yield what is odd about a supervision number: Excel has spoilt it, or it is none."""
    number = row.cells.get("supervision_no", "")
    if looks_cut(number):
        yield _warning(row, "supervision_no", CUT.kind, CUT.zh, CUT.en)
    elif number and len(number) not in (19, 20):
        yield _warning(
            row, "supervision_no", "supervision_no",
            f"电子监管号一般是 19 或 20 位，这里是 {len(number)} 位",
            f"has {len(number)} characters; a supervision number mostly has 19 or 20",
        )  # fmt: skip


def _warning(row: Row, column: str, kind: str, zh: str, en: str) -> Problem:
    return Problem(
        file=row.file, row=row.number_in_file, column=column, value=row.cells.get(column, ""),
        zh=zh, en=en, kind=kind, severity="warning",
    )  # fmt: skip

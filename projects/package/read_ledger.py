"""The ledger's files: parcels, and the events that happened to them."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Final

import shapely
from pyproj import CRS
from shapely import MultiPolygon

from gis.geometry.outlines import multipolygon
from gis.model import LandEvent, Parcel
from gis.problems import Problem
from projects.model import LandUse
from projects.package.check_corrections import check_rings
from projects.package.columns import EVENTS, LAND_USES, PARCELS
from projects.package.files import csv_rows, feature_rows
from projects.package.first_rows import tell_no_rows
from projects.package.known_ledger import NOTHING_KNOWN, KnownLedger
from projects.package.ledger_files import is_csv, ledger_file_name
from projects.package.read_plan import repeated
from projects.package.rows import Row, ids_in, ids_named, is_read

_OTHER_MARKS: Final = "，,；、/"
"""What people write between ids, in place of a semicolon."""

Codes = Collection[tuple[str, str]] | None
"""Land-use codes with their sets; None where it is not known which there are."""


def codes_of(land_uses: Collection[LandUse], problems: Collection[Problem]) -> Codes:
    """Return the codes that land_use.csv gives; None where it could not be read."""
    if not is_read(land_uses, LAND_USES.file, problems):
        return None
    return {(use.code, use.code_set) for use in land_uses}


def read_parcels(
    folder: Path, problems: list[Problem], *, crs: CRS, land_uses: Collection[LandUse]
) -> tuple[list[tuple[Parcel, Row]], frozenset[str] | None]:
    """Return the parcels of ledger/parcels.*, each with its row, and the ids that the file names.

    A ledger is optional. Of a file that cannot be read no ids are known (None).
    """
    name = ledger_file_name(folder, "parcels", problems)
    if name is None:
        return [], frozenset()
    found_before = len(problems)
    rows, file_crs = feature_rows(folder, problems, table=PARCELS, crs=crs, name=name)
    if not rows and len(problems) > found_before:
        return [], None
    tell_no_rows(PARCELS.name, rows, problems, file=name, severity="warning")
    repeated(rows, lambda row: row.cells["parcel_id"], "parcel_id")
    codes = codes_of(land_uses, problems)
    found = [(parcel_of(row, file_crs, codes), row) for row in rows]
    sound = [(parcel, row) for parcel, row in found if parcel is not None]
    return sound, frozenset(row.cells["parcel_id"] for row in rows)


def read_events(
    folder: Path,
    problems: list[Problem],
    *,
    crs: CRS,
    land_uses: Collection[LandUse],
    parcels: Mapping[str, Parcel],
    parcels_named: frozenset[str] | None,
    known: KnownLedger = NOTHING_KNOWN,
) -> list[tuple[LandEvent, Row]]:
    """Return the events of ledger/events.*, each with its row; no outline means whole parcels.

    They may name parcels and events of the folder, and those that are `known`.
    """
    name = ledger_file_name(folder, "events", problems)
    if name is None:
        return []
    if is_csv(name):
        rows = csv_rows(folder, problems, table=EVENTS, name=name)
        tell_no_rows(EVENTS.name, rows, problems, file=name, severity="warning")
        file_crs = crs
    else:
        rows, file_crs = feature_rows(folder, problems, table=EVENTS, crs=crs, name=name)
    repeated(rows, lambda row: row.cells["event_id"], "event_id")
    codes = codes_of(land_uses, problems)
    there = known.parcels({one for row in rows for one in parcel_ids_of(row)} - parcels.keys())
    parcels = there | dict(parcels)
    if parcels_named is not None:
        parcels_named |= there.keys()
    corrected = known.events({row.cells.get("corrects", "") for row in rows})
    events_named = (ids_named(rows, "event_id") or frozenset()) | corrected.keys()
    for row in rows:
        check_parcels_named(row, parcels_named)
        check_correction_named(row, events_named)
    check_rings(row for row in rows if row.cells.get("corrects"))
    found = [(event_of(row, file_crs, codes, parcels), row) for row in rows]
    return [(event, row) for event, row in found if event is not None]


def parcel_of(row: Row, crs: CRS, codes: Codes) -> Parcel | None:
    """Return the parcel of a row, or None with problems; other problems leave it usable."""
    parcel_id = row.identifier("parcel_id")
    owner_kind = row.choice("owner_kind", PARCELS["owner_kind"].choices)
    declared_ha = row.number("declared_ha", required=True)
    land_use, land_use_set = _land_use(row, codes, required=False)
    established_on = row.day("established_on")
    name = row.text("name")
    outline = row.outline(crs)
    if declared_ha is None or outline is None:
        return None
    return Parcel(
        parcel_id=parcel_id,
        name=name,
        owner_kind=owner_kind,  # type: ignore[arg-type]  # a problem if it is another
        declared_ha=declared_ha,
        land_use=land_use,
        land_use_set=land_use_set,
        established_on=established_on,
        outline=outline,
    )


def event_of(
    row: Row, crs: CRS, codes: Codes, by_id: Mapping[str, Parcel] | None
) -> LandEvent | None:
    """Return the event of a row, or None with problems.

    An event without an outline has that of its parcels in `by_id`; without `by_id` it is left
    without an extent, which means its whole parcels.
    """
    event_id = row.identifier("event_id")
    kind = row.choice("kind", EVENTS["kind"].choices)
    happened_on = row.day("date", required=True)
    recorded_on = row.day("recorded_on") or happened_on
    land_use, land_use_set = _land_use(row, codes, required=kind == "supply")
    if happened_on and recorded_on and recorded_on < happened_on:
        row.wrong(
            "recorded_on",
            "登记日期早于发生日期",
            "is recorded before the day it happened on",
            kind="recorded_too_early",
        )
    parcel_ids = parcel_ids_of(row)
    known = by_id or {}
    parcels = [known[parcel_id] for parcel_id in parcel_ids if parcel_id in known]
    declared_ha = row.number("declared_ha", required=kind != "reversal")
    method, document_no = row.text("method"), row.text("document_no")
    contract_no, supervision_no = row.text("contract_no"), row.text("supervision_no")
    price_10k_cny = row.number("price_10k_cny", least=EVENTS["price_10k_cny"].least)
    responsible_unit = row.text("responsible_unit")
    corrects = row.text("corrects", required=kind == "reversal") or None
    extent = _extent(row, kind, crs, parcels)
    if happened_on is None or recorded_on is None:
        return None
    whole = kind != "reversal" and bool(parcel_ids) and not row.drawn
    is_placed = extent is not None or (whole and by_id is None)
    if corrects is None if kind == "reversal" else not is_placed:
        return None
    return LandEvent(
        event_id=event_id,
        kind=kind,  # type: ignore[arg-type]  # a problem if it is another
        parcel_ids=parcel_ids,
        happened_on=happened_on,
        recorded_on=recorded_on,
        method=method,
        land_use=land_use,
        land_use_set=land_use_set,
        declared_ha=declared_ha or 0.0,
        document_no=document_no,
        contract_no=contract_no,
        supervision_no=supervision_no,
        price_10k_cny=price_10k_cny,
        responsible_unit=responsible_unit,
        corrects=corrects,
        extent=extent,
        whole=whole,
    )


def _land_use(row: Row, codes: Codes, *, required: bool) -> tuple[str, str]:
    key = (row.text("land_use", required=required), row.text("land_use_set", required=required))
    if key[0] and codes is not None and key not in codes:
        zh, en = _lost_zero(*key, codes)
        row.wrong(
            "land_use",
            f"land_use.csv 的 {key[1] or '（未写版本）'} 版中没有这个代码{zh}",
            f"land_use.csv has no such code in the set {key[1] or '(none given)'}{en}",
            kind="unknown_land_use",
        )
    return key


def _lost_zero(code: str, code_set: str, codes: Collection[tuple[str, str]]) -> tuple[str, str]:
    """Say that a code, here or in land_use.csv, lacks the 0 that it begins with, if it does."""
    how = ("（Excel 会去掉，请设为文本格式）", " (Excel drops it: format the column as text)")
    if (f"0{code}", code_set) in codes:
        return (
            f"，而有 0{code}：像是丢了开头的 0{how[0]}",
            f", but 0{code}: the leading 0 was lost, it seems{how[1]}",
        )
    if code.startswith("0") and (code[1:], code_set) in codes:
        return (
            f"，而有 {code[1:]}：像是 land_use.csv 丢了开头的 0{how[0]}",
            f", but {code[1:]}: land_use.csv lost the leading 0, it seems{how[1]}",
        )
    return "", ""


def parcel_ids_of(row: Row) -> tuple[str, ...]:
    """Return the ids of the parcels that an event's row names."""
    return () if row.has_fault("parcel_id") else tuple(ids_in(row.text("parcel_id")))


def check_parcels_named(row: Row, named: Collection[str] | None) -> None:
    """Report parcels that the file of parcels does not name; None says nothing of them."""
    parcel_ids = parcel_ids_of(row)
    for parcel_id in parcel_ids:
        if named is not None and parcel_id not in named:
            report_no_parcel(row, parcel_id)
    if len(set(parcel_ids)) != len(parcel_ids):
        row.wrong("parcel_id", "同一地块写了两次", "names a parcel twice", kind="named_twice")


def report_no_parcel(row: Row, parcel_id: str) -> None:
    """Report a parcel that an event's row names and the files of parcels do not."""
    zh, en = "", ""
    if any(mark in parcel_id for mark in _OTHER_MARKS):
        zh, en = "；几个地块之间请用英文分号 (;)", "; several parcels are joined by ;"
    row.wrong(
        "parcel_id",
        f"没有地块 {parcel_id}{zh}",
        f"there is no parcel {parcel_id}{en}",
        kind="unknown_parcel",
    )


def check_correction_named(row: Row, named: Collection[str] | None) -> None:
    """Report a correction of an event that the file of events does not name."""
    corrected = "" if "corrects" in row.faults else row.cells.get("corrects", "")
    if corrected and corrected == row.cells["event_id"]:
        row.wrong(
            "corrects",
            "写的是这一事件自己；请写要更正的那一事件的编号",
            "names the event itself; name the one that it corrects",
            kind="corrects_itself",
        )
    elif corrected and corrected not in (named or ()):
        row.wrong(
            "corrects",
            "没有它要更正的事件",
            "there is no event that it could correct",
            kind="unknown_event",
        )


def _extent(row: Row, kind: str, crs: CRS, parcels: list[Parcel]) -> MultiPolygon | None:
    """Return the event's own outline, or that of its whole parcels together."""
    if kind == "reversal":
        if row.drawn:
            row.wrong(
                "outline",
                "冲销不带边界",
                "a reversal has no outline of its own",
                kind="outline_of_reversal",
            )
        return None
    if row.drawn:
        return row.outline(crs)
    if not parcels:
        if not parcel_ids_of(row) and "parcel_id" not in row.faults:
            row.wrong(
                "parcel_id",
                "既没有地块也没有边界；合并的单元格只有第一行有值，请取消合并后逐行填写",
                "has neither a parcel nor an outline; of merged cells only the first row has the "
                "value: write it in every row",
                kind="no_outline",
            )
        return None
    return whole_of([parcel.outline for parcel in parcels])


def whole_of(outlines: Sequence[MultiPolygon]) -> MultiPolygon:
    """Return the outline of whole parcels together: that of one just as it is."""
    return outlines[0] if len(outlines) == 1 else multipolygon(shapely.union_all(outlines))

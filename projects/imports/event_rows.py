"""Rows of a list made into rows of events: one each, or of a status one or two.

在库 is a storage on the day that the land came in; 已出库 that and a supply on the day that it went
out. Of 部分出库 nobody knows which part went: that is refused, and so is a status without a day.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from gis.formats.faults import Fault
from gis.problems import Problem
from projects.imports.list_file import ListFile
from projects.imports.lists import STATUS, STORED_BY, STORED_HA, STORED_ON, SUPPLIED_HA, SUPPLIED_ON
from projects.imports.parcels import missing_column
from projects.labels import METHODS_OF, PARCEL_STATES
from projects.package.rows import Row

KINDS: Final = ("storage", "supply", "reversal")
_STATUSES: Final = {
    "stored": PARCEL_STATES["in_reserve"].zh,
    "partly": PARCEL_STATES["partly_supplied"].zh,
    "supplied": PARCEL_STATES["supplied"].zh,
}
_DATES: Final = ("date", STORED_ON.name, SUPPLIED_ON.name)
_OF_SUPPLY: Final = (
    "land_use", "land_use_set", "contract_no", "supervision_no", "price_10k_cny",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What a row says of one event, in cells of ours."""

    row: Row
    cells: Mapping[str, str]
    faults: Mapping[str, Fault]


def refused_whole(file: ListFile) -> Problem | None:
    """Return why no row of a list can be an event, or None: it has no days, or names no parcel."""
    matching = file.conversion.matching
    if not any(date in matching for date in _DATES):
        status = "，只有状态不知道何时发生" if STATUS.name in matching else ""
        return Problem(
            file=file.layer.file,
            column="date",
            value="、".join(file.layer.columns),
            zh=f"没有日期列{status}，不能成为事件；请补上收储、供应的日期，或指明是哪一列："
            "--columns 文件的列=stored_on（收储日期）、=supplied_on（供应日期）或 =date",
            en="no column has days: when it happened is not known, so nothing can be an event; add "
            "the days of storage and supply, or tell the column: --columns COLUMN=stored_on, "
            "=supplied_on or =date",
            kind="no_dates",
        )
    if "parcel_id" not in matching and not file.drawn:
        return missing_column(file, "parcel_id", "地块编号", "the number of the parcel")
    return None


def told_by(row: Row) -> Iterator[Told]:
    """Yield what a row says of each event; what it cannot say is a problem of the row."""
    status = row.cells.get(STATUS.name, "")
    kind = row.cells.get("kind", "")
    if kind in KINDS:
        yield _one(row, kind)
    elif kind:
        row.choice("kind", KINDS)
    elif status:
        yield from _of_status(row, status)
    else:
        yield from _of_days(row)


def _of_status(row: Row, status: str) -> Iterator[Told]:
    stored, supplied = (bool(row.cells.get(day.name)) for day in (STORED_ON, SUPPLIED_ON))
    if status == "partly":
        row.wrong(
            STATUS.name,
            "部分出库：不知道出库的是哪一部分；请把每次供应连同其边界另作一份清单，用 "
            "import events 导入，这一行改为在库",
            "part of it went, and which part is not told; give each supply with its outline in a "
            "list of its own (import events), and call this row stored",
            kind="partly_supplied",
            value=_STATUSES[status],
        )
    elif status not in _STATUSES:
        listed = "、".join(_STATUSES.values())
        row.wrong(
            STATUS.name, f"状态应为：{listed}", f"a status is one of: {listed}", kind="not_allowed"
        )
    elif status == "stored" and not stored and not row.cells.get("date"):
        _no_day(row, STORED_ON.name, "在库而没有收储日期", "is stored, on no day")
    elif status == "supplied" and not supplied and (stored or not row.cells.get("date")):
        _no_day(row, SUPPLIED_ON.name, "已出库而没有供应日期", "is supplied, on no day")
    else:
        if status == "stored" or stored:
            yield _one(row, "storage")
        if status == "supplied":
            yield _one(row, "supply")


def _of_days(row: Row) -> Iterator[Told]:
    """Yield the events of the days that a row has; of one plain day the method tells the kind."""
    days = {"storage": STORED_ON.name, "supply": SUPPLIED_ON.name}
    found = [kind for kind, day in days.items() if row.cells.get(day)]
    if not found and row.cells.get("date"):
        method = row.cells.get("method", "")
        found = [kind for kind, names in METHODS_OF.items() if method in names]
        found = found if len(found) == 1 else []
        if not found:
            row.wrong(
                "kind",
                "看不出是收储还是供应：没有类型，方式也说明不了；请补上类型（收储或供应）",
                "is neither a storage nor a supply for certain: there is no kind, and the method "
                "does not tell; add the kind (storage, supply)",
                kind="kind_unknown",
            )
            return
    if not found:
        _no_day(row, "date", "没有日期", "has no day")
    for kind in found:
        yield _one(row, kind)


def _no_day(row: Row, column: str, zh: str, en: str) -> None:
    row.wrong(
        column,
        f"{zh}，不知道何时发生，不能成为事件",
        f"{en}: when it happened is not known, so it can be no event",
        kind="no_date",
    )


def _one(row: Row, kind: str) -> Told:
    """Return what a row says of its storage or its supply."""
    cells = dict(row.cells)
    day, area = (STORED_ON, STORED_HA) if kind == "storage" else (SUPPLIED_ON, SUPPLIED_HA)
    cells["kind"] = kind
    cells["date"] = row.cells.get(day.name) or row.cells.get("date", "")
    cells["declared_ha"] = row.cells.get(area.name) or row.cells.get("declared_ha", "")
    if kind == "storage":
        of_both = bool(row.cells.get(SUPPLIED_ON.name))
        method = cells.get("method", "")
        cells["method"] = row.cells.get(STORED_BY.name) or ("" if of_both else method)
        if of_both:
            cells |= dict.fromkeys((*_OF_SUPPLY, "document_no", "responsible_unit"), "")
    if kind == "reversal":
        cells["declared_ha"] = ""
    for name in (STATUS, STORED_ON, SUPPLIED_ON, STORED_HA, SUPPLIED_HA, STORED_BY):
        cells.pop(name.name, None)
    return Told(row=row, cells=cells, faults=_faults_of(row, kind, day.name, area.name))


def _faults_of(row: Row, kind: str, day: str, area: str) -> dict[str, Fault]:
    """Return the faults of a row by the columns that its event has them in."""
    faults = dict(row.faults)
    for ours, told in (("date", day), ("declared_ha", area)):
        if row.cells.get(told):
            faults.pop(ours, None)
            if told in row.faults:
                faults[ours] = row.faults[told]
    if kind == "reversal":
        faults.pop("declared_ha", None)
    return faults

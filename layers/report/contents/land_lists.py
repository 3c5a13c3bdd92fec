"""Lists of a report's appendix on the land: parcels, the ledger, areas declared and measured."""

from collections.abc import Callable, Sequence
from typing import Final

from gis.model import LandEvent
from layers.report.contents.tabulate import Rows, column, listed, table, text_column, without
from layers.report.document import Table, Value
from layers.report.report_facts import ReportFacts
from layers.report.words import Words
from projects.package.columns import EVENTS, PARCELS
from projects.zones import innermost

OF_CONTRACTS: Final = ("contract_no", "supervision_no", "price_10k_cny", "responsible_unit")
"""What an event may say of a contract; a ledger that says nothing of it has no such column."""


def parcels_table(facts: ReportFacts, words: Words) -> Table:
    """Return every parcel with its state as of the report's day, and its innermost zones."""
    zones = {zone.zone_id: zone for zone in facts.zones}
    return table(
        "parcels",
        words("地块及其状态", "Parcels and their states"),
        (
            listed(PARCELS["parcel_id"], words, 14),
            listed(PARCELS["name"], words, 14),
            text_column(words("片区", "Zone"), 12),
            listed(PARCELS["owner_kind"], words, 8),
            listed(PARCELS["state"], words, 8),
            listed(PARCELS["declared_ha"], words),
            listed(PARCELS["measured_ha"], words),
            listed(PARCELS["in_reserve_ha"], words),
            listed(PARCELS["supplied_ha"], words),
        ),
        Rows(
            facts.parcels,
            lambda status: (
                status.parcel.parcel_id,
                status.parcel.name,
                words.listed([one.name for one in innermost(status.zone_ids, zones)]) or None,
                words.owner(status.parcel.owner_kind),
                words.state(status.state),
                status.parcel.declared_ha,
                status.measured_ha,
                status.in_reserve_ha,
                status.supplied_ha,
            ),
        ),
        note=words(
            "在库、已出库为量算面积。片区为地块所涉的最末一级片区。",
            "In reserve and supplied are measured areas. The zones are the innermost that the "
            "parcel lies in.",
        ),
    )


def events_table(facts: ReportFacts, words: Words) -> Table:
    """Return the ledger until the report's day, corrected events and reversals included."""
    made = table(
        "events",
        words("收储与供应台账", "Ledger of storage and supply"),
        (
            listed(EVENTS["date"], words),
            listed(EVENTS["event_id"], words, 12),
            listed(EVENTS["kind"], words, 6),
            listed(EVENTS["parcel_id"], words, 14),
            listed(EVENTS["method"], words, 6),
            listed(EVENTS["land_use"], words, 14),
            listed(EVENTS["declared_ha"], words),
            listed(EVENTS["document_no"], words, 14),
            listed(EVENTS["contract_no"], words, 12),
            listed(EVENTS["supervision_no"], words, 12),
            listed(EVENTS["price_10k_cny"], words, kind="number"),
            listed(EVENTS["responsible_unit"], words, 12),
            listed(EVENTS["recorded_on"], words),
            text_column(words("更正", "Corrections"), 12),
        ),
        Rows(facts.events, _event_rows(facts, words)),
        note=words(
            "截至报告日期的全部台账，含规划期之前的（计入已储未供）和已被更正的（不计）。",
            "The ledger until the report's day, also from before the period (it counts in the "
            "reserve) and what was corrected (it does not count).",
        ),
    )
    untold = [
        EVENTS[name].heading(words.language)
        for name in OF_CONTRACTS
        if all(getattr(event, name) in (None, "") for event in facts.events)
    ]
    return without(made, untold) if untold else made


def _event_rows(facts: ReportFacts, words: Words) -> Callable[[LandEvent], Sequence[Value]]:
    """Return what makes the row of an event, with what it corrects and what corrected it."""
    uses = {(use.code, use.code_set): use.name for use in facts.land_uses}
    corrected_by = {event.corrects: event.event_id for event in facts.events if event.corrects}

    def row_of(event: LandEvent) -> Sequence[Value]:
        remarks = []
        if event.corrects:
            remarks.append(words(f"更正 {event.corrects}", f"corrects {event.corrects}"))
        if by := corrected_by.get(event.event_id):
            remarks.append(words(f"已由 {by} 更正，不计", f"corrected by {by}; not counted"))
        use = uses.get((event.land_use, event.land_use_set), "")
        return (
            event.happened_on,
            event.event_id,
            words.event_kind(event.kind),
            words.listed(event.parcel_ids),
            "" if event.kind == "reversal" else words.method(event.method),
            f"{event.land_use} {use}".strip(),
            None if event.extent is None else event.declared_ha,
            event.document_no,
            *(getattr(event, name) for name in OF_CONTRACTS),
            event.recorded_on,
            words.listed(remarks),
        )

    return row_of


def areas_table(facts: ReportFacts, words: Words) -> Table:
    """Return what was done as declared and as measured, side by side."""
    rows = [row for row in facts.balance.rows if row.declared_ha > 0 or row.measured_ha > 0]
    return table(
        "areas",
        words("实际面积：申报与量算对照", "Actual areas, declared and measured"),
        (
            text_column(words("片区", "Zone"), 14),
            text_column(words("指标", "Measure"), 14),
            column(words("申报（公顷）", "Declared, ha"), "ha"),
            column(words("量算（公顷）", "Measured, ha"), "ha"),
            column(words("相差（公顷）", "Difference, ha"), "ha"),
            column(words("笔数", "Events"), "count", 8),
        ),
        [
            (
                row.zone_name,
                words.measure(row.measure),
                row.declared_ha,
                row.measured_ha,
                row.measured_ha - row.declared_ha,
                row.events,
            )
            for row in rows
        ],
        note=words.rounded,
    )

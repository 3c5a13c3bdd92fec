"""Chapters of a report on the land: what is in reserve, and what is amiss in the ledger."""

from collections.abc import Sequence

from layers.report.contents.sentences import (
    conflicts_sentence,
    reserve_sentence,
    warnings_sentence,
)
from layers.report.contents.tabulate import Rows, column, for_body, listed, table, text_column
from layers.report.document import (
    Block,
    Chapter,
    Paragraph,
    PrintMap,
    Table,
    Value,
)
from layers.report.report_facts import ReportFacts
from layers.report.words import Words, mu
from projects.balance.conflicts import ConflictKind
from projects.balance.reserve import ReserveRow
from projects.package.columns import EVENTS


def total_ha(facts: ReportFacts, measure: str) -> float:
    """Return the hectares of a measure in what the report is on."""
    subjects = {zone.zone_id for zone in facts.subjects}
    return sum(
        row.actual_ha
        for row in facts.balance.rows
        if row.zone in subjects and row.measure == measure
    )


def reserve_chapter(facts: ReportFacts, words: Words) -> Chapter:
    """Tell what is stored and not supplied, storage by storage, with a map of the parcels."""
    blocks: list[Block] = [Paragraph(text=told_reserve(facts, words))]
    if facts.reserve:
        blocks.append(for_body(reserve_table(facts, words)))
    if facts.parcels:
        blocks.append(
            PrintMap(
                map_id="map-parcels",
                caption=words("地块状态", "Parcels by state"),
                subject="parcels",
                zone_id=facts.zone.zone_id if facts.zone is not None else None,
            )
        )
    return Chapter(
        chapter_id="reserve", title=words("已储未供", "Land in reserve"), blocks=tuple(blocks)
    )


def told_reserve(facts: ReportFacts, words: Words) -> str:
    """Say what is in reserve."""
    return reserve_sentence(
        total_ha(facts, "reserve"), facts.reserve, facts.limits.reserve_years, facts.basis, words
    )


def reserve_table(facts: ReportFacts, words: Words) -> Table:
    """Return the total, then each storage that is still in reserve, the longest there first."""
    total = sum(row.declared_ha for row in facts.reserve)
    measured = sum(row.measured_ha for row in facts.reserve)
    head = (words("合计", "Total"), None, None, None, None, total, mu(total), measured, None)

    def row_of(row: ReserveRow | None) -> Sequence[Value]:
        if row is None:
            return head
        return (
            row.event_id,
            row.stored_on,
            words.listed(row.parcel_ids),
            words.listed([name for name in row.parcel_names if name]),
            words.listed([words.owner(kind) for kind in dict.fromkeys(row.owner_kinds)]),
            row.declared_ha,
            mu(row.declared_ha),
            row.measured_ha,
            row.years,
        )

    return table(
        "reserve",
        words("已储未供土地清单", "Land in reserve, storage by storage"),
        (
            listed(EVENTS["event_id"], words, 12),
            column(words("收储日期", "Stored on"), "day"),
            text_column(words("地块编号", "Parcels"), 14),
            text_column(words("地块名称", "Names"), 14),
            text_column(words("权属", "Owner"), 8),
            listed(EVENTS["declared_ha"], words),
            column(words("申报（亩）", "Declared, mu"), "mu"),
            listed(EVENTS["measured_ha"], words),
            column(words("在库年数", "Years"), "years", 8),
        ),
        Rows((None, *facts.reserve), row_of),
        has_total=True,
        note=words.joined(
            [
                words(
                    "只列尚在库的部分，申报面积按边界比例折算；在库不足 1 平方米的不列。",
                    "Only what is still in reserve; declared areas by its share of the outline; "
                    "pieces up to 1 m² are left out.",
                ),
                words.rounded,
            ]
        ),
    )


def amiss_chapter(facts: ReportFacts, words: Words) -> Chapter:
    """Tell the conflicts of the ledger, and what wants attention."""
    blocks: list[Block] = [Paragraph(text=conflicts_sentence(facts.conflicts, words))]
    if facts.conflicts:
        blocks.append(for_body(conflicts_table(facts, words)))
    blocks.append(Paragraph(text=warnings_sentence(facts.warnings, words)))
    if facts.warnings:
        blocks.append(for_body(warnings_table(facts, words)))
    return Chapter(
        chapter_id="amiss",
        title=words("台账冲突与预警", "Conflicts of the ledger, and warnings"),
        blocks=tuple(blocks),
    )


def conflicts_table(facts: ReportFacts, words: Words) -> Table:
    """Return what disagrees in the ledger, in order of date."""
    kinds: dict[ConflictKind, str] = {
        "stored_twice": words("已在库，重复收储，不重复计", "Stored twice; counts once"),
        "supplied_twice": words("已供应，重复供应，不重复计", "Supplied twice; counts once"),
        "supplied_before_storage": words(
            "供应在先、收储在后，照计", "Supplied before it was stored; counts"
        ),
        "supplied_without_storage": words(
            "供应前不在库，照计", "Supplied without being in reserve; counts"
        ),
    }
    return table(
        "conflicts",
        words("台账冲突", "Conflicts of the ledger"),
        (
            listed(EVENTS["date"], words),
            listed(EVENTS["event_id"], words, 12),
            text_column(words("冲突", "Conflict"), 24),
            listed(EVENTS["measured_ha"], words),
            text_column(words("相关事件", "Other events"), 16),
        ),
        Rows(
            facts.conflicts,
            lambda conflict: (
                conflict.happened_on,
                conflict.event_id,
                kinds[conflict.kind],
                conflict.area_ha,
                words.listed(conflict.other_events),
            ),
        ),
    )


def warnings_table(facts: ReportFacts, words: Words) -> Table:
    """Return what wants attention, worst first."""
    return table(
        "warnings",
        words("预警", "Warnings"),
        (
            text_column(words("程度", "Severity"), 8),
            text_column(words("类别", "Kind"), 8),
            text_column(words("内容", "Warning"), 60),
        ),
        Rows(
            facts.warnings,
            lambda warning: (
                words.severity(warning.severity),
                words.warning_kind(warning.kind),
                words(warning.zh, warning.en),
            ),
        ),
    )

"""Chapter of a report on what the supply consists of: by use, by method, by owner."""

from collections.abc import Sequence
from dataclasses import dataclass

from layers.report.contents.sentences import shares_sentence
from layers.report.contents.tabulate import column, figures_of, listed, table, text_column
from layers.report.document import Block, Chapter, Chart, Column, Paragraph, Series, Table, Value
from layers.report.report_facts import ReportFacts
from layers.report.words import Words, mu, settled
from projects.balance.series import SeriesKind, land_use_of
from projects.package.columns import EVENTS

_GROUPS = ("industry", "housing_services", "other", "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """What one key of a series has of a measure in what the report is on; hectares by its basis."""

    key: str
    name: str
    ha: float
    events: int


def parts_of(facts: ReportFacts, by: SeriesKind, measure: str) -> list[Part]:
    """Return the parts of a measure, largest first; over several subjects they are summed."""
    subjects = {zone.zone_id for zone in facts.subjects}
    found: dict[str, Part] = {}
    for row in facts.series[by]:
        if row.zone in subjects and row.measure == measure:
            so_far = found.get(row.key, Part(key=row.key, name=row.name, ha=0.0, events=0))
            found[row.key] = Part(
                key=row.key,
                name=row.name,
                ha=so_far.ha + row.actual_ha,
                events=so_far.events + row.events,
            )
    return sorted(found.values(), key=lambda part: (-settled(part.ha), part.key))


def supply_chapter(facts: ReportFacts, words: Words) -> Chapter:
    """Tell what the supply consists of by use and by method, and whose the land was."""
    sentences = told_supply(facts, words) or [
        words("期内没有供应。", "Nothing was supplied in the period.")
    ]
    blocks: list[Block] = [Paragraph(text=words.joined(sentences))]
    if parts_of(facts, "land_use", "supply"):
        chart = group_chart(facts, words)
        blocks += [group_table(facts, words), *([chart] if chart else []), use_table(facts, words)]
    blocks += [
        method_table(facts, measure, words)
        for measure in ("supply", "storage")
        if parts_of(facts, "method", measure)
    ]
    owners = owner_table(facts, words)
    if owners.rows:
        blocks.append(owners)
    return Chapter(
        chapter_id="supply",
        title=words("供应结构与权属", "Supply by use and method; ownership"),
        blocks=tuple(blocks),
    )


def told_supply(facts: ReportFacts, words: Words) -> list[str]:
    """Say what the supply consists of by use and by method."""
    by_group = [(words.land_group(group), ha) for group, _, ha in _by_group(facts)]
    by_method = [(words.method(part.key), part.ha) for part in parts_of(facts, "method", "supply")]
    said = (
        shares_sentence(words("期内供应按用途", "Supply by use"), by_group, words),
        shares_sentence(words("按方式", "By method"), by_method, words),
    )
    return [sentence for sentence in said if sentence]


def _by_group(facts: ReportFacts) -> list[tuple[str, int, float]]:
    """Return each group of land uses with its events and hectares, in the groups' order."""
    parts = parts_of(facts, "land_use", "supply")
    found = []
    for group in _GROUPS:
        members = [part for part in parts if land_use_of(part.key)[0] == group]
        if members:
            events, ha = sum(part.events for part in members), sum(part.ha for part in members)
            found.append((group, events, ha))
    return found


def group_table(facts: ReportFacts, words: Words) -> Table:
    """Return the supply by group of land uses."""
    return _shares_table(
        facts,
        "supply-by-group",
        words("期内供应按用途类别", "Supply by group of uses"),
        (text_column(words("用途类别", "Group"), 18),),
        [((words.land_group(group),), events, ha) for group, events, ha in _by_group(facts)],
        words,
    )


def group_chart(facts: ReportFacts, words: Words) -> Chart | None:
    """Return the chart of the groups; None without supply."""
    if not parts_of(facts, "land_use", "supply"):
        return None
    groups = group_table(facts, words)  # its first row is the total
    names = [column.title for column in groups.columns]
    return Chart(
        chart_id="supply-by-group",
        caption=words("期内供应按用途类别", "Supply by group of uses"),
        table_id=groups.table_id,
        labels=tuple(str(row[0]) for row in groups.rows[1:]),
        series=(Series(name=names[2], values=figures_of(groups, 2)[1:]),),
        unit=words("公顷", "ha"),
    )


def use_table(facts: ReportFacts, words: Words) -> Table:
    """Return the supply by land-use code, group by group, the largest first."""
    rows = []
    for group in _GROUPS:
        for part in parts_of(facts, "land_use", "supply"):
            of_group, code, code_set = land_use_of(part.key)
            if of_group == group:
                keys = (words.land_group(group), code, part.name, code_set)
                rows.append((keys, part.events, part.ha))
    return _shares_table(
        facts,
        "supply-by-use",
        words("期内供应按用途", "Supply by land use"),
        (
            text_column(words("用途类别", "Group"), 16),
            text_column(words("用途代码", "Code"), 10),
            text_column(words("用途", "Land use"), 18),
            text_column(words("代码版本", "Code set"), 8),
        ),
        rows,
        words,
    )


def method_table(facts: ReportFacts, measure: str, words: Words) -> Table:
    """Return the storage or the supply by method, the largest first."""
    storage = measure == "storage"
    return _shares_table(
        facts,
        f"{measure}-by-method",
        words("期内收储按方式", "Storage by method")
        if storage
        else words("期内供应按方式", "Supply by method"),
        (text_column(words("方式", "Method"), 18),),
        [
            ((words.method(part.key),), part.events, part.ha)
            for part in parts_of(facts, "method", measure)
        ],
        words,
    )


def _shares_table(
    facts: ReportFacts,
    table_id: str,
    caption: str,
    keys: Sequence[Column],
    parts: Sequence[tuple[tuple[str, ...], int, float]],
    words: Words,
) -> Table:
    """Return parts (keys, events, hectares) under their total, each with its share."""
    total = sum(ha for _, _, ha in parts)
    head = (words("合计", "Total"), *[None] * (len(keys) - 1))
    events = sum(events for _, events, _ in parts)
    return table(
        table_id,
        caption,
        (
            *keys,
            column(words("笔数", "Events"), "count", 8),
            listed(EVENTS[f"{facts.basis}_ha"], words),
            column(words.in_mu(facts.basis), "mu"),
            column(words("占比", "Share"), "percent", 8),
        ),
        [
            (*key, count, ha, mu(ha), 100 * ha / total if total else None)
            for key, count, ha in [(head, events, total), *parts]
        ],
        has_total=True,
        note=words.rounded,
    )


def owner_table(facts: ReportFacts, words: Words) -> Table:
    """Return storage, supply and reserve by who owned the land."""
    rows: list[tuple[Value, ...]] = []
    for measure in ("storage", "supply", "reserve"):
        parts = parts_of(facts, "owner_kind", measure)
        total = sum(part.ha for part in parts)
        rows += [
            (
                words.measure(measure),
                words.owner(part.key),
                part.events,
                part.ha,
                mu(part.ha),
                100 * part.ha / total if total else None,
            )
            for part in parts
        ]
    return table(
        "owners",
        words("按权属", "By owner"),
        (
            text_column(words("指标", "Measure"), 12),
            text_column(words("权属", "Owner"), 10),
            column(words("笔数", "Events"), "count", 8),
            listed(EVENTS[f"{facts.basis}_ha"], words),
            column(words.in_mu(facts.basis), "mu"),
            column(words("占本项比例", "Share of measure"), "percent", 8),
        ),
        rows,
        note=words.joined(
            [
                words(
                    "权属为地块登记的权属；"
                    "一笔涉及国有和集体地块的，按各占的面积分摊，两边各计一笔。",
                    "The owner kind of the parcels; an event on both kinds is shared by area and "
                    "counts as an event in each.",
                ),
                words.rounded,
            ]
        ),
    )

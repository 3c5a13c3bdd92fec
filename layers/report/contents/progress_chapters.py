"""Chapters of a report on progress: plan against actual, year by year, where the pace leads."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from gis.model import Zone
from layers.report.contents.sentences import forecast_sentence
from layers.report.contents.tabulate import MOST_ROWS, column, figures_of, table, text_column
from layers.report.document import Block, Chapter, Chart, Paragraph, PrintMap, Series, Shape, Table
from layers.report.report_facts import ReportFacts
from layers.report.words import Words, many
from projects.balance.pace import PaceRow, YearFigure
from projects.labels import year_until
from projects.model import FLOWS, BalanceRow, Measure

_MOST_DRAWN: Final = 4
"""Charts are drawn for the first zones only; every zone has its table."""
_MOST_IN_BRIEF: Final = 4
"""Zones in the balance of a brief report."""


def balance_chapter(facts: ReportFacts, words: Words) -> Chapter:
    """Tell plan against actual of the zone and those under it, with a map of the zones."""
    compared = balance_table(facts, words)
    nothing = words("没有目标，也没有台账。", "There are neither targets nor land.")
    return Chapter(
        chapter_id="balance",
        title=words("规划目标与实际完成", "Plan against actual"),
        blocks=(
            compared if compared.rows else Paragraph(text=nothing),
            zones_map(facts, words),
        ),
    )


def zones_map(facts: ReportFacts, words: Words) -> PrintMap:
    """Return the map of the zones by how far their targets are."""
    return PrintMap(
        map_id="map-zones",
        caption=words("片区与目标完成情况", "Zones and how far they are"),
        subject="zones",
        zone_id=facts.zone.zone_id if facts.zone is not None else None,
    )


def told_rows(facts: ReportFacts) -> list[BalanceRow]:
    """Return the rows of the balance that have a target or land."""
    return [row for row in facts.balance.rows if row.target_ha is not None or row.actual_ha > 0]


def balance_table(facts: ReportFacts, words: Words) -> Table:
    """Return plan against actual; the sources of the targets are those of its column 3."""
    rows = told_rows(facts)
    silent = len({row.zone for row in facts.balance.rows} - {row.zone for row in rows})
    left_out = words(
        f"另有 {silent} 个片区既没有目标，也没有台账，未列出。",
        f"Without a target and land, and so not listed: {many(silent, 'zone')}.",
    )
    return _balance_table(facts, rows, left_out if silent else "", words)


def brief_balance_table(facts: ReportFacts, words: Words) -> Table:
    """Return plan against actual for few pages: the subjects, and each target of zones in them.

    Zones after the first, and those without a target, are counted below it.
    """
    told = told_rows(facts)
    subjects = {zone.zone_id for zone in facts.subjects}
    wanted = [row for row in told if row.zone in subjects or row.target_ha is not None]
    zones = list(dict.fromkeys(row.zone for row in wanted))[:_MOST_IN_BRIEF]
    more = len({row.zone for row in told}) - len(zones)
    left_out = words(
        f"另有 {more} 个片区未列出，见报告全本。",
        f"Not listed: {many(more, 'more zone')}, see the whole report.",
    )
    rows = [row for row in wanted if row.zone in zones]
    return _balance_table(facts, rows, left_out if more else "", words)


def _balance_table(
    facts: ReportFacts, rows: Sequence[BalanceRow], left_out: str, words: Words
) -> Table:
    areas = words.basis(facts.basis)
    unit = words(f"单位：公顷，{areas}。", f"Hectares, {areas}s.")
    subjects = {zone.zone_id for zone in facts.subjects}
    return table(
        "balance",
        words("规划目标与实际完成对照", "Plan against actual"),
        (
            text_column(words("片区", "Zone"), 14),
            text_column(words("指标", "Measure"), 14),
            column(words.of_balance("target"), "ha"),
            column(words.of_balance("actual"), "ha"),
            column(words.of_balance("percent"), "percent", 8),
            column(words.of_balance("expected"), "ha"),
            column(words.of_balance("remaining"), "ha"),
            column(words.of_balance("needed"), "ha"),
            text_column(words.of_balance("status"), 8),
        ),
        [
            (
                row.zone_name,
                words.measure(row.measure),
                row.target_ha,
                row.actual_ha,
                row.percent,
                row.expected_ha,
                row.remaining_ha,
                row.needed_ha_per_year,
                words.status(row.status, is_over=facts.is_over),
            )
            for row in rows
        ],
        sources={
            (place, 2): words.cited(row.source, facts.plan.documents)
            for place, row in enumerate(rows)
        },
        strong=[place for place, row in enumerate(rows) if row.zone in subjects],
        note=words.joined([told for told in (unit, left_out, words.rounded) if told]),
    )


def pace_chapter(facts: ReportFacts, words: Words) -> Chapter:
    """Tell year by year what was done, and where the pace leads."""
    every_zone = facts.headline_zones()
    zones = every_zone[:MOST_ROWS]
    chapters = tuple(
        chapter
        for place, zone in enumerate(zones)
        if (chapter := _years_chapter(facts, zone, place, words)) is not None
    )
    assumes = Paragraph(text=words(facts.pace.assumes_zh, facts.pace.assumes_en))
    blocks: list[Block] = []
    if not chapters:
        blocks.append(Paragraph(text=words("期内没有收储，也没有供应。", "There is no land yet.")))
    forecast = forecast_table(facts, zones, words)
    if forecast.rows:
        blocks += [forecast]
    if (more := len(every_zone) - len(zones)) > 0:
        told = words(
            f"只列前 {len(zones)} 个片区；其余 {more} 个的逐年情况见以其为范围的报告。",
            f"These are the first {len(zones)} zones: for the years of {many(more, 'more zone')}, "
            "see a report on each.",
        )
        blocks.append(Paragraph(text=told))
    return Chapter(
        chapter_id="pace",
        title=words("年度进度与期末推算", "Year by year, and the forecast"),
        blocks=(*blocks, assumes),
        chapters=chapters,
    )


def _years_chapter(facts: ReportFacts, zone: Zone, place: int, words: Words) -> Chapter | None:
    """Tell one zone year by year; None if it has neither land nor a target, or no year yet."""
    years = _years_of(facts, zone, place, words)
    if years is None:
        return None
    drawn = tuple(_charts(years, zone, words)) if place < _MOST_DRAWN else ()
    return Chapter(chapter_id=years.table_id, title=zone.name, blocks=(years, *drawn))


def years_charts(facts: ReportFacts, zone: Zone, words: Words) -> tuple[Chart, ...]:
    """Return the charts of a zone's years; none without a year, land or a target."""
    years = _years_of(facts, zone, 0, words)
    return () if years is None else tuple(_charts(years, zone, words))


def _years_of(facts: ReportFacts, zone: Zone, place: int, words: Words) -> Table | None:
    pace = {row.measure: row for row in facts.pace.rows if row.zone == zone.zone_id}
    told = [row for row in pace.values() if row.target_ha is not None or row.actual_ha > 0]
    if not told or not pace["storage"].by_year:
        return None
    return years_table(facts, zone, place, [pace[measure] for measure in FLOWS], words)


def years_table(
    facts: ReportFacts, zone: Zone, place: int, rows: Sequence[PaceRow], words: Words
) -> Table:
    """Return what each year added, what was reached by its end, and what the plan expects.

    A year that is not over is told of as of the report's day.
    """
    storage, supply, industry, housing = rows
    day = facts.as_of
    so_far = year_until(day).say(words.language)
    now = {row.measure: row.expected_ha for row in facts.balance.rows if row.zone == zone.zone_id}

    def is_told_so_far(figure: YearFigure) -> bool:
        return facts.plan.is_under_way(figure.year, day)

    def expected(figure: YearFigure, measure: Measure) -> float | None:
        return now[measure] if is_told_so_far(figure) else figure.expected_ha

    return table(
        f"years-{place + 1}",
        words(f"{zone.name}分年度收储与供应", f"{zone.name}: storage and supply by year"),
        (
            column(words("年度", "Year"), "year", 6),
            column(words("当年收储", "Stored"), "ha"),
            column(words("累计收储", "Stored so far"), "ha"),
            column(words("收储序时", "Storage expected"), "ha"),
            column(words("当年供应", "Supplied"), "ha"),
            column(words("累计供应", "Supplied so far"), "ha"),
            column(words("供应序时", "Supply expected"), "ha"),
            column(words("当年产业用地", "For industry"), "ha"),
            column(words("当年居住及公服用地", "For housing and services"), "ha"),
        ),
        [
            (
                so_far if is_told_so_far(stored) else stored.year,
                stored.added_ha,
                stored.cumulative_ha,
                expected(stored, "storage"),
                supplied.added_ha,
                supplied.cumulative_ha,
                expected(supplied, "supply"),
                made.added_ha,
                homes.added_ha,
            )
            for stored, supplied, made, homes in zip(
                storage.by_year, supply.by_year, industry.by_year, housing.by_year, strict=True
            )
        ],
        note=words.joined(
            [
                words(
                    "单位：公顷。序时为到该年末（规划期末年为期末）应累计完成的面积；"
                    "未满的一年，各项均计至截至日期。",
                    "Hectares. Expected: by the end of the year; of a year that is not over, all "
                    "goes to the report's day.",
                ),
                words.rounded,
            ]
        ),
    )


def _charts(years: Table, zone: Zone, words: Words) -> Iterator[Chart]:
    """Draw what each year added, and what was reached against what was expected."""
    yearly = words(f"{zone.name}历年收储与供应", f"{zone.name}: storage and supply each year")
    yield _chart("yearly", yearly, years, {1: "bar", 4: "bar"}, words)
    cumulative = words(f"{zone.name}累计进度", f"{zone.name}: reached by the end of each year")
    yield _chart(
        "cumulative", cumulative, years, {2: "line", 5: "line", 3: "target", 6: "target"}, words
    )


def _chart(
    kind: str, caption: str, years: Table, shapes: Mapping[int, Shape], words: Words
) -> Chart:
    """Return a chart of some columns of a table of years; columns without figures are left out."""
    drawn = {place: figures_of(years, place) for place in shapes}
    return Chart(
        chart_id=f"{kind}-{years.table_id}",
        caption=caption,
        table_id=years.table_id,
        labels=tuple(str(row[0]) for row in years.rows),
        series=tuple(
            Series(name=years.columns[place].title, values=values, shape=shapes[place])
            for place, values in drawn.items()
            if any(value is not None for value in values)
        ),
        unit=words("公顷", "ha"),
    )


def forecast_table(facts: ReportFacts, zones: Sequence[Zone], words: Words) -> Table:
    """Return where the pace leads in each zone, as of a day on which there is a pace."""
    ids = {zone.zone_id for zone in zones}
    rows = [
        row
        for row in facts.pace.rows
        if row.zone in ids
        and row.forecast_ha is not None
        and (row.target_ha is not None or row.actual_ha > 0)
        and not facts.is_over
    ]
    level = f"{100 * facts.pace.level:g}%"
    return table(
        "forecast",
        words("照至今速度的期末推算", "Where the pace so far leads"),
        (
            text_column(words("片区", "Zone"), 14),
            text_column(words("指标", "Measure"), 14),
            column(words.of_balance("target"), "ha"),
            column(words.of_balance("forecast"), "ha"),
            column(words(f"{level} 区间下限", f"{level} interval from"), "ha"),
            column(words(f"{level} 区间上限", f"{level} interval to"), "ha"),
            column(words("达标可能", "Chance of target"), "percent"),
            column(words("有新增的天数", "Days with land"), "count"),
        ),
        [
            (
                row.zone_name,
                words.measure(row.measure),
                row.target_ha,
                row.forecast_ha,
                row.low_ha,
                row.high_ha,
                None if row.chance_of_target is None else 100 * row.chance_of_target,
                row.event_days,
            )
            for row in rows
        ],
        note=words("单位：公顷。", "Hectares."),
    )


def forecast_sentences(facts: ReportFacts, zone: Zone, words: Words) -> list[str]:
    """Say where the pace of a zone leads, for storage and supply."""
    said = [
        forecast_sentence(row, facts.plan, facts.as_of, facts.pace.level, words)
        for row in facts.pace.rows
        if row.zone == zone.zone_id and row.measure in ("storage", "supply")
    ]
    return [sentence for sentence in said if sentence]

"""Chapters of a report on the plan: major projects with their investment, and indicators."""

from collections.abc import Iterator, Sequence

from layers.category_groups import GROUPS, group_of
from layers.report.contents.sentences import indicators_sentence, projects_sentence
from layers.report.contents.tabulate import column, for_body, table, text_column
from layers.report.document import Block, Chapter, Paragraph, PrintMap, Table, Value
from layers.report.report_facts import ReportFacts
from layers.report.words import Words
from projects.model import STAGES, Figure, IndicatorLine, InvestmentNode, Project

ALL_STAGES = (*STAGES, "")


def projects_chapter(facts: ReportFacts, words: Words) -> Chapter:
    """Tell the projects by category and stage, the investment of the plan, and where they are."""
    blocks: list[Block] = [Paragraph(text=projects_sentence(facts.projects, ALL_STAGES, words))]
    if facts.projects:
        blocks.append(category_table(facts.projects, words))
    if facts.zone is None and facts.investment:
        blocks.append(investment_table(facts, words))
    if any(_has_place(project) for project in facts.projects):
        blocks.append(
            PrintMap(
                map_id="map-projects",
                caption=words("重大项目分布", "Where the major projects are"),
                subject="projects",
                zone_id=facts.zone.zone_id if facts.zone is not None else None,
            )
        )
    return Chapter(
        chapter_id="projects", title=words("重大项目", "Major projects"), blocks=tuple(blocks)
    )


def _has_place(project: Project) -> bool:
    """Tell whether a map can show a project: by its own place, or at least in its zone."""
    return project.point is not None or project.outline is not None or project.zone_id is not None


def category_table(projects: Sequence[Project], words: Words) -> Table:
    """Return how many projects each category has in each stage, under the total."""
    categories = sorted(
        dict.fromkeys(project.category for project in projects),
        key=lambda category: GROUPS.index(group_of(category)),
    )
    rows = [
        (
            words.category_group(group_of(category)) if category else words.not_told,
            category or words.not_told,
            *_counts([project for project in projects if project.category == category]),
        )
        for category in categories
    ]
    return table(
        "projects-by-category",
        words("重大项目按类别和阶段", "Major projects by category and stage"),
        (
            text_column(words("大类", "Group"), 10),
            text_column(words("类别", "Category"), 18),
            *(column(words.stage(stage), "count", 7) for stage in ALL_STAGES),
            column(words("合计", "Total"), "count", 7),
            column(words("总投资（万元）", "Investment, ×10,000 CNY"), "money", 12),
            column(words("已完成投资（万元）", "Invested, ×10,000 CNY"), "money", 12),
        ),
        [(words("合计", "Total"), None, *_counts(projects)), *rows],
        has_total=True,
        note=words.joined(
            [
                words(
                    "投资只合计注明了的项目；一横为没有注明。"
                    "阶段以登记为准，没有登记的以规划所载为准。",
                    "Investment sums the projects that state it; a dash where none does. Stages "
                    "are those recorded, else those of the plan.",
                ),
                words.rounded,
            ]
        ),
    )


def _counts(projects: Sequence[Project]) -> tuple[Value, ...]:
    """Return the number in each stage and in all, and what is known of the investment."""
    stages = [sum(project.stage == stage for project in projects) for stage in ALL_STAGES]
    stages[-1] = len(projects) - sum(stages[:-1])
    return (
        *stages,
        len(projects),
        _sum_known([project.investment_10k_cny for project in projects]),
        _sum_known([project.invested_10k_cny for project in projects]),
    )


def _sum_known(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def investment_table(facts: ReportFacts, words: Words) -> Table:
    """Return the plan's own tree of investment, as printed, each node before its parts."""
    nodes = list(_in_order(facts.investment, None, 0))
    return table(
        "investment",
        words("规划所列重大项目投资", "Investment in major projects, as the plan prints it"),
        (
            text_column(words("类别", "Category"), 24),
            column(words("项目数", "Projects"), "count", 8),
            column(words("总投资（万元）", "Investment, ×10,000 CNY"), "money", 14),
            column(words("期内投资（万元）", "In the period, ×10,000 CNY"), "money", 14),
        ),
        [
            ("　" * depth + node.name, node.count, node.total_10k_cny, node.period_10k_cny)
            for node, depth in nodes
        ],
        sources={
            (place, 0): words.cited(node.source, facts.plan.documents)
            for place, (node, _) in enumerate(nodes)
        },
        strong=[place for place, (_, depth) in enumerate(nodes) if depth == 0],
        note=words(
            "照规划附表所印，为全规划口径；分项之和与合计不符之处见附录。",
            "As the plan prints it, for the whole plan; sums that differ are in the appendix.",
        ),
    )


def _in_order(
    nodes: Sequence[InvestmentNode], parent: str | None, depth: int
) -> Iterator[tuple[InvestmentNode, int]]:
    known = {node.node for node in nodes}
    for node in nodes:
        if node.parent == parent or (parent is None and node.parent not in known):
            yield node, depth
            yield from _in_order(nodes, node.node, depth + 1)


def indicators_chapter(facts: ReportFacts, words: Words) -> Chapter:
    """Tell the indicators that have a goal: where they began, stand and should be."""
    blocks: list[Block] = [
        Paragraph(text=indicators_sentence(facts.indicators, words, is_over=facts.is_over))
    ]
    with_goal = [line for line in facts.indicators if line.goal is not None]
    if with_goal:
        blocks.append(for_body(goals_table(facts, words)))
    return Chapter(chapter_id="indicators", title=words("指标", "Indicators"), blocks=tuple(blocks))


def goals_table(facts: ReportFacts, words: Words) -> Table:
    """Return the indicators with a goal; those that can be judged come first."""
    lines = [line for line in facts.indicators if line.goal is not None]
    lines.sort(key=lambda line: line.status is None)
    return indicator_table(
        "indicators",
        words("有期内目标的指标", "Indicators with a goal for the period"),
        lines,
        facts,
        words,
    )


def background_table(facts: ReportFacts, words: Words) -> Table:
    """Return the indicators without a goal for the period."""
    return indicator_table(
        "indicators-background",
        words("没有期内目标的指标", "Indicators without a goal for the period"),
        [line for line in facts.indicators if line.goal is None],
        facts,
        words,
    )


def indicator_table(
    table_id: str,
    caption: str,
    lines: Sequence[IndicatorLine],
    facts: ReportFacts,
    words: Words,
) -> Table:
    """Return base, latest figure and goal of indicators, each with its year and source."""
    figures_at = {4: "base", 6: "latest", 8: "goal"}
    return table(
        table_id,
        caption,
        (
            text_column(words("片区", "Zone"), 14),
            text_column(words("指标", "Indicator"), 20),
            text_column(words("单位", "Unit"), 8),
            text_column(words("属性", "Kind"), 8),
            column(words("基期", "Base"), "number", 8),
            column(words("年度", "Year"), "year", 6),
            column(words("最新", "Latest"), "number", 8),
            column(words("年度", "Year"), "year", 6),
            column(words("目标", "Goal"), "number", 8),
            column(words("年度", "Year"), "year", 6),
            column(words("进度", "Progress"), "percent", 8),
            text_column(words("状态", "Status"), 8),
        ),
        [
            (
                line.zone_name or line.scope,
                _named(line, words),
                line.unit,
                words.indicator_kind(line.kind),
                *_told(line.base),
                *_told(line.latest),
                *_told(line.goal),
                None if line.progress is None else 100 * line.progress,
                words.status(line.status, is_over=facts.is_over),
            )
            for line in lines
        ],
        sources={
            (place, at): words.noted(words.cited(figure.source, facts.plan.documents), figure.note)
            for place, line in enumerate(lines)
            for at, role in figures_at.items()
            if (figure := getattr(line, role)) is not None
        },
    )


def _named(line: IndicatorLine, words: Words) -> str:
    """Return an indicator's name with what it is a part of, its span and its scope."""
    extra = [line.parent_indicator, words.span(line.span), line.scope if line.zone_name else ""]
    told = words.listed([part for part in extra if part])
    return words.beside(line.indicator, told) if told else line.indicator


def _told(figure: Figure | None) -> tuple[Value, Value]:
    """Return a figure and its year; a range is text."""
    if figure is None or figure.value is None:
        return None, None
    if figure.value_to is not None:
        return f"{figure.value:g}–{figure.value_to:g}", figure.year
    return figure.value, figure.year

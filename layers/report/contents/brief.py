"""The brief report: what a director reads on two to four pages, from the same facts.

Sentences, one table, one map, three charts, and what wants a decision.
"""

from collections.abc import Iterator
from typing import Final

from gis.model import Zone
from layers.report.contents.chapters import (
    cover_of,
    progress_paragraphs,
    remarks_of,
    signatures_of,
    title_of,
)
from layers.report.contents.land_chapters import told_reserve
from layers.report.contents.progress_chapters import brief_balance_table, years_charts, zones_map
from layers.report.contents.sentences import conflicts_sentence, time_sentence
from layers.report.contents.supply_chapter import group_chart, told_supply
from layers.report.document import Block, Chapter, Chart, Paragraph, Report
from layers.report.report_facts import ReportFacts
from layers.report.words import Words, many

_MOST_ZONES: Final = 3
"""Zones that the sentences tell of."""
_MOST_TOLD: Final = 3
"""Of targets, indicators and projects each, that want a decision."""


def brief_of(facts: ReportFacts, *, language: str = "zh", signatures: bool = False) -> Report:
    """Return the brief report on a plan or on one of its zones.

    Parameters
    ----------
    signatures
        Whether it has lines for those who sign it.
    """
    words = Words(language)
    return Report(
        title=words(f"{title_of(facts, words)}（简报）", f"{title_of(facts, words)}, in brief"),
        zone_name=words.listed([zone.name for zone in facts.subjects]) or facts.plan.title,
        cover=cover_of(facts, words),
        remarks=remarks_of(facts, words),
        chapters=(
            _summary(facts, words),
            _progress(facts, words),
            _decisions(facts, words),
        ),
        made_on=facts.as_of,
        language=language,
        signatures=signatures_of(words) if signatures else (),
        is_brief=True,
    )


def _summary(facts: ReportFacts, words: Words) -> Chapter:
    """Tell in sentences how far the plan is, with the table that they are from."""
    told = progress_paragraphs(facts, words)
    blocks: list[Block] = [
        Paragraph(text=time_sentence(facts.plan, facts.as_of, words)),
        *[Paragraph(text=text, refs=("balance",)) for text in told[:_MOST_ZONES]],
        Paragraph(text=told_reserve(facts, words)),
    ]
    if supply := told_supply(facts, words):
        blocks.append(Paragraph(text=words.joined(supply), refs=("supply-by-group",)))
    compared = brief_balance_table(facts, words)
    if compared.rows:
        blocks.append(compared)
    return Chapter(chapter_id="summary", title=words("总体情况", "Summary"), blocks=tuple(blocks))


def _progress(facts: ReportFacts, words: Words) -> Chapter:
    """Show the zones, what each year added and what the supply consists of."""
    charts: tuple[Chart, ...] = years_charts(facts, _charted_zone(facts), words)
    supply = group_chart(facts, words)
    return Chapter(
        chapter_id="progress",
        title=words("进度", "Progress"),
        blocks=(zones_map(facts, words), *charts, *([supply] if supply is not None else [])),
    )


def _charted_zone(facts: ReportFacts) -> Zone:
    """Return the one zone that has the targets, or, of several, the one that they lie in."""
    headline = facts.headline_zones()
    return headline[0] if len(headline) == 1 else facts.subjects[0]


def _decisions(facts: ReportFacts, words: Words) -> Chapter:
    """Tell what wants a decision, the gravest first, and which."""
    told = [text for section in (_off_line, _in_land) for text in section(facts, words)]
    nothing = words("没有需要决策的事项。", "Nothing wants a decision.")
    return Chapter(
        chapter_id="decisions",
        title=words("需要决策的事项", "What wants a decision"),
        blocks=tuple(
            Paragraph(text=f"{place}. {text}") for place, text in enumerate(told, 1)
        ) or (Paragraph(text=nothing),),
    )  # fmt: skip


def _off_line(facts: ReportFacts, words: Words) -> Iterator[str]:
    """Yield targets, indicators and projects that are off their line, each with the choice."""
    choices = {
        "target": words(
            "请定补足措施，或按程序调整目标。", "Decide how to make up for it, or amend the target."
        ),
        "indicator": words("请定责任单位和措施。", "Decide who acts, and how."),
        "project": words("请定是否督办。", "Decide whether to press it."),
    }
    for kind, choice in choices.items():
        warnings = [warning for warning in facts.warnings if warning.kind == kind]
        if not warnings:
            continue
        told = [words(warning.zh, warning.en) for warning in warnings[:_MOST_TOLD]]
        said = words(f"{'；'.join(told)}。", f"{'; '.join(told)}.")
        if (more := len(warnings) - _MOST_TOLD) > 0:
            said = words.joined(
                [said, words(f"同类的另有 {more} 项，见报告全本。",
                             f"{more} more of the kind: see the whole report.")]
            )  # fmt: skip
        yield words.joined([said, choice])


def _in_land(facts: ReportFacts, words: Words) -> Iterator[str]:
    """Yield what is amiss in the reserve and in the ledger."""
    years = facts.limits.reserve_years
    old = [row for row in facts.reserve if row.years > years]
    if old:
        ha = words.ha_and_mu(sum(row.ha(facts.basis) for row in old))
        yield words(
            f"在库超过 {years:g} 年的土地 {len(old)} 笔，{ha}，最早的自"
            f"{words.day(old[0].stored_on)}起在库。请定供应安排。",
            f"Land in reserve for more than {years:g} years: {many(len(old), 'storage')}, {ha}, "
            f"the earliest since {old[0].stored_on}. Decide when it is supplied.",
        )
    if facts.conflicts:
        yield words.joined(
            [
                conflicts_sentence(facts.conflicts, words),
                words("请定由谁核实、更正。", "Decide who verifies and corrects them."),
            ]
        )
    if undocumented := sum(warning.kind == "event" for warning in facts.warnings):
        yield words(
            f"没有文号的台账 {undocumented} 笔。请定补录期限。",
            f"{many(undocumented, 'event')} without a document number. Decide by when they get it.",
        )

"""The contents of a report: title, cover and chapters, from the facts, in no file format."""

import re
from collections import Counter
from typing import Final

from gis.model import Zone
from layers.report.contents.appendix import appendix_chapter
from layers.report.contents.land_chapters import amiss_chapter, reserve_chapter, told_reserve
from layers.report.contents.plan_chapters import ALL_STAGES, indicators_chapter, projects_chapter
from layers.report.contents.progress_chapters import (
    balance_chapter,
    forecast_sentences,
    pace_chapter,
)
from layers.report.contents.sentences import (
    conflicts_sentence,
    indicators_sentence,
    progress_sentence,
    projects_sentence,
    time_sentence,
    warnings_sentence,
    without_target,
)
from layers.report.contents.supply_chapter import supply_chapter, told_supply
from layers.report.contents.tabulate import MOST_ROWS
from layers.report.document import Block, Chapter, Paragraph, Report
from layers.report.report_facts import ReportFacts
from layers.report.words import Words, many
from projects.model import FLOWS

_PERIOD: Final = re.compile(r"\s*[（(][^（）()]*[）)]\s*$")
"""What a plan's title ends in: its years in brackets."""

_SUBJECT: Final = "收储与供应"


def report_of(facts: ReportFacts, *, language: str = "zh", signatures: bool = False) -> Report:
    """Return the report on a plan or on one of its zones; the same facts give the same report.

    Parameters
    ----------
    signatures
        Whether it has lines for those who sign it.
    """
    words = Words(language)
    return Report(
        title=title_of(facts, words),
        zone_name=words.listed([zone.name for zone in facts.subjects]) or facts.plan.title,
        cover=cover_of(facts, words),
        remarks=remarks_of(facts, words),
        chapters=(
            summary_chapter(facts, words),
            balance_chapter(facts, words),
            pace_chapter(facts, words),
            reserve_chapter(facts, words),
            supply_chapter(facts, words),
            amiss_chapter(facts, words),
            projects_chapter(facts, words),
            indicators_chapter(facts, words),
            appendix_chapter(facts, words),
        ),
        made_on=facts.as_of,
        language=language,
        signatures=signatures_of(words) if signatures else (),
    )


def signatures_of(words: Words) -> tuple[str, ...]:
    """Return who signs a report."""
    return (
        words("编制", "Prepared by"),
        words("审核", "Checked by"),
        words("批准", "Approved by"),
        words("盖章", "Seal"),
    )


def title_of(facts: ReportFacts, words: Words) -> str:
    """Return the report's title from the plan's own, without its years and book-title marks.

    A zone is named in it, and what the report is about, unless the plan's title names it already.
    """
    plan = _PERIOD.sub("", facts.plan.title).strip().strip("《》")
    if plan and "规划" not in plan:
        plan = words(f"{plan}规划", plan)
    zone = facts.zone.name if facts.zone is not None and facts.zone.name not in plan else ""
    subject = "" if _SUBJECT in plan else f"土地{_SUBJECT}"
    return words(
        f"{plan}{zone}{subject}实施情况报告",
        ": ".join(part for part in (plan, zone, "report on land storage and supply") if part),
    )


def cover_of(facts: ReportFacts, words: Words) -> tuple[str, ...]:
    """Return plan, zone, date and what the data is."""
    plan, colon = facts.plan, words("：", ": ")
    zones = words.listed([zone.name for zone in facts.subjects])
    lines = [
        (words("规划", "Plan"), plan.title),
        (words("片区", "Zone"), zones),
        (
            words("规划期", "Period"),
            f"{words.day(plan.starts_on)}{words('至', ' to ')}{words.day(plan.ends_on)}",
        ),
        (words("截至", "As of"), words.day(facts.as_of)),
        (
            words("台账", "Ledger"),
            words("样例数据，非实际成果", "sample data, not actual results")
            if plan.sample
            else words("实际台账", "actual"),
        ),
        (words("片区边界", "Zone outlines"), _qualities(facts, words)),
    ]
    if facts.basis == "measured":
        lines.insert(4, (words("口径", "Areas"), words.basis(facts.basis)))
    if facts.known is not None:
        lines.insert(
            4,
            (
                words("台账登记截至", "Ledger as recorded by"),
                words.day(facts.known),
            ),
        )
    return tuple(f"{name}{colon}{told}" for name, told in lines if told)


def _qualities(facts: ReportFacts, words: Words) -> str:
    """Say how many of the report's zones have official, digitised or schematic outlines."""
    counts = Counter(zone.geometry_quality for zone in facts.zones if zone.zone_id in facts.inside)
    return words.listed(
        [
            words(f"{words.quality(quality)} {counts[quality]} 个",
                  f"{counts[quality]} × {words.quality(quality).lower()}")
            for quality in ("official", "digitised", "schematic")
            if counts[quality]
        ]
    )  # fmt: skip


def remarks_of(facts: ReportFacts, words: Words) -> tuple[str, ...]:
    """Return what nobody may overlook: sample data, outlines that are no official ones."""
    remarks = []
    if facts.plan.sample:
        remarks.append(
            words(
                "本报告的台账是样例数据，收储、供应和已储未供均非实际成果。",
                "The ledger is sample data: storage, supply and reserve are not actual results.",
            )
        )
    schematic = sum(
        zone.geometry_quality == "schematic" for zone in facts.zones if zone.zone_id in facts.inside
    )
    if schematic:
        remarks.append(
            words(
                f"{schematic} 个片区的边界按文字描述勾绘，为示意边界，不是正式成果。",
                f"Schematic outlines, drawn from words and not official: "
                f"{many(schematic, 'zone')}.",
            )
        )
    return tuple(remarks)


def summary_chapter(facts: ReportFacts, words: Words) -> Chapter:
    """Tell the whole in sentences, each from the figures of a chapter that follows."""
    blocks: list[Block] = [
        Paragraph(text=remark, emphasis=True) for remark in remarks_of(facts, words)
    ]
    blocks.append(Paragraph(text=_opening(facts, words)))
    blocks += [
        Paragraph(text=told, refs=("balance", "map-zones"))
        for told in progress_paragraphs(facts, words)
    ]
    blocks.append(Paragraph(text=told_reserve(facts, words), refs=("reserve", "map-parcels")))
    if supply := told_supply(facts, words):
        blocks.append(
            Paragraph(text=words.joined(supply), refs=("supply-by-group", "supply-by-method"))
        )
    blocks += [
        Paragraph(
            text=words.joined(
                [
                    conflicts_sentence(facts.conflicts, words),
                    warnings_sentence(facts.warnings, words),
                ]
            ),
            refs=("conflicts", "warnings"),
        ),
        Paragraph(
            text=words.joined(
                [
                    projects_sentence(facts.projects, ALL_STAGES, words),
                    indicators_sentence(facts.indicators, words, is_over=facts.is_over),
                ]
            ),
            refs=("projects-by-category", "indicators"),
        ),
    ]
    return Chapter(chapter_id="summary", title=words("总体情况", "Summary"), blocks=tuple(blocks))


def _opening(facts: ReportFacts, words: Words) -> str:
    plan = facts.plan
    period = words(
        f"{words.day(plan.starts_on)}至{words.day(plan.ends_on)}",
        f"{plan.starts_on} to {plan.ends_on}",
    )
    return words.joined(
        [
            words(
                f"本报告反映{plan.title}规划期（{period}）内土地收储与供应的实施情况，"
                f"数据截至{words.day(facts.as_of)}，面积除注明外为{words.basis(facts.basis)}。",
                f"This report tells of land storage and supply under {plan.title}, period "
                f"{period}, as of {facts.as_of}; areas are {facts.basis} unless marked otherwise.",
            ),
            time_sentence(plan, facts.as_of, words),
        ]
    )


def progress_paragraphs(facts: ReportFacts, words: Words) -> list[str]:
    """Say zone by zone how the measures stand against their targets, and where the pace leads.

    A subject whose targets are those of zones under it is told of first, without a target.
    """
    headline = facts.headline_zones()
    zones = [zone for zone in facts.subjects if zone not in headline] + list(headline)
    told = [
        words(f"{zone.name}：", f"{zone.name}: ") + words.joined(_sentences(facts, zone, words))
        for zone in zones[:MOST_ROWS]
    ]
    if (more := len(zones) - MOST_ROWS) > 0:
        told.append(
            words(
                f"其余 {more} 个片区见“规划目标与实际完成”。",
                f"{many(more, 'more zone')}: see the chapter on plan against actual.",
            )
        )
    return told


def _sentences(facts: ReportFacts, zone: Zone, words: Words) -> list[str]:
    """Say how one zone stands: what has no target together, then each target, then the pace."""
    rows = {row.measure: row for row in facts.balance.rows if row.zone == zone.zone_id}
    with_target = [rows[measure] for measure in FLOWS if rows[measure].target_ha is not None]
    aimless = [row for row in (rows["storage"], rows["supply"]) if row.target_ha is None]
    said = [without_target(aimless, words)] if aimless else []
    said += [progress_sentence(row, facts.plan, facts.as_of, words) for row in with_target]
    if with_target:
        said += forecast_sentences(facts, zone, words)
    return said

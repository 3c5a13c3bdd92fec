"""The appendix of a report: every row of the lists, sources of the targets, how it was computed."""

from collections.abc import Sequence

from layers.report.contents.land_chapters import conflicts_table, reserve_table, warnings_table
from layers.report.contents.land_lists import areas_table, events_table, parcels_table
from layers.report.contents.method_notes import method_notes
from layers.report.contents.plan_chapters import background_table, goals_table
from layers.report.contents.plan_lists import (
    documents_table,
    findings_table,
    projects_table,
    targets_table,
    zones_table,
)
from layers.report.contents.tabulate import for_appendix, is_long
from layers.report.document import Block, Chapter, Table
from layers.report.report_facts import ReportFacts
from layers.report.words import Words


def appendix_chapter(facts: ReportFacts, words: Words) -> Chapter:
    """Return the appendix; a list without rows is left out."""
    sections: Sequence[tuple[str, str, Sequence[Block]]] = (
        ("parcels", words("地块一览", "Parcels"), _filled(parcels_table(facts, words))),
        ("events", words("台账", "The ledger"), _filled(events_table(facts, words))),
        ("long-lists", words("正文清单全表", "Lists in full"), _long_lists(facts, words)),
        ("project-list", words("重大项目一览", "Projects"), _filled(projects_table(facts, words))),
        (
            "other-indicators",
            words("其他指标", "Other indicators"),
            _filled(background_table(facts, words)),
        ),
        (
            "targets",
            words("目标出处", "Sources of the targets"),
            _filled(targets_table(facts, words)),
        ),
        ("areas", words("申报与量算", "Declared and measured"), _filled(areas_table(facts, words))),
        (
            "findings",
            words("对不上之处", "What does not add up"),
            _filled(findings_table(facts, words)),
        ),
        ("zones", words("片区一览", "Zones"), _filled(zones_table(facts, words))),
        ("documents", words("依据文件", "Documents"), _filled(documents_table(facts, words))),
        ("method", words("口径与方法", "How it was computed"), method_notes(facts, words)),
    )
    return Chapter(
        chapter_id="appendix",
        title=words("附录", "Appendix"),
        chapters=tuple(
            Chapter(chapter_id=f"appendix-{name}", title=title, blocks=tuple(blocks))
            for name, title, blocks in sections
            if blocks
        ),
    )


def _filled(made: Table) -> list[Block]:
    return [made] if made.rows else []


def _long_lists(facts: ReportFacts, words: Words) -> list[Block]:
    """Return whole the lists that the body cuts short."""
    lists = (reserve_table, conflicts_table, warnings_table, goals_table)
    made = [list_table(facts, words) for list_table in lists]
    return [for_appendix(each, words) for each in made if is_long(each)]

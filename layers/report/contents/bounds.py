"""A report's lists kept within bounds: the first rows of the longest, and those lists apart.

Nobody reads 100 000 printed rows; a workbook beside the report has them.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from layers.report.contents.tabulate import first_rows
from layers.report.document import Block, Chapter, Cut, Report, Table
from layers.report.words import Words


def bounded(
    report: Report, *, longest: int, file: str, beside: str
) -> tuple[Report, Report | None]:
    """Return a report with the first rows of its longest lists, and these lists as a report.

    Parameters
    ----------
    longest
        Rows of a list that is still printed whole.
    file, beside
        Names of the report's file, and of that which the longer lists go into, if there are any.
    """
    long = {table.table_id: table for table in report.tables() if table.count > longest}
    if not long:
        return report, None
    shown = {table.cut.table_id for table in report.tables() if table.cut is not None}
    bounds = _Bounds(long=long, shown=shown, beside=beside)
    return replace(report, chapters=bounds.chapters(report.chapters)), _lists(report, long, file)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Bounds:
    """The lists that are too long, and those of which the body shows the first rows anyway."""

    long: Mapping[str, Table]
    shown: Collection[str]
    beside: str

    def chapters(self, chapters: tuple[Chapter, ...]) -> tuple[Chapter, ...]:
        """Return chapters within bounds; what holds nothing any more is left out."""
        kept = (
            replace(
                chapter,
                blocks=tuple(
                    self.block(block) for block in chapter.blocks if not self.is_told(block)
                ),
                chapters=self.chapters(chapter.chapters),
            )
            for chapter in chapters
        )
        return tuple(chapter for chapter in kept if chapter.blocks or chapter.chapters)

    def is_told(self, block: Block) -> bool:
        """Tell whether a block is a long list whose first rows stand in the body."""
        return (
            isinstance(block, Table)
            and block.table_id in self.long
            and block.table_id in self.shown
        )

    def block(self, block: Block) -> Block:
        """Return a block as it is, but of a long list the first rows."""
        if not isinstance(block, Table):
            return block
        if block.cut is not None and block.cut.table_id in self.long:
            return replace(block, cut=Cut(rows=block.cut.rows, file=self.beside))
        if block.table_id in self.long:
            return first_rows(block, Cut(rows=block.count, file=self.beside))
        return block


def _lists(report: Report, long: Mapping[str, Table], file: str) -> Report:
    words = Words(report.language)
    belongs = words(f"所属报告：{file}", f"Lists of the report: {file}")
    title = words("附表", "Lists in full")
    return replace(
        report,
        title=words(f"{report.title}{title}", f"{report.title}: {title.lower()}"),
        cover=(belongs, *report.cover),
        chapters=(Chapter(chapter_id="lists", title=title, blocks=tuple(long.values())),),
        signatures=(),
    )

"""The lists of a report as a workbook has them: each once, and whole."""

from dataclasses import dataclass, replace

from layers.report.document import Block, Chapter, Report, Table


def with_whole_lists(report: Report) -> Report:
    """Return a report whose body has its lists whole, where on paper their first rows stand.

    Nobody leafs through a worksheet, and a total is a formula over all the rows that it counts.
    """
    tables = {table.table_id: table for table in report.tables()}
    return replace(report, chapters=_Lists(tables).chapters(report.chapters))


@dataclass(frozen=True, slots=True)
class _Lists:
    """The report's tables by their ids."""

    tables: dict[str, Table]

    def chapters(self, chapters: tuple[Chapter, ...]) -> tuple[Chapter, ...]:
        """Return chapters with whole lists; what holds nothing any more is left out."""
        told = {table.cut.table_id for table in self.tables.values() if table.cut is not None}
        kept = (
            replace(
                chapter,
                blocks=tuple(
                    self.whole(block)
                    for block in chapter.blocks
                    if not (isinstance(block, Table) and block.table_id in told)
                ),
                chapters=self.chapters(chapter.chapters),
            )
            for chapter in chapters
        )
        return tuple(chapter for chapter in kept if chapter.blocks or chapter.chapters)

    def whole(self, block: Block) -> Block:
        """Return a block as it is, but a list that was cut short with all of its rows."""
        if not isinstance(block, Table) or block.cut is None:
            return block
        found = self.tables[block.cut.table_id]
        return replace(found, table_id=block.table_id, caption=block.caption)

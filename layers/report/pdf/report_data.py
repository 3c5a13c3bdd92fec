"""A report as data for Typst: texts, numbers, lists; `report.typ` decides how they look."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any, Final

from layers.report.cells import is_figure, shown
from layers.report.column_rooms import Room, column_rooms, column_shares, line_in
from layers.report.document import Block, Chapter, Chart, Paper, Paragraph, PrintMap, Report, Table
from layers.report.page_words import (
    Numbers,
    cut_words,
    name_and_unit,
    numbered,
    numbers_of,
    page_words,
    running_title,
)
from layers.report.plain_text import plain
from layers.report.title_lines import cover_title
from layers.report.typesetting import in_pieces


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """A size of paper: sizes of its type, half-width characters that a table's line holds."""

    body_pt: float
    table_pt: float
    smallest_pt: float
    upright: int
    sideways: int
    chart_mm: int


_SHEETS: Final[dict[Paper, Sheet]] = {
    "A4": Sheet(
        body_pt=10.5, table_pt=8.5, smallest_pt=7.5, upright=105, sideways=160, chart_mm=156
    ),
    "A3": Sheet(
        body_pt=12.0, table_pt=10.0, smallest_pt=8.5, upright=136, sideways=202, chart_mm=225
    ),
}
_LEVELS: Final = 6
"""Of headings that PDF tells apart."""
_LONG_CELL: Final = 300
"""Characters of a cell with which its row may run over the end of a page."""


@dataclass(frozen=True, kw_only=True)
class ReportData:
    """A report on its way to Typst.

    Parameters
    ----------
    sample
        Whether the figures are a sample, which every page then says.
    pictures
        The place of each chart's and map's picture, by its id.
    """

    report: Report
    paper: Paper
    sample: bool
    pictures: Mapping[str, int]

    def all(self) -> dict[str, Any]:
        """Return what `report.typ` reads."""
        report, words = self.report, self._words
        title = plain(report.title)
        return {
            "lang": "en" if report.language == "en" else "zh",
            "paper": self.paper.lower(),
            "body_pt": self._sheet.body_pt,
            "title": title,
            "title_lines": [in_pieces(line.strip()) for line in cover_title(report)],
            "description": plain(words["comma"].join(report.cover)),
            "running": running_title(title),
            "sample": words["sample"] if self.sample else "",
            "made_on": [report.made_on.year, report.made_on.month, report.made_on.day],
            "words": words,
            "zone_name": in_pieces(report.zone_name),
            "cover": [in_pieces(line) for line in report.cover],
            "remarks": [in_pieces(remark) for remark in report.remarks],
            "signatures": [in_pieces(name) for name in report.signatures],
            "brief": report.is_brief,
            "sections": list(self._sections()),
        }

    def _sections(self) -> Iterator[dict[str, Any]]:
        """Yield chapters that follow one another on pages that lie alike."""
        placed = enumerate(self.report.chapters, start=1)
        for sideways, some in groupby(placed, lambda one: self._needs_width(one[1])):
            blocks = [
                block
                for place, chapter in some
                for block in self._chapter(chapter, (place,), sideways=sideways)
            ]
            yield {"sideways": sideways, "blocks": blocks}

    def _needs_width(self, chapter: Chapter) -> bool:
        """Tell whether a table in a chapter is too wide for upright pages, in small type too.

        A brief report stays upright.
        """
        if self.report.is_brief:
            return False
        sheet = self._sheet
        line = int(sheet.upright * sheet.table_pt / sheet.smallest_pt)
        return any(
            sum(room.needs for room in self._rooms(block)) > line_in(line, block.columns)
            for block in _blocks_in(chapter)
            if isinstance(block, Table)
        )

    def _chapter(
        self, chapter: Chapter, places: tuple[int, ...], *, sideways: bool
    ) -> Iterator[dict[str, Any]]:
        """Yield a heading, what stands under it, and the chapters under it."""
        number = numbered(places, self.report.language)
        level = min(len(places), _LEVELS)
        yield {"kind": "heading", "level": level, "text": in_pieces(number + chapter.title)}
        for block in chapter.blocks:
            yield self._block(block, sideways=sideways)
        for place, below in enumerate(chapter.chapters, start=1):
            yield from self._chapter(below, (*places, place), sideways=sideways)

    def _block(self, block: Block, *, sideways: bool) -> dict[str, Any]:
        match block:
            case Paragraph():
                return {
                    "kind": "paragraph",
                    "text": in_pieces(block.text),
                    "emphasis": block.emphasis,
                    "refs": list(self._refs(block)),
                }
            case Table():
                return self._table(block, sideways=sideways)
            case Chart():
                figure = self._figure(block.chart_id, block.caption)
                figure["width_mm"] = self._sheet.chart_mm
                number = self._numbers.tables.get(block.table_id)
                if number is not None:
                    figure["data_in"] = {"table": number, "text": self._data_in(number)}
                    figure["alt"] += self._words["beside"].format(extra=self._data_in(number))
                return figure
            case PrintMap():
                return self._figure(block.map_id, block.caption)

    def _refs(self, paragraph: Paragraph) -> Iterator[dict[str, str]]:
        """Yield the tables and figures that a paragraph names, in order, and where they stand."""
        for name in paragraph.refs:
            for kind, numbers in (
                ("table", self._numbers.tables),
                ("figure", self._numbers.figures),
            ):
                if name in numbers:
                    label = self._words[kind].format(n=numbers[name])
                    yield {"text": label, "to": f"{kind}-{numbers[name]}"}

    def _figure(self, name: str, caption: str) -> dict[str, Any]:
        number = self._numbers.figures[name]
        return {
            "kind": "figure",
            "number": number,
            "label": self._words["figure"].format(n=number),
            "caption": in_pieces(caption),
            "picture": self.pictures[name],
            "alt": plain(caption),
            "width_mm": None,
            "data_in": None,
        }

    def _data_in(self, number: int) -> str:
        return self._words["data_in"].format(table=self._words["table"].format(n=number))

    def _table(self, table: Table, *, sideways: bool) -> dict[str, Any]:
        sheet, language = self._sheet, self.report.language
        line = sheet.sideways if sideways else sheet.upright
        rooms = self._rooms(table)
        wanted = sum(room.wants for room in rooms)
        shrunk = sheet.table_pt * line_in(line, rooms) / max(wanted, 1)
        size = min(sheet.table_pt, max(shrunk, sheet.smallest_pt))
        rows = [
            [
                in_pieces(shown(value, column.kind, language))
                for value, column in zip(row, table.columns, strict=True)
            ]
            for row in table.rows
        ]
        number = self._numbers.tables[table.table_id]
        return {
            "kind": "table",
            "number": number,
            "label": self._words["table"].format(n=number),
            "caption": in_pieces(table.caption),
            "size_pt": size,
            "shares": column_shares(rooms, int(line * sheet.table_pt / size)),
            "figures": [is_figure(column.kind) for column in table.columns],
            "head": [
                [in_pieces(part) for part in name_and_unit(column.title)]
                for column in table.columns
            ],
            "rows": rows,
            "strong": sorted(table.strong),
            "parted": any(len(cell) > _LONG_CELL for row in rows for cell in row),
            "note": in_pieces(self._words["note"].format(note=table.note)) if table.note else "",
            "cut": in_pieces(cut_words(table, self._numbers, language)),
            "whole": self._numbers.tables.get(table.cut.table_id) if table.cut else None,
        }

    def _rooms(self, table: Table) -> list[Room]:
        """Return the rooms of a table's columns, which are worked out once."""
        if table.table_id not in self._known_rooms:
            self._known_rooms[table.table_id] = column_rooms(table, self.report.language)
        return self._known_rooms[table.table_id]

    @cached_property
    def _known_rooms(self) -> dict[str, list[Room]]:
        return {}

    @property
    def _sheet(self) -> Sheet:
        return _SHEETS[self.paper]

    @cached_property
    def _words(self) -> dict[str, str]:
        return page_words(self.report.language)

    @cached_property
    def _numbers(self) -> Numbers:
        return numbers_of(self.report)


def _blocks_in(chapter: Chapter) -> Iterator[Block]:
    """Yield the blocks of a chapter and of those under it."""
    yield from chapter.blocks
    for below in chapter.chapters:
        yield from _blocks_in(below)

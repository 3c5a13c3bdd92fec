"""What the sheets of an atlas share: the paper, and a sheet as it is handed on to be set."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from layers.report.cells import is_figure, shown
from layers.report.document import Column, Paper, Value
from layers.report.drawing.fonts import Fonts
from layers.report.drawing.sheet import Sheet
from layers.report.page_words import running_title
from layers.report.plain_text import plain
from layers.report.report_facts import ReportFacts
from layers.report.typesetting import in_pieces
from layers.report.words import Words

PAGE_MM: Final[dict[Paper, tuple[float, float]]] = {"A4": (210.0, 297.0), "A3": (297.0, 420.0)}
MARGIN_MM: Final = 15.0
"""Beside the text; `atlas.typ` has the same."""
_TYPE_SIZES: Final[dict[Paper, float]] = {"A4": 1.0, "A3": 1.3}


@dataclass(frozen=True, kw_only=True, slots=True)
class SheetTable:
    """A table of a sheet; without rows `nothing` stands instead of it."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    nothing: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class AtlasSheet:
    """One zone or parcel of an atlas: a page, or more where its tables need them.

    Parameters
    ----------
    kind
        What the sheet is, at its head; `continued` on its further pages.
    title
        Its bookmark.
    subject
        What stands under `kind`.
    fields
        Names and values, `across` of them on a line.
    picture, alt
        Its map as SVG, and what that shows in words.
    points
        Its last table, set in three columns; None: it has none.
    """

    kind: str
    continued: str
    title: str
    subject: str
    fields: Sequence[tuple[str, str]]
    across: int
    picture: str
    alt: str
    tables: Sequence[SheetTable]
    points: SheetTable | None = None

    def data(self, language: str) -> dict[str, Any]:
        """Return what `atlas.typ` reads of it, but for its picture."""
        return {
            "kind": self.kind,
            "continued": self.continued,
            "title": plain(self.title),
            "subject": in_pieces(self.subject),
            "running": running_title(self.subject),
            "fields": [[name, in_pieces(value)] for name, value in self.fields],
            "across": self.across,
            "alt": plain(self.alt),
            "tables": [_table_data(table, language) for table in self.tables],
            "points": None if self.points is None else _table_data(self.points, language),
        }


@dataclass(frozen=True, kw_only=True)
class Atlas:
    """What every sheet of one atlas is made with."""

    facts: ReportFacts
    language: str
    paper: Paper
    fonts: Fonts

    @property
    def words(self) -> Words:
        """The atlas's words."""
        return Words(self.language)

    @property
    def size(self) -> float:
        """Of type and lines: 1 on A4."""
        return _TYPE_SIZES[self.paper]

    @property
    def width_mm(self) -> float:
        """Of the text."""
        return PAGE_MM[self.paper][0] - 2 * MARGIN_MM

    def new_picture(self, height_mm: float) -> Sheet:
        """Return a picture to draw a map on, as wide as the text."""
        return Sheet(self.width_mm, height_mm, fonts=self.fonts)


def _table_data(table: SheetTable, language: str) -> dict[str, Any]:
    return {
        "title": table.title,
        "nothing": table.nothing,
        "widths": [column.width for column in table.columns],
        "figures": [is_figure(column.kind) for column in table.columns],
        "head": [column.title for column in table.columns],
        "rows": [
            [
                in_pieces(shown(value, column.kind, language))
                for value, column in zip(row, table.columns, strict=True)
            ]
            for row in table.rows
        ],
    }

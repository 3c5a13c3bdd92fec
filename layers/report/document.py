"""A report as a document: chapters of paragraphs, tables and pictures, in no file format.

`layers.report.contents.chapters` builds it once from the facts; the writers of PDF, Word, Excel and
HTML only set it. A figure is a value here, never a text, so that it is the same in every format.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from layers.report.text_width import text_width

Value = str | int | float | date | None
"""What a cell holds; None is shown as a dash."""

Kind = Literal[
    "text",
    "ha",
    "mu",
    "m2",
    "percent",
    "count",
    "money",
    "number",
    "day",
    "year",
    "years",
    "degrees",
    "metres",
]
"""How a column's values are shown: hectares and 亩 2 decimals, percent and years 1, 万元 0, …

A column of 亩 stands right of its hectares and is 15 times what is shown there.
"""

Paper = Literal["A4", "A3"]

AtlasBy = Literal["zones", "parcels"]
"""What an atlas has a page or sheets for."""

Shape = Literal["bar", "line", "target"]
"""How a series of a chart is drawn; a target is what should be, not what is."""

_MOST_UPRIGHT: Final = 10
_MOST_CHARACTERS: Final = 80
"""Labels, and their half-width characters, that stand side by side under upright bars."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column of a table: its heading, how its values are shown, its width in characters."""

    title: str
    kind: Kind = "text"
    width: int = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Cut:
    """Of what a table has only the first rows: how many it has whole, and where.

    That is a table of the report (`table_id`) or a workbook beside it (`file`, its name).
    """

    rows: int
    table_id: str = ""
    file: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Rows of values under typed columns.

    Parameters
    ----------
    rows
        In order, a total first; long lists make each row when it is asked for.
    sources
        By (row, column), where a value comes from.
    strong
        Rows set in bold.
    has_total
        Whether the first row is the total of the others.
    cut
        What was left out. None: nothing.
    """

    table_id: str
    caption: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Value, ...]]
    sources: dict[tuple[int, int], str]
    strong: frozenset[int] = frozenset()
    has_total: bool = False
    note: str = ""
    cut: Cut | None = None

    @property
    def count(self) -> int:
        """How many rows it lists: its total is none."""
        return len(self.rows) - self.has_total


@dataclass(frozen=True, kw_only=True, slots=True)
class Paragraph:
    """A paragraph; `emphasis`: a remark that nobody overlooks (sample data, schematic).

    `refs` are the ids of the tables and figures that show what it says.
    """

    text: str
    emphasis: bool = False
    refs: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Series:
    """One line or set of bars of a chart: a value for each of the chart's `labels`."""

    name: str
    values: tuple[float | None, ...]
    shape: Shape = "bar"


@dataclass(frozen=True, kw_only=True, slots=True)
class Chart:
    """A chart; its figures are those of the table `table_id`, if the report has it."""

    chart_id: str
    caption: str
    table_id: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str

    @property
    def lies(self) -> bool:
        """Whether bars lie: only bars, and labels too many or too long to stand side by side."""
        only_bars = all(series.shape == "bar" for series in self.series)
        longest = max(map(text_width, self.labels), default=0)
        too_long = longest * len(self.labels) > _MOST_CHARACTERS
        return only_bars and (len(self.labels) > _MOST_UPRIGHT or too_long)


@dataclass(frozen=True, kw_only=True, slots=True)
class PrintMap:
    """A map for print: what it shows (`subject`) and which zone it frames (None: the plan)."""

    map_id: str
    caption: str
    subject: Literal["zones", "parcels", "projects"]
    zone_id: str | None = None


Block = Paragraph | Table | Chart | PrintMap


@dataclass(frozen=True, kw_only=True, slots=True)
class Chapter:
    """A chapter with its blocks and chapters under it."""

    chapter_id: str
    title: str
    blocks: tuple[Block, ...] = ()
    chapters: tuple["Chapter", ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """A whole report: the cover's lines, then the chapters.

    Parameters
    ----------
    made_on
        The day its facts hold: the writers date their files by it, so that the same facts always
        give the same bytes.
    signatures
        Who signs, each with a line of its own: below the cover, or at the end of a brief report.
    is_brief
        A few pages: no cover, no contents, no interactive map.
    """

    title: str
    zone_name: str
    cover: tuple[str, ...]
    remarks: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    made_on: date
    language: str
    signatures: tuple[str, ...] = ()
    is_brief: bool = False

    def walk(self) -> Iterator[tuple[int, Chapter]]:
        """Yield every chapter with its level, 1 for the outermost."""
        yield from _walk(self.chapters, 1)

    def tables(self) -> Iterator[Table]:
        """Yield every table in order."""
        for _, chapter in self.walk():
            yield from (block for block in chapter.blocks if isinstance(block, Table))


def _walk(chapters: Sequence[Chapter], level: int) -> Iterator[tuple[int, Chapter]]:
    for chapter in chapters:
        yield level, chapter
        yield from _walk(chapter.chapters, level + 1)

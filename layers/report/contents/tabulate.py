"""Tables of a report: made of settled figures, cut short in the body where they are long."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, overload

from layers.report.document import Column, Cut, Kind, Table, Value
from layers.report.words import Words, settled
from projects.package import column as catalogue

_KINDS: Final[Mapping[catalogue.Unit, Kind]] = {"ha": "ha", "m2": "m2", "10k_cny": "money"}

MOST_ROWS: Final = 30
"""A list in the body of a report has at most this many rows; the appendix has more."""


Row = tuple[Value, ...]


class Rows(Sequence[Row]):
    """A list's rows, each made when it is asked for: of 100 000 records, none is kept.

    Parameters
    ----------
    records
        What the rows are made of, in their order.
    row_of
        Makes a row of a record.
    """

    def __init__(self, records: Sequence[Any], row_of: Callable[[Any], Sequence[Value]]) -> None:
        self.records, self.row_of = records, row_of

    def __len__(self) -> int:
        return len(self.records)

    def __iter__(self) -> Iterator[Row]:
        return map(settled_row, map(self.row_of, self.records))

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> "Rows": ...
    def __getitem__(self, place: int | slice) -> "Row | Rows":
        if isinstance(place, slice):
            return Rows(self.records[place], self.row_of)
        return settled_row(self.row_of(self.records[place]))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))


def settled_row(row: Iterable[Value]) -> Row:
    """Return a row whose figures are settled."""
    return tuple(settled(value) if type(value) is float else value for value in row)


def table(
    table_id: str,
    caption: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Value]],
    *,
    sources: Mapping[tuple[int, int], str] | None = None,
    strong: Iterable[int] = (),
    has_total: bool = False,
    note: str = "",
) -> Table:
    """Return a table whose figures are settled; a total, its first row, is bold."""
    return Table(
        table_id=table_id,
        caption=caption,
        columns=tuple(columns),
        rows=rows if isinstance(rows, Rows) else tuple(settled_row(row) for row in rows),
        sources={place: source for place, source in (sources or {}).items() if source},
        strong=frozenset([*strong, *[0] * has_total]),
        has_total=has_total,
        note=note,
    )


def figures_of(made: Table, place: int) -> tuple[float | None, ...]:
    """Return a column of a table as the figures of a chart."""
    values = (row[place] for row in made.rows)
    return tuple(value if isinstance(value, int | float) else None for value in values)


def text_column(title: str, width: int = 12) -> Column:
    """Return a column of text; `width` in characters."""
    return Column(title=title, width=width)


def column(title: str, kind: Kind, width: int = 10) -> Column:
    """Return a column of figures or days."""
    return Column(title=title, kind=kind, width=width)


def listed(
    told: catalogue.Column, words: Words, width: int = 10, *, kind: Kind | None = None
) -> Column:
    """Return a column of the catalogue under its heading there; `kind` None: by its unit."""
    shown_as = kind or _KINDS.get(told.unit) or ("day" if told.kind == "day" else "text")
    return Column(title=told.heading(words.language), kind=shown_as, width=width)


def without(made: Table, titles: Collection[str]) -> Table:
    """Return a table without some of its columns."""
    kept = [place for place, told in enumerate(made.columns) if told.title not in titles]
    return replace(
        made,
        columns=tuple(made.columns[place] for place in kept),
        rows=Rows(made.rows, lambda row: [row[place] for place in kept]),
    )


def is_long(whole: Table) -> bool:
    """Tell whether a list is cut short in the body."""
    return whole.count > MOST_ROWS


def for_body(whole: Table) -> Table:
    """Return a list as the body shows it: its total and first rows; the appendix has a long one."""
    if not is_long(whole):
        return whole
    return first_rows(whole, Cut(rows=whole.count, table_id=f"{whole.table_id}-all"))


def for_appendix(whole: Table, words: Words) -> Table:
    """Return a list that was cut short in the body, whole, under an id of its own."""
    caption = words(f"{whole.caption}（全表）", f"{whole.caption} (all)")
    return replace(whole, table_id=f"{whole.table_id}-all", caption=caption)


def first_rows(whole: Table, cut: Cut) -> Table:
    """Return a table's total and its first rows."""
    kept = MOST_ROWS + whole.has_total
    return replace(
        whole,
        rows=whole.rows[:kept],
        sources={place: told for place, told in whole.sources.items() if place[0] < kept},
        strong=frozenset(row for row in whole.strong if row < kept),
        cut=cut,
    )

"""Tables of a report: made of settled figures, cut short in the body where they are long."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from layers.report.document import Column, Kind, Table, Value
from layers.report.words import Words, settled
from projects.package import column as catalogue

_KINDS: Final[Mapping[catalogue.Unit, Kind]] = {"ha": "ha", "m2": "m2", "10k_cny": "money"}

MOST_ROWS: Final = 30
"""A list in the body of a report has at most this many rows; the appendix has them all."""


def table(
    table_id: str,
    caption: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Value]],
    *,
    sources: Mapping[tuple[int, int], str] | None = None,
    strong: Iterable[int] = (),
    note: str = "",
) -> Table:
    """Return a table whose figures are settled."""
    return Table(
        table_id=table_id,
        caption=caption,
        columns=tuple(columns),
        rows=tuple(tuple(_settled(value) for value in row) for row in rows),
        sources={place: source for place, source in (sources or {}).items() if source},
        strong=frozenset(strong),
        note=note,
    )


def _settled(value: Value) -> Value:
    return settled(value) if isinstance(value, float) else value


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


def without_empty(made: Table, *titles: str) -> Table:
    """Return a table without those of some columns that have nothing in any row."""
    kept = [
        place
        for place, told in enumerate(made.columns)
        if told.title not in titles or any(row[place] not in (None, "") for row in made.rows)
    ]
    return replace(
        made,
        columns=tuple(made.columns[place] for place in kept),
        rows=tuple(tuple(row[place] for place in kept) for row in made.rows),
    )


def is_long(whole: Table) -> bool:
    """Tell whether a list is cut short in the body."""
    return len(whole.rows) > MOST_ROWS


def for_body(whole: Table, words: Words) -> Table:
    """Return a list as the body shows it: the first rows of a long one, and where the rest is."""
    if not is_long(whole):
        return whole
    note = words(
        f"共 {len(whole.rows)} 行，此处列前 {MOST_ROWS} 行，全表见附录。",
        f"The first {MOST_ROWS} of {len(whole.rows)} rows; the appendix has them all.",
    )
    return replace(
        whole,
        rows=whole.rows[:MOST_ROWS],
        sources={place: told for place, told in whole.sources.items() if place[0] < MOST_ROWS},
        strong=frozenset(row for row in whole.strong if row < MOST_ROWS),
        note=f"{note}{words('', ' ')}{whole.note}".strip(),
    )


def for_appendix(whole: Table, words: Words) -> Table:
    """Return a list that was cut short in the body, whole, under an id of its own."""
    caption = words(f"{whole.caption}（全表）", f"{whole.caption} (all)")
    return replace(whole, table_id=f"{whole.table_id}-all", caption=caption)

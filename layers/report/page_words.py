"""What a report's writers add to it: the words on its pages, the numbers of tables and figures."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from layers.report.document import Chart, PrintMap, Report, Table
from layers.report.heading_numbers import DEPTH, number_text
from layers.report.plain_text import plain
from layers.report.text_width import text_width

_WORDS: Final[dict[str, tuple[str, str]]] = {
    "contents": ("目录", "Contents"),
    "table": ("表 {n}", "Table {n}"),
    "figure": ("图 {n}", "Figure {n}"),
    "data_in": ("数据见{table}", "Data in {table}"),
    "see": ("（见{refs}）", " (see {refs})"),
    "list_comma": ("、", ", "),
    "cut": (
        "共 {rows} 行，此处列出前 {shown} 行，全部见{where}。",
        "{rows} rows, the first {shown} of them here; all are in {where}.",
    ),
    "file": ("附件《{file}》", "the file {file}"),
    "beside": ("（{extra}）", " ({extra})"),
    "note": ("注：{note}", "Note: {note}"),
    "source": ("出处：{source}", "Source: {source}"),
    "sample": ("样例数据，非实际成果", "Sample data, not actual results"),
    "page_before": ("第 ", "Page "),
    "page_between": (" 页 共 ", " of "),
    "page_after": (" 页", ""),
    "interactive_map": ("交互地图", "Interactive map"),
    "needs_script": ("交互地图需要启用 JavaScript。", "The interactive map needs JavaScript."),
    "skip": ("跳到正文", "Skip to the report"),
    "nothing": ("无", "None"),
    "colon": ("：", ": "),
    "comma": ("，", ", "),
}

_UNIT: Final = re.compile(r"（[^（）]{1,6}）$| \([^()]{1,12}\)$")

_RUNNING_LINE: Final = 78
"""Half-width characters of a title at the head of a page."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Numbers:
    """The numbers of tables and figures, by id, in the order in which they appear."""

    tables: Mapping[str, int]
    figures: Mapping[str, int]


def page_words(language: str) -> dict[str, str]:
    """Return the words of a report's pages, by what they are for."""
    column = 1 if language == "en" else 0
    return {key: pair[column] for key, pair in _WORDS.items()}


def numbers_of(report: Report) -> Numbers:
    """Return the numbers of tables and figures, in the order in which they appear."""
    tables: dict[str, int] = {}
    figures: dict[str, int] = {}
    for _, chapter in report.walk():
        for block in chapter.blocks:
            match block:
                case Table(table_id=name):
                    tables.setdefault(name, len(tables) + 1)
                case Chart(chart_id=name) | PrintMap(map_id=name):
                    figures.setdefault(name, len(figures) + 1)
    return Numbers(tables=tables, figures=figures)


def named(
    names: Sequence[str], numbers: Numbers, words: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Return where tables and figures stand (`table-3`) and what they are called, by their ids.

    What the report does not have is left out.
    """
    return [
        (f"{kind}-{known[name]}", words[kind].format(n=known[name]))
        for name in names
        for kind, known in (("table", numbers.tables), ("figure", numbers.figures))
        if name in known
    ]


def cut_words(table: Table, numbers: Numbers, language: str) -> str:
    """Return what is said of a table that has only its first rows; empty where it is whole."""
    words, cut = page_words(language), table.cut
    if cut is None:
        return ""
    number = numbers.tables.get(cut.table_id)
    file = words["file"].format(file=plain(cut.file))
    where = file if number is None else words["table"].format(n=number)
    return words["cut"].format(rows=cut.rows, shown=table.count, where=where)


def running_title(title: str) -> str:
    """Return a title cut to the line at the head of a page (of A4, upright)."""
    line = plain(title)
    widths = accumulate(map(text_width, line))
    kept = sum(width <= _RUNNING_LINE for width in widths)
    return line if kept == len(line) else f"{line[:kept]}…"


def name_and_unit(title: str) -> tuple[str, str]:
    """Part a heading before the unit that it ends in, which stays on one line."""
    found = _UNIT.search(title)
    return (title[: found.start()], found.group()) if found else (title, "")


def numbered(places: Sequence[int], language: str) -> str:
    """Return a heading's number, as in the Word report: 一、（一）1. and none further in."""
    return number_text(places, language) if len(places) <= DEPTH else ""

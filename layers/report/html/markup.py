"""A report as semantic HTML: the one rendering that the PDF and the one-file page share.

Every text passes `plain` and Jinja's escaping on its way out, so nothing from data is markup.
Pictures come as data addresses: each keeps its own names inside, and none can reach the page.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from layers.report.cells import is_figure, shown
from layers.report.column_rooms import column_rooms, column_shares, line_in, shared_widths
from layers.report.document import Chapter, Chart, Paragraph, Report, Table
from layers.report.page_words import (
    cut_words,
    name_and_unit,
    named,
    numbered,
    numbers_of,
    page_words,
    running_title,
)
from layers.report.plain_text import plain
from layers.report.title_lines import cover_title


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """A size of paper, and how many half-width characters a table's line holds on it."""

    name: str
    upright: int
    sideways: int


SHEETS: Final = {
    "A4": Sheet(name="A4", upright=105, sideways=160),
    "A3": Sheet(name="A3", upright=136, sideways=202),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """Where a picture is found, and its size in pixels of CSS (96 to the inch)."""

    address: str
    size_px: tuple[int, int]


def report_html(
    report: Report,
    *,
    pictures: Mapping[str, Picture],
    styles: str,
    sheet: Sheet,
    sample: bool,
    created: str,
    map_page: str | None = None,
    script: str = "",
    policy: str = "",
) -> str:
    """Return the whole page of a report.

    Parameters
    ----------
    pictures
        The picture of each chart and map, by its id.
    styles
        Style sheets, in the order in which they apply.
    sheet
        The paper of a printed page; chapters with wide tables lie on their side.
    sample
        Whether the figures are a sample, which every page then says.
    created
        When the report was made, as ISO 8601.
    map_page
        The page of the interactive map; None: a document for paper only, or a brief one.
    script, policy
        The page's own script, and which scripts its browser runs (on the screen only).
    """
    return (
        _environment()
        .get_template("report.html")
        .render(
            report=report,
            t=page_words(report.language),
            lang="en" if report.language == "en" else "zh-CN",
            numbers=numbers_of(report),
            pictures=pictures,
            styles=styles,
            sheet=sheet,
            sample=sample,
            created=created,
            on_screen=map_page is not None or report.is_brief,
            map_page=map_page,
            script=script,
            policy=policy,
        )
    )


def beside(name: str) -> str:
    """Return a style sheet or script beside this module."""
    return (files("layers.report.html") / name).read_text("utf-8")


def lies_on_its_side(chapter: Chapter, language: str, sheet: Sheet) -> bool:
    """Tell whether a chapter needs pages wider than high, for the figures of its own tables.

    A chapter that opens with another chapter shares that one's page.
    """
    if not chapter.blocks and chapter.chapters:
        return lies_on_its_side(chapter.chapters[0], language, sheet)
    tables = [block for block in chapter.blocks if isinstance(block, Table)]
    return any(_is_cramped(table, language, sheet.upright) for table in tables)


def _is_cramped(table: Table, language: str, line: int) -> bool:
    """Tell whether a figure would break, or some text has less than half the line it wants."""
    rooms, line = column_rooms(table, language), line_in(line, table.columns)
    if sum(room.needs for room in rooms) > line:
        return True
    widths = shared_widths(rooms, line)
    return any(2 * width < room.wants for width, room in zip(widths, rooms, strict=True))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("layers.report", "html"),
        autoescape=True,
        finalize=_plain_unless_markup,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "shown": shown,
        "column_rooms": column_rooms,
        "column_shares": column_shares,
        "lies_on_its_side": lies_on_its_side,
        "running_title": running_title,
        "cover_title": cover_title,
        "name_and_unit": name_and_unit,
        "named": named,
        "cut_words": cut_words,
        "number": numbered,
        "css_text": css_text,
        "single_quoted": _single_quoted,
    }
    environment.tests |= {
        "paragraph": lambda block: isinstance(block, Paragraph),
        "table": lambda block: isinstance(block, Table),
        "chart": lambda block: isinstance(block, Chart),
        "figure": is_figure,
    }
    return environment


def _plain_unless_markup(value: Any) -> Any:
    return plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def css_text(text: str) -> str:
    """Return a string for a style sheet in which no character can mean anything."""
    return '"' + "".join(f"\\{ord(character):06x}" for character in plain(text)) + '"'


def _single_quoted(html: str) -> str:
    """Return a page as the value of an attribute; JSON keeps its double quotes as they are."""
    return html.replace("&", "&amp;").replace("'", "&#39;")

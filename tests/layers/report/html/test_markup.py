"""The common markup: every text as text, numbers that agree, tables that fit their page."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.report.cells import shown
from layers.report.column_rooms import column_rooms, column_shares
from layers.report.document import Chapter, Column, Paragraph, PrintMap, Report, Table
from layers.report.html.markup import SHEETS, Picture, lies_on_its_side, report_html
from layers.report.plain_text import plain
from tests.layers.report.small_report import (
    BALANCE,
    EMPTY,
    EVENTS,
    HOSTILE_NAMES,
    WIDE,
    small_report,
)

PICTURE = Picture(address="data:image/svg+xml,", size_px=(590, 300))
VOID = {"meta", "img", "col", "br", "link"}


class Parsed(HTMLParser):
    """The elements of a page, and the text of each that has one."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self._open: list[tuple[str, list[str]]] = []
        self.feed(html)
        self.close()
        assert self._open == [], "an element is left open"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append((tag, []))

    def handle_data(self, data: str) -> None:
        if self._open:
            self._open[-1][1].append(data)

    def handle_endtag(self, tag: str) -> None:
        name, parts = self._open.pop()
        assert name == tag
        self.texts.append((tag, "".join(parts).strip()))
        if self._open and tag in ("bdi", "span"):
            self._open[-1][1].extend(parts)

    def of(self, *tags: str) -> list[str]:
        return [text for tag, text in self.texts if tag in tags]

    def values(self, attribute: str) -> list[str]:
        return [a[attribute] or "" for _, a in self.elements if attribute in a]


def markup(report: Report, **options: object) -> str:
    pictures = {
        getattr(block, "chart_id", "") or getattr(block, "map_id", ""): PICTURE
        for _, chapter in report.walk()
        for block in chapter.blocks
    }
    told = {"sample": True, "sheet": SHEETS["A4"], "styles": "", "created": "2025-12-31"}
    return report_html(report, pictures=pictures, **(told | options))  # type: ignore[arg-type]


def of_text(text: str) -> Report:
    """Give a report in which a text stands wherever text from data can stand."""
    table = Table(
        table_id="t", caption=text, columns=(Column(title=text), Column(title="b", kind="ha")),
        rows=((text, 1.0), ("x", text)), sources={(0, 1): text}, note=text,
    )  # fmt: skip
    blocks = (Paragraph(text=text), table, PrintMap(map_id="m", caption=text, subject="zones"))
    return replace(
        small_report(charts=False),
        title=text, zone_name=text, cover=(text,), remarks=(text,),
        chapters=(Chapter(chapter_id="c", title=text, blocks=blocks),),
    )  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE_NAMES)
@pytest.mark.parametrize("map_page", [None, '<p title="\'&amp;">map</p>'])
def test_no_text_is_markup(name: str, map_page: str | None) -> None:
    harmless = Parsed(markup(of_text("x"), map_page=map_page))
    hostile = Parsed(markup(of_text(name), map_page=map_page))
    assert _tags(hostile) == _tags(harmless)
    for tag in ("h1", "h2", "p", "td", "th", "bdi", "title"):
        assert any(plain(name).strip() in text for text in hostile.of(tag)), tag
    if map_page:
        assert hostile.values("data-page") == [map_page]
        assert any(plain(name) in title for title in hostile.values("title"))


def _tags(page: Parsed) -> list[str]:
    """Return the elements but for the lines of the title: a long one has more."""
    return [tag for tag, told in page.elements if tag != "span" or told]


@given(st.text())
def test_any_text_reads_back(text: str) -> None:
    page = Parsed(markup(of_text(text)))
    assert page.of("h1") == [plain(text).strip()]
    assert page.of("caption") == [f"表 1 {plain(text)}".strip()]
    assert [tag for tag, _ in page.elements].count("table") == 1


@given(st.text())
def test_no_character_of_a_title_means_anything_in_a_style_sheet(text: str) -> None:
    html = markup(replace(small_report(charts=False), title=text))
    style = html[html.index("<style>") + 7 : html.index("</style>")]
    found = re.search(r'@top-left { content: "((?:\\[0-9a-f]{6})*)"; }', style)
    assert found
    told = "".join(chr(int(code, 16)) for code in re.findall(r"[0-9a-f]{6}", found[1]))
    assert plain(text).startswith(told.removesuffix("…"))


@pytest.mark.parametrize(("title", "told"), [("题" * 39, "题" * 39), ("题" * 40, "题" * 39 + "…")])
def test_a_long_title_is_cut_at_the_head_of_a_page(title: str, told: str) -> None:
    escaped = "".join(f"\\{ord(character):06x}" for character in told)
    assert f'content: "{escaped}"' in markup(replace(small_report(charts=False), title=title))


def test_every_value_is_shown_by_the_one_rule() -> None:
    report = small_report(charts=False)
    cells = Parsed(markup(report)).of("td", "th")
    told = []
    for table in report.tables():
        told += [plain(column.title) for column in table.columns]
        told += [
            shown(value, column.kind).strip()
            for row in table.rows
            for value, column in zip(row, table.columns, strict=True)
        ]
        told += [] if table.rows else ["无"]
    assert cells == told


def test_tables_and_figures_are_numbered_and_links_lead_somewhere() -> None:
    page = Parsed(markup(small_report(), map_page=""))
    numbers = [text for text in page.of("span") if text[0] in "表图"]
    assert numbers == ["表 1", "图 1", "表 2", "图 2", "表 3", "表 4", "表 5"]
    assert [text for text in page.of("a") if "数据" in text] == ["数据见表 1", "数据见表 2"]
    ids = page.values("id")
    assert len(set(ids)) == len(ids)
    assert {link.removeprefix("#") for link in page.values("href")} <= set(ids)


def test_sources_are_told_beside_their_values_on_the_screen() -> None:
    page = Parsed(markup(small_report(charts=False), map_page=""))
    told = {
        attributes["title"]
        for tag, attributes in page.elements
        if tag == "td" and "title" in attributes
    }
    assert "出处：天河区土地储备“十四五”规划 表3 第261行" in told


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh", ("目录", "表 1", "注：")), ("en", ("Contents", "Table 1", "Note: "))],
)
def test_the_pages_own_words_are_of_one_language(language: str, words: tuple[str, ...]) -> None:
    html = markup(small_report(charts=False, language=language))
    assert all(word in html for word in words)
    assert f'<html lang="{"en" if language == "en" else "zh-CN"}">' in html


def test_chapters_with_wide_tables_lie_on_their_side() -> None:
    def chapter(*blocks: Table, below: tuple[Chapter, ...] = ()) -> Chapter:
        return Chapter(chapter_id="c", title="c", blocks=blocks, chapters=below)

    def is_sideways(chapter: Chapter, sheet: str = "A4") -> bool:
        return lies_on_its_side(chapter, "zh", SHEETS[sheet])

    assert is_sideways(chapter(BALANCE, WIDE))
    assert is_sideways(chapter(below=(chapter(WIDE),)))
    assert not is_sideways(chapter(BALANCE))
    assert not is_sideways(chapter(BALANCE, below=(chapter(WIDE),)))
    assert not is_sideways(chapter())


@pytest.mark.parametrize("table", [BALANCE, EVENTS, WIDE, EMPTY])
def test_columns_share_the_line_and_no_figure_breaks(table: Table) -> None:
    sheet = SHEETS["A4"]
    line = sheet.sideways if table in (EVENTS, WIDE) else sheet.upright
    shares = column_shares(column_rooms(table, "zh"), line)
    assert sum(shares) == pytest.approx(100, abs=0.2)
    for share, room in zip(shares, column_rooms(table, "zh"), strict=True):
        assert share * line / 100 >= room.needs


def test_what_is_no_sample_does_not_say_so() -> None:
    report = replace(small_report(charts=False), remarks=(), chapters=())
    escaped = "".join(f"\\{ord(character):06x}" for character in "样例数据")
    assert escaped in markup(report)
    assert escaped not in markup(report, sample=False)

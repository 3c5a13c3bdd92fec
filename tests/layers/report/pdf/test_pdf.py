"""The PDF, read back by poppler and pypdf: text, fonts, bookmarks, pages, tags."""

import os
import pickle
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from string import ascii_letters
from typing import Any

import pytest
from fontTools.subset import Subsetter
from fontTools.ttLib import TTFont
from matplotlib import font_manager
from matplotlib.ft2font import FT2Font
from pypdf import PdfReader

from gis.errors import LandplanError
from layers.map.map_facts import MapFacts
from layers.report.cells import shown
from layers.report.document import Chapter, Column, Paragraph, PrintMap, Report, Table
from layers.report.drawing import fonts
from layers.report.drawing.fonts import chinese_font
from layers.report.pdf.pdf_report import write_pdf
from layers.report.plain_text import MARK, plain
from layers.report.report_facts import ReportFacts
from tests.layers.report.small_facts import report_facts_around
from tests.layers.report.small_report import APART, CHART, HOSTILE_NAMES, small_report

EMOJI, HEBREW = "🏗️🏘️", "שלום עולם 12"
assert {EMOJI, HEBREW} <= set(HOSTILE_NAMES)
A4, A3 = (595, 842), (842, 1191)
"""Points."""

pytestmark = pytest.mark.slow

PARCELS = Table(
    table_id="parcels",
    caption="地块",
    columns=(
        Column(title="地块编号"), Column(title="地块名称"), Column(title="面积（公顷）", kind="ha"),
    ),
    rows=tuple((f"P-{n:03}", "两行的名称" * (5 if n % 7 == 0 else 1), 9.5 * n) for n in range(90)),
    sources={},
)  # fmt: skip


@pytest.fixture(scope="module")
def report() -> Report:
    small = small_report(charts=False)
    listed = Chapter(chapter_id="long", title="地块清单", blocks=(PARCELS,))
    return replace(small, chapters=(*small.chapters, listed))


@pytest.fixture(scope="module")
def report_facts(facts: MapFacts) -> ReportFacts:
    return report_facts_around(facts)


@pytest.fixture(scope="module")
def file(report: Report, report_facts: ReportFacts, tmp_path_factory: Any) -> Path:
    path: Path = tmp_path_factory.mktemp("pdf") / "报告 report.pdf"
    write_pdf(report, path, facts=report_facts)
    return path


@pytest.fixture(scope="module")
def pages(file: Path) -> list[str]:
    return pages_of(file)


def pages_of(file: Path, order: str = "-layout") -> list[str]:
    """Return each page's text as poppler reads it: as it is laid out, or cell after cell."""
    told = subprocess.run(["pdftotext", order, file, "-"], capture_output=True, check=True)
    return told.stdout.decode().split("\f")[:-1]


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200e\u202a-\u202e\u2060]+", "", text)


def fonts_of(file: Path) -> list[tuple[str, list[str]]]:
    """Return each font's name, and whether it is embedded, a subset, and maps to Unicode."""
    told = subprocess.run(["pdffonts", file], capture_output=True, check=True, text=True)
    rows = [line.split() for line in told.stdout.splitlines()[2:]]
    return [(row[0], row[-5:-2]) for row in rows]


def outline(reader: PdfReader, items: list[Any], level: int = 1) -> Iterator[tuple[int, str, int]]:
    for item in items:
        if isinstance(item, list):
            yield from outline(reader, item, level + 1)
        else:
            yield level, item.title, reader.get_destination_page_number(item) + 1


def test_every_heading_and_every_figure_can_be_selected(pages: list[str], report: Report) -> None:
    text = squeezed("".join(pages))
    for _, chapter in report.walk():
        assert squeezed(chapter.title) in text
    for table in report.tables():
        for row in table.rows:
            for value, column in zip(row, table.columns, strict=True):
                if not isinstance(value, str):
                    assert squeezed(shown(value, column.kind)) in text
    assert "截至2025年12月31日，天河区完成收储273.01公顷" in text


def test_a_row_of_figures_reads_in_order(pages: list[str]) -> None:
    text = " ".join("".join(pages).split())
    assert "天河区 供应 12,500.00 12,000.13 180,001.88 96.0% 12,000" in text
    assert "2021 60.00 60.00 100.00" in text


def test_hostile_names_are_text(file: Path) -> None:
    text = squeezed("".join(pages_of(file, "-raw")))
    for name in HOSTILE_NAMES:
        if name not in (EMOJI, HEBREW):
            assert squeezed(plain(name)) in text, name
    assert "שלום" in text and "עולם" in text


def test_titles_of_any_length_are_set(report_facts: ReportFacts, tmp_path: Path) -> None:
    chapter = Chapter(chapter_id="c", title="题" * 200, blocks=(Paragraph(text="x" * 300),))
    report = replace(small_report(charts=False), title="长" * 200, chapters=(chapter,))
    path = tmp_path / "long.pdf"
    write_pdf(report, path, facts=report_facts)
    told = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True, text=True)
    assert told.stderr == ""
    text = squeezed(told.stdout)
    assert "长" * 200 in text and "题" * 200 in text and "x" * 300 in text


def test_fonts_are_embedded_and_bold_is_another_face(file: Path) -> None:
    used = fonts_of(file)
    assert all(embedded_subset_unicode == ["yes"] * 3 for _, embedded_subset_unicode in used)
    names = " ".join(name.partition("+")[2] for name, _ in used)
    for face in (chinese_font().regular, chinese_font().bold):
        assert FT2Font(face.path, face_index=face.index).postscript_name in names


def test_bookmarks_and_contents_agree_with_the_pages(file: Path, pages: list[str]) -> None:
    reader = PdfReader(file)
    marks = list(outline(reader, reader.outline))
    assert [(level, title) for level, title, _ in marks] == [
        (1, "目录"),
        (1, "一、总体情况"),
        (1, "二、计划与实际"),
        (2, "（一）分年情况"),
        (3, "1.分用途"),
        (1, "三、附录"),
        (1, "四、地块清单"),
    ]
    listed = [squeezed(line) for line in pages[1].splitlines()]
    for _, title, page in marks:
        assert squeezed(title) in squeezed(pages[page - 1])
        if title != "目录":
            line = re.compile(rf"{re.escape(squeezed(title))}[.]+{page}")
            assert any(line.fullmatch(text) for text in listed), title


def test_every_page_but_the_cover_says_what_it_is(pages: list[str], report: Report) -> None:
    assert "页" not in squeezed(pages[0])
    for number, page in enumerate(pages[1:], start=2):
        text = squeezed(page)
        assert text.startswith(squeezed(report.title) + "样例数据，非实际成果")
        assert text.endswith(f"第{number}页共{len(pages)}页")


def test_headings_come_again_and_no_row_is_split(pages: list[str]) -> None:
    listed = [page for page in pages if re.search(r"P-\d{3}", page)]
    assert len(listed) > 2
    assert all("地块编号" in page for page in listed)
    for page in listed:
        assert len(re.findall(r"P-\d{3}", page)) == len(re.findall(r"\d+\.\d\d$", page, re.M))


@pytest.mark.parametrize(("paper", "size"), [("A4", A4), ("A3", A3)])
def test_wide_tables_lie_on_their_side(
    report: Report, report_facts: ReportFacts, tmp_path: Path, paper: Any, size: tuple[int, int]
) -> None:
    path = tmp_path / "report.pdf"
    write_pdf(report, path, paper=paper, facts=report_facts)
    sizes = [tuple(round(float(n)) for n in page.mediabox[2:]) for page in PdfReader(path).pages]
    assert set(sizes) == {size, size[::-1]}
    texts = [squeezed(page) for page in pages_of(path)]
    for text, found in zip(texts[2:], sizes[2:], strict=True):
        if "分年、分方式、分用途供应" in text:
            assert found == size[::-1]
        if "总体情况" in text or "P-001" in text:
            assert found == size


def test_pictures_are_drawn_and_described(report_facts: ReportFacts, tmp_path: Path) -> None:
    land = PrintMap(map_id="land", caption="地块状态", subject="parcels")
    blocks = (CHART, land, APART)
    report = replace(small_report(), chapters=(Chapter(chapter_id="c", title="图", blocks=blocks),))
    path = tmp_path / "pictures.pdf"
    write_pdf(report, path, facts=report_facts)
    captioned = [n for n, text in enumerate(pages_of(path), 1) if re.search(r"图 \d", text)]
    assert captioned and min(ink_on(path, page) for page in captioned) > 0.001
    elements = tagged(PdfReader(path).root_object["/StructTreeRoot"])
    described = [element["/Alt"] for element in elements if element.get("/S") == "/Figure"]
    assert described == [CHART.caption, land.caption, APART.caption]


def tagged(element: Any) -> Iterator[Any]:
    """Yield every element of the tree of tags."""
    element = element.get_object()
    if isinstance(element, dict):
        yield element
        below = element.get("/K", [])
        for one in below if isinstance(below, list) else [below]:
            yield from tagged(one)


def ink_on(file: Path, page: int) -> float:
    """Return the share of a page below its header that is not white."""
    at = ["-f", str(page), "-l", str(page)]
    told = subprocess.run(
        ["pdftoppm", "-gray", "-r", "20", *at, file], capture_output=True, check=True
    )
    pixels = told.stdout[-(165 * 150) :]  # the lower rows of 165 × 234 pixels
    return sum(pixel < 200 for pixel in pixels) / len(pixels)


def test_the_file_says_what_it_is(file: Path, report: Report) -> None:
    reader = PdfReader(file)
    told = reader.metadata
    assert told and (told.title, told.author) == (report.title, "landplan")
    assert told.creation_date and told.creation_date.date() == date(2025, 12, 31)
    assert reader.root_object["/Lang"] == "zh-CN"
    assert reader.root_object["/ViewerPreferences"]["/DisplayDocTitle"]


def test_the_file_is_tagged(file: Path) -> None:
    told = subprocess.run(
        ["pdfinfo", "-struct", file], capture_output=True, check=True, text=True, errors="replace"
    )
    assert PdfReader(file).root_object["/MarkInfo"]["/Marked"]
    assert "pdfuaid:part>1<" in PdfReader(file).root_object["/Metadata"].get_data().decode()
    for tag in ("H1", "H2", "H3", "P", "Table", "Caption", "THead", "TH", "TD", "Link"):
        assert re.search(rf"^\s*{tag}\b", told.stdout, re.MULTILINE), tag


def test_what_no_font_has_is_marked_and_said(report_facts: ReportFacts, tmp_path: Path) -> None:
    paragraph = Paragraph(text="前\U0010ffff后")
    report = replace(
        small_report(charts=False),
        chapters=(Chapter(chapter_id="c", title="甲", blocks=(paragraph,)),),
    )
    path = tmp_path / "marked.pdf"
    write_pdf(report, path, facts=report_facts)
    pages = pages_of(path)
    assert f"前{MARK}后" in squeezed("".join(pages[2:]))
    assert "字体" in pages[0] and "U+10FFFF" in pages[0]


@pytest.fixture
def own_fonts(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Let a test change which fonts there are; nothing of it stays."""

    def forget() -> None:
        fonts._chinese_font.cache_clear()
        font_manager.fontManager._findfont_cached.cache_clear()

    entries = list(font_manager.fontManager.ttflist)
    monkeypatch.setattr(font_manager.fontManager, "ttflist", entries)
    forget()
    yield monkeypatch
    monkeypatch.undo()
    forget()


def test_a_font_that_only_our_folder_has_is_embedded(
    own_fonts: pytest.MonkeyPatch, report_facts: ReportFacts, tmp_path: Path
) -> None:
    report = replace(small_report(charts=False), chapters=())
    known = chinese_font()
    for face, style in ((known.regular, "Regular"), (known.bold, "Bold")):
        _write_renamed(face, "Planners Sans", style, tmp_path / f"{style}.otf")
    own_fonts.setenv("LANDPLAN_FONT_DIR", str(tmp_path))
    path = tmp_path / "own.pdf"
    write_pdf(report, path, facts=report_facts)
    names = {name.partition("+")[2] for name, _ in fonts_of(path)}
    assert {"PlannersSans-Regular-Identity-H", "PlannersSans-Bold-Identity-H"} <= names
    assert squeezed(report.title) in squeezed("".join(pages_of(path)))


def _write_renamed(face: fonts.Face, family: str, style: str, path: Path) -> None:
    """Write some characters of a face as a font of another name."""
    font = TTFont(face.path, fontNumber=face.index)
    subsetter = Subsetter()
    subsetter.populate(text=f"{fonts._PROBE}{small_report().title}{ascii_letters} 年月日")
    subsetter.subset(font)
    names = {1: family, 2: style, 4: f"{family} {style}", 6: f"PlannersSans-{style}"}
    font["name"].names = []
    for number, name in names.items():
        font["name"].setName(name, number, 3, 1, 0x409)
    font.save(path)


def test_the_same_report_gives_the_same_bytes(
    file: Path, report: Report, report_facts: ReportFacts, tmp_path: Path
) -> None:
    stored = tmp_path / "stored.pickle"
    stored.write_bytes(pickle.dumps((report, report_facts)))
    script = (
        "import pickle, sys; from pathlib import Path; "
        "from layers.report.pdf.pdf_report import write_pdf; "
        "report, facts = pickle.load(open(sys.argv[1], 'rb')); "
        "write_pdf(report, Path(sys.argv[2]), facts=facts)"
    )
    again = tmp_path / "again.pdf"
    subprocess.run(
        [sys.executable, "-c", script, str(stored), str(again)],
        env={**os.environ, "PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai"},
        check=True,
    )
    assert again.read_bytes() == file.read_bytes()


def test_a_file_that_cannot_be_written_is_said(report_facts: ReportFacts, tmp_path: Path) -> None:
    report = replace(small_report(charts=False), chapters=())
    with pytest.raises(LandplanError, match="无法写入"):
        write_pdf(report, tmp_path / "none" / "r.pdf", facts=report_facts)

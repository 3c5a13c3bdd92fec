"""The Word document as python-docx reads it back, and as LibreOffice sets it."""

import re
import subprocess
import zipfile
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table as DocxTable
from docx.text.paragraph import Paragraph as DocxParagraph
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from gis.errors import LandplanError
from layers.map.map_facts import MapFacts
from layers.report.cells import is_figure, shown
from layers.report.document import Chapter, Column, Cut, Paragraph, PrintMap, Report, Table, Value
from layers.report.heading_numbers import han, number_text
from layers.report.plain_text import plain
from layers.report.report_facts import ReportFacts
from layers.report.word.word_report import word_bytes, write_word
from layers.report.word.word_tables import Styles, fit, table_element
from layers.styles import WARNING
from tests.layers.report.small_facts import report_facts_around
from tests.layers.report.small_report import (
    APART,
    BALANCE,
    EMPTY,
    EVENTS,
    HOSTILE_NAMES,
    WIDE,
    YEARLY,
    small_report,
)
from tests.office import set_by_office

REMARK = "样例数据，非实际成果"
BLANK = docx.Document()
MAP = PrintMap(map_id="zones", caption="片区分布", subject="zones")


def read(data: bytes) -> Document:
    return docx.Document(BytesIO(data))


def with_map(report: Report) -> Report:
    chapter = Chapter(chapter_id="maps", title="图件", blocks=(MAP,))
    return replace(report, chapters=(*report.chapters, chapter))


def of_style(document: Document, name: str) -> list[str]:
    return [one.text for one in document.paragraphs if one.style and one.style.name == name]


def fields(paragraph: DocxParagraph) -> list[str]:
    return [code.text.strip() for code in paragraph._p.iter(qn("w:instrText"))]


@pytest.fixture(scope="module")
def data(report_facts: ReportFacts) -> bytes:
    return word_bytes(with_map(small_report()), facts=report_facts)


@pytest.fixture(scope="module")
def document(data: bytes) -> Document:
    return read(data)


@pytest.fixture(scope="module")
def plain_document(report_facts: ReportFacts) -> Document:
    """Give the report without pictures."""
    return read(word_bytes(small_report(charts=False), facts=report_facts))


@pytest.fixture(scope="session")
def office_pdf(facts: MapFacts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the document as LibreOffice sets it."""
    folder = tmp_path_factory.mktemp("word")
    file = folder / "report.docx"
    write_word(with_map(small_report()), file, facts=report_facts_around(facts))
    return set_by_office(file)


def pages_of(pdf: Path) -> list[str]:
    text = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True
    ).stdout
    return text.split("\f")[:-1]


# What is in the document


def test_headings_are_word_s_own(document: Document) -> None:
    headings = [
        (int(paragraph.style.name[-1]), paragraph.text)
        for paragraph in document.paragraphs
        if paragraph.style and paragraph.style.name.startswith("Heading ")
    ]
    report = with_map(small_report())
    assert headings == [(level, chapter.title) for level, chapter in report.walk()]
    (title,) = of_style(document, "Title")
    assert title.split("\n") == ["天河区“十四五”规划土地", "收储与供应实施情况报告"]


def test_every_cell_shows_its_value(document: Document) -> None:
    for table, found in zip(small_report().tables(), document.tables, strict=True):
        heads = [cell.text.replace("\n", "") for cell in found.rows[0].cells]
        assert heads == [column.title for column in table.columns]
        rows = [[cell.text for cell in row.cells] for row in found.rows[1:]]
        wanted = [
            [shown(value, column.kind) for value, column in zip(row, table.columns, strict=True)]
            for row in table.rows
        ]
        assert rows == (wanted or [["无"] * len(table.columns)])


def test_hostile_names_are_text(document: Document) -> None:
    table = document.tables[list(small_report().tables()).index(EVENTS)]
    names = [row.cells[1].text for row in table.rows[1:]]
    assert names == [plain(name) for name in HOSTILE_NAMES]


def test_headings_of_tables_repeat_and_rows_stay_whole(document: Document) -> None:
    for table in document.tables:
        rows = [row._tr.trPr for row in table.rows]
        assert all(properties.find(qn("w:cantSplit")) is not None for properties in rows)
        assert [properties.find(qn("w:tblHeader")) is not None for properties in rows] == [
            True,
            *[False] * (len(rows) - 1),
        ]


def test_figures_are_flush_right_and_strong_rows_bold(document: Document) -> None:
    found = document.tables[0]
    for row in range(1, len(found.rows)):
        for column, cell in zip(BALANCE.columns, found.rows[row].cells, strict=True):
            (paragraph,) = cell.paragraphs
            assert (str(paragraph.alignment) == "RIGHT (2)") == is_figure(column.kind)
            assert bool(paragraph.runs[0].bold) == (row - 1 in BALANCE.strong)


def test_captions_are_counted_by_word(document: Document) -> None:
    captions = [one for one in document.paragraphs if one.style and one.style.name == "Caption"]
    labels = [caption.text.partition("　")[0] for caption in captions]
    assert labels == ["表 1", "图 1", "表 2", "图 2", "表 3", "表 4", "表 5", "图 3"]
    assert [fields(caption)[0] for caption in captions] == [
        rf"SEQ {label[0]} \* ARABIC" for label in labels
    ]
    assert fields(captions[1])[1:] == [r"REF _RefTable00001 \h"]
    assert captions[1].text.endswith("（数据见表 1）")
    assert captions[0].text == f"表 1　{BALANCE.caption}"
    assert captions[0].paragraph_format.keep_with_next


def test_every_reference_is_a_field_that_leads_to_a_caption(report_facts: ReportFacts) -> None:
    paragraph = Paragraph(text="收储完成 273.01 公顷。", refs=(BALANCE.table_id, "apart", "没有"))
    cut = replace(YEARLY, cut=Cut(rows=40, table_id=WIDE.table_id))
    chapter = Chapter(chapter_id="c", title="章", blocks=(paragraph, BALANCE, APART, cut, WIDE))
    report = replace(small_report(charts=False), chapters=(chapter,))
    body = read(word_bytes(report, facts=report_facts)).element.body
    marks = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    codes = [code.text.split() for code in body.iter(qn("w:instrText"))]
    named = [parts[1] for parts in codes if parts[0] == "REF"]
    assert named == ["_RefTable00001", "_RefFigure00001", "_RefTable00001", "_RefTable00003"]
    assert set(named) <= marks
    texts = [
        "".join(text.text or "" for text in one.iter(qn("w:t"))) for one in body.iter(qn("w:p"))
    ]
    assert "收储完成 273.01 公顷。（见表 1、图 1）" in texts
    assert "共 40 行，此处列出前 5 行，全部见表 3。" in texts


def test_a_brief_report_has_neither_cover_nor_contents(report_facts: ReportFacts) -> None:
    report = replace(small_report(charts=False), is_brief=True, signatures=("编制", "审核", "批准"))
    document = read(word_bytes(report, facts=report_facts))
    body = document.element.body
    assert body.find(qn("w:sdt")) is None
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[0].replace("\n", "") == report.title
    assert [text for text in texts if "：＿" in text] == [
        "编制：＿＿＿＿＿＿＿＿　　审核：＿＿＿＿＿＿＿＿",
        "批准：＿＿＿＿＿＿＿＿",
    ]


def test_the_contents_are_a_field_with_links_to_the_headings(document: Document) -> None:
    body = document.element.body
    frame = body.find(qn("w:sdt"))
    (gallery,) = frame.iter(qn("w:docPartGallery"))
    assert gallery.get(qn("w:val")) == "Table of Contents"
    assert [code.text.strip() for code in frame.iter(qn("w:instrText"))] == [
        r'TOC \o "1-3" \h \z \u'
    ]
    entries = {
        link.get(qn("w:anchor")): "".join(text.text for text in link.iter(qn("w:t")))
        for link in frame.iter(qn("w:hyperlink"))
    }
    marked = {
        mark.get(qn("w:name")): DocxParagraph(mark.getparent(), document._body).text
        for mark in body.iter(qn("w:bookmarkStart"))
        if mark.get(qn("w:name")).startswith("_Toc")
    }
    assert set(entries) == set(marked)
    assert list(entries.values()) == [
        "一、总体情况",
        "二、计划与实际",
        "（一）分年情况",
        "1.分用途",
        "三、附录",
        "四、图件",
    ]
    assert all(entries[name].endswith(heading) for name, heading in marked.items())
    assert document.settings.element.find(qn("w:updateFields")).get(qn("w:val")) == "true"


def test_pictures_are_pictures_only_and_can_be_heard(document: Document) -> None:
    shapes = document.inline_shapes
    described = [shape._inline.docPr.get("descr") for shape in shapes]
    assert described == ["=实际（数据见表 1）", "分年收储与累计（数据见表 2）", MAP.caption]
    for shape in shapes:
        assert shape.width <= Mm(156)
        assert shape.height <= Mm(225)


def test_what_nobody_may_overlook_is_in_red(document: Document) -> None:
    remarks = of_style(document, "Report Remark")
    assert remarks == [REMARK, "本报告台账为样例数据，不得作为依据。"]
    colour = document.styles["Report Remark"].element.find(f".//{qn('w:color')}")
    assert colour.get(qn("w:val")) == WARNING.removeprefix("#").upper()


# How it looks


def test_faces_and_page_are_those_of_official_papers(document: Document) -> None:
    faces = {
        name: document.styles[name].element.find(f".//{qn('w:rFonts')}").get(qn("w:eastAsia"))
        for name in ("Title", "Heading 1", "Heading 2", "Body Text", "Normal")
    }
    assert faces == {
        "Title": "方正小标宋_GBK",
        "Heading 1": "黑体",
        "Heading 2": "楷体_GB2312",
        "Body Text": "仿宋_GB2312",
        "Normal": "仿宋_GB2312",
    }
    assert document.styles["Body Text"].font.size == Pt(16)
    for section in document.sections:
        if section.orientation == WD_ORIENT.PORTRAIT:
            size = (section.page_width, section.page_height)
            assert [round(length.mm) for length in size] == [210, 297]
            sides = (section.top_margin, section.right_margin)
            assert [round(length.mm) for length in sides] == [37, 26]
            sides = (section.bottom_margin, section.left_margin)
            assert [round(length.mm) for length in sides] == [35, 28]


def test_faces_that_are_missing_have_others_in_their_place(data: bytes) -> None:
    with zipfile.ZipFile(BytesIO(data)) as parts:
        fonts = parts.read("word/fontTable.xml").decode()
    for face, other in (("仿宋_GB2312", "仿宋"), ("黑体", "SimHei"), ("楷体_GB2312", "楷体")):
        assert re.search(f'w:name="{face}"><w:altName w:val="{other},', fonts)


def test_wide_tables_lie_on_pages_of_their_own(document: Document) -> None:
    turned = [section.orientation == WD_ORIENT.LANDSCAPE for section in document.sections]
    assert turned == [False, False, False, True, False]
    sideways = document.sections[3]
    assert sideways.page_width > sideways.page_height
    wide = document.tables[list(small_report().tables()).index(WIDE)]
    room = sideways.page_width - sideways.left_margin - sideways.right_margin
    assert sum(column.width for column in wide.columns) <= room + Pt(1)


def test_pages_are_numbered_outside_from_the_first_chapter(document: Document) -> None:
    cover, contents, text, *others = document.sections
    assert not cover.footer.paragraphs[0].text
    forms = [
        section._sectPr.find(qn("w:pgNumType")).attrib.values() for section in (contents, text)
    ]
    assert forms == [["upperRoman", "1"], ["decimal", "1"]]
    for section in others:
        assert section._sectPr.find(qn("w:pgNumType")) is None
    assert document.settings.odd_and_even_pages_header_footer
    sides = [
        (footer.paragraphs[0].alignment, footer.paragraphs[0].text, fields(footer.paragraphs[0]))
        for footer in (text.footer, text.even_page_footer)
    ]
    assert [(str(side)[:5], words, codes) for side, words, codes in sides] == [
        ("RIGHT", "— 1 —", ["PAGE"]),
        ("LEFT ", "— 1 —", ["PAGE"]),
    ]
    assert text.header.paragraphs[0].text == REMARK


def test_paper_of_twice_the_size(report_facts: ReportFacts) -> None:
    document = read(word_bytes(small_report(charts=False), facts=report_facts, paper="A3"))
    first = document.sections[0]
    assert (round(first.page_width.mm), round(first.page_height.mm)) == (297, 420)


def test_an_english_report(report_facts: ReportFacts) -> None:
    report = small_report(charts=False, language="en")
    document = read(word_bytes(report, facts=report_facts))
    captions = of_style(document, "Caption")
    assert captions[0] == f"Table 1. {BALANCE.caption}"
    entries = [
        "".join(text.text for text in link.iter(qn("w:t")))
        for link in document.element.body.iter(qn("w:hyperlink"))
    ]
    assert entries[1:4] == ["2 计划与实际", "2.1 分年情况", "2.1.1 分用途"]
    assert document.core_properties.language == "en-GB"


@pytest.mark.parametrize(
    ("number", "words"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九")]
)
def test_han_numbers(number: int, words: str) -> None:
    assert han(number) == words
    assert number_text([number], "zh") == f"{words}、"


# The file


def test_the_file_is_dated_by_its_facts_and_always_the_same(
    data: bytes, document: Document, report_facts: ReportFacts
) -> None:
    assert word_bytes(with_map(small_report()), facts=report_facts) == data
    properties = document.core_properties
    made = datetime(2025, 12, 31)  # noqa: DTZ001
    assert [properties.created.replace(tzinfo=None), properties.modified.replace(tzinfo=None)] == [
        made,
        made,
    ]
    assert properties.title == small_report().title
    assert properties.language == "zh-CN"
    assert "python-docx" not in f"{properties.author}{properties.comments}"
    with zipfile.ZipFile(BytesIO(data)) as parts:
        names = parts.namelist()
        assert names == sorted(names)
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_an_unwritable_file_is_said(report_facts: ReportFacts, tmp_path: Path) -> None:
    with pytest.raises(LandplanError, match="无法写入报告文件"):
        write_word(small_report(charts=False), tmp_path, facts=report_facts)
    assert list(tmp_path.iterdir()) == []


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=[]), max_size=80),
            st.none() | st.floats() | st.text(max_size=10),
            st.none() | st.dates(),
        ),
        min_size=1,
        max_size=4,
    ),
    st.floats(100, 700),
)
def test_any_value_reads_back(rows: list[tuple[Value, ...]], line: float) -> None:
    columns = (Column(title="甲"), Column(title="乙", kind="ha"), Column(title="丙", kind="day"))
    table = Table(table_id="t", caption="表", columns=columns, rows=tuple(rows), sources={})
    fitted = fit(table, line=line, language="zh")
    assert sum(fitted.widths) == pytest.approx(line)
    styles = Styles(table="T", heading="H", cell="C")
    element = table_element(table, fitted, styles, language="zh")
    found = DocxTable(element, BLANK)
    for values, row in zip(rows, found.rows[1:], strict=True):
        texts = [shown(value, column.kind) for value, column in zip(values, columns, strict=True)]
        assert [cell.text for cell in row.cells] == texts


# As LibreOffice sets it


def test_every_figure_is_on_the_pages(office_pdf: Path) -> None:
    text = re.sub(r"\s", "", "".join(pages_of(office_pdf)))
    for table in (BALANCE, WIDE, EMPTY):
        for row in table.rows:
            for value, column in zip(row, table.columns, strict=True):
                assert re.sub(r"\s", "", shown(value, column.kind)) in text
    assert "截至2025年12月31日，天河区完成收储273.01公顷" in text


def test_pages_bear_the_remark_and_their_number(office_pdf: Path) -> None:
    cover, contents, *others = pages_of(office_pdf)
    assert "— I —" not in cover
    assert re.search(r"— ?I ?—", contents)
    for number, page in enumerate(others, 1):
        assert REMARK in page
        assert re.search(rf"— ?{number} ?—", page)


def test_no_page_is_empty_and_wide_tables_are_turned(office_pdf: Path, tmp_path: Path) -> None:
    subprocess.run(
        ["pdftoppm", "-r", "20", "-png", str(office_pdf), str(tmp_path / "page")], check=True
    )
    pictures = [Image.open(file).convert("L") for file in sorted(tmp_path.glob("page*.png"))]
    for picture, text in zip(pictures, pages_of(office_pdf), strict=True):
        width, height = picture.size
        assert (width > height) == any(table.caption in text for table in (WIDE, EVENTS, EMPTY))
        type_area = picture.crop((0, height // 8, width, height * 7 // 8))
        assert min(type_area.tobytes()) < 200

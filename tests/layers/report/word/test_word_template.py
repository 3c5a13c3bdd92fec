"""A Word report on a template of one's own."""

import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from gis.errors import WrongUseError
from layers.report.report_facts import ReportFacts
from layers.report.word.word_report import word_bytes
from tests.layers.report.small_report import small_report


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """Give a template of two sections; the second one takes its header from the first."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "天河区规划和自然资源局"
    document.add_paragraph("封面示例文字")
    document.add_section()
    document.add_paragraph("正文示例文字")
    document.sections[1].left_margin = Mm(31)
    document.styles["Heading 1"].font.size = Pt(19)
    document.styles.element.remove(document.styles["Body Text"].element)
    document.styles["Normal"].paragraph_format.first_line_indent = Pt(24)
    file = tmp_path / "局模板.docx"
    document.save(str(file))
    return file


def test_a_template_s_styles_headers_and_pages_are_used(
    template: Path, report_facts: ReportFacts
) -> None:
    report = small_report(charts=False)
    document = docx.Document(BytesIO(word_bytes(report, facts=report_facts, template=template)))
    assert "示例文字" not in "".join(paragraph.text for paragraph in document.paragraphs)
    assert {round(section.left_margin.mm) for section in document.sections[:3]} == {31}
    for section in document.sections:
        assert section.header.paragraphs[0].text == "天河区规划和自然资源局"
    assert document.styles["Heading 1"].font.size == Pt(19)
    assert [cell.text for cell in document.tables[0].rows[1].cells][:2] == ["天河区", "收储"]


def test_styles_that_a_template_lacks_are_added(template: Path, report_facts: ReportFacts) -> None:
    report = small_report(charts=False)
    document = docx.Document(BytesIO(word_bytes(report, facts=report_facts, template=template)))
    body = document.styles["Body Text"]
    assert body.font.size is None  # the template's own
    indents = body.element.find(f".//{qn('w:ind')}")
    assert indents.get(qn("w:firstLineChars")) == "200"
    cells = document.styles["Report Table Text"]
    assert cells.element.find(f".//{qn('w:ind')}").get(qn("w:firstLine")) == "0"
    assert [one.style.name for one in document.paragraphs].count("Body Text") == 2


@pytest.mark.parametrize("kind", ["missing", "folder", "text", "zip", "workbook", "broken"])
def test_a_template_that_is_no_word_document_is_refused(
    kind: str, tmp_path: Path, template: Path, report_facts: ReportFacts
) -> None:
    file = tmp_path / "模板.docx"
    if kind == "folder":
        file.mkdir()
    elif kind == "text":
        file.write_text("不是文档", encoding="utf-8")
    elif kind == "zip":
        with zipfile.ZipFile(file, "w") as parts:
            parts.writestr("a.txt", "a")
    elif kind == "workbook":
        import openpyxl

        openpyxl.Workbook().save(file)
    elif kind == "broken":
        with zipfile.ZipFile(template) as whole, zipfile.ZipFile(file, "w") as parts:
            for name in whole.namelist():
                text = whole.read(name)
                parts.writestr(name, text[:-20] if name == "word/document.xml" else text)
    with pytest.raises(WrongUseError, match=r"另存为 \.docx"):
        word_bytes(small_report(charts=False), facts=report_facts, template=file)

"""How the pages of the built-in plan's report are filled, and where its title breaks."""

import re
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from layers.report.contents.chapters import report_of
from layers.report.pdf.pdf_report import write_pdf
from layers.report.report_facts import report_facts
from layers.report.title_lines import title_lines
from projects.view import view_of

pytestmark = pytest.mark.slow

BEFORE_TEXT = 2
"""The cover and the contents."""


@pytest.fixture(scope="module")
def file(builtin_database: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("pages") / "report.pdf"
    with builtin_database.connect() as connection:
        facts = report_facts(view_of(connection, "tianhe-2021-2025", as_of=date(2025, 12, 31)))
        write_pdf(report_of(facts), path, facts=facts)
    yield path


def filled(file: Path) -> list[float]:
    """Return how far down the text and pictures of each page reach, of the room between margins."""
    told = subprocess.run(
        ["pdftoppm", "-gray", "-r", "20", file], capture_output=True, check=True
    ).stdout
    shares = []
    while told:
        head = re.match(rb"P5\n(\d+) (\d+)\n255\n", told)
        assert head
        width, height = int(head[1]), int(head[2])
        pixels = told[head.end() : head.end() + width * height]
        told = told[head.end() + width * height :]
        top, bottom = round(height * 25 / 297), round(height * (1 - 22 / 297))
        rows = (pixels[row * width : (row + 1) * width] for row in range(top, bottom))
        last = max((n for n, row in enumerate(rows, start=1) if min(row) < 200), default=0)
        shares.append(last / (bottom - top))
    return shares


def test_no_page_is_two_thirds_empty(file: Path) -> None:
    shares = filled(file)
    assert len(shares) > 20
    assert [n for n, share in enumerate(shares[:-1], 1) if n > BEFORE_TEXT and share < 1 / 3] == []


def test_the_title_breaks_between_words(file: Path) -> None:
    told = subprocess.run(
        ["pdftotext", "-l", "1", file, "-"], capture_output=True, check=True
    ).stdout.decode()
    assert told.split("\n")[:2] == ["广州市天河区“十四五”规划", "土地收储与供应实施情况报告"]


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("短", ["短"]),
        ("", []),
        ("某某新区土地储备规划土地收储与供应", ["某某新区土地储备", "规划土地收储与供应"]),
        ("Plan of a district: land storage", ["Plan of a district:", "land storage"]),
    ],
)  # fmt: skip
def test_lines_of_a_title_are_even_and_break_no_word(title: str, lines: list[str]) -> None:
    assert title_lines(title, 24) == lines


def test_a_number_stays_with_its_word_and_a_name_whole() -> None:
    assert title_lines("某某区规划方案2112工园土地", 16) == ["某某区规划方案", "2112工园土地"]
    names = ["云山以北沿河一带"]
    assert title_lines("规划云山以北沿河一带收储", 18, names=names) == [
        "规划",
        "云山以北沿河一带收储",
    ]


def test_a_title_of_one_word_is_one_line() -> None:
    assert title_lines("x" * 60, 24) == ["x" * 60]

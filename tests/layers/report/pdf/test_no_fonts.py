"""Machines without a Chinese font, or whose fontconfig sees none: Chinese is there all the same."""

import os
import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from layers.map.map_facts import MapFacts
from layers.report.document import Chapter, PrintMap
from layers.report.report_facts import ReportFacts
from tests.layers.report.small_facts import report_facts_around
from tests.layers.report.small_report import CHART, small_report

pytestmark = pytest.mark.slow

CASES = Path(__file__).parents[3] / "cases"
WRITE = """
import pickle, sys
from pathlib import Path
report, facts = pickle.load(open(sys.argv[1], "rb"))
from layers.report.pdf.pdf_report import write_pdf
write_pdf(report, Path(sys.argv[2]), facts=facts)
"""
NO_FONT = """
import matplotlib
from matplotlib import font_manager
own = matplotlib.get_data_path()
font_manager.fontManager.ttflist = [
    one for one in font_manager.fontManager.ttflist if one.fname.startswith(own)
]
font_manager.findSystemFonts = lambda *args, **options: []
"""


@pytest.fixture(scope="module")
def stored(facts: MapFacts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a file with a report that has a chart and a map, and its facts."""
    land = PrintMap(map_id="land", caption="地块状态", subject="parcels")
    chapter = Chapter(chapter_id="c", title="图", blocks=(CHART, land))
    small = small_report(charts=False)
    report = replace(small, chapters=(*small.chapters[:1], chapter))
    around: ReportFacts = report_facts_around(facts)
    path = tmp_path_factory.mktemp("stored") / "report.pickle"
    path.write_bytes(pickle.dumps((report, around)))
    return path


def written(script: str, stored: Path, folder: Path, **environment: str) -> Path:
    """Write a PDF in a process that has seen no font before."""
    path = folder / "report.pdf"
    subprocess.run(
        [sys.executable, "-c", script, stored, path],
        env={**os.environ, "MPLCONFIGDIR": str(folder), **environment},
        check=True,
    )
    return path


def told(program: str, *args: str | Path) -> str:
    return subprocess.run([program, *args], capture_output=True, check=True).stdout.decode()


def test_without_any_font_the_shipped_one_is_set(stored: Path, tmp_path: Path) -> None:
    empty = CASES / "f01-fontconfig-empty" / "empty-fonts.conf"
    path = written(NO_FONT + WRITE, stored, tmp_path, FONTCONFIG_FILE=str(empty))
    fonts = told("pdffonts", path)
    assert "LandplanNotoSansSC-Regular" in fonts and "LandplanNotoSansSC-Bold" in fonts
    text = "".join(told("pdftotext", path, "-").split())
    for words in ("土地收储与供应实施情况报告", "总体情况", "当年收储", "地块状态", "图例"):
        assert words in text


@pytest.mark.parametrize(
    "config",
    ["f01-fontconfig-empty/empty-fonts.conf", "f02-fontconfig-dejavu-only/dejavu-fonts.conf"],
)
def test_what_fontconfig_does_not_see_is_set_all_the_same(
    stored: Path, tmp_path: Path, config: str
) -> None:
    path = written(WRITE, stored, tmp_path, FONTCONFIG_FILE=str(CASES / config))
    assert "NotoSans" in told("pdffonts", path)
    assert "土地收储与供应实施情况报告" in "".join(told("pdftotext", path, "-").split())

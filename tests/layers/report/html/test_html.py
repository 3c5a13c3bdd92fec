"""The one-file report in a real browser: quiet, whole, with the map inside, and on paper."""

import os
import pickle
import re
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from unicodedata import normalize

import pytest
from playwright.sync_api import Frame, Page, expect
from pypdf import PdfReader

from gis.errors import LandplanError
from layers.fonts.shipped import FAMILY
from layers.map.map_facts import MapFacts
from layers.map.map_page import map_html
from layers.report.document import Chapter, Column, PrintMap, Report, Table
from layers.report.html.html_report import write_html
from layers.report.plain_text import plain
from tests.browser import expect_shown
from tests.layers.drawn_fonts import fonts_of
from tests.layers.report.small_facts import report_facts_around
from tests.layers.report.small_report import APART, CHART, HOSTILE_NAMES, small_report

PARCELS = Table(
    table_id="parcels",
    caption="地块",
    columns=(
        Column(title="编号"),
        Column(title="地块名称", width=24),
        Column(title="面积（公顷）", kind="ha"),
    ),
    rows=tuple((f"P-{n:03}", f"地块{n}", None if n == 7 else 9.5 * n) for n in range(90)),
    sources={(1, 2): "台账 第2行"},
)


@pytest.fixture(scope="module")
def report() -> Report:
    small = small_report(charts=False)
    long = Chapter(chapter_id="long", title="地块清单", blocks=(PARCELS,))
    return replace(small, chapters=(*small.chapters, long))


@pytest.fixture(scope="module")
def file(report: Report, facts: MapFacts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "报告 report.html"
    write_html(report, path, facts=report_facts_around(facts))
    return path


@pytest.fixture
def page(open_page, file: Path) -> Page:
    return open_page(file.as_uri()).page


def map_inside(page: Page) -> Frame:
    """Go to the map as a reader does, and wait for it."""
    page.click(".to-map a")
    frame = page.wait_for_selector("iframe").content_frame()
    assert frame
    frame.wait_for_selector("body[data-ready]", state="attached")
    return frame


def paper(page: Page) -> list[str]:
    """Print, and return each page's text (Chromium tells radicals for some characters)."""
    printed = page.pdf(prefer_css_page_size=True)
    return [normalize("NFKC", sheet.extract_text()) for sheet in PdfReader(BytesIO(printed)).pages]


def test_on_a_machine_without_a_chinese_font_report_and_map_show_chinese(
    latin_tab: Page, file: Path
) -> None:
    complaints: list[str] = []
    latin_tab.on("console", lambda message: complaints.append(message.text))
    latin_tab.goto(file.as_uri())
    latin_tab.wait_for_selector("main")
    assert fonts_of(latin_tab, ".cover h1") == {FAMILY}
    assert fonts_of(latin_tab, "main h2") == {FAMILY}
    inside = map_inside(latin_tab)
    inside.evaluate("document.fonts.ready.then(() => null)")
    assert inside.evaluate("document.fonts.check('16px \"Landplan Noto Sans SC\"', '天河')")
    assert [told for told in complaints if "font" in told] == []


def test_every_chapter_and_every_hostile_name_is_there_as_text(page: Page, report: Report) -> None:
    headings = page.locator("main :is(h2, h3, h4)").all_inner_texts()
    titles = [chapter.title for _, chapter in report.walk()]
    numbers = ("一、", "二、", "（一）", "1.", "三、", "四、", "")
    assert headings == [n + title for n, title in zip(numbers, [*titles, "交互地图"], strict=True)]
    names = page.locator("#table-4 tbody td:nth-child(2)").all_text_contents()
    assert names == [plain(name) for name in HOSTILE_NAMES]
    expect(page.locator("main :is(script, b, img)")).to_have_count(0)


def test_the_map_inside_works(page: Page) -> None:
    frame = map_inside(page)
    assert frame.locator("canvas").count() > 0
    zoom = frame.evaluate("landplan.map.getZoom()")
    frame.evaluate("landplan.go.zone(landplan.data.zones.get('park'))")
    expect_shown(frame.locator("#zone-head"), "2112工园")
    spot = frame.locator(".folium-map").bounding_box()
    assert spot
    frame.click(".folium-map", position={"x": spot["width"] / 2, "y": spot["height"] - 40})
    expect(frame.locator("#zone-head .zone-title")).not_to_contain_text(
        "2112工园", use_inner_text=True
    )
    assert 9 < zoom < 17  # Leaflet's last zoom is where a map without a size would begin


def test_the_map_waits_until_it_is_near(page: Page) -> None:
    expect(page.locator("iframe")).to_have_count(1)
    assert page.get_attribute("iframe", "srcdoc") is None
    assert "规划" in map_inside(page).title()


def test_the_policy_lets_only_our_own_scripts_run(file: Path, facts: MapFacts) -> None:
    html = file.read_text("utf-8")
    policy = re.search(r'Content-Security-Policy" content="(.*?)"', html)
    assert policy and "default-src &#39;none&#39;" in policy[1]
    own, *maps = re.findall(r"sha256-[\w+/=]+", policy[1])
    assert set(maps) == set(re.findall(r"'(sha256-[\w+/=]+)'", map_html(facts)))
    assert own not in maps
    head = html[: html.index("<iframe")]
    assert not re.search(r"(?:src|href)=[\"']?(?:https?:)?//", head)
    assert "unsafe-inline'; script" not in policy[1] and "unsafe-eval" not in policy[1]


def test_tables_sort_by_a_heading(page: Page) -> None:
    heading = page.locator("#table-6 thead th").nth(2)
    cells = page.locator("#table-6 tbody tr td:last-child")
    heading.get_by_role("button").click()
    expect(heading).to_have_attribute("aria-sort", "ascending")
    expect(cells.first).to_have_text("0.00")
    assert cells.all_inner_texts()[:3] == ["0.00", "9.50", "19.00"]
    heading.get_by_role("button").press("Enter")
    expect(heading).to_have_attribute("aria-sort", "descending")
    expect(cells.first).to_have_text("845.50")
    assert cells.all_inner_texts()[:2] == ["845.50", "836.00"]
    assert cells.all_inner_texts()[-1] == "—"


def test_a_source_is_told_where_its_value_stands(page: Page) -> None:
    cell = page.locator("#table-6 tbody tr:nth-child(2) td:last-child")
    expect(cell).to_have_attribute("title", "出处：台账 第2行")


@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_nothing_runs_off_the_screen(open_page, file: Path, width: int) -> None:
    page = open_page(file.as_uri(), width=width, height=844).page
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_contents_follow_the_reader(page: Page) -> None:
    current = page.locator(".contents a[aria-current]")
    expect(current).to_have_text(["一、总体情况"])
    page.get_by_role("navigation").get_by_role("link", name="地块清单").click()
    expect(current).to_have_count(1)
    expect(current).to_contain_text("地块清单")


def test_paper_has_pages_and_no_interactive_map(page: Page, report: Report) -> None:
    map_inside(page)
    sheets = paper(page)
    assert report.title[:12] in sheets[0].replace("\n", "") and "第 1 页" not in sheets[0]
    for number, text in enumerate(sheets[1:], start=2):
        assert re.search(rf"第 {number} . 共 {len(sheets)} .", text)
        assert report.title in text and "样例数据" in text
    everything = "".join(sheets)
    assert "交互地图" not in everything and "图例与图层" not in everything
    assert "跳到正文" not in everything
    assert all(chapter.title in everything for _, chapter in report.walk())
    listed = [text for text in sheets if "地块" in text and re.search(r"P-\d{3}", text)]
    assert len(listed) > 1 and all("地块名称" in text for text in listed)


def test_wide_tables_lie_on_their_side_on_paper(page: Page) -> None:
    sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    sideways = [
        "分年、分方式" in normalize("NFKC", s.extract_text())
        for s in sheets
        if s.mediabox.width > s.mediabox.height
    ]
    assert any(sideways)
    upright = [s for s in sheets if s.mediabox.width < s.mediabox.height]
    assert any("规划目标与实际对照" in normalize("NFKC", s.extract_text()) for s in upright)


def test_the_map_comes_back_after_printing(page: Page) -> None:
    frame = map_inside(page)
    view = "[landplan.map.getZoom(), `${landplan.map.getSize()}`, `${landplan.map.getCenter()}`]"
    before = frame.evaluate(view)
    page.pdf(prefer_css_page_size=True)
    frame.wait_for_function(f"before => `${{{view}}}` === `${{before}}`", arg=before)


def test_pictures_keep_to_themselves(open_page, facts: MapFacts, tmp_path: Path) -> None:
    land = PrintMap(map_id="land", caption="地块状态", subject="parcels")
    blocks = (CHART, land, APART)
    chapters = (Chapter(chapter_id="c", title="图", blocks=blocks),)
    path = tmp_path / "pictures.html"
    write_html(replace(small_report(), chapters=chapters), path, facts=report_facts_around(facts))
    page = open_page(path.as_uri()).page
    expect(page.locator("main svg")).to_have_count(0)  # inline, their names would clash
    assert (
        page.locator("figure img").evaluate_all(
            "async (images) => { await Promise.all(images.map((one) => one.decode()));"
            " return images.map((one) => one.naturalWidth > 400 && one.height > 100); }"
        )
        == [True] * 3
    )
    assert page.locator("figcaption").all_inner_texts() == [
        f"图 1 {CHART.caption}", "图 2 地块状态", f"图 3 {APART.caption}"
    ]  # fmt: skip


def test_an_english_report(open_page, facts: MapFacts, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    write_html(small_report(charts=False, language="en"), path, facts=report_facts_around(facts))
    page = open_page(path.as_uri()).page
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".contents h2")).to_have_text("Contents")
    expect_shown(map_inside(page).locator("#tabs"), "Plan and actual")


def test_a_plan_that_is_no_sample_does_not_say_so_on_paper(
    open_page, facts: MapFacts, tmp_path: Path
) -> None:
    real = replace(facts, plan=replace(facts.plan, sample=False))
    path = tmp_path / "real.html"
    report = replace(small_report(charts=False), remarks=(), chapters=())
    write_html(report, path, facts=report_facts_around(real))
    assert all("样例" not in sheet for sheet in paper(open_page(path.as_uri()).page))


def test_the_same_report_gives_the_same_bytes(
    file: Path, report: Report, facts: MapFacts, tmp_path: Path
) -> None:
    stored = tmp_path / "stored.pickle"
    stored.write_bytes(pickle.dumps((report, report_facts_around(facts))))
    script = (
        "import pickle, sys; from pathlib import Path; "
        "from layers.report.html.html_report import write_html; "
        "report, facts = pickle.load(open(sys.argv[1], 'rb')); "
        "write_html(report, Path(sys.argv[2]), facts=facts)"
    )
    for seed in ("1", "2"):
        again = tmp_path / f"{seed}.html"
        subprocess.run(
            [sys.executable, "-c", script, str(stored), str(again)],
            env={**os.environ, "PYTHONHASHSEED": seed}, check=True,
        )  # fmt: skip
        assert again.read_bytes() == file.read_bytes()


def test_a_file_that_cannot_be_written_is_said(facts: MapFacts, tmp_path: Path) -> None:
    report = replace(small_report(charts=False), chapters=())
    with pytest.raises(LandplanError, match="无法写入"):
        write_html(report, tmp_path / "none" / "r.html", facts=report_facts_around(facts))

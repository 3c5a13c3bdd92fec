"""Paper straight from the browser's dialog: what the zones' colours say is still there."""

import io
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page
from pyproj import Geod

from layers.map.map_facts import MapFacts
from layers.map.map_page import write_map
from layers.styles import GROUND, STATUSES
from tests.browser import Open
from tests.layers.panel import tab


def printed(pdf: bytes, folder: Path, dpi: int = 60) -> np.ndarray:
    """Return the first page as an image: rows, columns, red green blue."""
    file = folder / "map.pdf"
    file.write_bytes(pdf)
    command = ["pdftoppm", "-r", str(dpi), "-f", "1", "-l", "1", "-png", str(file)]
    page = subprocess.run(command, check=True, capture_output=True).stdout
    return np.asarray(Image.open(io.BytesIO(page)).convert("RGB"), dtype=int)


def share_of(colour: str, image: np.ndarray) -> float:
    wanted = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return float((np.abs(image - wanted).max(axis=2) <= 6).mean())


def test_printing_from_the_dialog_keeps_the_zones_colours(page: Page, tmp_path: Path) -> None:
    tab(page, "smart", "balance")
    image = printed(page.pdf(prefer_css_page_size=True), tmp_path)
    map_area = image[:, : image.shape[1] * 3 // 5]
    assert share_of(STATUSES["done"].fill, map_area) > 0.05
    assert share_of(GROUND, map_area) > 0.02


DPI = 200
MM_PER_INCH = 25.4


@pytest.fixture(scope="module")
def one_zone(facts: MapFacts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a map of one zone that is done, and of nothing on it."""
    zone = next(one for one in facts.zones if one.zone_id == "park")
    rows = tuple(
        replace(row, target_ha=1.0, percent=100.0, expected_ha=1.0, status="done")
        for row in facts.balance.rows
        if row.zone == "park"
    )
    path = tmp_path_factory.mktemp("paper") / "zone.html"
    alone = replace(
        facts,
        zones=(replace(zone, parent_id=None),),
        balance=replace(facts.balance, rows=rows),
        parcels=(),
        projects=(),
    )
    write_map(alone, path)
    return path


def longest_run(is_on: np.ndarray) -> int:
    """Return the longest row of pixels that are on."""
    best = np.zeros(is_on.shape[0], dtype=int)
    run = best.copy()
    for column in is_on.T:
        run = np.where(column, run + 1, 0)
        best = np.maximum(best, run)
    return int(best.max())


@pytest.mark.parametrize(
    ("paper", "scale", "size_mm"),
    [("A4", 25_000, (297, 210)), ("A3", 10_000, (420, 297)), ("A3", 25_000, (420, 297))],
)
def test_a_scale_is_true_on_paper(
    open_page: Open,
    one_zone: Path,
    tmp_path: Path,
    paper: str,
    scale: int,
    size_mm: tuple[int, int],
) -> None:
    page = open_page(one_zone.as_uri()).page
    page.evaluate("landplan.map.setView([23.1875, 113.36], 15, { animate: false })")
    page.evaluate("([paper, scale]) => landplan.print.setUp(paper, scale)", [paper, scale])
    pdf = page.pdf(prefer_css_page_size=True)
    shown = page.evaluate("document.getElementById('paper-scale').textContent")
    assert f"1:{scale // 1000} 000" in shown
    assert paper in shown
    image = printed(pdf, tmp_path, dpi=DPI)
    mm = MM_PER_INCH / DPI
    assert [round(pixels * mm) for pixels in image.shape[1::-1]] == list(size_mm)
    wanted = [int(STATUSES["done"].fill[at : at + 2], 16) for at in (1, 3, 5)]
    is_zone = np.abs(image - wanted).max(axis=2) <= 6
    west, south, east, north = 113.35, 23.18, 113.37, 23.195
    geod = Geod(ellps="GRS80")
    wide = geod.inv(west, (south + north) / 2, east, (south + north) / 2)[2]
    high = geod.inv(west, south, west, north)[2]
    edge_mm = 1.0  # the line of the chosen zone lies over its edge
    for run, metres in ((longest_run(is_zone), wide), (longest_run(is_zone.T), high)):
        assert run * mm + edge_mm == pytest.approx(metres * 1000 / scale, rel=0.005, abs=0.6)


def test_the_view_comes_back_after_a_print_to_scale(open_page: Open, one_zone: Path) -> None:
    page = open_page(one_zone.as_uri()).page
    page.evaluate("landplan.map.setView([23.1875, 113.36], 13.5, { animate: false })")
    page.evaluate("landplan.print.setUp('A4', 500)")
    page.pdf(prefer_css_page_size=True)
    page.wait_for_function("() => landplan.map.getZoom() === 13.5")
    assert page.evaluate("[landplan.map.options.zoomSnap, landplan.map.getMaxZoom()]") == [0.25, 20]


def test_the_dialog_asks_for_paper_and_scale(open_page: Open, one_zone: Path) -> None:
    page = open_page(one_zone.as_uri()).page
    page.evaluate("window.print = () => { window.printed = true; }")
    page.click("[data-tool=print]")
    page.get_by_label("纸张").select_option("A3")
    page.get_by_label("比例尺").select_option("2000")
    page.click(".print-dialog .is-main")
    page.wait_for_function("() => window.printed")
    assert page.evaluate("document.body.dataset.paper") == "A3"
    assert page.evaluate("document.getElementById('paper-scale').textContent") == "1:2 000（A3）"

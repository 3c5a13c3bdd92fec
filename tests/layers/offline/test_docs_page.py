"""docs/offline-maps.md does what it says."""

import re
import subprocess
import sys
from pathlib import Path

import folium
from geopandas.explore import _categorical_legend
from playwright.sync_api import expect

from tests.browser import Open
from tests.layers.offline.conftest import Show


def test_the_examples_run_as_one_program(repo: Path, tmp_path: Path, open_page: Open) -> None:
    page = (repo / "docs" / "offline-maps.md").read_text("utf-8")
    program = "\n".join(re.findall(r"^```python\n(.*?)^```$", page, re.M | re.S))
    call_of_first = 'landplan.save_offline(m, "map.html")'
    first = program.split(call_of_first)[0] + call_of_first.replace("map.html", "first.html")
    call = [sys.executable, "-c", program + first]
    environment = {"PYTHONPATH": str(repo), "PYTHONUTF8": "1"}
    ran = subprocess.run(
        call, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True
    )
    assert "TileLayer “openstreetmap” shows what is elsewhere" in ran.stdout
    assert ran.stdout.endswith("['TileLayer “openstreetmap”']\n")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["first.html", "map.html"]
    url = (tmp_path / "first.html").as_uri()
    shown = open_page(url, ready=".leaflet-container", heard=("error",)).page
    expect(shown.locator(".marker-cluster")).to_have_text("2")


def test_the_legend_of_geopandas_is_saved(m: folium.Map, show: Show) -> None:
    """`explore` itself wants mapclassify, which landplan has no other use for."""
    _categorical_legend(m, "状态", ["在库", "已供"], ["#c00", "#080"])
    legend = show(m).locator(".maplegend.ui-draggable")
    expect(legend.locator("li")).to_have_text(["在库", "已供"])
    before = legend.bounding_box()
    legend.drag_to(legend.page.locator(".leaflet-container"), target_position={"x": 200, "y": 200})
    assert before and legend.bounding_box() != before

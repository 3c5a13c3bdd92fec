"""Maps for print: right on the ground, the same every time, calm with any data."""

import hashlib
import math
import pickle
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from lxml import etree
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.image import imread
from pyproj import Geod, Transformer
from shapely import LineString, MultiPolygon, Point, box

from gis.errors import WrongUseError
from layers.map.map_facts import MapFacts
from layers.report.document import PrintMap
from layers.report.drawing.labels import NAME_LAYER
from layers.report.drawing.marks import Box
from layers.report.drawing.sheet import Sheet, drawing
from layers.report.maps.frame import MapFrame, frame_for, land_crs, projected_bounds
from layers.report.maps.fulfilment import fulfilment
from layers.report.maps.furniture import draw_north_arrow
from layers.report.maps.print_map import map_fonts, map_png, map_sheet, map_svg
from layers.report.report_facts import ReportFacts
from layers.styles import BARS, NO_TARGET, PARCEL_STATES, STATUSES
from projects.model import Project
from tests.layers.report.small_facts import report_facts_around

GEOD = Geod(ellps="GRS80")
UNITS_M = {"米": 1, "千米": 1000}
SUBJECTS = ("zones", "parcels", "projects")
Draw = Callable[..., Sheet]


def print_map(subject: Any, zone_id: str | None = None) -> PrintMap:
    return PrintMap(map_id="map", caption="图", subject=subject, zone_id=zone_id)


@pytest.fixture(scope="module")
def report(facts: MapFacts) -> ReportFacts:
    return report_facts_around(facts)


def draw(
    facts: ReportFacts, subject: Any = "zones", zone_id: str | None = None,
    *, paper: Any = "A4", language: str = "zh",
) -> Sheet:  # fmt: skip
    fonts = map_fonts(facts, language)
    with drawing(fonts):
        return map_sheet(
            print_map(subject, zone_id), facts, fonts=fonts, language=language, paper=paper
        )


def parsed(svg: str) -> Any:
    return etree.fromstring(svg.encode("utf-8"), etree.XMLParser(load_dtd=False))


def axes_of(sheet: Sheet) -> Axes:
    return sheet.figure().axes[0]


def named(sheet: Sheet, name: str) -> Artist:
    (found,) = [one for one in axes_of(sheet).get_children() if one.get_gid() == name]
    return found


def said(sheet: Sheet) -> list[str]:
    return [text.get_text() for text in axes_of(sheet).texts]


def test_zones_are_filled_by_their_poorer_target(report: ReportFacts) -> None:
    statuses = {"storage": "done", "supply": "behind"}
    rows = tuple(
        replace(row, target_ha=1.0, status=statuses.get(row.measure))
        if row.zone == "smart"
        else replace(row, target_ha=None, status=None)
        for row in report.balance.rows
    )
    told = replace(report, balance=replace(report.balance, rows=rows))
    assert fulfilment(told)["smart"] == STATUSES["behind"]
    assert fulfilment(told)["park"] == NO_TARGET
    others = len(report.zones) - 1
    assert {"滞后（1 个）", f"无目标（{others} 个）"} <= {*said(draw(told))}
    over = replace(told, as_of=told.plan.ends_on)
    assert {"未完成（1 个）", f"无目标（{others} 个）"} <= {*said(draw(over))}


def without_land(facts: ReportFacts) -> ReportFacts:
    whole = replace(facts.map_facts, parcels=(), projects=())
    return replace(facts, parcels=(), projects=(), events=(), map_facts=whole)


def drawn_corners(sheet: Sheet, facts: ReportFacts, zone_id: str) -> np.ndarray:
    """Return where the north-west and south-east corners of a rectangular zone are drawn, in mm."""
    zone = next(zone for zone in facts.zones if zone.zone_id == zone_id)
    outlines = [
        path.vertices
        for collection in axes_of(sheet).collections
        if collection.get_zorder() == 2
        for path in collection.get_paths()
    ]
    place = [each.zone_id for each in facts.zones].index(zone.zone_id)
    xy = outlines[place]
    north_west = xy[np.argmin(xy[:, 0] + xy[:, 1])]
    south_east = xy[np.argmax(xy[:, 0] + xy[:, 1])]
    return np.array([north_west, south_east])


# The scale


@pytest.mark.parametrize("paper", ["A4", "A3"])
def test_scale_bar_is_right_on_the_ground(report: ReportFacts, paper: str) -> None:
    sheet = draw(report, paper=paper)
    corners = drawn_corners(sheet, report, "district")
    west, south, east, north = report.zones[0].outline.bounds
    _, _, ground_m = GEOD.inv(west, north, east, south)
    ground_per_mm = ground_m / math.dist(*corners)
    figure, unit = next(text for text in said(sheet) if text.endswith("千米")).split()
    bar_mm = named(sheet, "scale-bar").get_width()
    assert bar_mm * ground_per_mm == pytest.approx(float(figure) * UNITS_M[unit], rel=1e-3)


def test_scale_number_is_that_of_the_paper(report: ReportFacts) -> None:
    sheet = draw(report)
    corners = drawn_corners(sheet, report, "district")
    west, south, east, north = report.zones[0].outline.bounds
    _, _, ground_m = GEOD.inv(west, north, east, south)
    scale = next(text for text in said(sheet) if text.startswith("1:"))
    denominator = float(scale.removeprefix("1:").replace(" ", ""))
    assert ground_m * 1000 / math.dist(*corners) == pytest.approx(denominator, rel=1e-3)


def test_svg_has_its_natural_size(report: ReportFacts) -> None:
    root = parsed(map_svg(print_map("zones"), report))
    assert float(root.attrib["width"].removesuffix("pt")) == pytest.approx(156 / 25.4 * 72)


# The projection and the arrow


def frame_at(lon: float, lat: float) -> MapFrame:
    outline = box(lon - 0.01, lat - 0.01, lon + 0.01, lat + 0.01)
    crs = land_crs(outline.bounds, outline.bounds)
    bounds = projected_bounds([outline], crs)
    assert bounds is not None
    return frame_for(bounds, Box(left=5, top=5, width=150, height=150), crs=crs)


@pytest.mark.parametrize(
    ("lon", "lat"), [(113.37, 23.15), (115.4, 23.1), (100.1, 38.5), (121.6, 31.2), (88.3, 47.8)]
)
def test_north_arrow_points_to_true_north(lon: float, lat: float) -> None:
    frame = frame_at(lon, lat)
    sheet = Sheet(160, 160, fonts=map_fonts_of_nothing())
    draw_north_arrow(sheet, frame, box(0, 150, 1, 151), language="zh")
    tail, tip = named(sheet, "north-arrow").get_xydata()
    drawn = math.degrees(math.atan2(tip[0] - tail[0], tail[1] - tip[1]))
    # Independently: a short way up the meridian, projected.
    project = Transformer.from_crs("EPSG:4490", f"EPSG:{4509 + frame.zone_number}", always_xy=True)
    (x0, x1), (y0, y1) = project.transform([lon, lon], [lat - 1e-4, lat + 1e-4])
    assert drawn == pytest.approx(math.degrees(math.atan2(x1 - x0, y1 - y0)), abs=1e-3)
    if abs(lon - frame.central_meridian) > 0.5:
        assert (drawn > 0) == (lon < frame.central_meridian)


def map_fonts_of_nothing() -> Any:
    from layers.report.drawing.fonts import fonts_for

    return fonts_for(["北"])


def test_grid_labels_are_projected_kilometres(report: ReportFacts) -> None:
    sheet = draw(report)
    eastings = [text for text in said(sheet) if text.startswith("38") and text.isdigit()]
    project = Transformer.from_crs("EPSG:4490", "EPSG:4526", always_xy=True)
    west, _ = project.transform(113.30, 23.10)
    east, _ = project.transform(113.45, 23.10)
    assert eastings
    assert all(west - 6000 < float(text) * 1000 < east + 6000 for text in eastings)


def test_a_province_has_zones_of_its_own() -> None:
    whole = (108.0, 20.0, 117.0, 25.0)
    assert land_crs(whole, (113.0, 23.0, 113.2, 23.1)).to_epsg() == 4547
    assert land_crs(whole, (116.5, 23.0, 116.7, 23.1)).to_epsg() == 4548
    assert land_crs(whole, (109.0, 23.0, 109.2, 23.1)).to_epsg() == 4545


# Labels


@pytest.mark.parametrize(
    ("subject", "paper"), [*((subject, "A4") for subject in SUBJECTS), ("projects", "A3")]
)
def test_names_do_not_lie_on_each_other(report: ReportFacts, subject: str, paper: str) -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    sheet = draw(report, subject, paper=paper)
    figure = sheet.figure()
    renderer = FigureCanvasAgg(figure).get_renderer()
    with drawing(sheet.fonts):
        names = [text for text in figure.axes[0].texts if text.get_zorder() == NAME_LAYER]
        extents = [(text.get_text(), text.get_window_extent(renderer)) for text in names]
    assert len(extents) >= 3
    for (one, first), (other, second) in combinations(extents, 2):
        across = min(first.x1, second.x1) - max(first.x0, second.x0)
        down = min(first.y1, second.y1) - max(first.y0, second.y0)
        apart = min(across, down) < 0.01  # of a pixel: a name and its own detail touch
        assert apart, f"{one} lies on {other}"


def test_names_left_out_are_counted(report: ReportFacts) -> None:
    sheet = draw(report, "parcels")
    drawn = [text.get_text() for text in axes_of(sheet).texts if text.get_zorder() == NAME_LAYER]
    zones = sum(name.replace("\n", "") in {zone.name for zone in report.zones} for name in drawn)
    named_parcels = len(drawn) - zones
    left_out = len(report.parcels) - named_parcels
    assert any(f"另有 {left_out} 处名称" in line for line in said(sheet))


# What it says


def test_legend_has_only_what_is_there(report: ReportFacts) -> None:
    stored = tuple(one for one in report.parcels if one.state == "in_reserve")
    words = " ".join(said(draw(replace(report, parcels=stored), "parcels")))
    assert f"在库（{len(stored)} 宗）" in words
    assert not any(other in words for other in ("未收储", "部分出库", "已出库"))


def test_sample_and_schematic_are_said_where_they_hold(report: ReportFacts) -> None:
    words = " ".join(said(draw(report, "parcels")))
    assert "样例数据，非实际成果" in words
    assert "示意边界，不作依据" in words
    official = replace(
        report,
        plan=replace(report.plan, sample=False),
        zones=tuple(replace(zone, geometry_quality="official") for zone in report.zones),
    )
    words = " ".join(said(draw(official, "parcels")))
    assert "样例" not in words
    assert "示意" not in words


def test_what_stands_on_a_map_keeps_clear_of_land_that_fills_it(report: ReportFacts) -> None:
    """The district is a rectangle: it would fill the frame to its corners."""
    sheet = draw(report, "zones")
    (x0, y0), (x1, y1) = drawn_corners(sheet, report, report.zones[0].zone_id)
    land = box(x0, y0, x1, y1)
    arrow = LineString(named(sheet, "north-arrow").get_xydata()).buffer(2)
    assert land.intersection(arrow).area == 0
    for words in ("北", "样例数据，非实际成果\n示意边界，不作依据"):
        (text,) = (one for one in axes_of(sheet).texts if one.get_text() == words)
        assert not land.contains(Point(text.get_position())), words


def test_date_projection_and_sources_are_said(report: ReportFacts) -> None:
    words = " ".join(said(draw(report, "parcels")))
    assert "截至 2024-06-30" in words
    assert "EPSG:4526" in words
    assert "天河智慧城“十四五”发展规划" in words


def test_english(report: ReportFacts) -> None:
    words = " ".join(said(draw(report, "parcels", language="en")))
    assert "As of 2024-06-30" in words
    assert "In reserve (3)" in words
    assert "Legend" in words


def test_projects_known_only_by_zone_are_counted(report: ReportFacts) -> None:
    names = said(draw(report, "projects"))
    assert any("天河智慧城 +2" in name.replace("\n", " ") for name in names)
    assert any("未载明位置的项目 1 项" in name for name in names)


def test_inset_shows_where_the_frame_is(report: ReportFacts) -> None:
    assert not [one for one in axes_of(draw(report)).patches if one.get_gid() == "inset-frame"]
    sheet = draw(report, zone_id="park")
    framed = named(sheet, "inset-frame")
    inset = next(
        patch
        for patch in axes_of(sheet).patches
        if patch.get_zorder() == 1 and patch.get_width() == patch.get_height()
    )
    share = framed.get_width() / inset.get_width()
    assert 0 < share < 0.5
    assert inset.get_x() < framed.get_x() < inset.get_x() + inset.get_width()
    # The park lies in the west and the north of the district.
    assert framed.get_x() + framed.get_width() / 2 < inset.get_x() + inset.get_width() / 2
    assert framed.get_y() + framed.get_height() / 2 < inset.get_y() + inset.get_height() / 2


# Anything goes


@pytest.mark.parametrize("subject", SUBJECTS)
def test_hostile_names_are_only_text(report: ReportFacts, subject: str) -> None:
    svg = map_svg(print_map(subject), report)
    tags = {element.tag.rpartition("}")[2] for element in parsed(svg).iter("{*}*")}
    assert not tags & {"script", "img", "image", "a", "foreignObject"}


NAMES = (
    "$\\frac{$",
    "控制\x00\x0b\ufffe符",
    "长" * 200,
    "שדרות 12 الشارع",
    "㐀\U00020bb7",
    "🏗\U0001f9ff",
    "换\n行",
    "",
    " ",
)


def project(number: int, name: str) -> Project:
    return Project(
        project_id=f"p{number}", name=name, category=name, stage="", zone_id="smart",
        site_area_m2=None, floor_area_m2=None, investment_10k_cny=None,
        point=Point(113.32 + 0.01 * number, 23.15), note="", sources=(),
    )  # fmt: skip


@pytest.mark.parametrize("subject", SUBJECTS)
def test_any_name_can_be_drawn(report: ReportFacts, subject: str) -> None:
    zones = tuple(
        replace(report.zones[number % 4], zone_id=f"z{number}", parent_id=None, name=name)
        for number, name in enumerate(NAMES)
    )
    parcels = tuple(
        replace(one, parcel=replace(one.parcel, name=name))
        for one, name in zip(report.parcels, NAMES, strict=False)
    )
    projects = tuple(project(number, name) for number, name in enumerate(NAMES))
    hostile = replace(report, zones=zones, parcels=parcels, projects=projects)
    parsed(map_svg(print_map(subject), hostile))
    assert not any("\x00" in text for text in said(draw(hostile, subject)))


def test_what_no_font_has_is_said_on_the_map(report: ReportFacts) -> None:
    zones = (report.zones[0], replace(report.zones[1], name="城\U0001f9ff"), *report.zones[2:])
    assert any("U+1F9FF" in line for line in said(draw(replace(report, zones=zones))))


@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize("zone_id", [None, "park"])
def test_a_plan_without_land_has_a_map(
    report: ReportFacts, subject: str, zone_id: str | None
) -> None:
    assert "图例" in said(draw(without_land(report), subject, zone_id))


@pytest.mark.parametrize("subject", SUBJECTS)
def test_nothing_to_draw_is_said(report: ReportFacts, subject: str) -> None:
    empty = tuple(replace(zone, outline=MultiPolygon()) for zone in report.zones)
    for zones in (empty, ()):
        bare = replace(without_land(report), zones=zones)
        assert "没有可以绘制的图形" in said(draw(bare, subject))


def test_a_zone_without_outline_shows_what_lies_in_it(report: ReportFacts) -> None:
    zones = (*report.zones[:1], replace(report.zones[1], outline=MultiPolygon()), *report.zones[2:])
    assert "没有可以绘制的图形" not in said(draw(replace(report, zones=zones), "parcels", "smart"))


def test_a_tiny_zone_is_pointed_at(report: ReportFacts) -> None:
    tiny = replace(report.zones[3], outline=MultiPolygon([box(113.36, 23.19, 113.36002, 23.19002)]))
    sheet = draw(replace(report, zones=(*report.zones[:3], tiny)), zone_id="park")
    framed = named(sheet, "inset-frame")
    assert framed.get_width() < 1.5
    crosshair = [line for line in axes_of(sheet).lines if line.get_zorder() == 4]
    assert len(crosshair) >= 4


def test_an_unknown_zone_is_an_error(report: ReportFacts) -> None:
    with pytest.raises(WrongUseError, match="nowhere"):
        map_svg(print_map("zones", "nowhere"), report)


# Same input, same bytes


@pytest.mark.parametrize("subject", SUBJECTS)
def test_same_facts_same_bytes(report: ReportFacts, subject: str) -> None:
    wanted = print_map(subject, "smart")
    assert map_svg(wanted, report) == map_svg(wanted, report)


def test_same_facts_same_pixels(report: ReportFacts) -> None:
    wanted = print_map("parcels", "smart")
    assert map_png(wanted, report, dpi=60) == map_png(wanted, report, dpi=60)


def test_same_bytes_in_another_process(report: ReportFacts, tmp_path: Path, repo: Path) -> None:
    (tmp_path / "facts").write_bytes(pickle.dumps(report))
    script = (
        "import pickle, sys, hashlib, pathlib\n"
        "from layers.report.document import PrintMap\n"
        "from layers.report.maps.print_map import map_svg\n"
        "facts = pickle.loads(pathlib.Path(sys.argv[1]).read_bytes())\n"
        "svg = map_svg(PrintMap(map_id='map', caption='图', subject='projects'), facts)\n"
        "print(hashlib.sha256(svg.encode()).hexdigest())\n"
    )
    other = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "facts")],
        env={"PYTHONHASHSEED": "7", "PYTHONPATH": str(repo), "HOME": str(tmp_path)},
        capture_output=True, text=True, check=True, cwd=tmp_path,
    )  # fmt: skip
    here = map_svg(print_map("projects"), report)
    assert other.stdout.strip() == hashlib.sha256(here.encode()).hexdigest()


def test_very_many_parcels_are_one_image(
    report: ReportFacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = print_map("parcels")
    areas = imread(BytesIO(map_png(wanted, report)))
    text = map_svg(wanted, report, outlined=False)
    monkeypatch.setattr("layers.report.maps.parcel_layer._MOST_AREAS", 0)
    difference = np.abs(imread(BytesIO(map_png(wanted, report))) - areas)
    assert float(difference.mean()) < 0.002  # but for what is half seen at an edge
    for outlined in (True, False):
        svg = map_svg(wanted, report, outlined=outlined)
        assert svg == map_svg(wanted, report, outlined=outlined)
        (image,) = parsed(svg).iter("{*}image")
        assert image.get("{http://www.w3.org/1999/xlink}href").startswith("data:image/png;base64,")
    held = ["".join(found.itertext()) for found in parsed(svg).iter("{*}text")]
    assert held == ["".join(found.itertext()) for found in parsed(text).iter("{*}text")]
    assert [image.get("width"), image.get("height")] == parsed(svg).get("viewBox").split()[2:]


def test_png_is_300_dpi(report: ReportFacts) -> None:
    pixels = imread(BytesIO(map_png(print_map("zones", "park"), report)))
    assert pixels.shape[1] == pytest.approx(156 / 25.4 * 300, abs=1)


# Colours


def lightness(colour: str) -> float:
    """Return CIE L* of an sRGB colour."""
    luminance = float(linear(colour) @ [0.2126, 0.7152, 0.0722])
    return 116 * luminance ** (1 / 3) - 16 if luminance > 0.008856 else 903.3 * luminance


def linear(colour: str) -> np.ndarray:
    channels = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def seen_without_green(colour: str) -> np.ndarray:
    """Return CIELAB as a deuteranope sees it (Viénot, Brettel and Mollon 1999)."""
    to_lms = np.array(
        [[17.8824, 43.5161, 4.11935], [3.45565, 27.1554, 3.86714], [0.0299566, 0.184309, 1.46709]]
    )
    long, _, short = to_lms @ linear(colour)
    rgb = np.linalg.inv(to_lms) @ [long, 0.494207 * long + 1.24827 * short, short]
    to_xyz = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    xyz = to_xyz @ np.clip(rgb, 0, 1) / [0.95047, 1, 1.08883]
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("styles", [list(PARCEL_STATES.values()), list(BARS[:2]), list(BARS[1:])])
def test_fills_are_told_apart_in_grey_and_without_green(styles: list[Any]) -> None:
    for one, other in combinations(styles, 2):
        differs = one.hatch != other.hatch
        assert abs(lightness(one.fill) - lightness(other.fill)) > (7 if differs else 15)
        distance = np.linalg.norm(seen_without_green(one.fill) - seen_without_green(other.fill))
        assert distance > 10

"""Drawings and KML: arcs, labels, pictures, rings that are open."""

import math

import pytest

from gis.formats.read import open_layer
from tests.gis.formats.reading import SQUARE, read


def test_arcs_of_a_format_that_gdal_reads_become_straight_lines(tmp_path):
    arc = (
        '<gml:Polygon srsName="urn:ogc:def:crs:EPSG::4526"><gml:exterior><gml:Ring>'
        "<gml:curveMember><gml:Curve><gml:segments><gml:Arc><gml:posList>2557000 38433000 "
        "2557100 38433100 2557000 38433200</gml:posList></gml:Arc><gml:LineStringSegment>"
        "<gml:posList>2557000 38433200 2557000 38433000</gml:posList></gml:LineStringSegment>"
        "</gml:segments></gml:Curve></gml:curveMember></gml:Ring></gml:exterior></gml:Polygon>"
    )
    (tmp_path / "a.gml").write_text(
        '<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:a="http://a">'
        f"<gml:featureMember><a:land><a:id>1</a:id><a:outline>{arc}</a:outline></a:land>"
        "</gml:featureMember></gml:FeatureCollection>"
    )
    _, _, [outline], [problem] = read(tmp_path / "a.gml")
    assert outline.area == pytest.approx(math.pi * 100**2 / 2, rel=2e-5)
    assert (problem.kind, problem.severity) == ("curves_straight", "warning")


def _drawing(path, *groups):
    """Write a drawing of entities, each given as its group codes and values."""
    lines = ["0", "SECTION", "2", "ENTITIES", *groups, "0", "ENDSEC", "0", "EOF"]
    path.write_text("\n".join(lines) + "\n")


@pytest.mark.parametrize(
    "entity",
    [
        "0 LWPOLYLINE 8 0 90 2 70 1 10 0 20 0 42 1.0 10 100 20 0 42 1.0",
        "0 CIRCLE 8 0 10 50 20 0 40 50",
    ],
)
def test_arcs_of_a_drawing_become_straight_lines_and_that_is_said(tmp_path, entity):
    _drawing(tmp_path / "a.dxf", *entity.split())
    _, _, [outline], [problem] = read(tmp_path / "a.dxf")
    assert outline.area == pytest.approx(math.pi * 50**2, rel=2e-5)
    assert (problem.kind, problem.severity) == ("curves_straight", "warning")


def test_a_drawing_of_straight_lines_is_not_said_to_have_arcs(tmp_path):
    square = "10 0 20 0 42 0.0 10 100 20 0 10 100 20 100 10 0 20 100"
    _drawing(tmp_path / "a.dxf", *f"0 LWPOLYLINE 8 0 90 4 70 1 {square}".split())
    _, _, [outline], problems = read(tmp_path / "a.dxf")
    assert outline.area == 100**2
    assert problems == []


@pytest.mark.parametrize("declared", ["UTF-8", "UTF-16"])
def test_a_picture_laid_over_the_land_is_no_land(tmp_path, declared):
    ring = " ".join(f"{x},{y},0" for x, y in SQUARE.exterior.coords)
    (tmp_path / "a.kml").write_text(
        f'<?xml version="1.0" encoding="{declared}"?><kml xmlns="http://www.opengis.net/kml/2.2">'
        "<Folder><!-- <GroundOverlay> --><GroundOverlay><name>底图</name><LatLonBox>"
        "<north>24</north><south>23</south><east>114</east><west>113</west></LatLonBox>"
        "</GroundOverlay><Placemark><name>一号</name><Polygon><outerBoundaryIs><LinearRing>"
        f"<coordinates>{ring}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"
        "<ScreenOverlay/></Folder></kml>",
        encoding=declared,
    )
    opened = open_layer(tmp_path / "a.kml")
    [features] = opened.features(problems := [])
    [outline] = features.outlines
    assert outline.equals(SQUARE)
    assert features.cells["Name"].to_pylist() == ["一号"]
    [problem] = problems
    assert (problem.kind, problem.severity) == ("picture", "warning")
    assert problem.zh.startswith("有 2 张")


def test_a_label_beside_the_land_is_no_land(tmp_path):
    ring = " ".join(f"{x},{y}" for x, y in SQUARE.exterior.coords)
    (tmp_path / "a.kml").write_text(
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><name>地块</name>'
        "<Placemark><name>标注</name><Point><coordinates>113,23</coordinates></Point></Placemark>"
        "<Placemark><name>一号</name><Polygon><outerBoundaryIs><LinearRing>"
        f"<coordinates>{ring}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"
        "<Placemark><name>路</name><LineString><coordinates>113,23 114,23</coordinates>"
        "</LineString></Placemark></Folder></Document></kml>"
    )
    _, _, [outline], [problem] = read(tmp_path / "a.kml")
    assert outline.equals(SQUARE)
    assert (problem.kind, problem.severity) == ("not_closed", "warning")
    assert problem.zh.startswith("有 2 个")


def test_open_rings_beside_labels_can_be_closed(tmp_path):
    *open_ring, first = (f"{x},{y}" for x, y in SQUARE.exterior.coords)
    rings = (" ".join(points) for points in ([*open_ring, first], open_ring))
    polygons = "".join(
        "<Placemark><Polygon><outerBoundaryIs><LinearRing><coordinates>"
        f"{ring}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"
        for ring in rings
    )
    (tmp_path / "a.kml").write_text(
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>标注</name>'
        f"<Point><coordinates>113,23</coordinates></Point></Placemark>{polygons}</Document></kml>",
        encoding="utf-8",
    )
    [some] = open_layer(tmp_path / "a.kml").features([])
    assert len(some.rows) == 2  # the label is left out
    assert {at: outline.equals(SQUARE) for at, outline in some.closed.items()} == {1: True}

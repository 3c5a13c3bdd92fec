"""SVG whose text stays text: where matplotlib would draw it, and what it refuses."""

import re
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from lxml import etree
from shapely import LineString, Polygon

from layers.report.drawing.figure import saved
from layers.report.drawing.fonts import fonts_for
from layers.report.drawing.marks import Box
from layers.report.drawing.sheet import Sheet, drawing

HOSTILE = '</text><script>alert("1")</script>&\'片区'
FRAME = Box(left=10, top=10, width=60, height=40)
LINK = "{http://www.w3.org/1999/xlink}href"
CORNER = re.compile(r"(-?[\d.]+) (-?[\d.]+)")


def parsed(svg: str | bytes) -> Any:
    return etree.fromstring(svg if isinstance(svg, bytes) else svg.encode())


def both(sheet: Sheet) -> tuple[Any, Any]:
    """Return a sheet as it is written here and as matplotlib writes it, text as text."""
    with drawing(sheet.fonts), mpl.rc_context({"svg.fonttype": "none"}):
        theirs = saved(sheet.figure(), "svg", metadata={"Date": None})
        return parsed(sheet.svg(outlined=False)), parsed(theirs)


def sheet_with(text: str = "北京 J1 123.45") -> Sheet:
    return Sheet(100, 60, fonts=fonts_for([text]))


def styled(element: Any) -> dict[str, str]:
    """Return an element's look, whether it is told by attributes or by CSS."""
    css = [each.split(":", 1) for each in element.get("style", "").split(";") if each.strip()]
    return dict(element.attrib) | {name.strip(): value.strip() for name, value in css}


def corners(root: Any) -> list[np.ndarray]:
    """Return the corners of every path, in order, where it is used; the sheet's ground left out."""
    used = {one.get(LINK)[1:]: one for one in root.iter("{*}use")}
    found = []
    for path in root.iter("{*}path"):
        moved = used.get(path.get("id"), {})
        start = [float(moved.get("x", 0)), float(moved.get("y", 0))]
        found.append(np.array(CORNER.findall(path.get("d")), dtype=float) + start)
    ground = np.array([100, 60]) * 72 / 25.4
    drawn = [xy for xy in found if np.abs(xy.max(0) - ground).max() > 0.01]
    return sorted(drawn, key=lambda xy: xy.round(1).tolist())


@pytest.mark.parametrize("text", ["北京", "J1", "123.45", "天河区gy", "一行\n二行 y"])
@pytest.mark.parametrize("ha", ["left", "center", "right"])
@pytest.mark.parametrize("rotation", [0, 37, 90])
def test_text_stands_where_matplotlib_sets_it(text: str, ha: str, rotation: float) -> None:
    sheet = sheet_with(text)
    sheet.text(50, 30, text, size_pt=9, ha=ha, va="center", rotation=rotation, weight="bold")
    ours, theirs = both(sheet)
    own, other = list(ours.iter("{*}text")), list(theirs.iter("{*}text"))
    assert [one.text for one in own] == [one.text for one in other] == text.split("\n")
    for one, another in zip(own, other, strict=True):
        assert styled(one)["font-weight"] == styled(another)["font-weight"] == "700"
        assert styled(one)["font-family"] == styled(another)["font-family"]
        if another.get("x") is not None:  # of several lines matplotlib tells no anchor
            assert styled(one)["text-anchor"] == styled(another)["text-anchor"]
    if other[0].get("x") is None:
        return
    angle = np.radians(rotation)
    down = np.array([np.sin(angle), np.cos(angle)])  # of a text that is turned
    middle = np.array([50, 30]) * 72 / 25.4
    ours_at = middle + (float(own[0].get("y")) - middle[1]) * down
    theirs_at = np.array([float(other[0].get("x")), float(other[0].get("y"))])
    assert ours_at == pytest.approx(theirs_at, abs=0.02)


def test_lines_and_areas_are_those_of_matplotlib() -> None:
    sheet = sheet_with()
    sheet.line((5, 20, 30), (5, 9, 5), lw=1.5, ls=(0, (4, 2)))
    sheet.polygon([(1, 1), (4, 1), (4, 5)], fc="#123456")
    sheet.land([Polygon([(12, 12), (40, 12), (40, 30)])], within=FRAME, zorder=3,
               facecolor="#eeeeee", edgecolor="#111111", linewidth=0.5)  # fmt: skip
    sheet.land([LineString([(0, 20), (90, 25)])], within=FRAME, zorder=4, color="#222222",
               linewidth=1.0, linestyle="solid")  # fmt: skip
    ours, theirs = (corners(root) for root in both(sheet))
    assert len(ours) == 4
    for one, another in zip(ours, theirs, strict=True):
        assert one == pytest.approx(another, abs=0.011)


def test_dashes_go_by_the_width_of_the_line() -> None:
    sheet = sheet_with()
    sheet.line((5, 20), (5, 9), lw=1.5, ls=(0, (4, 2)))
    ours, theirs = both(sheet)
    (own,) = [one for one in ours.iter("{*}path") if one.get("stroke-dasharray")]
    (other,) = [one for one in theirs.iter("{*}path") if "dasharray" in one.get("style", "")]
    wanted = styled(other)["stroke-dasharray"].replace(",", " ").split()
    assert [*map(float, own.get("stroke-dasharray").split())] == [*map(float, wanted)] == [6, 3]


def test_what_is_higher_is_drawn_later() -> None:
    sheet = sheet_with()
    sheet.text(1, 5, "J1", zorder=9)
    sheet.text(1, 5, "123.45", zorder=2)
    texts = parsed(sheet.svg(outlined=False)).iter("{*}text")
    assert [text.text for text in texts] == ["123.45", "J1"]


def test_hostile_text_is_only_text() -> None:
    sheet = sheet_with(HOSTILE)
    sheet.text(5, 5, HOSTILE)
    sheet.text(5, 15, HOSTILE, seam_pt=1.8)
    root = parsed(sheet.svg(outlined=False))
    assert [one.text for one in root.iter("{*}text")] == [HOSTILE]
    assert not list(root.iter("{*}script"))


def test_holes_stay_open_however_their_rings_turn() -> None:
    hole = [(20, 20), (30, 20), (30, 30), (20, 30)]
    for inner in (hole, hole[::-1]):
        sheet = sheet_with()
        area = Polygon([(10, 10), (50, 10), (50, 40), (10, 40)], [inner])
        sheet.land([area], within=FRAME, zorder=1, facecolor="#eeeeee", linewidth=0)
        (group,) = parsed(sheet.svg(outlined=False)).iter("{*}g")
        assert group.get("fill-rule") == "evenodd"
        assert group[0].get("d").count("Z") == 2


def test_hatches_marks_and_clips_are_told_once() -> None:
    sheet = sheet_with()
    for left in (5, 25):
        box = Box(left=left, top=5, width=9, height=9)
        sheet.rectangle(box, fc="#ffffff", ec="#ff0000", hatch="////")
        sheet.land([box.shape()], within=FRAME, zorder=2, facecolor="#eeeeee", edgecolor="none")
        look = {"marker": "^", "ms": 5, "mfc": "#00ff00", "mec": "#ffffff", "mew": 0.7}
        sheet.line((left,), (20,), ls="none", **look)
    root = parsed(sheet.svg(outlined=False))
    defined = [one.get("id") for one in root.find("{*}defs")]
    assert len(defined) == len(set(defined)) == 3
    used = re.findall("#((?:hatch|mark|clip)-[0-9]+)", etree.tostring(root).decode())
    assert sorted(used) == sorted(defined * 2)


def test_a_style_that_would_be_lost_is_refused() -> None:
    sheet = sheet_with()
    sheet.line((1, 2), (1, 2), alpha=0.5)
    with pytest.raises(TypeError, match="alpha"):
        sheet.svg(outlined=False)

"""The atlas: coordinates that are those of the land, every page there, the same every time."""

import math
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pyproj import CRS, Transformer
from shapely import MultiPolygon, Point, Polygon

from gis.errors import LandplanError, WrongUseError
from gis.geometry.area import area_ha, area_m2
from gis.geometry.crs import local_crs
from gis.model import LandEvent, ParcelStatus
from layers.map.map_facts import MapFacts
from layers.report.atlas import map_book
from layers.report.atlas.boundary_points import BoundaryPoint, boundary_points
from layers.report.atlas.map_book import atlas_sheets, write_atlas
from layers.report.report_facts import ReportFacts
from tests.layers.conftest import HOSTILE_NAMES
from tests.layers.report.small_facts import report_facts_around

pytestmark = pytest.mark.slow

TO_PLANE = Transformer.from_crs("EPSG:4490", "EPSG:4526", always_xy=True)
ROW = re.compile(r"J(\d+)\s+(\d+)\s+(\d{7}\.\d{3})\s+(38\d{6}\.\d{3})\s+(\d+\.\d{2})")


@pytest.fixture(scope="module")
def report(facts: MapFacts) -> ReportFacts:
    return report_facts_around(facts)


def with_parcels(report: ReportFacts, *statuses: ParcelStatus) -> ReportFacts:
    return replace(report, parcels=statuses, map_facts=replace(report.map_facts, parcels=statuses))


def with_outline(status: ParcelStatus, outline: MultiPolygon) -> ParcelStatus:
    ha = area_ha(outline)
    return replace(
        status, parcel=replace(status.parcel, outline=outline), measured_ha=ha, in_reserve_ha=ha,
        state="in_reserve", reserve_outline=outline,
    )  # fmt: skip


def written(report: ReportFacts, folder: Path, **options: object) -> PdfReader:
    file = folder / "图册.pdf"
    write_atlas(report, file, **({"by": "parcels"} | options))  # type: ignore[arg-type]
    return PdfReader(BytesIO(file.read_bytes()))


def words(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in reader.pages)


def printed_points(reader: PdfReader) -> np.ndarray:
    """Return number, ring, X, Y and length of every line of the tables of coordinates."""
    return np.array([[float(figure) for figure in row] for row in ROW.findall(words(reader))])


def gauss_area(xy: np.ndarray) -> float:
    """Return the area of a ring by Gauss's formula, negative where it runs clockwise."""
    x, y = xy.T
    return float(x @ np.roll(y, -1) - np.roll(x, -1) @ y) / 2


def circle(
    points: int, *, lon: float = 113.4, lat: float = 23.15, radius: float = 0.002
) -> Polygon:
    angles = np.linspace(0, 2 * math.pi, points, endpoint=False)
    return Polygon(np.column_stack((lon + radius * np.cos(angles), lat + radius * np.sin(angles))))


# The table of coordinates against the land


def test_printed_coordinates_are_those_of_the_parcel(report: ReportFacts, tmp_path: Path) -> None:
    status = report.parcels[1]
    printed = printed_points(written(with_parcels(report, status), tmp_path))
    outline = shapely.transform(
        status.parcel.outline, lambda xy: np.column_stack(TO_PLANE.transform(*xy.T))
    )
    northing, easting = printed[:, 2], printed[:, 3]
    assert gauss_area(np.column_stack((easting, northing))) < 0  # clockwise
    assert len(printed) == len(outline.geoms[0].exterior.coords) - 1
    drawn = Polygon(np.column_stack((easting, northing)))
    assert drawn.symmetric_difference(outline).area < 0.5  # of a millimetre along 1.3 km
    # The plane's area over the ground's is the square of the scale factor.
    factor = 1.0 + ((easting.mean() - 38_500_000) / 6_378_137) ** 2 / 2
    assert drawn.area / factor**2 == pytest.approx(area_m2(status.parcel.outline), rel=1e-5)


def test_printed_lengths_are_those_between_the_points(report: ReportFacts, tmp_path: Path) -> None:
    status = with_outline(report.parcels[0], MultiPolygon([circle(17)]))
    printed = printed_points(written(with_parcels(report, status), tmp_path))
    xy = printed[:, [3, 2]]
    lengths = np.hypot(*(np.roll(xy, -1, axis=0) - xy).T)
    assert printed[:, 4] == pytest.approx(lengths, abs=0.0051)


def test_first_point_is_in_the_north_west(report: ReportFacts, tmp_path: Path) -> None:
    printed = printed_points(written(with_parcels(report, report.parcels[2]), tmp_path))
    assert printed[0, 0] == 1
    assert printed[0, 2] == pytest.approx(printed[:, 2].max(), abs=2)
    assert printed[0, 3] == pytest.approx(printed[:, 3].min(), abs=2)


def test_holes_and_parts_are_rings_of_one_table(report: ReportFacts, tmp_path: Path) -> None:
    ring = circle(24).difference(circle(12, radius=0.001))
    outline = MultiPolygon([ring, circle(5, lon=113.41, radius=0.001)])
    status = with_outline(report.parcels[0], outline)
    printed = printed_points(written(with_parcels(report, status), tmp_path))
    assert printed[:, 0].tolist() == list(range(1, 42))
    areas = [gauss_area(printed[printed[:, 1] == number][:, [3, 2]]) for number in (1, 2, 3)]
    assert [area < 0 for area in areas] == [True, False, True]  # only the hole runs the other way
    assert -sum(areas) == pytest.approx(area_m2(outline) * 1.0001, rel=1e-4)


def test_many_points_go_on_further_sheets(report: ReportFacts, tmp_path: Path) -> None:
    status = with_outline(report.parcels[0], MultiPolygon([circle(250)]))
    reader = written(with_parcels(report, status), tmp_path)
    printed = printed_points(reader)
    assert printed[:, 0].tolist() == list(range(1, 251))
    assert len(reader.pages) >= 2
    assert len(reader.outline) == 1  # one bookmark a parcel
    assert "续" in words(reader)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(-1, 1), st.floats(-1, 1)).map(lambda xy: Point(*xy)),
        min_size=3, max_size=12, unique_by=lambda point: (round(point.x, 2), round(point.y, 2)),
    ),
    st.floats(80, 130),
    st.floats(20, 50),
)  # fmt: skip
def test_any_ring_keeps_its_area_and_runs_clockwise(
    points: list[Point], lon: float, lat: float
) -> None:
    hull = shapely.convex_hull(shapely.multipoints(points))
    if not isinstance(hull, Polygon) or hull.area < 0.05:
        return
    outline = MultiPolygon([shapely.transform(hull, lambda xy: xy * 0.002 + np.array([lon, lat]))])
    crs = local_crs(lon)
    told = boundary_points(outline, crs)
    assert [point.label for point in told] == [f"J{n}" for n in range(1, len(told) + 1)]
    xy = np.array([(point.easting, point.northing) for point in told])
    assert gauss_area(xy) < 0
    plane = Transformer.from_crs("EPSG:4490", crs, always_xy=True)
    wanted = shapely.transform(outline, lambda xy: np.column_stack(plane.transform(*xy.T)))
    assert -gauss_area(xy) == pytest.approx(wanted.area, abs=0.002 * wanted.length)
    band = round(crs.to_epsg() - 4534 + 25)
    assert {point.y_east // 1_000_000 for point in told} == {band}
    assert sum(point.length_m for point in told) == pytest.approx(wanted.length, abs=0.1)


def test_points_of_an_empty_or_pointlike_outline() -> None:
    crs = CRS.from_epsg(4547)
    assert boundary_points(MultiPolygon(), crs) == []
    dot = MultiPolygon([shapely.box(113.4, 23.1, 113.4 + 1e-10, 23.1 + 1e-10)])
    assert all(isinstance(point, BoundaryPoint) for point in boundary_points(dot, crs))


# What the pages say


def test_areas_are_in_three_units(report: ReportFacts, tmp_path: Path) -> None:
    status = report.parcels[1]
    said = words(written(with_parcels(report, status), tmp_path)).replace(" ", "")
    ha = status.measured_ha
    assert f"{ha:.2f}公顷（{ha * 15:.2f}亩，{ha * 10_000:,.0f}平方米）" in said
    assert f"{status.parcel.declared_ha:.2f}公顷" in said
    assert "在库" in said
    assert "EPSG:4526" in said


def test_events_are_listed(report: ReportFacts, tmp_path: Path) -> None:
    said = words(written(with_parcels(report, report.parcels[3]), tmp_path))
    for event in report.parcels[3].events:
        assert event.happened_on.isoformat() in said
        assert event.document_no in said


def many_events(status: ParcelStatus, count: int) -> tuple[LandEvent, ...]:
    return tuple(
        replace(status.events[0], event_id=f"E{n}", document_no=f"文号{n:03d}")
        for n in range(count)
    )


def test_many_events_go_on_further_sheets(report: ReportFacts, tmp_path: Path) -> None:
    status = replace(report.parcels[1], events=many_events(report.parcels[1], 90))
    reader = written(with_parcels(report, status), tmp_path)
    said = words(reader)
    assert all(f"文号{n:03d}" in said for n in range(90))
    assert len(reader.pages) >= 2


def test_sample_is_said_on_every_page(report: ReportFacts, tmp_path: Path) -> None:
    few = with_parcels(report, *report.parcels[:2])
    for by in ("zones", "parcels"):
        for page in written(few, tmp_path, by=by).pages:
            assert "样例数据，非实际成果" in page.extract_text()


def test_a_page_for_every_zone(report: ReportFacts, tmp_path: Path) -> None:
    reader = written(report, tmp_path, by="zones")
    assert [mark.title for mark in reader.outline] == [zone.name for zone in report.zones]
    assert len(reader.pages) == len(report.zones)
    page = " ".join(reader.pages[1].extract_text().split())
    assert "天河区 › 天河智慧城" in page
    for figure in ("500.00", "512.35", "102.5%"):  # target, actual, percent
        assert figure in page


def test_only_the_zones_of_the_report(report: ReportFacts) -> None:
    narrower = replace(report, inside=frozenset({"core", "park"}))
    titles = [sheet.title for sheet in atlas_sheets(narrower, by="zones")]
    assert titles == ["智慧城核心区", "2112工园"]


def test_a_page_says_which_areas_its_balance_has(report: ReportFacts) -> None:
    measured = replace(report, balance=replace(report.balance, basis="measured"))
    for facts, areas in ((report, "申报面积"), (measured, "量算面积")):
        titles = {sheet.tables[0].title for sheet in atlas_sheets(facts, by="zones")}
        assert titles == {f"规划目标与实际完成（公顷，{areas}）"}


def test_a_parcel_in_several_zones_names_each_with_those_around_it(report: ReportFacts) -> None:
    status = replace(report.parcels[3], zone_ids=("district", "smart", "core", "park"))
    zones = (*report.zones[:3], replace(report.zones[3], parent_id="smart"))
    [sheet] = atlas_sheets(with_parcels(replace(report, zones=zones), status), by="parcels")
    assert dict(sheet.fields)["所在片区"] == (
        "天河区 › 天河智慧城 › 智慧城核心区、天河区 › 天河智慧城 › 2112工园"
    )


def test_english_and_a3(report: ReportFacts, tmp_path: Path) -> None:
    reader = written(with_parcels(report, report.parcels[2]), tmp_path, language="en", paper="A3")
    width, height = reader.pages[0].mediabox.width, reader.pages[0].mediabox.height
    assert (float(width), float(height)) == pytest.approx((297 * 72 / 25.4, 420 * 72 / 25.4))
    assert "Boundary points" in words(reader)
    assert "Partly supplied" in words(reader)


# The file


def test_every_parcel_has_its_bookmark_in_order(report: ReportFacts, tmp_path: Path) -> None:
    several = report.parcels[6:2:-1]
    reader = written(with_parcels(report, *several), tmp_path)
    marks = [mark.title.split()[0] for mark in reader.outline]
    assert marks == sorted(status.parcel.parcel_id for status in several)
    pages = [reader.get_destination_page_number(mark) for mark in reader.outline]
    assert pages == sorted(set(pages))
    for mark, page in zip(marks, pages, strict=True):
        assert mark in reader.pages[page].extract_text()


def test_same_facts_same_bytes(report: ReportFacts, tmp_path: Path) -> None:
    few = with_parcels(report, *report.parcels[:3])
    files = [tmp_path / "one.pdf", tmp_path / "two.pdf"]
    for file in files:
        write_atlas(few, file, by="parcels")
    assert files[0].read_bytes() == files[1].read_bytes()


def test_dates_are_those_of_the_facts(report: ReportFacts, tmp_path: Path) -> None:
    reader = written(with_parcels(report, report.parcels[0]), tmp_path)
    assert reader.metadata is not None
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date() == report.as_of == date(2024, 6, 30)


def test_hostile_names_are_text(report: ReportFacts, tmp_path: Path) -> None:
    names = ("$\\frac{$", "控制\x00\x0b符" + "长" * 200, "שדרות 12", "🏗\U0001f9ff", "")
    names += (HOSTILE_NAMES[2], HOSTILE_NAMES[4])
    statuses = [
        replace(
            report.parcels[1],
            parcel=replace(report.parcels[1].parcel, parcel_id=f"P{number:02d}", name=name),
            events=tuple(
                replace(event, document_no=name, method=name) for event in report.parcels[1].events
            ),
        )
        for number, name in enumerate(names)
    ]
    reader = written(with_parcels(report, *statuses), tmp_path)
    assert len(reader.outline) == len(names)
    said = words(reader)
    assert "$\\frac{$" in said and "<script>alert(1)</script>" in said
    assert not any("/JavaScript" in str(page) for page in reader.pages)


def test_a_parcel_without_outline_has_its_sheet(report: ReportFacts, tmp_path: Path) -> None:
    status = with_outline(report.parcels[0], MultiPolygon())
    reader = written(with_parcels(report, status), tmp_path)
    assert len(reader.pages) == 1
    assert len(printed_points(reader)) == 0


def test_progress_counts_to_the_end(report: ReportFacts, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    few = with_parcels(report, *report.parcels[:3])
    write_atlas(few, tmp_path / "a.pdf", by="parcels", progress=lambda *now: told.append(now))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_the_file_is_tagged_and_its_maps_are_described(report: ReportFacts, tmp_path: Path) -> None:
    status = report.parcels[1]
    reader = written(with_parcels(report, status), tmp_path)
    assert "pdfuaid:part>1<" in reader.root_object["/Metadata"].get_data().decode()
    told = subprocess.run(
        ["pdfinfo", "-struct", tmp_path / "图册.pdf"], capture_output=True, check=True
    ).stdout.decode(errors="replace")
    for tag in ("H1", "Figure", "Table", "THead", "TH", "TD"):
        assert re.search(rf"^\s*{tag}\b", told, re.MULTILINE), tag
    (figure,) = (one for one in elements(reader) if one.get("/S") == "/Figure")
    assert status.parcel.parcel_id in figure["/Alt"]


def elements(reader: PdfReader) -> Iterator[Any]:
    """Yield every element of the tree of tags."""
    waiting = [reader.root_object["/StructTreeRoot"]]
    while waiting:
        one = waiting.pop().get_object()
        if isinstance(one, dict):
            yield one
            below = one.get("/K", [])
            waiting += below if isinstance(below, list) else [below]


@pytest.mark.parametrize("by", ["zones", "parcels"])
def test_nothing_to_draw_is_an_error(report: ReportFacts, tmp_path: Path, by: str) -> None:
    nothing = replace(with_parcels(report), inside=frozenset())
    with pytest.raises(WrongUseError, match="图册"):
        written(nothing, tmp_path, by=by)
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_kind_is_an_error(report: ReportFacts, tmp_path: Path) -> None:
    with pytest.raises(WrongUseError, match="streets"):
        written(report, tmp_path, by="streets")


def test_an_unwritable_file_is_an_error(report: ReportFacts, tmp_path: Path) -> None:
    few = with_parcels(report, report.parcels[0])
    with pytest.raises(LandplanError, match="无法写入"):
        write_atlas(few, tmp_path / "nowhere" / "a.pdf", by="parcels")


def test_parts_are_joined_with_their_tags(
    report: ReportFacts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    several = with_parcels(report, *report.parcels[:5])
    whole = written(several, tmp_path)
    monkeypatch.setattr(map_book, "_PART", 2)
    joined = written(several, tmp_path)
    assert [page.extract_text() for page in joined.pages] == [
        page.extract_text() for page in whole.pages
    ]
    titles = [[mark.title for mark in reader.outline] for reader in (whole, joined)]
    assert titles[0] == titles[1] and len(titles[0]) == 5
    for reader in (whole, joined):
        assert_tags_agree(reader)
    kinds = [[one.get("/S") for one in elements(reader)] for reader in (whole, joined)]
    assert sorted(map(str, kinds[0]))[:-1] == sorted(map(str, kinds[1]))[:-1]


def assert_tags_agree(reader: PdfReader) -> None:
    """Tell that each page's tags lead to it, and that every cell finds its heading."""
    root = reader.root_object["/StructTreeRoot"]
    numbers = root["/ParentTree"]["/Nums"]
    found = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    assert list(found) == sorted(found) == list(range(len(reader.pages)))
    for page in reader.pages:
        for element in found[page["/StructParents"]].get_object():
            assert element.get_object()["/Pg"].get_object() == page
    names = root["/IDTree"]["/Names"][::2]
    assert list(names) == sorted(set(names))
    cells = [one for one in elements(reader) if one.get("/S") == "/TD"]
    assert len(cells) > 50
    for cell in cells:
        told = cell["/A"] if isinstance(cell["/A"], list) else [cell["/A"]]
        assert {name for one in told for name in one.get("/Headers", [])} <= set(names)

"""A small plan made by hand, and its map."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from shapely import MultiPolygon, Point, box

from gis.geometry.area import area_ha
from gis.model import LandEvent, Parcel, ParcelStatus, Source, Zone
from layers.map.map_facts import MapFacts
from layers.map.map_page import write_map
from projects.model import (
    MEASURES,
    Balance,
    BalanceRow,
    Document,
    Measure,
    Plan,
    Project,
    Status,
)
from tests.browser import Open, new_tab
from tests.layers.drawn_fonts import with_latin_fonts
from tests.layers.plan_facts import (
    INVESTMENT,
    LAND_USES,
    WARNED_ZONES,
    WARNINGS,
    drawn_projects,
    indicators_of,
)

HOSTILE_NAMES = (
    "<img src=x onerror=alert(1)>",
    "`${7*7}`",
    "</script><script>alert(1)</script>",
    "反斜杠\\1与\\u0041",
    "方向\u202e反转",
    "长" * 200,
    "{{ 7*7 }}{% raw %}",
    '"引号\' onmouseover=alert(1) x="&lt;b&gt;',
    "行分隔\u2028段分隔\u2029",
)
AS_OF = date(2024, 6, 30)
SOURCE = Source(document="smart", place="表3", line=261)


def zone(zone_id: str, parent: str | None, position: int, bounds: tuple[float, ...]) -> Zone:
    outline = MultiPolygon([box(*bounds)])
    names = {
        "district": "天河区",
        "smart": "天河智慧城",
        "core": "智慧城核心区",
        "park": "2112工园",
    }
    return Zone(
        zone_id=zone_id,
        name=names.get(zone_id, zone_id),
        parent_id=parent,
        position=position,
        declared_ha=None if zone_id == "park" else round(area_ha(outline)),
        measured_ha=area_ha(outline),
        geometry_quality="official" if zone_id == "district" else "schematic",
        outline=outline,
        source=SOURCE,
        note="<b>按文字勾绘</b>",
    )


def balance_row(
    zone: Zone, measure: Measure, target: float | None, actual: float, status: Status | None
) -> BalanceRow:
    expected = None if target is None else target * 0.699
    return BalanceRow(
        zone=zone.zone_id,
        zone_name=zone.name,
        parent=zone.parent_id,
        measure=measure,
        target_ha=target,
        actual_ha=actual,
        measured_ha=actual * 1.00123456789,
        declared_ha=actual,
        percent=None if target is None else 100 * actual / target,
        expected_ha=expected,
        remaining_ha=None if target is None else max(0.0, target - actual),
        needed_ha_per_year=None if target is None else max(0.0, target - actual) / 1.504,
        forecast_ha=None if target is None else actual / 0.699,
        status=status,
        events=7,
        source=None if target is None else SOURCE,
    )


def event(parcel: Parcel, number: int, kind: str, extent: MultiPolygon) -> LandEvent:
    is_supply = kind == "supply"
    return LandEvent(
        event_id=f"E{number:03d}",
        kind="supply" if is_supply else "storage",
        parcel_ids=(parcel.parcel_id,),
        happened_on=date(2023, 5, 1) if is_supply else date(2022, 3, 9),
        recorded_on=date(2023, 5, 4) if is_supply else date(2022, 3, 9),
        method="挂牌<i>" if is_supply else "征收",
        land_use="100101" if is_supply else "",
        land_use_set="2023" if is_supply else "",
        declared_ha=area_ha(extent),
        document_no=f"天储〔2022〕{number}号",
        corrects=None,
        extent=extent,
    )


def parcel_status(number: int, name: str, zones: tuple[Zone, ...]) -> ParcelStatus:
    """One of twelve parcels in a row; every fourth not stored, in reserve, partly, supplied."""
    west = 113.352 + number * 0.004
    outline = MultiPolygon([box(west, 23.16, west + 0.003, 23.163)])
    west_half = MultiPolygon([box(west, 23.16, west + 0.0015, 23.163)])
    east_half = MultiPolygon([box(west + 0.0015, 23.16, west + 0.003, 23.163)])
    parcel = Parcel(
        parcel_id=f"P-{number:02d}",
        name=name,
        owner_kind="collective" if number % 2 else "state",
        declared_ha=round(area_ha(outline), 2),
        land_use="0803",
        land_use_set="2023",
        established_on=None,
        outline=outline,
    )
    stage = number % 4
    supplied = (None, None, west_half, outline)[stage]
    reserve = (None, outline, east_half, None)[stage]
    extents = [("storage", outline)] * (stage > 0) + [("supply", supplied)] * (stage > 1)
    return ParcelStatus(
        parcel=parcel,
        state=("not_stored", "in_reserve", "partly_supplied", "supplied")[stage],
        measured_ha=area_ha(outline),
        in_reserve_ha=area_ha(reserve),
        supplied_ha=area_ha(supplied),
        reserve_outline=reserve,
        zone_ids=tuple(z.zone_id for z in zones if z.outline.covers(outline)),
        events=tuple(
            event(parcel, 2 * number + n, kind, extent)
            for n, (kind, extent) in enumerate(extents)
            if extent
        ),
    )


def project(number: int, zone_id: str | None, *, point: Point | None = None) -> Project:
    return Project(
        project_id=f"project-{number}",
        name=f"项目{number}<script>alert({number})</script>",
        category=("新一代信息技术", "<b>金融业</b>")[number % 2],
        stage="在建",
        zone_id=zone_id,
        site_area_m2=24288.0,
        floor_area_m2=350000.0,
        investment_10k_cny=120000.0,
        point=point,
        note="",
        sources=(SOURCE, Source(document="unknown", place="专栏3", line=None)),
    )


@pytest.fixture(scope="session")
def facts() -> MapFacts:
    zones = (
        zone("district", None, 0, (113.30, 23.10, 113.45, 23.24)),
        zone("smart", "district", 1, (113.34, 23.12, 113.44, 23.20)),
        zone("core", "smart", 2, (113.345, 23.15, 113.41, 23.198)),
        zone("park", "core", 3, (113.35, 23.18, 113.37, 23.195)),
    )
    told = {
        ("smart", "storage"): (500.0, 512.345678901, "done"),
        ("smart", "supply"): (233.0, 163.1 / 3, "at risk"),
        ("smart", "supply_industry"): (184.0, 125.0, "on track"),
        ("smart", "supply_housing_services"): (49.0, 28.1234567, "behind"),
        ("core", "storage"): (300.0, 1e-7, "at risk"),
    }
    rows = tuple(
        balance_row(z, measure, *told.get((z.zone_id, measure), (None, 12.5, None)))
        for z in zones
        for measure in MEASURES
    )
    plan = Plan(
        plan_id="tianhe",
        title="天河区“十四五”<规划>",
        starts_on=date(2021, 1, 1),
        ends_on=date(2025, 12, 31),
        sample=True,
        crs="EPSG:4490",
        documents=(
            Document(
                document_id="smart", title="天河智慧城“十四五”发展规划", issuer="", issued_on=""
            ),
        ),
    )
    names = [*HOSTILE_NAMES, "东圃北侧地块", "高唐石地块", "高唐新建区二期地块"]
    return MapFacts(
        plan=plan,
        balance=Balance(
            plan="tianhe",
            plan_title="天河区“十四五”<规划>",
            sample=True,
            as_of=AS_OF,
            basis="declared",
            rows=rows,
        ),
        zones=zones,
        parcels=tuple(parcel_status(n, name, zones) for n, name in enumerate(names)),
        projects=(
            project(0, "smart"),
            project(1, "smart"),
            project(2, "district", point=Point(113.32, 23.22)),
            project(3, None),
            *drawn_projects(project(4, "district")),
        ),
        as_of=AS_OF,
        land_uses=LAND_USES,
        indicators=indicators_of(plan),
        investment=INVESTMENT,
        warnings=WARNINGS,
        warned_zones=WARNED_ZONES,
    )


@pytest.fixture(scope="session")
def map_file(facts: MapFacts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("map") / "地图 map.html"
    write_map(facts, path)
    return path


@pytest.fixture
def latin_tab(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """Give a tab on a machine that has no Chinese font."""
    with closing(with_latin_fonts(browser, tmp_path)) as started, new_tab(started) as tab:
        yield tab


@pytest.fixture
def page(open_page: Open, map_file: Path) -> Page:
    return open_page(map_file.as_uri()).page

"""A real QGIS opens the project, on the database and in the GeoPackage: nothing is missing."""

import re
import shutil
from unicodedata import normalize

import pyogrio
import pypdf
import pytest
from PIL import Image
from sqlalchemy import text

from layers.qgis.files import write_package, write_project
from layers.qgis.layout import SCALES
from layers.qgis.plan_layers import plan_layers
from tests.conftest import REPO
from tests.layers.qgis.conftest import PLAN

ROWS = {
    "projects": "v_project where not known_only_by_zone",
    "projects_by_zone": "v_project where known_only_by_zone",
    "project_lines": "v_project where st_dimension(outline) > 0",
    "parcels": "v_parcel",
    "parcel_history": "v_parcel_history",
    "events": "v_event where in_force",
    "reserve": "v_reserve",
    "page_zone": "v_zone",
    "zones": "v_zone",
    "structure": "v_structure where outline is not null",
    "balance_storage": "v_balance where measure = 'storage' and target_ha is not null",
    "balance_supply": "v_balance where measure = 'supply' and target_ha is not null",
    "balance_supply_industry":
        "v_balance where measure = 'supply_industry' and target_ha is not null",
    "balance_supply_housing_services":
        "v_balance where measure = 'supply_housing_services' and target_ha is not null",
    "balance": "v_balance",
    "district": "v_zone where depth = 0",
    "district_ground": "v_zone where depth = 0",
}  # fmt: skip
"""Layer → what it should show, asked of the database by hand."""


SCALES_TOLD = """
import json

atlas, scales = layout.atlas(), []
atlas.beginRender()
there = atlas.first()
while there:
    scales.append(layout.itemById("map").scale())
    there = atlas.next()
print(json.dumps(scales))
"""
"""Behind a script that has a layout: the scale of each of its pages."""


@pytest.fixture(scope="module")
def opened(in_qgis, builtin_database, tmp_path_factory):
    """Give what QGIS says of the project, by how it is opened, and the folder of its pages."""
    from landplan.session import view_on
    from layers.qgis.facts import qgis_facts
    from projects.store.plans import plan_of

    folder = tmp_path_factory.mktemp("qgis")
    pages = folder / "pages"
    pages.mkdir()
    with builtin_database.connect() as connection:
        plan = plan_of(connection, PLAN)
        facts = qgis_facts(view_on(connection, plan, as_of=plan.ends_on), language="zh")
        write_project(facts, folder / "plan.qgz", url=builtin_database.url)
        write_package(connection, facts, folder / "plan.gpkg")
    package = f"geopackage:{folder / 'plan.gpkg'}?projectName={PLAN}"
    return {
        "database": in_qgis(folder / "plan.qgz"),
        "package": in_qgis(package, pages),
        "project": folder / "plan.qgz",
        "file": folder / "plan.gpkg",
        "pages": pages,
    }


@pytest.fixture(params=["database", "package"])
def project(request, opened):
    """Give what QGIS says of the project on the database, and of that in the GeoPackage."""
    return opened[request.param]


def test_every_layer_is_valid_and_has_the_rows_of_the_database(project, builtin_connection):
    def rows(asked):
        return builtin_connection.scalar(text(f"select count(*) from landplan.{asked}"))

    assert project["opened"], (project["error"], project["said"])
    found = {name.removeprefix("landplan_"): it for name, it in project["layers"].items()}
    assert [name for name, it in found.items() if not it["valid"]] == [], project["said"]
    counted = {name: (it["rows"], it["counted"], it["ids"]) for name, it in found.items()}
    assert counted == {name: (n := rows(asked), n, n) for name, asked in ROWS.items()}


def test_nothing_is_without_style_name_or_system(project, facts):
    assert project["crs"] == "EPSG:4547"
    by_name = {layer.id: layer for layer in plan_layers(facts)}
    faults = []
    for name, it in project["layers"].items():
        layer = by_name[name]
        if layer.view.shape is None:
            continue
        if it["crs"] != "EPSG:4490" or it["outlines"] != it["rows"]:
            faults.append((name, it["crs"], it["outlines"]))
        if it["drawn"] not in (None, it["rows"]):
            faults.append((name, "drawn", it["drawn"]))
        if it["names"] != (layer.names is not None):
            faults.append((name, "names"))
        if not it["read_only"]:
            faults.append((name, "may be edited"))
        faults += [
            (name, column.shown)
            for column in layer.view.columns
            if it["aliases"].get(column.shown) != column.label("zh")
            or (column.shown in it["value_maps"]) != bool(column.choices)
        ]
    assert faults == []


def test_the_legend_has_the_words_of_the_plan(project):
    legend = {
        name.removeprefix("landplan_"): it["legend"] for name, it in project["layers"].items()
    }
    assert legend["parcels"] == ["未收储", "在库", "部分出库", "已出库"]
    assert legend["balance_storage"] == ["完成", "未完成"]  # the period is over
    assert project["groups"] == ["项目", "台账（样例）", "储备（样例）", "规划", "底图要素"]


def test_statuses_are_told_as_in_the_atlas(project):
    statuses = {name: it["statuses"] for name, it in project["layers"].items() if it["statuses"]}
    assert statuses["landplan_balance"] == ["完成", "未完成"]  # the period is over
    assert len(statuses) == 1 + 4
    assert all(set(words) <= {"完成", "未完成"} for words in statuses.values())


def test_the_history_has_its_days(project):
    assert project["time"] == ["2021-01-01", "2025-12-31"]
    assert project["layers"]["landplan_parcel_history"]["time"] == ["from_on", "until_on", 2]
    assert project["layers"]["landplan_events"]["time"] == ["happened_on", "", 1]


def test_the_atlas_has_a_page_a_zone(project, builtin_connection):
    [layout] = project["layouts"].values()
    assert layout["size"] == [420, 297]
    zones = builtin_connection.scalar(text("select count(*) from landplan.v_zone"))
    assert layout["pages"] == zones
    wanted = {"QgsLayoutItemMap", "QgsLayoutItemLegend", "QgsLayoutItemScaleBar",
              "QgsLayoutItemPicture", "QgsLayoutItemLabel", "QgsLayoutFrame"}  # fmt: skip
    assert wanted <= set(layout["items"])


def test_the_pages_are_printed(opened):
    [pages] = opened["package"]["printed"].values()
    with Image.open(opened["pages"] / "page.png") as page:
        assert (page.width, page.height) == (1653, 1169)  # A3 at 100 dots an inch
        assert len(page.convert("RGB").getcolors(maxcolors=10**6)) > 100
    with pypdf.PdfReader(opened["pages"] / "atlas.pdf") as book:
        assert len(book.pages) == len(pages)
        words = normalize("NFKC", book.pages[0].extract_text())
    for word in ("天河区土地收储与供应图", "样例数据", "图例"):
        assert word in words


def test_each_page_has_the_figures_of_its_zone(opened):
    [pages] = opened["package"]["printed"].values()
    [of_smart_city] = [table for name, table in pages.items() if name.endswith("-天河智慧城")]
    assert of_smart_city == [  # the period is over
        ["收储", "500.00", "492.43", "98.5%", "未完成"],
        ["供应", "233.00", "190.68", "81.8%", "未完成"],
        ["产业用地", "184.00", "126.30", "68.6%", "未完成"],
        ["居住及公服", "49.00", "57.23", "116.8%", "完成"],
        ["已储未供", "", "371.76", "", ""],
    ]


def test_the_script_of_the_docs_gives_each_page_a_round_scale(
    in_qgis, opened, builtin_connection, tmp_path, monkeypatch
):
    page = (REPO / "docs" / "qgis.md").read_text(encoding="utf-8")
    [told] = re.findall(r"^```python\n(.*?)^```$", page, re.M | re.S)
    script = tmp_path / "script.py"
    script.write_text(told + SCALES_TOLD, encoding="utf-8")
    (tmp_path / "build").mkdir()
    shutil.copy(opened["project"], tmp_path / "build")
    monkeypatch.chdir(tmp_path)
    scales = in_qgis("", script=script)
    zones = builtin_connection.scalar(text("select count(*) from landplan.v_zone"))
    with pypdf.PdfReader(tmp_path / "build" / "图册.pdf") as book:
        assert len(book.pages) == len(scales) == zones
    assert {round(scale, 3) for scale in scales} <= set(SCALES)
    assert len(set(scales)) > 3


def test_a_table_of_the_package_brings_its_style(opened):
    assert opened["package"]["by_itself"] == {
        "projects": ["categorizedSymbol", True],
        "project_lines": ["categorizedSymbol", False],
        "parcels": ["categorizedSymbol", True],
        "parcel_history": ["categorizedSymbol", False],
        "events": ["categorizedSymbol", False],
        "reserve": ["singleSymbol", True],
        "zones": ["categorizedSymbol", True],
        "zone_balance": ["categorizedSymbol", False],
        "structure": ["categorizedSymbol", False],
    }


def test_other_programs_read_the_package(opened):
    layers = {name for name, kind in pyogrio.list_layers(opened["file"]) if kind is not None}
    assert {"parcels", "parcel_history", "zones", "reserve"} <= layers
    told = pyogrio.read_info(opened["file"], layer="parcels", force_feature_count=True)
    assert (told["features"], told["crs"]) == (210, "EPSG:4490")

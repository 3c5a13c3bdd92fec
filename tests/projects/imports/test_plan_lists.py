"""Lists of zones, projects and indicators into a plan."""

import pytest
from sqlalchemy import text

from projects.imports.undo import undo_batch
from tests.projects.imports.conftest import TODAY
from tests.small_land import block, write_features


def kinds(outcome, severity=None):
    told = [p for p in outcome.problems if p.kind != "crs_not_said"]
    return [p.kind for p in told if severity in (None, p.severity)]


def rows(connection, table, key):
    found = connection.execute(text(f"select * from landplan.{table}")).mappings()
    return {row[key]: dict(row) for row in found}


def test_zones_are_added_and_changed(connection, import_file, tmp_path):
    file = tmp_path / "zones.geojson"
    write_features(
        file,
        ({"片区编号": "west", "片区名称": "西片", "上级": "all", "面积": 200}, block(0, 0, 10, 20)),
        ({"片区编号": "core", "片区名称": "核心", "上级": "西片", "面积": 4}, block(0, 0, 2, 2)),
    )
    before = rows(connection, "zone", "zone_id")
    outcome = import_file("zones", file)
    assert kinds(outcome) == []
    assert (outcome.counts.added, outcome.counts.changed) == (1, 1)
    after = rows(connection, "zone", "zone_id")
    assert after["core"]["parent_id"] == "west"
    assert after["core"]["geometry_quality"] == "digitised"
    assert after["west"]["source_document"] == before["west"]["source_document"]
    assert import_file("zones", file).counts.same == 2
    undo_batch(connection, outcome.batch, today=TODAY)
    assert rows(connection, "zone", "zone_id") == before


def test_a_zone_outside_its_parent_is_refused(import_file, tmp_path):
    file = tmp_path / "zones.geojson"
    write_features(file, ({"片区编号": "x", "片区名称": "甲", "上级": "west"}, block(12, 0, 14, 2)))
    assert kinds(import_file("zones", file), "error") == ["outside_parent"]


PROJECTS = (
    "项目代码,项目名称,项目类别,建设阶段,所在片区,投资额（亿元）,用地面积（亩）,经度,纬度",
    "2401-440106-04-01-123456,甲,产业,在建,west,3.5,15,113.401,23.151",
)


def test_projects_are_added_changed_and_brought_back(connection, import_file, csv_file):
    outcome = import_file("projects", csv_file(*PROJECTS))
    assert kinds(outcome) == []
    (row,) = rows(connection, "project", "project_id").values()
    assert (row["zone_id"], row["stage"]) == ("west", "在建")
    assert row["investment_10k_cny"] == pytest.approx(35_000)
    assert row["site_area_m2"] == pytest.approx(10_000)
    later = import_file("projects", csv_file("项目代码,建设阶段", f"{row['project_id']},投产"))
    assert later.counts.changed == 1
    (now,) = rows(connection, "project", "project_id").values()
    assert now == row | {"stage": "投产"}
    undo_batch(connection, later.batch, today=TODAY)
    (now,) = rows(connection, "project", "project_id").values()
    assert now == row


def test_floor_area_in_wan_square_metres_is_what_it_says(connection, import_file, csv_file):
    file = csv_file(
        "项目代码,项目名称,项目类别,总建筑面积（万平方米）,用地面积（公顷）,总投资（百万元）",
        "2401-440106-04-01-123456,甲,产业,12.5,3,500",
    )
    assert kinds(import_file("projects", file)) == []
    (row,) = rows(connection, "project", "project_id").values()
    assert row["floor_area_m2"] == pytest.approx(125_000)
    assert row["site_area_m2"] == pytest.approx(30_000)
    assert row["investment_10k_cny"] == pytest.approx(50_000)


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("总投资（万美元）", "investment_10k_cny(万元)"),
        ("用地面积（千平方米）", "site_area_m2(平方米)"),
        ("用地面积（万元）", "site_area_m2(平方米)"),
    ],
)
def test_a_unit_that_is_not_known_is_asked_for(import_file, csv_file, header, column):
    file = csv_file(f"项目代码,项目名称,项目类别,{header}", "2401-440106-04-01-123456,甲,产业,30")
    refused = import_file("projects", file)
    assert kinds(refused, "error") == ["unit_unknown"]
    assert f"{header}={column}" in refused.problems[0].zh
    assert kinds(import_file("projects", file, columns=(f"{header}={column}",))) == []


def test_a_project_code_that_is_none_is_told(import_file, csv_file):
    lines = [PROJECTS[0], PROJECTS[1].replace("2401-440106-04-01-123456", "甲-1")]
    assert kinds(import_file("projects", csv_file(*lines))) == ["project_code"]


def test_figures_of_indicators(connection, import_file, csv_file):
    file = csv_file("片区,指标名称,单位,年度,数值,作用", "west,产值,亿元,2024,12.5,实际")
    outcome = import_file("indicators", file)
    assert (kinds(outcome), outcome.counts.added) == ([], 1)
    (row,) = rows(connection, "indicator", "position").values()
    assert (row["value"], row["role"], row["span"]) == (12.5, "actual", "year")
    more = csv_file("片区,指标名称,单位,年度,数值,作用", "west,产值,亿元,2024,13,实际")
    assert import_file("indicators", more).counts.changed == 1
    other = csv_file("片区,指标名称,单位,年度,数值,作用", "west,产值,万元,2025,13,实际")
    assert kinds(import_file("indicators", other)) == ["another_unit"]


def test_a_zone_that_is_none_is_refused(import_file, csv_file):
    file = csv_file("片区,指标名称,单位,年度,数值,作用", "nowhere,产值,亿元,2024,12.5,实际")
    assert kinds(import_file("indicators", file)) == ["unknown_zone"]

"""What is wrong is told once, where it is, as the file has it."""

import json

import pytest

from tests.small_land import block

WKT = block(4, 0, 6, 2).wkt
BAD = "POLYGON((113.4 x, 1 2))"


def told(outcome, severity="error"):
    return [(p.kind, p.row) for p in outcome.problems if p.severity == severity]


@pytest.mark.parametrize("as_events", [False, True])
def test_a_list_of_supplies_without_a_use_is_asked_for_it_once(import_file, csv_file, as_events):
    head = "宗地编号,合同签订日期,供应方式" + (",状态" if as_events else "")
    end = ",已出库" if as_events else ""
    file = csv_file(head, f"P1,2024-06-30,挂牌{end}", f"P2,2024-06-30,挂牌{end}")
    kind = "parcels" if as_events else "events"
    outcome = import_file(kind, file, as_events=as_events)
    assert told(outcome) == [("missing_column", None)]
    (asked,) = (p for p in outcome.problems if p.severity == "error")
    assert "2 行供应" in asked.zh
    assert "--columns '\"1001\"=land_use'" in asked.zh
    done = import_file(kind, file, as_events=as_events, columns=['"1001"=land_use'])
    assert (told(done), done.counts.added) == ([], 2)


def test_storages_need_no_use(import_file, csv_file):
    assert told(import_file("events", csv_file("宗地编号,入库时间", "P1,2022-01-01"))) == []


def test_a_file_without_features_lacks_no_column(import_file, tmp_path):
    file = tmp_path / "empty.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": []}))
    for kind in ("parcels", "events", "zones"):
        assert told(import_file(kind, file)) == [("no_features", None)]


def test_an_area_that_is_none_is_shown_as_none(import_file, csv_file):
    file = csv_file("宗地编号,入库时间,收储面积", "P1,2022-01-01,约0.5", "P2,2022-01-01,-3")
    outcome = import_file("events", file)
    assert told(outcome) == [("not_a_number", 2), ("too_small", 3)]
    about, less = outcome.problems
    assert (about.value, less.value) == ("约0.5", "-3")
    assert "不带单位" not in about.zh
    assert [row.declared_ha for row in outcome.rows] == [None, -3.0]


def test_an_area_in_a_unit_of_money_is_none(import_file, csv_file):
    file = csv_file("宗地编号,入库时间,收储面积", "P1,2022-01-01,0.5万元")
    assert told(import_file("events", file)) == [("not_a_number", 2)]


def test_an_area_with_its_unit_is_one(import_file, csv_file):
    file = csv_file("宗地编号,入库时间,收储面积", "P1,2022-01-01,60亩", "P2,2022-01-01,4 公顷")
    outcome = import_file("events", file)
    assert told(outcome) == []
    assert [row.declared_ha for row in outcome.rows] == pytest.approx([4, 4])


@pytest.mark.parametrize("others", [(), (f'N1,国有,"{WKT}"',)])
def test_of_an_outline_that_cannot_be_read_nothing_else_is_told(import_file, csv_file, others):
    file = csv_file("宗地编号,权属,wkt", f'B-1,国有,"{BAD}"', *others)
    outcome = import_file("parcels", file, columns=["measured_ha=declared_ha"])
    assert [(p.row, p.column) for p in outcome.problems if p.severity == "error"] == [(2, "wkt")]


def test_of_a_crossed_outline_no_area_is_missing(import_file, csv_file):
    crossed = "POLYGON((113.40 23.15,113.41 23.16,113.41 23.15,113.40 23.16,113.40 23.15))"
    file = csv_file("宗地编号,权属,wkt", f'B-1,国有,"{crossed}"', f'N1,国有,"{WKT}"')
    outcome = import_file("parcels", file, columns=["measured_ha=declared_ha"])
    assert told(outcome) == [("self_crossing", 2)]


def test_a_geojson_with_a_coordinate_that_is_none(import_file, tmp_path):
    file = tmp_path / "n.geojson"
    ring = [[113.4, 23.1], [113.4, "x"], [113.5, 23.2], [113.4, 23.1]]
    feature = {
        "type": "Feature",
        "properties": {"宗地编号": "B-1", "权属": "国有", "面积": 4},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    assert told(import_file("parcels", file)) == [("bad_coordinates", 1)]


def test_a_row_without_an_outline_still_lacks_one(import_file, csv_file):
    file = csv_file("宗地编号,权属,面积,wkt", f'N1,国有,4,"{WKT}"', "N2,国有,4,")
    assert told(import_file("parcels", file)) == [("no_outline", 3)]


def test_a_day_that_is_none_is_told_as_written(import_file, csv_file):
    outcome = import_file("events", csv_file("宗地编号,入库时间", "P1,20250230"))
    assert told(outcome) == [("bad_date", 2)]
    assert outcome.problems[0].value == "20250230"


def test_a_note_above_the_heading_is_told(import_file, csv_file):
    file = csv_file(
        "收储清单,,,", "单位：公顷,填表：张三,,", "宗地编号,入库时间,收储面积,收储方式",
        "P1,2022-01-01,4,收购", "P2,2022-01-01,4,收购",
    )  # fmt: skip
    outcome = import_file("events", file)
    assert (told(outcome), outcome.counts.added) == ([], 2)
    assert ("heading_row", 3) in told(outcome, "warning")

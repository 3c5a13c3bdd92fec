"""Lists of events, and of parcels whose status tells what happened."""

import pytest
from sqlalchemy import text

from tests.small_land import block, write_features

CONTRACTS = (
    "电子监管号,宗地编号,供应方式,供地总面积（亩）,成交价款（元）,合同签订日期,土地用途,约定交地时间",
    "4401062024B00123456,P1,23,60,12345600,2024-06-30,工业用地,2025-01-01",
)


def kinds(outcome, severity=None):
    return [p.kind for p in outcome.problems if severity in (None, p.severity)]


def events(connection):
    rows = connection.execute(text("select * from landplan.land_event order by event_id"))
    return {row["event_id"]: row for row in rows.mappings()}


def test_a_list_of_contracts_is_supplies(connection, import_file, csv_file):
    outcome = import_file("events", csv_file(*CONTRACTS))
    assert kinds(outcome) == []
    assert outcome.counts.added == 1
    row = events(connection)["GY-4401062024B00123456"]
    assert (row["kind"], row["method"], row["parcel_ids"]) == ("supply", "挂牌", ["P1"])
    assert row["declared_ha"] == pytest.approx(4.0)
    assert row["price_10k_cny"] == pytest.approx(1234.56)
    assert (row["land_use"], row["land_use_set"]) == ("1001", "2023")
    assert row["happened_on"].isoformat() == "2024-06-30"
    assert row["whole"]
    assert row["further"] == {"约定交地时间": "2025-01-01"}
    again = import_file("events", csv_file(*CONTRACTS))
    assert (again.counts.same, again.batch) == (1, None)


def test_statuses_with_days_become_storages_and_supplies(connection, import_file, csv_file):
    file = csv_file(
        "地块编号,状态,入库时间,合同签订日期,供应方式,土地用途",
        "P1,已出库,2022-03-01,2024-06-30,挂牌,工业用地",
        "P2,在库,2023-03-01,1900-01-01,,",
    )
    dry = import_file("parcels", file, as_events=True, dry=True)
    shown = [(row.row, row.more["kind"], row.more["date"], row.name) for row in dry.rows]
    assert shown == [
        (2, "storage", "2022-03-01", "P1"), (2, "supply", "2024-06-30", "P1"),
        (3, "storage", "2023-03-01", "P2"),
    ]  # fmt: skip
    assert events(connection) == {}
    outcome = import_file("parcels", file, as_events=True)
    assert outcome.counts == dry.counts
    found = events(connection)
    assert sorted(found) == ["GY-P1-20240630", "SC-P1-20220301", "SC-P2-20230301"]
    assert found["SC-P1-20220301"]["method"] == ""
    assert found["GY-P1-20240630"]["method"] == "挂牌"


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (("地块编号,状态", "P1,在库"), "no_dates"),
        (("地块编号,状态,入库时间", "P1,已出库,2022-03-01"), "no_date"),
        (("地块编号,状态,入库时间", "P1,在库,1900-01-01"), "no_date"),
        (("地块编号,状态,入库时间", "P1,部分出库,2022-03-01"), "partly_supplied"),
        (("地块编号,状态,入库时间", "P1,不知道,2022-03-01"), "not_allowed"),
        (("地块编号,日期", "P1,2022-03-01"), "kind_unknown"),
        (("地块编号,入库时间", "P9,2022-03-01"), "unknown_parcel"),
        (("状态,入库时间", "在库,2022-03-01"), "missing_column"),
    ],
)
def test_what_can_be_no_event_is_refused_with_the_reason(
    connection, import_file, csv_file, lines, kind
):
    outcome = import_file("events", csv_file(*lines))
    assert kinds(outcome, "error") == [kind]
    assert events(connection) == {}


def test_of_one_day_the_method_tells_the_kind(import_file, csv_file):
    file = csv_file("地块编号,日期,方式", "P1,2022-03-01,征收")
    assert [row.more["kind"] for row in import_file("events", file).rows] == ["storage"]


def test_what_should_be_looked_at_of_events(import_file, csv_file):
    file = csv_file(
        "宗地编号,入库时间,收储面积（公顷）,电子监管号,收储方式",
        "P1,2025-03-01,1,4.40106E+18,没有这种",
    )
    assert sorted(kinds(import_file("events", file))) == [
        "future_date", "smaller_than_parcels", "spoilt_number", "unknown_method",
    ]  # fmt: skip


def test_a_part_with_its_outline_is_its_own_extent(connection, import_file, tmp_path):
    file = tmp_path / "part.geojson"
    write_features(
        file,
        ({"宗地编号": "P1", "类型": "供应", "日期": "2024-01-01", "面积": 10_000, "方式": "23",
          "用途": "1001"}, block(0, 0, 1, 1)),
    )  # fmt: skip
    outcome = import_file("events", file)
    assert outcome.counts.added == 1
    assert outcome.units["declared_ha"].unit == "平方米"
    (row,) = events(connection).values()
    assert (row["whole"], row["declared_ha"]) == (False, pytest.approx(1.0))


def test_several_rows_of_one_contract_get_ids_of_their_own(import_file, csv_file):
    file = csv_file(
        "合同编号,宗地编号,供应方式,合同签订日期,土地用途",
        "HT1,P1,挂牌,2024-06-30,工业用地",
        "HT1,P2,挂牌,2024-06-30,工业用地",
    )
    assert [row.row_id for row in import_file("events", file).rows] == ["GY-HT1-P1", "GY-HT1-P2"]


def test_an_event_with_other_content_is_refused_at_its_row(import_file, csv_file):
    import_file("events", csv_file(*CONTRACTS))
    other = [CONTRACTS[0], CONTRACTS[1].replace("12345600", "99999900")]
    outcome = import_file("events", csv_file(*other))
    assert [(p.kind, p.row, p.column) for p in outcome.problems] == [
        ("event_differs", 2, "成交价款（元）")
    ]
    assert outcome.batch is None


def test_a_correction_names_the_event_that_it_corrects(import_file, csv_file):
    import_file("events", csv_file("event_id,kind,parcel_id,date,declared_ha",
                                   "E1,storage,P1,2022-01-01,4"))  # fmt: skip
    file = csv_file("event_id,kind,parcel_id,date,declared_ha,corrects",
                    "E2,冲销,,2022-01-02,,E1", "E3,storage,P1,2022-01-02,4,E9")  # fmt: skip
    assert kinds(import_file("events", file)) == ["unknown_event"]


def test_further_columns_of_an_event_that_is_there_stay_as_they_were(
    connection, import_file, csv_file
):
    import_file("events", csv_file(*CONTRACTS))
    more = [CONTRACTS[0] + ",备注", CONTRACTS[1] + ",甲"]
    outcome = import_file("events", csv_file(*more))
    assert (kinds(outcome), outcome.counts.same) == (["further_differs"], 1)
    (row,) = events(connection).values()
    assert row["further"] == {"约定交地时间": "2025-01-01"}


def test_a_part_in_mu_is_not_taken_for_hectares(import_file, csv_file):
    file = csv_file("宗地编号,合同签订日期,供应方式,土地用途,供应面积（亩）",
                    "P1,2024-06-30,挂牌,工业用地,15.2")  # fmt: skip
    (row,) = import_file("events", file).rows
    assert row.declared_ha == pytest.approx(15.2 / 15)
    assert row.declared_unit == "mu"


def test_a_part_whose_unit_is_not_known_is_asked_for(import_file, csv_file):
    file = csv_file("宗地编号,合同签订日期,供应方式,土地用途,供应面积",
                    "P1,2024-06-30,挂牌,工业用地,1")  # fmt: skip
    outcome = import_file("events", file)
    assert kinds(outcome, "error") == ["unit_unknown"]
    assert "--columns '供应面积=supplied_ha(亩)'" in outcome.problems[0].zh
    told = import_file("events", file, columns=["供应面积=supplied_ha(亩)"])
    assert told.rows[0].declared_ha == pytest.approx(1 / 15)


def test_the_same_event_has_one_id_however_its_day_is_written(import_file, csv_file):
    head = "宗地编号,合同签订日期,供应方式,土地用途"
    import_file("events", csv_file(head, "P1,2024/6/3,挂牌,工业用地"))
    for day, method in (("2024-06-03", "23"), ("2024年6月3日", "挂牌"), ("20240603", "挂牌")):
        again = import_file("events", csv_file(head, f"P1,{day},{method},工业用地"))
        assert [row.row_id for row in again.rows] == ["GY-P1-20240603"]
        assert again.counts.same == 1


def test_a_row_of_totals_is_passed_over_and_said(import_file, csv_file):
    file = csv_file("序号,宗地编号,入库时间,收储面积（公顷）", "1,P1,2022-03-01,4",
                    "2,P2,2022-03-01,4", "合 计,,,8")  # fmt: skip
    outcome = import_file("events", file)
    assert [(p.kind, p.row, p.severity) for p in outcome.problems] == [("total_row", 4, "warning")]
    assert outcome.counts.added == 2


def test_a_footer_is_passed_over_and_said(import_file, csv_file):
    head = ("宗地编号,入库时间,收储面积（公顷）", "P1,2022-03-01,4")
    file = csv_file(
        *head, "填表人： 张三,,审核人：李四", "备 注：以上均为公顷,,", "填报日期:2024年1月,,"
    )
    outcome = import_file("events", file)
    assert [(p.kind, p.row, p.severity) for p in outcome.problems] == [
        ("footer_row", row, "warning") for row in (3, 4, 5)
    ]
    assert outcome.counts.added == 1
    for other in ("填表人：张三,2022-03-01,", "张三,,", "单位P1,,"):
        refused = import_file("events", csv_file(*head, other))
        assert [p.row for p in refused.problems if p.severity == "error"]
        assert refused.batch is None


def test_a_parcel_that_is_called_a_total_beside_its_number_is_a_row(import_file, csv_file):
    file = csv_file("宗地编号,入库时间,备注", "P1,2022-03-01,合计")
    assert import_file("events", file).counts.added == 1


def test_a_supply_whose_parcel_stands_in_a_merged_cell_above_is_told_of_it(import_file, csv_file):
    first, second = CONTRACTS[1], CONTRACTS[1].replace("123456,P1", "123457,")
    outcome = import_file("events", csv_file(CONTRACTS[0], first, second))
    [problem] = [problem for problem in outcome.problems if problem.severity == "error"]
    assert (problem.row, problem.kind) == (3, "no_outline")
    assert "合并的单元格" in problem.zh

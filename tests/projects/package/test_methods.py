"""Methods of storage and supply that are not known: said once each, read by rows or by columns."""

import pytest

from projects.labels import METHODS, STORAGE_METHODS, SUPPLY_METHODS
from projects.load import load_folder, load_update
from projects.package.methods import Methods
from tests.projects.bulk.large_ledgers import (
    AT_ONCE,
    IN_BATCHES,
    event_rows,
    parcel_rows,
    plan_folder,
    write_ledger,
)
from tests.small_land import write_csv, write_folder

COLUMNS = ("event_id", "kind", "parcel_id", "date", "declared_ha", "method", "land_use",
           "land_use_set")  # fmt: skip


def remarks(*events):
    methods = Methods()
    for row, (kind, method) in enumerate(events, start=2):
        methods.add(kind, method, row)
    return methods.remarks("ledger/events.csv")


@pytest.mark.parametrize("method", ["", *STORAGE_METHODS])
def test_a_known_method_of_storage_is_not_remarked_on(method):
    assert remarks(("storage", method)) == []


@pytest.mark.parametrize("method", ["", *SUPPLY_METHODS])
def test_a_known_method_of_supply_is_not_remarked_on(method):
    assert remarks(("supply", method), ("reversal", "随便")) == []


def test_an_unknown_method_is_told_once_with_those_that_are_known():
    [remark] = remarks(("storage", "征收"), ("storage", "没收"), ("storage", "没收"))
    assert (remark.row, remark.column, remark.value) == (3, "method", "没收")
    assert (remark.kind, remark.severity) == ("unknown_method", "warning")
    assert remark.zh == (
        "不是已知的收储方式（共 2 行）；照原样导入，单独成类。"
        "已知的有：征收、收回、收购、置换、优先购买、其他"
    )
    assert remark.en.startswith("is no known method of storage (2 rows); it is loaded")


@pytest.mark.parametrize(
    ("method", "meant"),
    [("21", "招标"), ("22", "拍卖"), ("23", "挂牌"), ("1", "划拨"), ("4", "租赁"),
     ("挂牌出让", "挂牌"), ("作价出资或入股", "作价出资")],
)  # fmt: skip
def test_what_the_trade_writes_for_it_is_recognised(method, meant):
    [remark] = remarks(("supply", method))
    assert f"像是“{meant}”" in remark.zh
    assert f"it looks like {meant};" in remark.en


def test_a_method_of_the_other_kind_is_unknown():
    assert [one.value for one in remarks(("supply", "征收"), ("storage", "挂牌"))] == [
        "挂牌", "征收",
    ]  # fmt: skip
    assert {"征收", "挂牌"} <= METHODS.keys()


def test_rows_and_columns_remark_on_the_same(connection, tmp_path):
    folder = plan_folder(tmp_path / "plan")
    events = event_rows()
    for place, method in ((0, "没收"), (2, "没收"), (7, "21"), (12, "21"), (10, "收购")):
        events[place]["method"] = method
    write_ledger(folder, parcel_rows(), events)
    told = []
    for large in (AT_ONCE, IN_BATCHES):
        savepoint = connection.begin_nested()
        told.append(load_folder(connection, folder, large=large).remarks)
        savepoint.rollback()
    assert [(one.row, one.value) for one in told[0]] == [(13, "21"), (1, "没收"), (8, "21")]
    assert told[0] == told[1]


def test_an_update_remarks_too(connection, tmp_path):
    load_folder(connection, write_folder(tmp_path / "whole"))
    month = tmp_path / "month"
    (month / "ledger").mkdir(parents=True)
    (month / "plan.yaml").write_text("id: small\n", encoding="utf-8")
    row = ("E9", "storage", "P2", "2023-01-31", "4", "没收", "", "")
    write_csv(month / "ledger" / "events.csv", dict(zip(COLUMNS, row, strict=True)))
    [remark] = load_update(connection, month).remarks
    assert (remark.file, remark.row, remark.value) == ("ledger/events.csv", 2, "没收")

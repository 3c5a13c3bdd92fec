"""Imports taken back, as long as nothing builds on them."""

import pytest
from sqlalchemy import text

from gis.errors import BadDataError, WrongUseError
from projects.balance import sql_engine
from projects.imports.told import outcome_json
from projects.imports.undo import undo_batch
from projects.monitoring.deep_check import deep_findings
from tests.projects.imports.conftest import TODAY
from tests.small_land import block, write_features


def undo(connection, batch):
    return undo_batch(connection, batch, today=TODAY, by="tester")


def ledger(connection):
    return {
        table: connection.execute(
            text(f"select * from landplan.{table} order by 1, 2, 3")
        ).mappings().all()
        for table in ("parcel", "place", "place_zone", "place_overlap", "parcel_history",
                      "land_share", "zone_day")
    }  # fmt: skip


@pytest.fixture
def parcels_file(tmp_path):
    """Give a file that adds N1, which overlaps P2, and draws P1 anew."""
    file = tmp_path / "parcels.geojson"
    write_features(
        file,
        ({"DKBH": "N1", "DKMJ": 4, "QSXZ": "国有", "备注": "甲"}, block(3.5, 0, 5.5, 2)),
        ({"DKBH": "P1", "DKMJ": 3, "QSXZ": "集体", "备注": "乙"}, block(0, 0, 2, 1.5)),
    )
    return file


def test_parcels_go_back_to_what_they_were(connection, import_file, parcels_file):
    before = ledger(connection)
    outcome = import_file("parcels", parcels_file)
    assert (outcome.counts.added, outcome.counts.changed) == (1, 1)
    done = undo(connection, outcome.batch)
    assert (done.counts["parcels"].changed, done.counts["parcels"].removed) == (1, 1)
    after = ledger(connection)
    places = {row["place_id"] for row in before["place"]}
    left = [row for row in after["place"] if row["place_id"] not in places]
    assert len(left) == 1  # P1 as it was drawn meanwhile: places are kept
    for table in ("parcel", "parcel_history", "land_share", "zone_day"):
        assert after[table] == before[table]
    assert list(deep_findings(connection, "small")) == []


def test_events_are_reversed_and_the_balance_is_what_it_was(connection, import_file, csv_file):
    def balance():
        return [
            (row.zone, row.measure, row.actual_ha)
            for row in sql_engine.balance(connection, "small", as_of=TODAY).rows
        ]

    before = balance()
    file = csv_file("宗地编号,入库时间,合同签订日期,供应方式,土地用途",
                    "P1,2022-01-01,2023-01-01,挂牌,工业用地")  # fmt: skip
    outcome = import_file("events", file)
    assert balance() != before
    done = undo(connection, outcome.batch)
    assert done.events == 2
    assert balance() == before
    again = import_file("events", file)
    assert [row.row_id for row in again.rows] == ["SC-P1-20220101~2", "GY-P1-20230101~2"]
    assert again.counts.added == 2
    assert balance() != before
    assert list(deep_findings(connection, "small")) == []


def test_what_a_correction_had_replaced_is_recorded_anew(connection, import_file, csv_file):
    head = "event_id,kind,parcel_id,date,declared_ha,corrects"
    import_file("events", csv_file(head, *(f"E{n},storage,P{n},2022-01-01,4," for n in (1, 2))))
    outcome = import_file(
        "events", csv_file(head, "E3,storage,P1,2022-02-01,3,E1", "E4,冲销,,2022-01-01,,E2")
    )
    undo(connection, outcome.batch)
    standing = connection.execute(
        text(
            "select parcel_ids, declared_ha, happened_on::text"
            " from landplan.events_in_force('small') order by parcel_ids"
        )
    ).all()
    assert [tuple(row) for row in standing] == [
        (["P1"], 4.0, "2022-01-01"), (["P2"], 4.0, "2022-01-01"),
    ]  # fmt: skip


def test_what_builds_on_a_load_keeps_it(connection, import_file, parcels_file, csv_file):
    outcome = import_file("parcels", parcels_file)
    later = import_file("events", csv_file("宗地编号,入库时间", "N1,2022-01-01"))
    with pytest.raises(BadDataError) as refused:
        undo(connection, outcome.batch)
    assert [(p.value, p.kind) for p in refused.value.problems] == [("N1", "built_on")]
    assert "SC-N1-20220101" in refused.value.problems[0].zh
    undo(connection, later.batch)
    done = undo(connection, outcome.batch)
    assert (done.stay, done.counts["parcels"].removed) == (1, 0)


def test_a_later_supply_keeps_the_storage_that_it_stands_on(connection, import_file, csv_file):
    stored = csv_file("宗地编号,入库时间", "P1,2022-01-01", "P2,2022-02-01")
    first = import_file("events", stored)
    supplied = csv_file("宗地编号,合同签订日期,供应方式,土地用途", "P1,2023-01-01,挂牌,工业用地",
                        name="supplied.csv")  # fmt: skip
    second = import_file("events", supplied)
    with pytest.raises(BadDataError) as refused:
        undo(connection, first.batch)
    [problem] = refused.value.problems
    assert f"批次 {second.batch}" in problem.zh
    assert "用地上之后又发生了事件" in problem.zh
    undo(connection, second.batch)
    assert undo(connection, first.batch).events == 2
    assert list(deep_findings(connection, "small")) == []


def test_a_supply_by_hand_keeps_the_storage_that_it_stands_on(connection, import_file, csv_file):
    stored = import_file("events", csv_file("宗地编号,入库时间", "P1,2022-01-01"))
    supply = (
        "insert into landplan.land_event (plan_id, event_id, kind, happened_on, recorded_on,"
        " declared_ha, parcel_ids, place_id) select 'small', :id, 'supply', '2023-01-01', :day, 4,"
        " array[parcel_id], place_id from landplan.parcel where parcel_id = 'P1'"
    )
    today = connection.scalar(text("select landplan.today()"))
    savepoint = connection.begin_nested()
    connection.execute(text(supply), {"id": "BEFORE", "day": "2023-01-01"})
    assert undo(connection, stored.batch).events == 1  # it was there before
    savepoint.rollback()
    connection.execute(text(supply), {"id": "SINCE", "day": today})
    with pytest.raises(BadDataError, match="手工登记的事件请先更正") as refused:
        undo(connection, stored.batch)
    [problem] = refused.value.problems
    assert "用地上之后又发生了事件 SINCE" in problem.zh


def test_a_parcel_that_was_changed_again_keeps_a_load(
    connection, import_file, parcels_file, csv_file
):
    first = import_file("parcels", parcels_file)
    second = import_file("parcels", csv_file("宗地编号,地块名称", "P1,又改"))
    with pytest.raises(BadDataError) as refused:
        undo(connection, first.batch)
    assert [p.value for p in refused.value.problems] == ["P1"]
    undo(connection, second.batch)
    undo(connection, first.batch)


def test_what_cannot_be_taken_back_is_refused(connection, import_file, csv_file):
    outcome = import_file("events", csv_file("宗地编号,入库时间", "P1,2022-01-01"))
    done = undo(connection, outcome.batch)
    for number in (outcome.batch, done.batch, 999_999):
        with pytest.raises(WrongUseError):
            undo(connection, number)
    load = connection.scalar(text("select min(batch_id) from landplan.batch"))
    with pytest.raises(WrongUseError):
        undo(connection, load)


def test_a_later_change_of_the_same_list_keeps_a_load_of_the_plan(
    connection, import_file, csv_file
):
    head = "项目代码,项目名称,项目类别"
    first = import_file("projects", csv_file(head, "A,甲,产业"))
    import_file("projects", csv_file(head, "A,乙,产业"))
    with pytest.raises(BadDataError):
        undo(connection, first.batch)


def test_what_was_is_not_changed_by_hand(connection, import_file, parcels_file):
    import_file("parcels", parcels_file)
    with pytest.raises(Exception, match="follows from the ledger"), connection.begin_nested():
        connection.execute(text("delete from landplan.batch_was"))


def test_a_file_that_was_taken_back_is_told_when_it_comes_again(connection, import_file, csv_file):
    file = csv_file("宗地编号,入库时间", "P1,2022-01-01")
    first = import_file("events", file)
    done = undo(connection, first.batch)
    again = import_file("events", file)
    assert (again.before.batch_id, again.before.undone_by) == (first.batch, done.batch)
    assert outcome_json(again, dry=False)["imported_before"] is None
    assert import_file("events", file).before.batch_id == again.batch

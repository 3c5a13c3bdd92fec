"""`load --update`: a folder with this month's rows only, held against what is there already."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from gis.errors import BadDataError, WrongUseError
from gis.geometry.datum import wgs84_to_gcj02
from projects.load import load_folder, load_update
from projects.monitoring.deep_check import deep_findings
from projects.store.batches import Counts, batches_of
from projects.store.stored_package import package_of
from tests.projects.bulk.large_ledgers import (
    AT_ONCE,
    LEDGER,
    assert_same,
    event_rows,
    made_ledgers,
    parcel_rows,
    plan_folder,
    rows_after,
    write_ledger,
)
from tests.small_land import block, write_csv, write_features, write_folder

COMMON = {"method": "", "land_use": "", "land_use_set": "", "corrects": ""}


def event(event_id, parcel_id="P1", day="2023-01-31", outline=None, **cells):
    told = {"event_id": event_id, "kind": "storage", "parcel_id": parcel_id, "date": day,
            "declared_ha": 1} | COMMON  # fmt: skip
    return told | cells, outline


def drawn(parcel_id, outline, **cells):
    told = {"parcel_id": parcel_id, "name": "", "owner_kind": "state", "declared_ha": 4}
    return told | cells, outline


@pytest.fixture
def month(tmp_path):
    """Give what makes a folder with nothing but plan.yaml and rows of the ledger."""

    def make(*, events=(), parcels=(), plan="id: small\n"):
        folder = tmp_path / "month"
        (folder / "ledger").mkdir(parents=True, exist_ok=True)
        for file in (folder / "ledger").iterdir():
            file.unlink()
        (folder / "plan.yaml").write_text(plan, encoding="utf-8")
        for name, rows in (("events", events), ("parcels", parcels)):
            if rows:
                write_features(folder / "ledger" / f"{name}.geojson", *rows)
        return folder

    return make


@pytest.fixture
def there(connection, tmp_path):
    """Load the small package: P1 stored in 2021 (E1), a quarter of it supplied in 2022 (E2)."""
    load_folder(connection, write_folder(tmp_path / "whole"))
    return connection


def problems_of(connection, folder):
    with pytest.raises(BadDataError) as caught:
        load_update(connection, folder)
    return [(p.file, p.row, p.column, p.kind, p.en) for p in caught.value.problems]


def test_rows_are_added_and_all_else_is_left(there, month):
    before = package_of(there, "small", ledger=False)
    loaded = load_update(there, month(events=[event("E3", "P2"), event("E4", "P1;P2")]), by="王")
    assert (loaded.new_events, loaded.parcels) == (2, 0)
    assert package_of(there, "small", ledger=False) == before
    newest, _ = batches_of(there, "small")
    assert (newest.command, newest.loaded_by) == ("load --update", "王")
    assert newest.counts["events"] == Counts(added=2)
    assert newest.counts["zones"] == Counts(same=2)
    assert [file.name for file in newest.files] == ["ledger/events.geojson", "plan.yaml"]
    assert list(deep_findings(there, "small")) == []


def test_twice_is_once(there, month):
    folder = month(
        events=[event("E3", kind="reversal", parcel_id="", declared_ha="", corrects="E1")],
        parcels=[drawn("P3", block(4, 0, 6, 2))],
    )
    assert load_update(there, folder).alters
    again = load_update(there, folder)
    assert not again.alters
    assert again.changes["events"] == again.changes["parcels"] == Counts(same=1)
    assert len(batches_of(there, "small")) == 2


def test_a_folder_with_nothing_to_update_is_refused(there, month):
    with pytest.raises(WrongUseError, match="没有可更新的文件"):
        load_update(there, month())
    assert len(batches_of(there, "small")) == 1
    load_update(there, month(plan="id: small\ntitle: 另一个名称\n"))
    assert package_of(there, "small", ledger=False).plan.title == "另一个名称"


def test_a_months_folder_loaded_as_a_whole_is_told_so(there, month):
    folder = month(events=[event("E3", "P2")])
    with pytest.raises(WrongUseError) as caught:
        load_folder(there, folder)
    assert f"landplan load --update {folder}" in caught.value.zh
    assert f"landplan load --update {folder}" in caught.value.en
    assert load_update(there, folder).new_events == 1


def test_an_event_of_the_database_is_corrected_once(there, month):
    undo = {"kind": "reversal", "parcel_id": "", "declared_ha": ""}
    load_update(there, month(events=[event("E3", corrects="E1", **undo)]))
    [(_, row, column, kind, said)] = problems_of(
        there, month(events=[event("E4", corrects="E1", **undo)])
    )
    assert (row, column, kind) == (1, "corrects", "corrected_twice")
    assert "by E3 already" in said
    [(*_, kind, _)] = problems_of(there, month(events=[event("E5", corrects="E3", **undo)]))
    assert kind == "corrects_reversal"
    [(*_, kind, _)] = problems_of(
        there, month(events=[event("E6", day="2020-01-31", corrects="E2", **undo)])
    )
    assert kind == "recorded_too_early"
    [(*_, kind, _)] = problems_of(there, month(events=[event("E7", corrects="E99", **undo)]))
    assert kind == "unknown_event"


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        (event("E3", "P9"), "unknown_parcel"),
        (event("E3", "P1", day="2014-12-31"), "before_parcel"),
        (event("E3", "P1", declared_ha=9), "larger_than_parcels"),
        (event("E3", "P1", outline=block(1.5, 0, 3, 2)), "outside_parcel"),
        (event("E3", "", outline=block(30, 0, 31, 1)), "outside_plan"),
        (event("E3", "P1", land_use="9999", land_use_set="2023"), "unknown_land_use"),
    ],
)
def test_an_event_is_held_against_the_parcels_that_are_there(there, month, told, kind):
    assert [one[3] for one in problems_of(there, month(events=[told]))] == [kind]


def test_an_event_of_the_database_with_other_content_is_refused(there, month):
    folder = month(events=[event("E1", "P1", day="2021-06-30", declared_ha=3)])
    [(file, row, column, kind, said)] = problems_of(there, folder)
    assert (file, row, column) == ("ledger/events.geojson", 1, "declared_ha")
    assert kind == "event_differs"
    assert said.startswith("event E1 is in the database with “4”")
    assert "append-only" in said


def test_a_parcel_drawn_anew_is_held_against_its_events(there, month):
    folder = month(parcels=[drawn("P1", block(0, 1, 2, 2), declared_ha=2)])
    found = problems_of(there, folder)
    assert {(file, row, column) for file, row, column, *_ in found} == {
        ("ledger/parcels.geojson", 1, "parcel_id")
    }
    assert {one[3] for one in found} == {"larger_than_parcels", "outside_parcel"}
    assert any("event E2 of the database" in one[4] for one in found)


def test_a_parcel_drawn_anew_takes_its_whole_events(there, month):
    load_update(there, month(parcels=[drawn("P1", block(0, 0, 2, 2.2), declared_ha=4.4)]))
    [stored] = there.execute(
        text(
            "select l.measured_m2 from landplan.land_event e"
            " join landplan.place l using (place_id) where e.event_id = 'E1'"
        )
    ).scalars()
    assert stored == pytest.approx(44_000, rel=1e-6)
    assert list(deep_findings(there, "small")) == []


def test_a_parcel_in_gcj02_lies_on_those_that_are_there(there, month):
    shifted = wgs84_to_gcj02(block(4, 4, 6, 6))
    load_update(there, month(parcels=[drawn("P8", shifted)]))
    folder = month(parcels=[drawn("P9", wgs84_to_gcj02(block(4, 4, 6, 7)))])
    assert [one[3] for one in problems_of(there, folder)] == ["shifted"]


def test_keys_that_plan_yaml_leaves_out_are_as_they_were(there, month):
    load_update(there, month(plan="id: small\ntitle: 新名称\nsample: false\n"))
    found = package_of(there, "small", ledger=False).plan
    assert (found.title, found.sample, found.crs) == ("新名称", False, "EPSG:4490")
    assert [document.document_id for document in found.documents] == ["doc"]


def test_other_files_are_whole_but_take_no_zone_away(there, month):
    folder = month()
    write_csv(
        folder / "targets.csv",
        {"zone": "all", "measure": "supply", "value": 7, "unit": "公顷", "year": 2025,
         "kind": "planned", "source": "doc|表1|3"},
    )  # fmt: skip
    loaded = load_update(there, folder)
    assert loaded.changes["targets"] == Counts(added=1, removed=1)
    write_csv(
        folder / "zones.csv",
        {"zone_id": "all", "name": "全区", "parent": "", "declared_ha": 400,
         "geometry_quality": "schematic", "source": "doc|表1|1"},
    )  # fmt: skip
    write_features(folder / "zones.geojson", ({"zone_id": "all"}, block(0, 0, 20, 20)))
    write_csv(
        folder / "land_use.csv",
        {"code": "1001", "code_set": "2023", "name": "工业用地", "group": "industry"},
    )
    (folder / "plan.yaml").write_text("id: small\ndocuments: [{id: new}]\n", encoding="utf-8")
    found = problems_of(there, folder)
    assert [(file, kind) for file, _, _, kind, _ in found if kind == "taken_away"] == [
        ("plan.yaml", "taken_away"), ("zones.csv", "taken_away"), ("land_use.csv", "taken_away"),
    ]  # fmt: skip


def test_a_plan_that_is_not_there_is_not_updated(there, month):
    with pytest.raises(WrongUseError, match="nowhere"):
        load_update(there, month(plan="id: nowhere\n"))
    assert problems_of(there, month(plan="title: x\n"))[0][3] == "missing_key"


@pytest.mark.slow
@settings(made_ledgers, max_examples=20)
@given(st.data())
def test_month_by_month_is_as_at_once(connection, tmp_path_factory, data):
    """Rows in any order that corrections allow, some of them told twice: the same ledger."""
    whole = plan_folder(tmp_path_factory.mktemp("ledger") / "plan")
    parcels, events = parcel_rows(), event_rows()
    write_ledger(whole, parcels, events)
    at_once = rows_after(connection, whole, AT_ONCE)
    cut = sorted(data.draw(st.lists(st.integers(0, len(events)), min_size=1, max_size=3)))
    with connection.begin_nested() as savepoint:
        load_folder(connection, plan_folder(tmp_path_factory.mktemp("ledger") / "plan"))
        folder = plan_folder(tmp_path_factory.mktemp("ledger") / "plan")
        for file in [path for path in folder.iterdir() if path.suffix in (".csv", ".geojson")]:
            file.unlink()
        for first, last in zip([0, *cut], [*cut, len(events)], strict=True):
            some = events[max(0, first - 2) : last]  # the last two of the month before again
            if not some:
                continue
            named = {one.strip() for row in some for one in row["parcel_id"].split(";")}
            its = [row for row in parcels if row["parcel_id"] in named and data.draw(st.booleans())]
            there = set(connection.scalars(text("select parcel_id from landplan.parcel")))
            its += [row for row in parcels if row["parcel_id"] in named - there and row not in its]
            write_ledger(folder, its or parcels[:1], some)
            load_update(connection, folder)
            assert list(deep_findings(connection, "small")) == []
        write_ledger(folder, parcels, events[:1])
        load_update(connection, folder)
        found = [connection.execute(text(query)).all() for query in LEDGER]
        savepoint.rollback()
    assert_same((at_once[0], found), at_once)

"""What imports have made of a plan is written as a package that loads, over it and anew."""

import json

import pytest
from frictionless import Package as DataPackage

from gis.errors import BadDataError
from projects.exports.write_package import write_package
from projects.imports.opening import ImportOptions
from projects.imports.run import Run, import_list
from projects.imports.undo import undo_batch
from projects.load import load_folder, load_package
from projects.store.remove_plan import remove_plan
from tests.projects.imports.conftest import TODAY
from tests.small_land import block, package, parcel, write_features

PROJECTS = "项目编号,项目名称,项目类别\nx-1,甲,产业\n"
FIGURES = "片区,指标名称,单位,年度,数值,作用\nwest,产值,亿元,2024,12.5,实际\n"


@pytest.fixture
def plan(connection):
    """Give the id of a plan with P1, one hectare."""
    load_package(connection, package(parcels=(parcel("P1", block(0, 0, 1, 1)),)))
    return "small"


@pytest.fixture
def bring(connection, plan, tmp_path):
    """Give what imports a list from text, or of features; nothing may be wrong with it."""

    def call(kind, *told):
        path = tmp_path / ("list.csv" if isinstance(told[0], str) else "list.geojson")
        if path.suffix == ".csv":
            path.write_text(told[0], encoding="utf-8")
        else:
            write_features(path, *told)
        run = Run(kind=kind, path=path, options=ImportOptions(), dry=False, today=TODAY, by="me",
                  as_events=False)  # fmt: skip
        outcome = import_list(connection, plan, run)
        assert outcome.batch is not None, outcome.problems
        return outcome

    return call


def loads_again(connection, plan, folder):
    """Write a plan; load it over itself, which changes nothing, and anew, the large way too."""
    written = write_package(connection, plan, folder)
    assert DataPackage(str(folder / "datapackage.json")).validate().valid
    for large in (10**9, 1):
        assert not load_folder(connection, folder, large=large).alters
        remove_plan(connection, plan)
        load_folder(connection, folder, large=large)
    assert write_package(connection, plan, folder.with_name("again")).rows == written.rows


def test_lists_that_cite_no_document(connection, plan, bring, tmp_path):
    bring("projects", PROJECTS)
    bring("indicators", FIGURES)
    bring("zones", ({"片区编号": "core", "片区名称": "核心", "上级": "west"}, block(0, 0, 2, 2)))
    loads_again(connection, plan, tmp_path / "out")


def test_events_taken_back_that_their_parcel_has_become_too_small_for(
    connection, plan, bring, tmp_path
):
    brought = bring("events", "事件号,类型,地块,日期,面积\nE1,storage,P1,2022-06-30,1\n")
    undo_batch(connection, brought.batch, today=TODAY)
    bring("parcels", ({"parcel_id": "P1", "declared_ha": 0.9}, block(0, 0, 1, 1)))
    loads_again(connection, plan, tmp_path / "out")


@pytest.mark.parametrize("large", [10**9, 1])
def test_an_event_that_stands_is_still_held_against_its_parcel(
    connection, plan, bring, tmp_path, large
):
    bring("events", "事件号,类型,地块,日期,面积\nE1,storage,P1,2022-06-30,1\n")
    write_package(connection, plan, tmp_path / "out")
    file = tmp_path / "out" / "ledger" / "parcels.geojson"
    told = json.loads(file.read_text("utf-8"))
    told["features"][0]["properties"]["declared_ha"] = 0.9
    file.write_text(json.dumps(told), "utf-8")
    with pytest.raises(BadDataError) as refused:
        load_folder(connection, tmp_path / "out", large=large)
    assert [one.kind for one in refused.value.problems] == ["larger_than_parcels"]


def lying(prefix, n, top):
    """Return a parcel, two wide, that reaches up to a height."""
    told = {"parcel_id": f"{prefix}{n}", "owner_kind": "state", "declared_ha": 2 * (top - 8)}
    return told, block(4 * n, 8, 4 * n + 2, top)


@pytest.mark.parametrize("large", [10**9, 1])
def test_parcels_on_others_that_were_let_in_with_a_warning(
    connection, plan, bring, tmp_path, large
):
    bring("parcels", lying("Q", 0, 9.5), lying("Q", 1, 9.5))
    bring("parcels", lying("R", 0, 10))
    bring("parcels", lying("R", 1, 10))
    loads_again(connection, plan, tmp_path / "out")
    file = tmp_path / "out" / "ledger" / "parcels.geojson"
    file.write_text(file.read_text("utf-8") + "\n", "utf-8")
    remove_plan(connection, plan)
    with pytest.raises(BadDataError) as refused:  # no longer the file that was written
        load_folder(connection, tmp_path / "out", large=large)
    assert {one.kind for one in refused.value.problems} == {"shifted"}

"""What imports have made of a plan is written as a package that loads, over it and anew."""

import pytest
from frictionless import Package as DataPackage

from projects.exports.write_package import write_package
from projects.imports.opening import ImportOptions
from projects.imports.run import Run, import_list
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
    """Write a plan; load it over itself, which changes nothing, and into an empty database."""
    written = write_package(connection, plan, folder)
    assert DataPackage(str(folder / "datapackage.json")).validate().valid
    assert not load_folder(connection, folder).alters
    remove_plan(connection, plan)
    load_folder(connection, folder)
    assert write_package(connection, plan, folder.with_name("again")).rows == written.rows
    assert not load_folder(connection, folder).alters


def test_lists_that_cite_no_document(connection, plan, bring, tmp_path):
    bring("projects", PROJECTS)
    bring("indicators", FIGURES)
    bring("zones", ({"片区编号": "core", "片区名称": "核心", "上级": "west"}, block(0, 0, 2, 2)))
    loads_again(connection, plan, tmp_path / "out")

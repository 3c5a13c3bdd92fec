"""The catalogue of columns agrees with the files, the records and the tables of the database."""

import csv
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest
from sqlalchemy import Boolean, Date, Double, Integer, Text

from gis.model import EventKind, GeometryQuality, LandEvent, OwnerKind, Parcel, ParcelState
from gis.problems import errors_in
from projects.model import STAGES, LandUseGroup, Role, Span, StructureKind, StructureLevel
from projects.package.arrow_schema import stored_schema
from projects.package.column import Column
from projects.package.columns import (
    EVENTS,
    INDICATORS,
    LAND_USES,
    PARCELS,
    PROJECTS,
    SHARED,
    STRUCTURE,
    TABLES,
    TARGETS,
    ZONES,
    columns_of,
)
from projects.package.columns_in_docs import with_tables
from projects.package.header import header_fits
from projects.package.read_plan import TARGET_KINDS, UNITS
from projects.tables import metadata

REPO = Path(__file__).resolve().parents[3]
TYPES = {"number": Double, "whole": Integer, "day": Date, "flag": Boolean}


def told_by(header, table, *, others=False):
    problems = []
    fits = header_fits("file", header, problems, table=table, others=others)
    assert fits is not bool(errors_in(problems))
    return [(problem.column, problem.zh, problem.en) for problem in problems]


def test_every_file_of_the_built_in_plan_has_columns_of_the_catalogue():
    folder = REPO / "plans" / "tianhe-2021-2025"
    files = {table.file: table for table in TABLES.values() if table.file.endswith(".csv")}
    there = [path for path in folder.glob("*.csv") if path.name in files]
    assert len(there) == len(files) - 1  # it has no schedule
    for path in there:
        header = next(csv.reader(path.read_text(encoding="utf-8").splitlines()))
        assert told_by(header, files[path.name]) == []


@pytest.mark.parametrize(
    "table", [t for t in TABLES.values() if t.in_database], ids=lambda t: t.name
)
def test_what_is_stored_is_in_the_database_with_its_type(table):
    there = metadata.tables[f"landplan.{table.in_database}"].c
    for column in table.cells:
        for name in column.in_database:
            if name == "point" or column.kind in ("ids", "source"):
                assert name in there
            else:
                assert isinstance(there[name].type, TYPES.get(column.kind, Text)), name


def test_every_column_of_those_tables_is_in_the_catalogue():
    for name in {table.in_database for table in TABLES.values()} - {""}:
        known = {column.shown for column in SHARED}
        for table in TABLES.values():
            if table.in_database == name:
                known |= {c for column in table.columns for c in column.in_database}
                known |= {column.name for column in table.kept}
        there = {column.name for column in metadata.tables[f"landplan.{name}"].c}
        assert there <= known, name


@pytest.mark.parametrize(
    ("column", "choices"),
    [
        (PARCELS["owner_kind"], get_args(OwnerKind)),
        (PARCELS["state"], get_args(ParcelState)),
        (EVENTS["kind"], get_args(EventKind)),
        (ZONES["geometry_quality"], get_args(GeometryQuality)),
        (LAND_USES["group"], get_args(LandUseGroup)),
        (TARGETS["kind"], TARGET_KINDS),
        (TARGETS["unit"], UNITS),
        (PROJECTS["stage"], STAGES),
        (INDICATORS["role"], get_args(Role)),
        (INDICATORS["span"], get_args(Span)),
        (STRUCTURE["kind"], get_args(StructureKind)),
        (STRUCTURE["level"], get_args(StructureLevel)),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_choices_are_those_that_are_read(column, choices):
    assert tuple(column.choices) == tuple(choices)


def test_records_of_the_ledger_have_the_columns_of_the_catalogue():
    assert {field.name for field in fields(Parcel)} == {*PARCELS.stored, "outline", "further"}
    assert {field.name for field in fields(LandEvent)} == {
        *EVENTS.stored,
        "extent",
        "whole",
        "further",
    }


def test_the_ledger_is_written_by_the_columns_of_the_catalogue():
    assert stored_schema(PARCELS).names == [*PARCELS.stored, "measured_m2", "outline"]
    assert stored_schema(EVENTS).names == [*EVENTS.stored, "measured_m2", "outline"]
    assert str(stored_schema(EVENTS).field("parcel_ids").type) == "list<item: string>"
    assert str(stored_schema(EVENTS).field("happened_on").type) == "date32[day]"


@pytest.mark.parametrize("name", ["parcels", "events", "zones", "projects", "indicators"])
def test_a_frame_has_each_column_once_with_both_names(name):
    columns = columns_of(name)
    names = [column.shown for column in columns]
    assert len(names) == len(set(names))
    for column in columns:
        assert column.zh
        assert column.en[0].isupper()
        assert column.dtype


def test_a_heading_has_the_unit_and_a_comment_the_choices():
    assert PARCELS["declared_ha"].heading("zh") == "申报（公顷）"
    assert PARCELS["declared_ha"].label("zh") == "申报面积（公顷）"
    assert PARCELS["declared_ha"].label("en") == "Declared area, ha"
    assert PARCELS["owner_kind"].heading("zh") == "权属"
    assert PARCELS["declared_ha"].comments() == {
        "declared_ha": "申报面积（公顷）; Declared area, ha"
    }
    assert PARCELS["owner_kind"].comments() == {
        "owner_kind": "权属：state 国有、collective 集体; Owner"
    }
    assert EVENTS["date"].comments() == {"happened_on": "日期; Date"}
    assert ZONES["source"].comments()["source_line"] == "出处：行; Source: line"
    assert PROJECTS["source"].comments() == {}


@pytest.mark.parametrize(
    "header",
    ["DKBH", "dk_bh", "ＤＫＢＨ", "地块编号", " 地块 编号 ", "宗地编号（必填）", "parcel_id"],
)
def test_what_the_trade_writes_is_recognised(header):
    assert PARCELS["parcel_id"].means(header)
    assert not PARCELS["name"].means(header)


def test_units_in_brackets_make_no_difference():
    assert PARCELS["declared_ha"].means("宗地面积(公顷)")


def test_a_header_is_held_against_the_catalogue():
    whole = [*PARCELS.required, *PARCELS.optional]
    assert told_by(whole, PARCELS) == []
    [(column, zh, en)] = told_by([*whole, "colour"], PARCELS)
    assert (column, zh) == (
        "colour",
        "不认识这一列；必需的列：parcel_id、name、owner_kind、declared_ha",
    )
    assert en.startswith("this column is not known; required columns: parcel_id, name")
    assert told_by([*whole, "colour"], PARCELS, others=True) == []
    [(column, zh, _)] = told_by([*whole, "name"], PARCELS, others=True)
    assert (column, zh.split("；")[0]) == ("name", "这一列出现了两次")


@pytest.mark.parametrize("others", [False, True])
def test_a_column_under_another_name_is_pointed_out_once(others):
    [(column, zh, en)] = told_by(
        ["DKBH", "name", "owner_kind", "declared_ha"], PARCELS, others=others
    )
    assert (column, zh) == ("parcel_id", "缺少这一列；文件中的“DKBH”像是它，请改列名")
    assert en == "this column is missing; 'DKBH' of the file looks like it: rename that"


def test_a_header_in_chinese_is_told_column_by_column():
    header = ["事件号", "类型", "地块编号", "日期", "面积", "用途", "经办人"]
    found = {column: zh for column, zh, _ in told_by(header, EVENTS)}
    assert {column: zh.split("；")[1] for column, zh in found.items()} == {
        "event_id": "文件中的“事件号”像是它，请改列名",
        "kind": "文件中的“类型”像是它，请改列名",
        "parcel_id": "文件中的“地块编号”像是它，请改列名",
        "date": "文件中的“日期”像是它，请改列名",
        "declared_ha": "文件中的“面积”像是它，请改列名",
        "用途": "像是 land_use，请改列名",
        "经办人": "必需的列：event_id、kind、parcel_id、date、declared_ha",
    }


def test_an_optional_column_under_another_name_is_a_warning_where_others_are_allowed():
    header = [*PARCELS.required, "DLBM", "colour"]
    problems = []
    assert header_fits("file", header, problems, table=PARCELS, others=True)
    [warning] = problems
    assert (warning.column, warning.kind, warning.severity) == ("DLBM", "unread_column", "warning")
    assert warning.zh == "没有读这一列，像是 land_use；要用请改列名"
    assert told_by([*header, "land_use"], PARCELS, others=True) == []


def test_a_column_that_is_stored_elsewhere_is_found_by_both_names():
    assert EVENTS["date"] is EVENTS["happened_on"]
    assert "colour" not in EVENTS
    assert Column(name="x", kind="text", zh="甲", en="X", stored=None).in_database == ()


def test_the_tables_of_the_docs_are_those_of_the_catalogue():
    page = (REPO / "docs" / "plan-package.md").read_text(encoding="utf-8")
    assert with_tables(page) == page, "run python -m projects.package.columns_in_docs"
    for table in TABLES.values():
        if table.file.endswith((".csv", ".*")):
            assert f"<!-- columns of {table.name} -->" in page


def test_a_table_of_the_docs_that_is_out_of_date_is_written_anew():
    page = "a\n<!-- columns of schedule -->\n| old |\n<!-- end of columns -->\nb\n"
    written = with_tables(page)
    assert "| old |" not in written
    assert "| `unit` | 单位 | optional | `公顷`, `亩`, `平方公里`; `公顷` if empty |" in written
    assert (written[:2], written[-3:]) == ("a\n", "\nb\n")

"""docs/sql.md: every answer is the database's, and that of the files where they can tell."""

import contextlib
import re
from datetime import date

import pytest
from pyproj import CRS
from sqlalchemy import text

from gis.database.roles import make_roles
from projects.exports.lists import export_list
from projects.exports.write_in_zones import write_in_zones
from projects.exports.write_lists import write_lists
from projects.monitoring.deep_check import deep_findings
from tests import duckdb_spatial
from tests.sql_page import PAGE, answer, questions, with_lists

TOLD = PAGE.read_text(encoding="utf-8")
QUESTIONS = questions(TOLD)
OF_FILES = [one for one in QUESTIONS if one.of_files]
PLAN = "tianhe-2021-2025"


@pytest.fixture(scope="module")
def files(builtin_database, tmp_path_factory):
    """Give a folder with what the page exports."""
    folder = tmp_path_factory.mktemp("sql_page")
    build = folder / "build"
    build.mkdir()
    crs = CRS.from_epsg(4490)
    with builtin_database.connect() as connection:
        for name in ("parcels", "events", "zones", "projects"):
            day = date(2025, 12, 31)
            made = export_list(connection, PLAN, name, as_of=None, parcels_as_of=day)
            file = build / f"{name}.parquet"
            if made.in_zones is not None:
                write_in_zones(file, made, crs=crs)
            else:
                write_lists(file, [made], crs=crs, language="zh", styles={})
    return folder


@pytest.fixture(scope="module")
def spatial(tmp_path_factory):
    """Give DuckDB with its spatial extension."""
    with duckdb_spatial.spatial(tmp_path_factory.mktemp("duckdb")) as connection:
        yield connection


def test_there_are_twenty_questions_in_order():
    assert [int(one.heading.split(".")[0]) for one in QUESTIONS] == [*range(1, 21)]


@pytest.mark.parametrize("one", QUESTIONS, ids=lambda one: one.heading)
def test_the_answer_is_the_databases(builtin_connection, one):
    found = builtin_connection.execute(text(one.query))
    assert answer(found.keys(), found.all()) == one.shown


def test_the_page_names_the_questions_that_files_answer():
    named = ", ".join(one.heading.split(".")[0] for one in OF_FILES).replace(", ", "、")
    assert f"第二条查询的问题（{named}）" in TOLD
    assert len(OF_FILES) >= 6


@pytest.mark.parametrize("one", OF_FILES, ids=lambda one: one.heading)
def test_files_alone_give_the_same_answer(builtin_connection, files, spatial, one):
    with contextlib.chdir(files):
        rows = spatial.sql(one.of_files).fetchall()
    wanted = [tuple(row) for row in builtin_connection.execute(text(one.query))]
    assert len(rows) == len(wanted) > 0
    for row, right in zip(rows, wanted, strict=True):
        for value, other in zip(row, right, strict=True):
            number = isinstance(other, float)
            assert value == (pytest.approx(other, rel=1e-9, abs=0) if number else other)


def test_the_parts_are_told_apart_by_their_zone(files, spatial):
    [*_, query] = re.findall(r"^```duckdb\n(.*?)^```$", TOLD, re.M | re.S)
    with contextlib.chdir(files):
        rows = spatial.sql(query).fetchall()
    assert [zone for zone, _, _ in rows] == ["park-2112", "smart-city-core", "smart-valley"]
    assert sum(count for _, count, _ in rows) == 210


def test_who_records_by_the_page_is_followed(builtin_connection):
    [record] = re.findall(r"^```postgresql\n(.*?)^```$", TOLD, re.M | re.S)
    make_roles(builtin_connection)
    builtin_connection.execute(text("set local role landplan_editor"))
    builtin_connection.execute(text(record))
    found = text(
        "select r.declared_ha, landplan.zone_of(r.outline), p.state from landplan.v_reserve r"
        " join landplan.v_parcel p on p.parcel_id = 'DK-001' where r.event_id = 'E-2025-901'"
    )
    assert builtin_connection.execute(found).all() == [(4.53, "smart-city-core", "in_reserve")]
    builtin_connection.execute(text("reset role"))
    assert list(deep_findings(builtin_connection, PLAN)) == []


def test_the_lists_of_the_schema_are_the_databases(connection):
    assert with_lists(TOLD, connection) == TOLD

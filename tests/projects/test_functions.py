"""The functions that give tables have in the database the columns that Python says."""

import inspect
from datetime import date

import pytest
from sqlalchemy import text

import projects.functions
from gis.database import functions
from projects.load import load_package
from tests.small_land import package

GIVEN = {
    "plan_id": "small", "as_of": date(2025, 12, 31), "known": None, "basis": "declared",
    "on_track": 0.95, "behind": 0.75, "by": "year",
}  # fmt: skip
FUNCTIONS = [
    one
    for module in (functions, projects.functions)
    for name, one in inspect.getmembers(module, inspect.isfunction)
    if name != "table_of"
]


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
def test_columns_are_those_of_the_database(connection, function):
    load_package(connection, package())
    given = [GIVEN[name] for name in inspect.signature(function).parameters]
    told = function(*given)
    marks = ", ".join(f":p{n}" for n in range(len(given)))
    found = connection.execute(
        text(f"select * from landplan.{function.__name__}({marks})"),
        {f"p{n}": value for n, value in enumerate(given)},
    )
    assert set(told.c.keys()) == set(found.keys())
    assert len(connection.execute(told.select()).all()) == len(found.all())

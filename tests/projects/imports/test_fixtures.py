"""Every fixture as every list: what is wrong is told, and no exception but our own is raised."""

import pytest
from sqlalchemy import text

from gis.errors import LandplanError
from projects.imports.lists import LIST_NAMES
from projects.imports.opening import ImportOptions
from projects.imports.run import Run, import_list
from tests.formats.kinds import fixtures
from tests.projects.imports.conftest import TODAY

PLAN = "tianhe-2021-2025"


def options(told):
    words = iter(told)
    return {word.removeprefix("--").replace("-", "_"): next(words) for word in words}


def counts(connection):
    return [
        connection.scalar(text(f"select count(*) from landplan.{table}"))
        for table in ("parcel", "land_event", "zone", "project", "indicator", "batch", "batch_was")
    ]


@pytest.mark.parametrize("fixture", fixtures(), ids=lambda one: one.name)
def test_a_file_is_understood_or_refused(fixture, builtin_connection, tmp_path):
    path = fixture.make(tmp_path)
    before = counts(builtin_connection)
    for kind in LIST_NAMES:
        run = Run(
            kind=kind, path=path, options=ImportOptions(**options(fixture.options)), dry=True,
            today=TODAY,
        )  # fmt: skip
        try:
            outcome = import_list(builtin_connection, PLAN, run)
        except LandplanError as error:
            assert error.zh and error.en
            assert fixture.errors or fixture.form is None
        else:
            kinds = {one.kind for one in outcome.problems if one.severity == "error"}
            assert outcome.is_refused or not fixture.errors or kind in ("projects", "indicators")
            assert all(one.zh and one.en for one in outcome.problems), kinds
    assert counts(builtin_connection) == before

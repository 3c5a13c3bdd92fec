"""The report of the built-in plan: what it is made of, in both languages."""

from datetime import date

import pytest

from layers.report.contents.chapters import report_of
from layers.report.document import Chart, PrintMap
from layers.report.report_facts import report_facts
from projects.view import view_of
from tests.layers.report.contents.blocks import blocks_of


@pytest.fixture(scope="module")
def builtin_facts(builtin_database):
    """Give the facts of the report on the built-in plan."""
    with builtin_database.connect() as connection:
        return report_facts(view_of(connection, "tianhe-2021-2025", as_of=date(2024, 6, 30)))


@pytest.fixture(params=["zh", "en"])
def builtin_report(request, builtin_facts):
    """Give the report on the built-in plan in each language, and its facts."""
    return report_of(builtin_facts, language=request.param), builtin_facts


def test_the_built_in_plan(builtin_report):
    report, facts = builtin_report
    tables = list(report.tables())
    ids = [made.table_id for made in tables]
    assert len(ids) == len(set(ids))
    figures = [one.chart_id for one in blocks_of(report, Chart)]
    figures += [one.map_id for one in blocks_of(report, PrintMap)]
    assert len(figures) == len(set(figures))
    assert {one.subject for one in blocks_of(report, PrintMap)} == {"zones", "parcels", "projects"}
    for made in tables:
        assert all(len(row) == len(made.columns) for row in made.rows)
        assert all(
            0 <= row < len(made.rows) and 0 <= column < len(made.columns) and source
            for (row, column), source in made.sources.items()
        )
        assert all(0 <= row < len(made.rows) for row in made.strong)
    by_id = dict(zip(ids, tables, strict=True))
    assert len(by_id["parcels"].rows) == len(facts.parcels) == 210
    assert len(by_id["events"].rows) == len(facts.events) == 167
    assert len(by_id["projects"].rows) == 228
    assert len(by_id["targets"].rows) == 12
    assert [zone.zone_id for zone in facts.headline_zones()] == ["smart-city"]

"""What the tests of the Word report share."""

import pytest

from layers.map.map_facts import MapFacts
from layers.report.report_facts import ReportFacts
from tests.layers.report.small_facts import report_facts_around


@pytest.fixture(scope="module")
def report_facts(facts: MapFacts) -> ReportFacts:
    return report_facts_around(facts)

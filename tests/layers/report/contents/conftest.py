"""Facts of the small land, as a test wants them."""

import pytest

from layers.report.report_facts import report_facts
from projects.load import load_package
from projects.view import view_of
from tests.layers.report.contents.small_report import EVENTS, HALF, PARCELS, TARGETS
from tests.small_land import package


@pytest.fixture
def facts_of(connection):
    """Give a function: options → the facts of the report on a small plan."""

    def gather(*, as_of=HALF, zone=None, known=None, basis="declared", **fields):
        given = {"parcels": PARCELS, "events": EVENTS, "targets": TARGETS} | fields
        with connection.begin_nested() as savepoint:
            load_package(connection, package(**given))
            view = view_of(connection, "small", as_of=as_of, known=known, basis=basis)
            found = report_facts(view, zone=zone)
            savepoint.rollback()
        return found

    return gather

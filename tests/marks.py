"""Marks that tests get by what they use, so that none is forgotten.

`scripts/check` leaves out the slow ones: pytest -m "not slow".
"""

import pytest

BY_FIXTURE = {
    "browser": {"browser"},
    "office": {"office_pdf"},
    "qgis": {"in_qgis"},
    "cluster": {"cluster_dir", "cluster_running"},
    "process": {"landplan_process", "worked"},
    "documents": {"documents"},
}
"""Mark → fixtures whose users get it, straight or through another fixture."""

BY_NAME = {"documents": "lines_of"}
"""Mark → the name that a module has whose tests get it."""

SLOW = {"browser", "office", "qgis", "cluster", "process", "dask"}


def pytest_configure(config: pytest.Config) -> None:
    """Register the marks."""
    for line in (
        "browser: opens pages in Chromium",
        "office: opens files in LibreOffice",
        "qgis: opens projects in QGIS",
        "cluster: starts a PostgreSQL cluster of its own",
        "process: runs commands or notebooks as processes",
        "dask: starts a Dask cluster",
        "documents: reads the planning documents",
        "slow: any of the above but documents, or long for another reason",
    ):
        config.addinivalue_line("markers", line)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each test its marks."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        names = vars(item.getparent(pytest.Module).obj)  # type: ignore[union-attr]
        marks = {mark for mark, its in BY_FIXTURE.items() if its & fixtures}
        marks |= {mark for mark, name in BY_NAME.items() if name in names}
        for mark in sorted(marks):
            item.add_marker(mark)
        if any(item.get_closest_marker(mark) for mark in SLOW):
            item.add_marker("slow")

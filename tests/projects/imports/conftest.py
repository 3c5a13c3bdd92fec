"""A small plan in the database, and imports into it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from projects.imports.opening import ImportOptions
from projects.imports.outcome import Outcome
from projects.imports.run import Run, import_list
from projects.load import load_package
from tests.small_land import block, package, parcel

TODAY = date(2024, 12, 31)

Import = Callable[..., Outcome]


@pytest.fixture
def plan(connection) -> str:
    """Give the id of a plan with two parcels, P1 and P2, of 4 ha each."""
    parcels = (parcel("P1", block(0, 0, 2, 2)), parcel("P2", block(2, 0, 4, 2)))
    load_package(connection, package(parcels=parcels))
    return "small"


@pytest.fixture
def import_file(connection, plan) -> Import:
    """Give what imports a file; with `dry` it writes nothing."""

    def call(
        kind: str, path: Path, *, dry: bool = False, as_events: bool = False, **options
    ) -> Outcome:
        run = Run(
            kind=kind, path=path, options=ImportOptions(**options), dry=dry, today=TODAY,
            as_events=as_events, by="tester",
        )  # fmt: skip
        return import_list(connection, plan, run)

    return call


@pytest.fixture
def csv_file(tmp_path) -> Callable[..., Path]:
    """Give what writes lines as a CSV file."""

    def write(*lines: str, name: str = "list.csv") -> Path:
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write

"""Where events stand in the file of a ledger, for what is told of them once the file was read."""

from collections.abc import Collection
from pathlib import Path

from pyproj import CRS

from gis.geometry.crs import STORED_SRID
from gis.problems import Problem
from projects.package.columns import EVENTS
from projects.package.files import csv_rows
from projects.package.ledger_files import is_csv, ledger_file_name


def places_of_events(folder: Path, event_ids: Collection[str]) -> dict[str, tuple[str, int]]:
    """Return event → the file, by its name in the package, and the row that it stands in."""
    from gis.formats.source import cell_text
    from projects.package.feature_files import open_features  # Arrow

    problems: list[Problem] = []  # were reported when the file was read
    name = ledger_file_name(folder, "events", problems)
    if name is None:
        return {}
    wanted = set(event_ids)
    found: dict[str, tuple[str, int]] = {}
    if is_csv(name):
        for row in csv_rows(folder, problems, table=EVENTS, name=name):
            found.setdefault(row.cells["event_id"], (name, row.number_in_file))
        return {event_id: place for event_id, place in found.items() if event_id in wanted}
    file = open_features(folder / name, name, problems, crs=CRS.from_epsg(STORED_SRID))
    for batch in () if file is None else file.batches(problems, table=EVENTS):
        for number, told in enumerate(batch.cells["event_id"].to_pylist(), start=batch.number):
            event_id = cell_text(told)[0].strip()
            if event_id in wanted:
                found.setdefault(event_id, (name, number))
    return found

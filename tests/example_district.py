"""The made-up district of plans/example-district with what its offices sent."""

from datetime import date
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from projects.imports.opening import ImportOptions
from projects.imports.run import Run, import_list
from projects.load import load_folder

PLAN_ID: Final = "yunshan-2023-2027"
FOLDER: Final = Path(__file__).resolve().parents[1] / "plans" / "example-district"
RECEIVED: Final = (("parcels", "松岭地块.shp"), ("parcels", "柏川地块.txt"), ("events", "台账.shp"))


def load_example(connection: Connection) -> None:
    """Load the package and import what was sent, in the caller's transaction."""
    load_folder(connection, FOLDER)
    for kind, name in RECEIVED:
        run = Run(
            kind=kind, path=FOLDER / "received" / name, options=ImportOptions(), dry=False,
            today=date(2025, 12, 31),
        )  # fmt: skip
        assert not import_list(connection, PLAN_ID, run).is_refused, name

"""Parcels that were written of a database: what it let in with a warning is no error of theirs.

An export notes the hash of the file in its `datapackage.json`. As long as the file is that one,
parcels that lie on others are told and loaded, as they are in the database that it is of.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from gis.problems import Problem
from projects.package.columns import PARCELS

DATAPACKAGE_FILE: Final = "datapackage.json"
PARCELS_FILE: Final = "ledger/parcels.geojson"


def hash_of(file: Path) -> str:
    """Return the hash of a file as a Frictionless resource has it."""
    with file.open("rb") as opened:
        return f"sha256:{hashlib.file_digest(opened, 'sha256').hexdigest()}"


def weigh_of(folder: Path) -> Callable[[Sequence[Problem]], list[Problem]]:
    """Return what makes warnings of problems that the database had before a package was written."""
    return _let_in if _is_as_written(folder) else list


def _let_in(problems: Sequence[Problem]) -> list[Problem]:
    return [
        replace(one, severity="warning") if one.kind == "shifted" and one.file == PARCELS_FILE
        else one
        for one in problems
    ]  # fmt: skip


def _is_as_written(folder: Path) -> bool:
    file, noted = folder / PARCELS_FILE, folder / DATAPACKAGE_FILE
    if not (file.is_file() and noted.is_file()):
        return False
    try:
        told: Any = json.loads(noted.read_bytes())
    except ValueError:  # no file of ours: a package need have none
        return False
    resources = told.get("resources") if isinstance(told, dict) else None
    its = [one.get("hash") for one in resources or () if one.get("name") == PARCELS.name]
    return its == [hash_of(file)]

"""Files of SQL that belong to a package, and running them."""

from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class SqlFile:
    """A file of SQL: its name without folders, and what stands in it."""

    name: str
    text: str


def sql_file(package: str, name: str) -> SqlFile:
    """Return the file of that name in a package's folder `sql`."""
    return SqlFile(name, files(package).joinpath("sql", name).read_text(encoding="utf-8"))


def step_files(package: str) -> list[SqlFile]:
    """Return the files in a package's folder `sql/steps`, in order of their numbers."""
    found = files(package).joinpath("sql", "steps").iterdir()
    steps = (one for one in found if one.name.endswith(".sql"))
    return sorted(
        (SqlFile(step.name, step.read_text(encoding="utf-8")) for step in steps),
        key=lambda step: step.name,
    )


def run_script(connection: Connection, script: str) -> None:
    """Run SQL statements without parameters in the caller's transaction, `%` as it stands."""
    driver_connection: Any = connection.connection.driver_connection
    driver_connection.execute(script)

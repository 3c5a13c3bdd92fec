"""What lies in a package's folder: files, by their names and places.

A ledger in the wrong place would be passed over, and the balance be that of another one. A pipe, a
device or a folder in the place of a file is told before anything is opened, for a pipe would keep
its reader waiting for ever.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from gis.problems import Problem
from projects.package.columns import TABLES
from projects.package.ledger_files import LEDGER_STEMS
from projects.package.plan_file import PLAN_FILE

_OF_LEDGER: Final = tuple(f"{stem}." for stem in LEDGER_STEMS)
_DATA: Final = (".csv", ".geojson", ".json", ".gpkg", ".parquet", ".geoparquet", ".shp")
"""What a ledger may be meant to be written in, read or not."""

_TEXTS: Final = (".csv", ".yaml")
"""Whatever they are called, these tell what the package's texts are encoded in."""


def no_files(folder: Path) -> list[Problem]:
    """Return a problem for each entry of a package that should be a file and is none.

    A file whose name is in upper case is one too: it would be passed over.
    """
    return list(_no_files(folder))


def _no_files(folder: Path) -> Iterator[Problem]:
    names = {PLAN_FILE, *(table.file for table in TABLES.values())}
    ledger = folder / "ledger"
    there = [*folder.iterdir(), *(ledger.iterdir() if ledger.is_dir() else ())]
    for path in sorted(there):
        name = path.relative_to(folder).as_posix()
        of_ledger = path.parent == ledger and path.name.lower().startswith(_OF_LEDGER)
        should_be = name in names or of_ledger or path.suffix in _TEXTS
        if path.is_file() and name not in names and name.lower() in names:
            zh, en = f"文件名应为小写：{name.lower()}", f"is to be called {name.lower()}"
            yield Problem(file=name, zh=zh, en=en, kind="upper_case")
        if path.is_file() or path == ledger or not should_be or path.name.startswith("."):
            continue
        if path.is_dir():
            yield _no_file(name, "是文件夹", "is a folder")
        elif path.exists():
            yield _no_file(name, "是管道或设备", "is a pipe or a device")
        else:
            yield _no_file(name, "是链接，所指的文件不存在", "is a link to a file that is missing")


def misplaced(folder: Path) -> list[Problem]:
    """Return a problem for each file that is meant for the ledger, it seems, and is not in it."""
    return list(_misplaced(folder))


def _misplaced(folder: Path) -> Iterator[Problem]:
    ledger = folder / "ledger"
    for path in sorted(folder.iterdir()):
        name = path.name.lower()
        if path.is_dir() and name == ledger.name != path.name:
            zh, en = "文件夹名应为小写：ledger", "is to be called ledger, in lower case"
            yield Problem(file=f"{path.name}/", zh=zh, en=en, kind="misplaced")
        elif path.is_file() and name.startswith(_OF_LEDGER) and name.endswith(_DATA):
            zh, en = f"应放在 ledger/ 中：ledger/{name}", f"belongs into ledger/: ledger/{name}"
            yield Problem(file=path.name, zh=zh, en=en, kind="misplaced")
    for path in sorted(ledger.iterdir()) if ledger.is_dir() else ():
        name = path.name.lower()
        if path.name.startswith(".") or name.startswith(_OF_LEDGER) or not name.endswith(_DATA):
            continue
        zh = "不是台账文件，不会读取；台账只有 parcels.* 和 events.*，请改名或移出 ledger/"
        en = "is no file of the ledger and would not be read; only parcels.* and events.* are: "
        en += "rename it, or move it out of ledger/"
        yield Problem(file=f"ledger/{path.name}", zh=zh, en=en, kind="misplaced")


def _no_file(name: str, zh: str, en: str) -> Problem:
    return Problem(
        file=name, zh=f"{zh}；应为普通文件", en=f"{en}; a file is wanted", kind="no_file"
    )

"""The files of a ledger in a package's folder: which is read, which are left alone."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal

from gis.problems import Problem

Stem = Literal["parcels", "events"]
LEDGER_STEMS: Final[tuple[Stem, ...]] = ("parcels", "events")
FEATURE_SUFFIXES: Final = (".geojson", ".gpkg", ".parquet")
_SUFFIXES: Final[Mapping[Stem, tuple[str, ...]]] = {
    "parcels": FEATURE_SUFFIXES,
    "events": (*FEATURE_SUFFIXES, ".csv"),
}

_BESIDE: Final = (
    ".qmd", ".qml", ".sld", ".cpg", ".prj", ".xml", ".csvt",
    ".gpkg-wal", ".gpkg-shm", ".gpkg-journal",
)  # fmt: skip
"""What QGIS, GDAL and SQLite leave beside a file."""


def ledger_file_name(folder: Path, stem: Stem, problems: list[Problem]) -> str | None:
    """Return the name of the ledger's file of parcels or events in a package, if it has one.

    Upper case and lower case are one; what programs leave beside the file is left alone, and any
    other file of that name is a problem, for somebody may take it for the ledger.
    """
    ledger, suffixes = folder / "ledger", _SUFFIXES[stem]
    if ledger.exists() and not ledger.is_dir():
        zh = "应为文件夹，其中放 parcels.* 和 events.*"
        en = "must be a folder, with parcels.* and events.* in it"
        problem = Problem(file="ledger", zh=zh, en=en, kind="no_folder")
        if problem not in problems:
            problems.append(problem)
        return None
    there = sorted(
        path.name for path in ledger.glob("*") if path.name.lower().startswith(f"{stem}.")
    )
    found = [f"ledger/{name}" for name in there if name.lower().endswith(suffixes)]
    for name in there:
        if not name.lower().endswith((*suffixes, *_BESIDE)):
            zh, en = f"不读这种文件；应为 {'、'.join(suffixes)}", f"is not read; {suffixes} are"
            problems.append(Problem(file=f"ledger/{name}", zh=zh, en=en, kind="unknown_suffix"))
    if len(found) > 1:
        listed = "、".join(found)
        problems.append(
            Problem(
                file=found[1],
                zh=f"台账文件重复（{listed}）；只保留一个",
                en=f"the ledger stands twice ({', '.join(found)}); keep one",
                kind="two_ledgers",
            )
        )
    return found[0] if found else None


def is_csv(name: str) -> bool:
    """Tell whether a file of the ledger is a CSV file."""
    return name.lower().endswith(".csv")

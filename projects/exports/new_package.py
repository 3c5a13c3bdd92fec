"""An empty plan package with comments, for somebody to fill in."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Final

from gis.errors import Language
from projects.exports.whole_folder import whole_folder
from projects.package.column import UNITS, Column, PackageTable
from projects.package.columns import (
    EVENTS,
    INDICATORS,
    LAND_USES,
    PARCELS,
    PROJECTS,
    SCHEDULE,
    TARGETS,
    ZONE_OUTLINES,
    ZONES,
)
from projects.package.plan_file import PLAN_FILE
from projects.package.written_here import PARCELS_FILE

_FILES: Final = {
    ZONES.file: ZONES, ZONE_OUTLINES.file: ZONE_OUTLINES, TARGETS.file: TARGETS,
    SCHEDULE.file: SCHEDULE, LAND_USES.file: LAND_USES, PROJECTS.file: PROJECTS,
    INDICATORS.file: INDICATORS, PARCELS_FILE: PARCELS, "ledger/events.csv": EVENTS,
}  # fmt: skip
"""What a package begins with; its further files are for who needs them."""

_OPTIONAL: Final = (SCHEDULE, PROJECTS, INDICATORS, PARCELS, EVENTS)
_NO_FEATURES: Final = '{"type": "FeatureCollection", "features": [\n]}\n'
"""Without a coordinate system of its own: its features are in the plan's."""

README: Final = {"zh": "说明.md", "en": "README.md"}


def write_new_package(folder: Path, *, land_uses: Path, language: Language) -> list[str]:
    """Write an empty plan package and return the names of its files, in the order to fill them in.

    Parameters
    ----------
    folder
        A new or empty one, whose parent is there.
    land_uses
        The land_use.csv to begin with: its codes are the country's, its groups a choice.
    language
        Of the comments.

    Raises
    ------
    WrongUseError
        If the folder is not empty.
    LandplanError
        If it cannot be written.
    """
    with whole_folder(folder) as partial:
        (partial / "ledger").mkdir()
        for name, table in _FILES.items():
            if table is LAND_USES:
                text = land_uses.read_text("utf-8")
            elif name.endswith(".csv"):
                text = ",".join(column.name for column in _cells(table)) + "\n"
            else:
                text = _NO_FEATURES
            _write(partial / name, text)
        _write(partial / PLAN_FILE, _template(f"plan.{language}.yaml"))
        _write(partial / README[language], _readme(language))
    return [README[language], PLAN_FILE, *_FILES]


def _write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8", newline="\n")


def _template(name: str) -> str:
    return (files("projects.package") / "new" / name).read_text("utf-8")


def _cells(table: PackageTable) -> Iterator[Column]:
    """Yield what there is to fill in; that a ledger is a sample, plan.yaml says."""
    return (column for column in table.cells if column.name != "sample")


def _readme(language: Language) -> str:
    return _template(f"readme.{language}.md") + "\n".join(
        line for name, table in _FILES.items() for line in _told(name, table, language)
    )


def _told(name: str, table: PackageTable, language: Language) -> Iterator[str]:
    """Yield what a file holds, column by column."""
    zh = language == "zh"
    optional = ("（可选）" if zh else " (optional)") if table in _OPTIONAL else ""
    yield f"## {name}{' ' if zh else ': '}{table.zh if zh else table.en.lower()}{optional}\n"
    for column in _cells(table):
        is_wanted = column.required and not column.may_be_empty
        wanted = ("，必填" if zh else ", required") if is_wanted else ""
        holds = _holds(column, language)
        end = f"{'：' if zh else ': '}{holds}" if holds else ""
        yield f"- `{column.name}` {column.zh if zh else column.en}{wanted}{end}"
    yield ""


def _holds(column: Column, language: Language) -> str:
    """Return what a cell may be: its choices, or its unit."""
    if column.choices:
        shown = (f"{code} {zh}".strip() for code, zh in column.choices.items())
        return ("、" if language == "zh" else ", ").join(shown)
    return UNITS[column.unit][language == "en"]

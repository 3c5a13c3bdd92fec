"""What an import did or would do: as its JSON has it (`docs/commands.md`), and in words."""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any, Final

from gis.errors import BadDataError, Language
from gis.problems import Problem
from projects.imports.file_areas import refused_json
from projects.imports.lists import LISTS, ListName
from projects.imports.outcome import ImportedBefore, ImportedRow, Outcome
from projects.labels import Label

_IMPORTED: Final = re.compile(
    r"import (?P<list>\w+)(?P<events> --as events)?(?:, (?P<left_out>\d+) left out)?"
)
_UNDONE: Final = re.compile(r"imports undo (?P<batch>\d+)")
_LOADED: Final = {
    "load": Label("载入规划包", "plan package loaded"),
    "load --update": Label("载入当月的行", "rows of a month loaded"),
    "demo": Label("载入内置规划", "built-in plan loaded"),
}


def outcome_json(outcome: Outcome, *, dry: bool) -> dict[str, Any]:
    """Return an import as its JSON has it (`docs/commands.md`)."""
    counts = outcome.counts
    told: dict[str, Any] = {
        "file": outcome.file,
        "format": outcome.format,
        "encoding": outcome.encoding,
        "crs": {
            "epsg": outcome.crs_epsg,
            "reason_zh": outcome.crs_zh,
            "reason_en": outcome.crs_en,
        },
        "layer": outcome.layer or None,
        "columns": [_match_json(one) for one in matches_told(outcome)],
        "rows": [_row_json(row) for row in outcome.rows],
        "problems": [problem.as_json() for problem in outcome.problems],
        "imported_before": _stands(outcome.before),
        "would" if dry else "did": {
            "added": counts.added, "changed": counts.changed, "same": counts.same,
        },
    }  # fmt: skip
    return told if dry else told | {"batch": outcome.batch}


def _stands(before: ImportedBefore | None) -> int | None:
    """Return the load of the very file that was not taken back."""
    return None if before is None or before.undone_by is not None else before.batch_id


def unread_json(file: str, error: BadDataError, *, dry: bool) -> dict[str, Any]:
    """Return the same of a file that cannot be read at all."""
    told = refused_json(file, error)
    told |= {"layer": None, "columns": [], "imported_before": None}
    told["would" if dry else "did"] = {"added": 0, "changed": 0, "same": 0}
    return told if dry else told | {"batch": None}


def matches_told(outcome: Outcome) -> list[dict[str, str | None]]:
    """Return each column of the file with what it was taken for, why, and in which unit."""
    found = []
    for match in outcome.matching.matches:
        unit = outcome.units.get(match.ours or "")
        why = (match.zh, match.en)
        if unit is not None:
            why = f"{match.zh}；{unit.zh}", f"{match.en}; {unit.en}"
        found.append(
            {
                "file": match.theirs or match.text,
                "ours": match.ours,
                "unit": (unit.unit if unit else match.unit) or None,
                "zh": why[0],
                "en": why[1],
            }
        )
    return found


def matched_with(ours: str | None, kind: ListName) -> Label:
    """Return what a column of a file was taken for, in words and as `--columns` names it."""
    if ours is None:
        return Label("原样留存", "kept as it is")
    column = LISTS[kind][ours]
    return Label(f"{column.zh}（{ours}）", f"{column.en} ({ours})")


def load_called(command: str) -> Label:
    """Return what a load did, by the command that it is recorded under (`Origin.command`)."""
    if (found := _IMPORTED.fullmatch(command)) and found["list"] in LISTS:
        table = LISTS[found["list"]].table  # type: ignore[index]  # it is one of them
        zh, en = f"导入{table.zh}", f"{table.en} imported"
        if found["events"]:
            zh, en = f"{zh}，按状态和日期记入台账", f"{en}, as events by status and days"
        if found["left_out"]:
            zh, en = f"{zh}，略去 {found['left_out']} 行", f"{en}, {found['left_out']} left out"
        return Label(zh, en)
    if found := _UNDONE.fullmatch(command):
        return Label(f"撤销批次 {found['batch']}", f"load {found['batch']} taken back")
    return _LOADED.get(command, Label(command, command))


def column_called(column: str, kind: ListName, theirs: Collection[str | None]) -> Label:
    """Return how people read the column of a problem: as the file has it, else one of ours.

    Parameters
    ----------
    theirs
        The columns of the file.
    """
    its = None if column in theirs else LISTS[kind].shown(column)
    return Label(column, column) if its is None else Label(its.zh, its.en)


def named(problems: Iterable[Problem], outcome: Outcome, language: Language) -> list[Problem]:
    """Return problems as people read them, each with its column as `column_called` has it."""
    theirs = {match.theirs for match in outcome.matching.matches}
    return [
        replace(one, column=column_called(one.column, outcome.kind, theirs).say(language))
        for one in problems
    ]


def _match_json(one: dict[str, str | None]) -> dict[str, str | None]:
    return {
        "file": one["file"], "ours": one["ours"], "unit": one["unit"],
        "reason_zh": one["zh"], "reason_en": one["en"],
    }  # fmt: skip


def _row_json(row: ImportedRow) -> dict[str, Any]:
    return {
        "id": row.row_id,
        "name": row.name,
        "parts": row.parts,
        "holes": row.holes,
        "declared_ha": row.declared_ha,
        "declared_unit": row.declared_unit,
        "measured_ha": row.measured_ha,
        **row.more,
    }

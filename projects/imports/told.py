"""What an import did or would do, as its JSON has it (`docs/commands.md`)."""

from typing import Any

from gis.errors import BadDataError
from projects.imports.file_areas import refused_json
from projects.imports.outcome import ImportedBefore, ImportedRow, Outcome


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

"""What a benchmark found: rows of one contender and size, kept as JSON."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.measure import Timed


@dataclass(frozen=True, slots=True)
class Row:
    """One contender at one size.

    Parameters
    ----------
    work
        What was done: `balance`, `warm`, `refresh`, `load`, `write map`, `open map`.
    seconds
        One a round.
    figures
        What else was measured, named with its unit: `peak_mib`, `bytes`, `off_naive`, …
    """

    work: str
    contender: str
    parcels: int
    seconds: tuple[float, ...]
    figures: dict[str, float] = field(default_factory=dict)

    @property
    def median_s(self) -> float:
        """The median of the rounds."""
        return median(self.seconds)


def row(work: str, contender: str, parcels: int, found: Timed, **figures: float) -> Row:
    """Return the row of what was timed."""
    return Row(work, contender, parcels, tuple(found.seconds), figures)


def read(path: Path) -> dict[str, Any]:
    """Return the results of a file by benchmark; none where there is no file."""
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def keep(path: Path, benchmark: str, run: dict[str, Any], rows: Sequence[Row]) -> None:
    """Put one benchmark's rows and the run that made them into a file, in place of older ones."""
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = read(path) | {benchmark: {"run": run, "rows": [asdict(one) for one in rows]}}
    path.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def rows_of(results: dict[str, Any]) -> list[Row]:
    """Return all rows of a file's results."""
    return [
        Row(**{**told, "seconds": tuple(told["seconds"])})
        for found in results.values()
        for told in found["rows"]
    ]

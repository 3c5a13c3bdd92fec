"""Bad data as rows: where it is, what was found, what is wrong with it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Final, Literal, Protocol, TypeVar

Severity = Literal["error", "warning"]

PROBLEM_COLUMNS: Final = (
    "place", "row", "column", "value", "kind", "severity", "zh", "en",
)  # fmt: skip
"""Those of a problem in JSON and CSV."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One thing wrong in one place of a file.

    Parameters
    ----------
    file
        File name inside the package or as the user gave it.
    row
        Row as a person counts it: in CSV the line number in the file (header is 1), in a
        feature file the feature's number from 1; None where the whole file is meant.
    column
        Column or property; empty where the whole row is meant.
    value
        What was found there, as text, shortened to 80 characters.
    zh, en
        What is wrong and what was wanted, in Chinese and in English.
    kind
        Which rule it breaks, an English word that stays the same: `empty`, `swapped_axes`.
    severity
        `error`: nothing is loaded; `warning`: it is, and somebody should look.
    """

    file: str
    row: int | None = None
    column: str = ""
    value: str = ""
    zh: str
    en: str
    kind: str
    severity: Severity = "error"

    def __post_init__(self) -> None:
        text = str(self.value)
        object.__setattr__(self, "value", text if len(text) <= 80 else text[:79] + "…")

    def as_json(self) -> dict[str, str | int | None]:
        """Return the row of a report in JSON or CSV."""
        fields = asdict(self)
        return {"place": self.file} | {name: fields[name] for name in PROBLEM_COLUMNS[1:]}


def errors_in(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems for whose sake nothing is loaded."""
    return [problem for problem in problems if problem.severity == "error"]


class OfKind(Protocol):
    """Something that is wrong in one of several ways."""

    @property
    def kind(self) -> str:
        """Which one."""


Item = TypeVar("Item", bound=OfKind)


def by_kind(items: Iterable[Item]) -> list[tuple[Item, int]]:
    """Return the first of each kind and how many there are, in the order in which they come."""
    found: dict[str, list[Item]] = {}
    for item in items:
        found.setdefault(item.kind, []).append(item)
    return [(several[0], len(several)) for several in found.values()]

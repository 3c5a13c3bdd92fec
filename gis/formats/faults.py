"""What readers say of what they cannot read: a cell, an outline, a file."""

from typing import NamedTuple

from gis.errors import LandplanError
from gis.problems import Problem


class Fault(NamedTuple):
    """What is wrong with a cell or an outline, and its kind, as `gis.problems.Problem` has them."""

    zh: str
    en: str
    kind: str


class UnreadableError(LandplanError):
    """A file that cannot be read, and why; the message does not name it.

    Parameters
    ----------
    row, value
        Where reading stopped, and what stands there, as `gis.problems.Problem` has them.
    """

    def __init__(
        self, zh: str, en: str, *, kind: str = "unreadable", row: int | None = None, value: str = ""
    ) -> None:
        super().__init__(zh, en)
        self.kind = kind
        self.row = row
        self.value = value

    def problem(self, file: str) -> Problem:
        """Return it as the problem of a file."""
        return Problem(
            file=file, row=self.row, value=self.value, zh=self.zh, en=self.en, kind=self.kind
        )

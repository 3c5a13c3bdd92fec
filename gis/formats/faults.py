"""What readers say of what they cannot read: a cell, an outline, a file."""

from typing import Final, NamedTuple

from gis.errors import LandplanError
from gis.problems import Problem


class Fault(NamedTuple):
    """What is wrong with a cell or an outline, and its kind, as `gis.problems.Problem` has them."""

    zh: str
    en: str
    kind: str


TOLD: Final = Fault("", "", "")
"""Of a cell or an outline whose fault, or what it follows from, is told already."""


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


def unreadable(error: Exception, file: str, *, form: str) -> Problem:
    """Return the problem with a file that cannot be read; no driver's words, they help nobody.

    Parameters
    ----------
    form
        The format that it was taken for, as people write it.
    """
    if isinstance(error, UnreadableError):
        return error.problem(file)
    if "locked" in str(error):  # as SQLite says it
        return Problem(
            file=file,
            zh="另一个程序正在写这个文件；请关闭那个程序后重试",
            en="another program is writing this file; close it and try again",
            kind="locked",
        )
    return Problem(
        file=file,
        zh=f"无法读取：文件已损坏，或不是 {form} 格式；请用 GIS 软件重新导出",
        en=f"cannot be read: it is damaged or no {form} file; export it again",
        kind="unreadable",
    )

"""Options that several commands share, and the check of a choice."""

from collections.abc import Sequence
from typing import Annotated

import typer

from gis.errors import WrongUseError

AS_OF = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="截至日期 as of, 2025-12-31"),
]
PLAN = Annotated[str | None, typer.Option("--plan", help="规划编号 id of the plan")]
FORMAT = Annotated[str, typer.Option("--format", help="table, json, csv")]


def choice(option: str, told: str, allowed: Sequence[str]) -> None:
    """Refuse what is none of the allowed words.

    Raises
    ------
    WrongUseError
        Naming them.
    """
    if told not in allowed:
        raise WrongUseError(
            f"{option} 的“{told}”无法识别；应为：{'、'.join(allowed)}",
            f"{option} {told!r} is not known; it is one of: {', '.join(allowed)}",
        )

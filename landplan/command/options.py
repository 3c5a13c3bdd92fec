"""Options that several commands share, and the check of a choice."""

from collections.abc import Sequence
from typing import Any

import typer

from gis.errors import WrongUseError
from landplan.command.language import Say
from projects.model import STAGES


def as_of(say: Say) -> Any:
    """Return `--as-of`, a `str | None`."""
    shown = say("截至日期，如 2025-12-31", "the day to look at, such as 2025-12-31")
    return typer.Option("--as-of", metavar="DATE", help=shown)


def plan(say: Say) -> Any:
    """Return `--plan`, a `str | None`."""
    return typer.Option("--plan", help=say("规划编号", "id of the plan"))


def output_format(say: Say) -> Any:
    """Return `--format`, a `str`."""
    return typer.Option("--format", help=say("输出：table、json、csv", "table, json or csv"))


def zone(say: Say) -> Any:
    """Return `--zone`, a `str | None`."""
    return typer.Option(
        "--zone", help=say("只看该片区及其下级", "only this zone and those under it")
    )


def zone_set(say: Say) -> Any:
    """Return `--zone-set`, a `str | None`."""
    shown = say("哪一套片区划分；缺省为主划分", "the zones of this set; the main one unless told")
    return typer.Option("--zone-set", metavar="NAME", help=shown)


def basis(say: Say) -> Any:
    """Return `--basis`, a `str`."""
    shown = say("口径：declared 申报面积，measured 量算面积", "areas: declared or measured")
    return typer.Option("--basis", help=shown)


def known(say: Say) -> Any:
    """Return `--known`, a `str | None`."""
    shown = say("只计截至该日已登记的事件", "leave out events recorded after this day")
    return typer.Option("--known", help=shown)


def stages(say: Say) -> str:
    """Return the help of `--stage`, whose values are the words of the documents."""
    return say(
        "阶段：" + "、".join(STAGES),
        "stage: 储备 (planned), 开工 (started), 在建 (under construction) or 投产 (in operation)",
    )


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

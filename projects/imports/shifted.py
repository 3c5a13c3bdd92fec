"""Parcels of a list that lie on others, and on none taken as GCJ-02: how sure that is.

A few may lie on their neighbours by mistake, and free anywhere else. Only where most of a list do
is it the datum; then the option that takes the shift back is named.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from gis.problems import Problem

_FEWEST: Final = 3
_MOST_OF: Final = 0.5


def weighed(problems: Sequence[Problem], count: int, *, is_said: bool) -> list[Problem]:
    """Return problems of a list of parcels; what is no sure sign of a shift is a warning.

    Parameters
    ----------
    count
        How many parcels the list has.
    is_said
        Whether the user names the system or the datum.
    """
    shifted = sum(one.kind == "shifted" for one in problems)
    sure = not is_said and shifted >= max(_FEWEST, _MOST_OF * count)
    return [_weighed(one, sure=sure) if one.kind == "shifted" else one for one in problems]


def _weighed(problem: Problem, *, sure: bool) -> Problem:
    if sure:
        zh = "压在其他地块上；按火星坐标 (GCJ-02) 反算后不压：请用 --datum gcj02 导入"
        en = "lies on other parcels; brought back from GCJ-02 it does not: --datum gcj02"
        return replace(problem, zh=zh, en=en)
    zh = "压在其他地块上；请核对边界。若坐标取自网络地图，请用 --datum gcj02 导入"
    en = "lies on other parcels: check its outline; if it is from a web map: --datum gcj02"
    return replace(problem, zh=zh, en=en, severity="warning")

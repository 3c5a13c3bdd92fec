"""Rings that are not closed: the first point put at the end where outlines are mended."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from gis.formats.layer import Features, Layer
from gis.geometry.file_geometry import UNCLOSED
from gis.problems import Problem


def with_rings_closed(layer: Layer, *, repair: bool) -> Layer:
    """Return a layer whose open rings are closed, each with a warning, or told how they could be.

    Nothing changes the land: the last side of a ring runs from its last point to its first, whether
    that stands twice or not.

    Parameters
    ----------
    repair
        Whether they are closed.
    """

    def features(problems: list[Problem]) -> Iterator[Features]:
        told = 0
        for some in layer.features(problems):
            rows = {int(some.rows[place]) for place in some.closed}
            problems[told:] = [
                _of_ring(one, repair=repair) if one.kind == UNCLOSED and one.row in rows else one
                for one in problems[told:]
            ]
            told = len(problems)
            yield _closed(some) if repair and some.closed else some

    return replace(layer, features=features)


def _closed(some: Features) -> Features:
    outlines = some.outlines.copy()
    outlines[list(some.closed)] = np.array([*some.closed.values(), None], dtype=object)[:-1]
    return replace(some, outlines=outlines, closed={})


def _of_ring(problem: Problem, *, repair: bool) -> Problem:
    if repair:
        zh = "已修补：环没有闭合，在末尾补上了第一点；面积变化 +0.00 平方米"
        en = "mended: a ring was not closed, its first point is its last now; the area changed by "
        return replace(problem, zh=zh, en=f"{en}+0.00 m²", kind="mended", severity="warning")
    zh, en = f"{problem.zh}；加 --repair 可补上", f"{problem.en}; --repair puts it there"
    return replace(problem, zh=zh, en=en)

"""Which of a file's layers is meant."""

from collections.abc import Sequence

from gis.errors import WrongUseError
from gis.formats.faults import UnreadableError
from gis.formats.headers import folded


def chosen_layer(
    layers: Sequence[tuple[str, bool]], asked: str | None, *, usual: Sequence[str] = ()
) -> str:
    """Return the layer asked for, else the only one, the only one that fits, or the usual one.

    Parameters
    ----------
    layers
        Their names, and whether they may hold what is looked for: polygons, rows.
    usual
        What the one that is looked for is called where several fit, or what stands in the name of
        it alone; the likeliest first.

    Raises
    ------
    WrongUseError
        If the one asked for is not there.
    UnreadableError
        If there is none, or several would do.
    """
    names = [name for name, _ in layers]
    listed_zh, listed_en = "、".join(names), ", ".join(names)
    if asked is not None:
        if asked in names:
            return asked
        raise WrongUseError(
            f"文件中没有图层“{asked}”；有：{listed_zh}",
            f"the file has no layer {asked!r}; it has: {listed_en}",
        )
    fitting = [name for name, fits in layers if fits]
    if len(names) == 1:
        return names[0]
    if len(fitting) == 1:
        return fitting[0]
    if (called := _called(fitting, usual)) is not None:
        return called
    if not names:
        raise UnreadableError(
            "没有图层：文件是空的或不完整；请重新导出",
            "has no layer: it is empty or breaks off; export it again",
            kind="no_layer",
        )
    raise UnreadableError(
        f"有 {len(names)} 个图层，请用 --layer 说明是哪一个：{listed_zh}",
        f"has {len(names)} layers; say which with --layer: {listed_en}",
        kind="several_layers",
        value=listed_zh,
    )


def _called(names: Sequence[str], usual: Sequence[str]) -> str | None:
    """Return the one that has a usual name, else that which alone has one in its name."""
    for word in map(folded, usual):
        if len(its := [name for name in names if folded(name) == word]) == 1:
            return its[0]
    for word in map(folded, usual):
        if len(its := [name for name in names if word in folded(name)]) == 1:
            return its[0]
    return None


def fitting(layers: Sequence[tuple[str, str | None]]) -> list[tuple[str, bool]]:
    """Return layers, and whether they fit by their kind of geometry as GDAL names it.

    Those that may hold polygons do; where there are none, those without geometries.
    """
    polygons = [
        kind is not None and any(word in kind for word in ("Polygon", "Surface", "Unknown"))
        for _, kind in layers
    ]
    if not any(polygons):
        polygons = [kind is None for _, kind in layers]
    return [(name, fits) for (name, _), fits in zip(layers, polygons, strict=True)]

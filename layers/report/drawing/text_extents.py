"""How much room text takes, as matplotlib measures it: of its ink, without hinting."""

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties


class Extent(NamedTuple):
    """Width of a line, and how far it reaches above and below its baseline, in sizes of type."""

    width: float
    ascent: float
    descent: float


@lru_cache(maxsize=16384)
def extent(line: str, bold: bool, families: tuple[str, ...]) -> Extent:
    """Return the extent of a line of text; numbers of points and the like come again and again."""
    from matplotlib.textpath import text_to_path

    if not line.strip():
        return Extent(0.0, 0.0, 0.0)
    width, height, descent = text_to_path.get_text_width_height_descent(
        line, face(bold, families), ismath=False
    )
    return Extent(float(width), float(height - descent), float(descent))


@lru_cache(maxsize=64)
def face(bold: bool, families: tuple[str, ...]) -> "FontProperties":
    """Return some families in a weight, as matplotlib asks for them, in size 1."""
    from matplotlib.font_manager import FontProperties

    return FontProperties(family=list(families), weight="bold" if bold else "normal", size=1)

"""What a sheet holds: lines, areas and texts in millimetres from its top left corner.

Their styles have matplotlib's names and units (`lw`, `ms` and sizes of type in points), whoever
draws them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon

from layers.styles import INK

MM_PER_INCH: Final = 25.4
PT_PER_MM: Final = 72 / MM_PER_INCH
LINE_HEIGHT: Final = 1.25
"""Of several lines of text, in sizes of the type."""
SEAM_ALPHA: Final = 0.85
"""How little is seen through the seam of a text."""

IMAGE_DPI: Final = 300
"""Of an image in a drawing that is none itself."""

Style = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Box:
    """A rectangle in millimetres: left, top, width, height."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.top + self.height

    @property
    def middle(self) -> tuple[float, float]:
        """The point half-way across and down."""
        return self.left + self.width / 2, self.top + self.height / 2

    def shape(self) -> Polygon:
        """Return the rectangle as a geometry."""
        return shapely.box(self.left, self.top, self.right, self.bottom)


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """Lines of text at (x, y), turned about it.

    Parameters
    ----------
    va
        y is the baseline of the last line, or the middle of all.
    rotation
        Degrees, counterclockwise.
    seam_pt
        Not the text but a bright seam of this width around its outlines; 0: the text.
    """

    x: float
    y: float
    lines: Sequence[str]
    size_pt: float
    color: str = INK
    weight: Literal["normal", "bold"] = "normal"
    ha: Literal["left", "center", "right"] = "left"
    va: Literal["baseline", "center"] = "baseline"
    rotation: float = 0.0
    seam_pt: float = 0.0
    zorder: float = 3.0

    @property
    def bold(self) -> bool:
        """Whether the type is bold."""
        return self.weight == "bold"


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A line through points, or marks at them."""

    xs: Sequence[float]
    ys: Sequence[float]
    style: Style
    zorder: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """A closed figure: a rectangle, or the corners of any other."""

    outline: Box | Sequence[tuple[float, float]]
    style: Style
    zorder: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Areas:
    """Areas of one style, as far as they are within a box."""

    parts: Sequence[Polygon]
    within: Box
    style: Style
    zorder: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Routes:
    """Lines of one style, each its points, as far as they are within a box."""

    parts: Sequence[NDArray[np.float64]]
    within: Box
    style: Style
    zorder: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Image:
    """Lines and areas that are one image, be the drawing itself none: too many for a reader."""

    marks: Sequence["Areas | Routes"]
    zorder: float


Mark = Text | Line | Figure | Areas | Routes | Image

"""How matplotlib draws the hatches and marks that the styles name."""

from typing import Final

from layers.styles import Hatch, Marker

HATCHES: Final[dict[Hatch, str | None]] = {
    "": None,
    "diagonal": "////",
    "fine diagonal": "//////",
    "cross": "xxxx",
    "dots": "....",
}

MARKERS: Final[dict[Marker, str]] = {
    "": "",
    "square": "s",
    "diamond": "D",
    "circle": "o",
    "triangle": "^",
    "inverted triangle": "v",
    "pentagon": "p",
}

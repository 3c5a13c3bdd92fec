"""The parcels of a printed map: filled by state, named where there is room.

Very many are one image in every format, so that the map stays small and quick; what is over them
(borders, names) stays lines and text.
"""

from collections import Counter
from contextlib import nullcontext
from typing import Final

import numpy as np
import shapely
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from gis.model import ParcelStatus
from layers.report.drawing.labels import Label, spots_in
from layers.report.drawing.patterns import HATCHES
from layers.report.maps.canvas import Canvas
from layers.report.maps.furniture import LegendEntry
from layers.styles import INK, PAPER, PARCEL_STATES

_MOST_AREAS: Final = 3_000
"""Parcels that a map draws one by one; more are an image."""
_LAYER: Final = 4


class ParcelLayer:
    """Draws the parcels of a scene."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.statuses = canvas.scene.parcels
        self.placed = canvas.frame.placed(status.parcel.outline for status in self.statuses)

    def cover(self) -> STRtree:
        """Return the land of the parcels, in millimetres and roughly."""
        return STRtree(shapely.buffer(shapely.simplify(self.placed, 0.1), 0))

    def draw(self) -> None:
        """Fill the parcels by state, and name those that have room for it."""
        self.canvas.drawn.shows_ledger |= bool(self.statuses)
        is_image = len(self.statuses) > _MOST_AREAS
        with self.canvas.sheet.as_image(zorder=_LAYER) if is_image else nullcontext():
            self._areas()
        self._labels(size_pt=5.8 * self.canvas.size)

    def _areas(self) -> None:
        counts = Counter(status.state for status in self.statuses)
        states = np.array([status.state for status in self.statuses], dtype=object)
        for state, style in PARCEL_STATES.items():
            if not counts[state]:
                continue
            self.canvas.draw(
                list(shapely.simplify(self.placed[states == state], 0.02)), zorder=_LAYER,
                facecolor=style.fill, edgecolor=style.edge, linewidth=0.35,
                hatch=HATCHES[style.hatch],
            )  # fmt: skip
            words = self.canvas.words["parcels"].format(
                state=self.canvas.texts[f"state_{state}"], n=counts[state]
            )
            self.canvas.drawn.legend.append(LegendEntry(text=words, area=style))

    def _labels(self, *, size_pt: float) -> None:
        """Name the parcels that are high enough; count the others."""
        least, named = size_pt / 2.5, 0
        _, upper, _, lower = shapely.bounds(self.placed).T
        for place in np.flatnonzero(lower - upper > least):  # what is empty has no bounds
            visible = self.canvas.visible(self.placed[place])
            if not visible.is_empty and _height(visible) > least:
                self._label(self.statuses[place], visible, size_pt)
                named += 1
        self.canvas.drawn.unnamed += len(self.statuses) - named

    def _label(self, status: ParcelStatus, outline: BaseGeometry, size_pt: float) -> None:
        name = status.parcel.name.strip() or status.parcel.parcel_id
        for text in (name, self.canvas.lines(name, 9 * self.canvas.size, size_pt)):
            size = self.canvas.sheet.text_size(text, size_pt)
            spots = spots_in(outline, size)
            if spots:
                break
        self.canvas.drawn.labels.append(
            Label(
                text=text, size=size, size_pt=size_pt, spots=spots, priority=float(outline.area),
                colour=PAPER if status.state == "supplied" else INK,
                halo=status.state != "supplied",
            )
        )  # fmt: skip


def _height(outline: BaseGeometry) -> float:
    return float(outline.bounds[3] - outline.bounds[1])

"""The parcels of a printed map: filled by state, named where there is room."""

from collections import Counter

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gis.model import ParcelStatus
from layers.report.drawing.labels import Label, spots_in
from layers.report.drawing.patterns import HATCHES
from layers.report.maps.canvas import Canvas
from layers.report.maps.furniture import LegendEntry
from layers.styles import INK, PAPER, PARCEL_STATES


class ParcelLayer:
    """Draws the parcels of a scene."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.statuses = canvas.scene.parcels
        self.placed = canvas.frame.placed(status.parcel.outline for status in self.statuses)

    def cover(self) -> BaseGeometry:
        """Return the land of all parcels, in millimetres and roughly."""
        return shapely.union_all(shapely.buffer(shapely.simplify(self.placed, 0.1), 0))

    def draw(self) -> None:
        """Fill the parcels by state, and name those that have room for it."""
        statuses, placed = self.statuses, self.placed
        self.canvas.drawn.shows_ledger |= bool(statuses)
        counts = Counter(status.state for status in statuses)
        states = np.array([status.state for status in statuses], dtype=object)
        for state, style in PARCEL_STATES.items():
            if not counts[state]:
                continue
            self.canvas.draw(
                list(shapely.simplify(placed[states == state], 0.02)), zorder=4,
                facecolor=style.fill, edgecolor=style.edge, linewidth=0.35,
                hatch=HATCHES[style.hatch],
            )  # fmt: skip
            words = self.canvas.words["parcels"].format(
                state=self.canvas.texts[f"state_{state}"], n=counts[state]
            )
            self.canvas.drawn.legend.append(LegendEntry(text=words, area=style))
        size_pt = 5.8 * self.canvas.size
        for status, outline in zip(statuses, placed, strict=True):
            visible = self.canvas.visible(outline)
            if not visible.is_empty and _height(visible) > size_pt / 2.5:
                self._label(status, visible, size_pt)
            else:
                self.canvas.drawn.unnamed += 1

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

"""What the layers of a printed map are drawn on, and what they leave to be set after them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from gis.model import GeometryQuality
from layers.report.drawing.labels import Label
from layers.report.drawing.sheet import Sheet
from layers.report.maps.frame import MapFrame
from layers.report.maps.furniture import LegendEntry
from layers.report.maps.scene import Scene
from layers.texts import texts

WORDS: Final[dict[str, tuple[str, str]]] = {
    "level_1": ("一级片区（{n} 个）", "Level-1 zones ({n})"),
    "level_2": ("二级片区（{n} 个）", "Level-2 zones ({n})"),
    "level_3": ("三级片区（{n} 个）", "Level-3 zones ({n})"),
    "level_more": ("下级片区（{n} 个）", "Further zones ({n})"),
    "schematic": ("示意边界", "Schematic outline"),
    "fulfilment": ("{status}（{n} 个）", "{status} ({n})"),
    "poorer_target": (
        "片区按收储、供应目标中较差的一项着色",
        "zones are filled by the poorer of their targets of storage and supply",
    ),
    "parcels": ("{state}（{n} 宗）", "{state} ({n})"),
    "projects": ("{group}（{n} 项）", "{group} ({n})"),
    "project_line": ("线位", "Route"),
    "project_line_schematic": ("示意线位", "Schematic route"),
    "in_zone": ("+{n}", "+{n}"),
    "by_zone": ("只知片区的项目数", "Known only by zone"),
    "only_zone": ("只知在{zone}的项目 {n} 项", "{n} projects known only to be in {zone}"),
    "nowhere": ("未载明位置的项目 {n} 项", "{n} projects without a place"),
}


@dataclass(slots=True)
class Drawn:
    """What layers leave to be set after them: labels, legend, marks to keep clear, remarks."""

    labels: list[Label] = field(default_factory=list)
    legend: list[LegendEntry] = field(default_factory=list)
    taken: list[BaseGeometry] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    unnamed: int = 0
    has_schematic: bool = False
    shows_ledger: bool = False


class Canvas:
    """One scene in one frame of a sheet; `size` scales type and lines (1 on A4)."""

    def __init__(
        self, sheet: Sheet, frame: MapFrame, scene: Scene, *, language: str, size: float
    ) -> None:
        self.sheet, self.frame, self.scene, self.size = sheet, frame, scene, size
        self.language = language
        self.words = {key: pair[language == "en"] for key, pair in WORDS.items()}
        self.texts = texts(language)
        self.drawn = Drawn()
        outlines = frame.placed(zone.outline for zone in scene.zones.values())
        self.outlines: dict[str, BaseGeometry] = dict(zip(scene.zones, outlines, strict=True))

    def land(self) -> BaseGeometry:
        """Return the land that the map is about, where it can be seen."""
        outlines = [self.outlines[zone.zone_id] for zone in self.scene.main]
        return self.visible(shapely.union_all(outlines))

    def draw(self, shapes: Sequence[BaseGeometry], **style: Any) -> None:
        """Draw geometries, given in millimetres, as `Sheet.land` does."""
        self.sheet.land(shapes, within=self.frame.box, **style)

    def visible(self, outline: BaseGeometry) -> BaseGeometry:
        """Return what the frame shows of a geometry."""
        box = self.frame.box
        return shapely.clip_by_rect(outline, box.left, box.top, box.right, box.bottom)

    def is_seen(self, x: float, y: float) -> bool:
        """Tell whether a point lies in the frame."""
        box = self.frame.box
        return box.left <= x <= box.right and box.top <= y <= box.bottom

    def lines(self, text: str, width: float, size_pt: float, *, bold: bool = False) -> str:
        """Return text on one line if that is within a width, else on two of even length."""
        lines = self.sheet.wrapped(text, width, size_pt, most=2, bold=bold)
        if len(lines) == 2:
            even = self.sheet.text_size(text, size_pt, bold=bold)[0] / 2 + size_pt / 5
            if even < width:
                lines = self.sheet.wrapped(text, even, size_pt, most=2, bold=bold)
        return "\n".join(lines)


def is_schematic(quality: GeometryQuality | str) -> bool:
    """Tell whether an outline is drawn from words."""
    return quality == "schematic"

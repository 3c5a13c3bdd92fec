"""What the pages of an atlas share: paper, heading, foot, the page as it is handed on."""

from dataclasses import dataclass
from typing import Final

from layers.report.drawing.fonts import Fonts, missing_remark
from layers.report.drawing.sheet import Box, Sheet
from layers.report.report_facts import ReportFacts
from layers.report.words import Words
from layers.styles import INK, RULE, SOFT_INK, WARNING

PAGE_MM: Final[dict[str, tuple[float, float]]] = {"A4": (210.0, 297.0), "A3": (297.0, 420.0)}
_TYPE_SIZES: Final = {"A4": 1.0, "A3": 1.3}
_MARGIN_MM: Final = 15.0
_HEAD_MM: Final = 15.0


@dataclass(frozen=True, kw_only=True)
class AtlasPage:
    """A page of an atlas; `title` is its bookmark, empty on a sheet that continues another."""

    title: str
    sheet: Sheet


@dataclass(frozen=True, kw_only=True)
class Atlas:
    """What every page of one atlas is made with."""

    facts: ReportFacts
    language: str
    paper: str
    fonts: Fonts

    @property
    def words(self) -> Words:
        """The atlas's words."""
        return Words(self.language)

    @property
    def size(self) -> float:
        """Of type and lines: 1 on A4."""
        return _TYPE_SIZES[self.paper]

    def new_page(self, title: str, subject: str, number: int) -> tuple[Sheet, Box]:
        """Return a sheet with heading and foot, and the box between them."""
        width, height = PAGE_MM[self.paper]
        sheet, size, words = Sheet(width, height, fonts=self.fonts), self.size, self.words
        left, right = _MARGIN_MM, width - _MARGIN_MM
        head = _MARGIN_MM + 4
        if self.facts.plan.sample:
            sample = words("样例数据，非实际成果", "Sample data, not actual results")
            sheet.text(
                right, head, sample, size_pt=8 * size, weight="bold", color=WARNING, ha="right"
            )
        sheet.text(width / 2, head, title, size_pt=14 * size, weight="bold", ha="center")
        room = right - left
        name = sheet.fitted(subject, room, 10 * size, bold=True)
        sheet.text(
            width / 2, head + 6.5 * size, name, size_pt=10 * size, weight="bold", color=INK,
            ha="center",
        )  # fmt: skip
        foot = height - _MARGIN_MM + 3
        sheet.line((left, right), (foot - 4, foot - 4), color=RULE, lw=0.4)
        as_of = words(f"截至 {self.facts.as_of}", f"as of {self.facts.as_of}")
        plan = sheet.fitted(self.facts.plan.title, room * 0.6, 6.5 * size)
        told = f"{plan}{words('，', ', ')}{as_of}"
        missing = missing_remark(self.fonts, self.language)
        if missing:
            sheet.text(left, foot + 3 * size, missing, size_pt=5.5 * size, color=SOFT_INK)
        sheet.text(left, foot, told, size_pt=6.5 * size, color=SOFT_INK)
        page = words(f"第 {number} 页", f"Page {number}")
        sheet.text(right, foot, page, size_pt=6.5 * size, color=SOFT_INK, ha="right")
        top = head + _HEAD_MM * 0.72 * size
        return sheet, Box(left=left, top=top, width=room, height=foot - 6 - top)

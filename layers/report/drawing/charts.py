"""Charts of a report for print: bars by year, lines of what was reached against what was expected.

Every value stands beside its bar or point. Series differ in lightness, hatch or marker as well as
in hue, so that a grey print tells them apart.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Any, Final, NamedTuple

import shapely
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from layers.report.cells import shown
from layers.report.document import Chart, Series
from layers.report.drawing.fonts import Fonts, fonts_for
from layers.report.drawing.labels import Label, Spot, clear_first, draw_labels, place_labels
from layers.report.drawing.marks import PT_PER_MM, Box
from layers.report.drawing.patterns import HATCHES, MARKERS
from layers.report.drawing.sheet import Sheet, drawing
from layers.styles import (
    BARS,
    INK,
    LINES,
    PAPER,
    RULE,
    SOFT_INK,
    TARGETS,
    AreaStyle,
    MarkStyle,
)

WIDTH_MM: Final = 156.0
_HEIGHT_MM: Final = 80.0
_ROW_MM: Final = 5.0
_SIZE_PT: Final = 7.5
_STACK: Final = 5
"""Values that stand over or under one another where they are near."""

_WORDS: Final = {
    "unit": ("单位：{unit}", "Unit: {unit}"),
    "nothing": ("没有数据", "No data"),
}


def chart_svg(chart: Chart, *, language: str = "zh", outlined: bool = True) -> str:
    """Return a chart as SVG, 156 mm wide, its text as outlines or as text."""
    fonts = _fonts(chart, language)
    with drawing(fonts):
        return chart_sheet(chart, fonts=fonts, language=language).svg(outlined=outlined)


def chart_png(chart: Chart, *, language: str = "zh", dpi: int = 300) -> bytes:
    """Return a chart as PNG; raises as `chart_svg`."""
    fonts = _fonts(chart, language)
    with drawing(fonts):
        return chart_sheet(chart, fonts=fonts, language=language).png(dpi)


def _fonts(chart: Chart, language: str) -> Fonts:
    given = [chart.unit, *chart.labels, *(series.name for series in chart.series)]
    own = [words[language == "en"] for words in _WORDS.values()]
    return fonts_for([*given, *own, "0123456789.,-%—"])


def chart_sheet(chart: Chart, *, fonts: Fonts, language: str) -> Sheet:
    """Return a chart drawn on a sheet; only within `drawing`."""
    if chart.lies:
        return _LyingBars(chart, fonts, language).draw()
    return _Upright(chart, fonts, language).draw()


class _ChartOnSheet:
    """What both kinds of chart share: the sheet, its plot, the range of values, the legend."""

    def __init__(self, chart: Chart, fonts: Fonts, language: str, *, height_mm: float) -> None:
        self.chart, self.language = chart, language
        self.sheet = Sheet(WIDTH_MM, height_mm, fonts=fonts)
        self.words = {key: pair[language == "en"] for key, pair in _WORDS.items()}
        values = [value for series in chart.series for value in series.values if value is not None]
        self.has_values = bool(values)
        self.has_decimals = any(value != round(value) for value in values)
        self.ticks = _ticks(min([0.0, *values]), max([0.0, *values]))
        self.low, self.high = self.ticks[0], self.ticks[-1]
        self.bars = [series for series in chart.series if series.shape == "bar"]

    def value(self, value: float) -> str:
        """Return a value as the tables show it; without decimals if all are whole."""
        return shown(value, "ha" if self.has_decimals else "count", self.language)

    def legend(self, top: float) -> None:
        """Draw the unit, and the names of the series if there are several, in one line."""
        sheet = self.sheet
        unit = self.words["unit"].format(unit=self.chart.unit)
        sheet.text(0, top, unit, size_pt=_SIZE_PT, color=SOFT_INK)
        right, most = WIDTH_MM - 0.5, (WIDTH_MM - 30) / max(len(self.chart.series), 1) - 13.5
        for series, style in reversed(list(_styled(self.chart.series))):
            name = sheet.fitted(series.name, most, _SIZE_PT)
            right -= sheet.text_size(name, _SIZE_PT)[0]
            sheet.text(right, top, name, size_pt=_SIZE_PT)
            right -= 8.5
            box = Box(left=right, top=top - 2.4, width=7, height=2.8)
            _draw_sample(sheet, style, box)
            right -= 5

    def nothing(self, plot: Box) -> None:
        sheet, (x, y) = self.sheet, plot.middle
        sheet.text(x, y, self.words["nothing"], size_pt=9, color=SOFT_INK, ha="center")


class _Value(NamedTuple):
    """The label of a value, the series that it is of, and how far out it stands of those near."""

    label: Label
    series: str
    outwards: float


class _Upright(_ChartOnSheet):
    """Bars that stand, with lines and targets over them."""

    def __init__(self, chart: Chart, fonts: Fonts, language: str) -> None:
        super().__init__(chart, fonts, language, height_mm=_HEIGHT_MM)
        self.plot = Box(left=13, top=11, width=WIDTH_MM - 15, height=_HEIGHT_MM - 18)
        self.step = self.plot.width / max(len(chart.labels), 1)
        self.labels: list[_Value] = []
        self.taken: list[BaseGeometry] = []
        self.lines: dict[str, BaseGeometry] = {}
        self.said: set[tuple[float, str]] = set()

    def y(self, value: float) -> float:
        return self.plot.bottom - (value - self.low) / (self.high - self.low) * self.plot.height

    def draw(self) -> Sheet:
        self.legend(4)
        self._draw_axis()
        for place, series in enumerate(self.bars):
            self._draw_bars(place, series)
        for series, style in _styled(self.chart.series):
            if isinstance(style, MarkStyle):
                self._draw_line(series, style, beside=_partner(self.chart.series, series))
        if not self.has_values:
            self.nothing(self.plot)
        edge = Box(left=0, top=5, width=WIDTH_MM, height=self.plot.bottom - 5)
        outwards = sorted(self.labels, key=lambda one: one.outwards)
        labels = [replace(one.label, spots=self._clear_spots(one)) for one in outwards]
        placed, _ = place_labels(labels, within=edge, taken=self.taken)
        draw_labels(self.sheet, placed)
        return self.sheet

    def _draw_axis(self) -> None:
        sheet, plot = self.sheet, self.plot
        for tick in self.ticks:
            y = self.y(tick)
            strong = {"color": INK, "lw": 0.8} if tick == 0 else {"color": RULE, "lw": 0.35}
            sheet.line((plot.left, plot.right), (y, y), zorder=3 if tick == 0 else 1, **strong)
            sheet.text(
                plot.left - 1.5, y, shown(tick, "number", self.language),
                size_pt=_SIZE_PT - 0.5, color=SOFT_INK, ha="right", va="center",
            )  # fmt: skip
        for place, label in enumerate(self.chart.labels):
            x = plot.left + (place + 0.5) * self.step
            words = sheet.fitted(label, self.step - 1, _SIZE_PT)
            sheet.text(x, plot.bottom + 4.5, words, size_pt=_SIZE_PT, ha="center")

    def _draw_bars(self, place: int, series: Series) -> None:
        """Draw one series of bars; side by side with the others, the value at its end."""
        width = min(self.step * 0.72 / len(self.bars), 14.0)
        style = BARS[place % len(BARS)]
        zero = self.y(0)
        for number, value in enumerate(series.values[: len(self.chart.labels)]):
            if value is None:
                continue
            middle = self.plot.left + (number + 0.5) * self.step
            x = middle + (place - len(self.bars) / 2) * width
            end = self.y(value)
            box = Box(left=x, top=min(zero, end), width=width, height=abs(end - zero))
            self.sheet.rectangle(
                box, fc=style.fill, ec=style.edge, hatch=HATCHES[style.hatch], lw=0.5, zorder=2
            )
            self._label(series.name, value, x + width / 2, end, below=value < 0, important=True)

    def _draw_line(self, series: Series, style: MarkStyle, *, beside: Series | None) -> None:
        """Draw a line; its values stand on the side away from the line that it runs beside."""
        points = [
            (self.plot.left + (number + 0.5) * self.step, self.y(value), value, other)
            for number, (value, other) in enumerate(
                zip_longest(series.values, beside.values if beside is not None else ())
            )
            if value is not None and number < len(self.chart.labels)
        ]
        if not points:
            return
        xs, ys, _, _ = zip(*points, strict=True)
        line = _line_style(style)
        self.sheet.line(xs, ys, zorder=5, **line)
        if len(points) > 1:
            self.lines[series.name] = shapely.LineString(list(zip(xs, ys, strict=True)))
        # A target of a single year is a mark: a line of one point cannot be seen.
        if not style.marker and len(points) == 1:
            x, y, _, _ = points[0]
            self.sheet.line((x - 4, x + 4), (y, y), zorder=5, **line)
        for x, y, value, other in points:
            if style.marker:
                self.taken.append(shapely.Point(x, y).buffer(0.9))
            below = other is not None and value < other
            self._label(series.name, value, x, y, below=below, colour=style.colour)

    def _label(
        self, series: str, value: float, x: float, y: float, *, below: bool, colour: str = INK,
        important: bool = False,
    ) -> None:  # fmt: skip
        """Prepare the label of a value: above or below its point, else beside it, else further."""
        size_pt, text = _SIZE_PT - 0.5, self.value(value)
        spot = (round(x, 3), text)
        if spot in self.said:  # the first year's bar and line end at one value
            return
        self.said.add(spot)
        size = self.sheet.text_size(text, size_pt)
        height = size_pt / PT_PER_MM * 0.85
        away = height / 2 + 1.0 + (0.0 if important else 0.8)
        steps = [away, -away] if below else [-away, away]
        across = size[0] / 2 + 1.5
        spots = [Spot(x=x, y=y + steps[0])]
        spots += [Spot(x=x + side * across, y=y + steps[0] / 2) for side in (1, -1)]
        spots += [Spot(x=x + side * across, y=y) for side in (1, -1)]
        spots += [Spot(x=x, y=y + step) for step in (1.8 * steps[0], steps[1], 1.8 * steps[1])]
        further = [place * height + away for place in range(1, _STACK)]
        spots += [Spot(x=x, y=y + math.copysign(far, step)) for step in steps for far in further]
        label = Label(
            text=text, size=(size[0] - 0.4, height), size_pt=size_pt, spots=spots, colour=colour,
            priority=1.0 if important else 0.0,
        )  # fmt: skip
        self.labels.append(_Value(label, series, -value if below else value))

    def _clear_spots(self, value: "_Value") -> list[Spot]:
        """Return a label's places, first those clear of other lines, of them those of its own."""
        own = STRtree([line for name, line in self.lines.items() if name == value.series])
        others = [line for name, line in self.lines.items() if name != value.series]
        plot, zero = self.plot, self.y(0)
        axis = shapely.LineString([(plot.left, zero), (plot.right, zero)])
        spots = clear_first(value.label.spots, value.label.size, own)
        return clear_first(spots, value.label.size, STRtree([*others, axis]))


class _LyingBars(_ChartOnSheet):
    """Bars that lie, each label in full at the left."""

    def __init__(self, chart: Chart, fonts: Fonts, language: str) -> None:
        rows = max(len(chart.labels) * max(len(chart.series), 1), 1)
        height = 12 + rows * _ROW_MM + len(chart.labels) * 1.5
        super().__init__(chart, fonts, language, height_mm=height)
        widths = [self.sheet.text_size(label, _SIZE_PT)[0] for label in chart.labels]
        left = min(max(widths, default=10.0), 50.0) + 2
        self.plot = Box(left=left, top=9, width=WIDTH_MM - left - 18, height=height - 12)

    def x(self, value: float) -> float:
        return self.plot.left + (value - self.low) / (self.high - self.low) * self.plot.width

    def draw(self) -> Sheet:
        self.legend(4)
        sheet, plot, zero = self.sheet, self.plot, self.x(0)
        y = plot.top
        for number, label in enumerate(self.chart.labels):
            y += 0.75
            words = sheet.fitted(label, plot.left - 2, _SIZE_PT)
            middle = y + len(self.bars) * _ROW_MM / 2
            sheet.text(plot.left - 2, middle, words, size_pt=_SIZE_PT, ha="right", va="center")
            for place, series in enumerate(self.bars):
                value = series.values[number] if number < len(series.values) else None
                if value is not None:
                    self._draw_bar(BARS[place % len(BARS)], value, y)
                y += _ROW_MM
            y += 0.75
        sheet.line((zero, zero), (plot.top, plot.bottom), lw=0.8, zorder=3)
        if not self.has_values:
            self.nothing(plot)
        return sheet

    def _draw_bar(self, style: AreaStyle, value: float, top: float) -> None:
        zero, end = self.x(0), self.x(value)
        box = Box(left=min(zero, end), top=top + 0.6, width=abs(end - zero), height=_ROW_MM - 1.2)
        self.sheet.rectangle(box, fc=style.fill, ec=style.edge, hatch=HATCHES[style.hatch], lw=0.5)
        side: dict[str, Any] = {"ha": "left"} if value >= 0 else {"ha": "right"}
        x = end + (1 if value >= 0 else -1)
        self.sheet.text(
            x, top + _ROW_MM / 2, self.value(value), size_pt=_SIZE_PT - 0.5, va="center", **side
        )


def _partner(every: Sequence[Series], series: Series) -> Series | None:
    """Return the target that a line runs beside, or the line of a target; None without."""
    shapes = {"line": "target", "target": "line"}
    own = [one for one in every if one.shape == series.shape]
    others = [one for one in every if one.shape == shapes.get(series.shape)]
    place = next(at for at, one in enumerate(own) if one is series)
    return others[place] if place < len(others) else None


def _styled(series: Sequence[Series]) -> Iterator[tuple[Series, AreaStyle | MarkStyle]]:
    """Yield each series with its style, counted within its shape.

    A target has the colour of the line that it stands beside, if there is one.
    """
    places = dict.fromkeys(("bar", "line", "target"), 0)
    lines = sum(one.shape == "line" for one in series)
    for one in series:
        place = places[one.shape]
        places[one.shape] += 1
        if one.shape == "bar":
            yield one, BARS[place % len(BARS)]
        elif one.shape == "line":
            yield one, LINES[place % len(LINES)]
        else:
            colour = LINES[place % len(LINES)].colour if place < lines else SOFT_INK
            dashes = TARGETS[place % len(TARGETS)]
            yield one, MarkStyle(colour=colour, marker="", dashes=dashes)


def _line_style(style: MarkStyle) -> dict[str, Any]:
    dashed: Any = (0, style.dashes) if style.dashes else "solid"
    line = {"color": style.colour, "lw": 1.5, "ls": dashed, "solid_joinstyle": "round"}
    if style.marker:
        line |= {
            "marker": MARKERS[style.marker],
            "ms": 5,
            "mfc": style.colour,
            "mec": PAPER,
            "mew": 0.7,
        }
    return line


def _draw_sample(sheet: Sheet, style: AreaStyle | MarkStyle, box: Box) -> None:
    if isinstance(style, AreaStyle):
        sheet.rectangle(box, fc=style.fill, ec=style.edge, hatch=HATCHES[style.hatch], lw=0.5)
    else:
        y = box.middle[1]
        line = _line_style(style) | {"markevery": [1]}
        sheet.line((box.left, box.middle[0], box.right), (y, y, y), **line)


def _ticks(low: float, high: float) -> list[float]:
    """Return round values from at or below the lowest to at or above the highest."""
    from matplotlib.ticker import MaxNLocator

    if low == high:
        return [0.0, 1.0]
    found = MaxNLocator(nbins=5, steps=[1, 2, 2.5, 5, 10], min_n_ticks=3).tick_values(low, high)
    return [float(tick) for tick in found]

"""Charts: values where they belong, told apart in grey, the same every time."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from lxml import etree
from matplotlib.axes import Axes

from layers.report.document import Chart, Series
from layers.report.drawing.charts import _fonts, chart_png, chart_sheet, chart_svg
from layers.report.drawing.sheet import Sheet, drawing

YEARS = ("2021", "2022", "2023", "2024", "2025")
STORED = Series(name="当年收储", values=(61.76, 102.37, 95.47, 142.96, None))
SUPPLIED = Series(name="当年供应", values=(22.23, 45.98, 34.28, 49.33, None))
SO_FAR = Series(name="累计收储", values=(61.76, 164.13, 259.6, 402.56, None), shape="line")
EXPECTED = Series(name="收储序时", values=(100, 200, 300, 400, 500), shape="target")


def chart(*series: Series, labels: Sequence[str] = YEARS) -> Chart:
    return Chart(
        chart_id="chart", caption="图", table_id="table", labels=tuple(labels), series=series,
        unit="公顷",
    )  # fmt: skip


def draw(wanted: Chart) -> Sheet:
    fonts = _fonts(wanted, "zh")
    with drawing(fonts):
        return chart_sheet(wanted, fonts=fonts, language="zh")


def axes_of(sheet: Sheet) -> Axes:
    return sheet.figure().axes[0]


def said(sheet: Sheet) -> list[str]:
    return [text.get_text() for text in axes_of(sheet).texts]


def bars(sheet: Sheet) -> list[Any]:
    """Return the bars of the plot in the order drawn, without the samples of the legend."""
    return [patch for patch in axes_of(sheet).patches if patch.get_y() > 5]


def test_bars_are_as_high_as_their_values() -> None:
    drawn = bars(draw(chart(STORED, SUPPLIED)))
    values = [*STORED.values[:4], *SUPPLIED.values[:4]]
    heights = [bar.get_height() for bar in drawn]
    assert len(heights) == len(values)
    assert [height / heights[0] for height in heights] == pytest.approx(
        [value / values[0] for value in values if value is not None]
    )


def test_a_line_and_its_target_have_their_values_on_their_own_sides() -> None:
    ahead = Series(name="累计收储", values=(150.0, 290.0, 450.0), shape="line")
    due = Series(name="收储序时", values=(100.0, 200.0, 300.0), shape="target")
    for upper, lower in ((ahead, due), (due, ahead)):
        sheet = draw(chart(replace(ahead, values=upper.values), replace(due, values=lower.values)))
        at = {text.get_text(): text.get_position()[1] for text in axes_of(sheet).texts}
        for above, below in zip(ahead.values, due.values, strict=True):
            assert at[f"{above:g}"] < at[f"{below:g}"]  # millimetres downwards


def test_every_value_is_said() -> None:
    words = said(draw(chart(STORED, SUPPLIED)))
    assert {"61.76", "102.37", "95.47", "142.96", "22.23", "45.98", "34.28", "49.33"} <= {*words}
    assert "单位：公顷" in words
    words = said(draw(chart(SO_FAR, EXPECTED)))
    assert {"164.13", "259.60", "402.56", "500.00"} <= {*words}


def test_lines_go_through_their_values() -> None:
    sheet = draw(chart(SO_FAR, EXPECTED))
    lines = [line for line in axes_of(sheet).lines if line.get_zorder() == 5]
    (reached, expected) = [line.get_ydata() for line in lines]
    scale = (reached[1] - reached[0]) / (164.13 - 61.76)
    assert reached[3] - reached[2] == pytest.approx((402.56 - 259.6) * scale)
    assert expected[4] - expected[0] == pytest.approx(400 * scale)
    assert expected[0] - reached[0] == pytest.approx((100 - 61.76) * scale)


def test_values_do_not_lie_on_each_other() -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    sheet = draw(chart(STORED, SO_FAR, EXPECTED))
    figure = sheet.figure()
    renderer = FigureCanvasAgg(figure).get_renderer()
    with drawing(sheet.fonts):
        extents = [
            text.get_tightbbox(renderer)
            for text in figure.axes[0].texts
            if text.get_zorder() > 8
        ]  # fmt: skip
    assert len(extents) > 10
    for first, second in combinations(extents, 2):
        across = min(first.x1, second.x1) - max(first.x0, second.x0)
        down = min(first.y1, second.y1) - max(first.y0, second.y0)
        line_mm = first.height / 100 * 25.4 * 0.45  # what a line has above and below its figures
        assert across <= 0.5 or down <= line_mm / 25.4 * 100


@pytest.mark.parametrize("step", [0.0, 1.0, 3.0])
def test_values_that_are_near_are_all_said(step: float) -> None:
    shapes = ("line", "line", "target", "target")
    series = [
        Series(
            name=f"第{place}项", shape=shape,
            values=tuple(100.0 * year + step * place for year in range(5)),
        )
        for place, shape in enumerate(shapes)
    ]  # fmt: skip
    wanted = {f"{value:g}" for one in series for value in one.values}
    assert wanted <= set(said(draw(chart(*series))))


def test_many_labels_lie() -> None:
    names = [f"用途名称很长的第{number}类用地" for number in range(12)]
    values = Series(name="面积", values=tuple(float(number) for number in range(12)))
    sheet = draw(chart(values, labels=names))
    widths = [bar.get_width() for bar in bars(sheet)]
    assert widths[11] / widths[1] == pytest.approx(11)
    assert set(names) <= set(said(sheet))


def test_negative_and_missing_values() -> None:
    sheet = draw(chart(Series(name="增减", values=(3, -2, None, 0, 1))))
    tops = [(bar.get_y(), bar.get_height()) for bar in bars(sheet)]
    zero = tops[0][0] + tops[0][1]
    assert tops[1][0] == pytest.approx(zero)  # the negative one hangs
    assert "-2" in said(sheet)


@pytest.mark.parametrize(
    "empty",
    [
        chart(),
        chart(labels=()),
        chart(Series(name="空", values=(None,) * 5)),
        chart(Series(name="零", values=(0.0,) * 5)),
    ],
)
def test_nothing_to_show(empty: Chart) -> None:
    etree.fromstring(chart_svg(empty).encode())
    has_values = any(series.values[0] == 0 for series in empty.series)
    assert ("没有数据" in said(draw(empty))) is not has_values


def test_any_name_can_be_drawn() -> None:
    names = ("$\\frac{$", "控\x00制", "长" * 200, "שדרות", "<script>")
    hostile = chart(
        *(Series(name=name, values=(1, 2, 3, 4, 5), shape="line") for name in names), labels=names
    )
    tags = {one.tag.rpartition("}")[2] for one in etree.fromstring(chart_svg(hostile).encode())}
    assert "script" not in tags


def test_same_chart_same_bytes() -> None:
    wanted = chart(STORED, SUPPLIED, SO_FAR, EXPECTED)
    assert chart_svg(wanted) == chart_svg(wanted)
    assert chart_png(wanted, dpi=60) == chart_png(wanted, dpi=60)


def test_english() -> None:
    assert "Unit: 公顷" in said_in_english(chart(STORED))


def said_in_english(wanted: Chart) -> list[str]:
    fonts = _fonts(wanted, "en")
    with drawing(fonts):
        return said(chart_sheet(wanted, fonts=fonts, language="en"))

"""The pictures of a report, drawn once for the document that sets them."""

import base64
import re
from collections.abc import Iterator
from typing import Final

from layers.report.document import Chart, Paper, PrintMap, Report
from layers.report.report_facts import ReportFacts

_SIZE: Final = re.compile(r'<svg[^>]*? width="([\d.]+)pt" height="([\d.]+)pt"')
_PX_PER_PT: Final = 96 / 72


def pictures_of(
    report: Report, facts: ReportFacts, *, paper: Paper, outlined: bool
) -> dict[str, str]:
    """Return each chart and map as SVG, by its id; its text as outlines or as text."""
    return dict(_drawn(report, facts, paper, outlined))


def data_address(svg: str) -> str:
    """Return a picture as an address that holds all of it.

    An address, not markup: names inside one picture cannot clash with another's, and nothing in
    a picture can run.
    """
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def size_px(svg: str) -> tuple[int, int]:
    """Return width and height, so that a page keeps the room before it has read the picture."""
    found = _SIZE.search(svg)
    if found is None:
        raise ValueError("the picture does not say its size in points")
    width, height = (round(float(length) * _PX_PER_PT) for length in found.groups())
    return width, height


def _drawn(
    report: Report, facts: ReportFacts, paper: Paper, outlined: bool
) -> Iterator[tuple[str, str]]:
    from layers.report.drawing.charts import chart_svg
    from layers.report.maps.print_map import map_svg

    for _, chapter in report.walk():
        for block in chapter.blocks:
            if isinstance(block, Chart):
                svg = chart_svg(block, language=report.language, outlined=outlined)
                yield block.chart_id, svg
            elif isinstance(block, PrintMap):
                svg = map_svg(
                    block, facts, language=report.language, paper=paper, outlined=outlined
                )
                yield block.map_id, svg

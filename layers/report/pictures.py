"""The pictures of a report, drawn once for the document that sets them."""

import base64
from typing import Literal

from layers.report.document import Chart, PrintMap, Report
from layers.report.facts import ReportFacts


def pictures_of(
    report: Report, facts: ReportFacts, *, paper: Literal["A4", "A3"]
) -> dict[str, str]:
    """Return each chart and map as SVG, by its id.

    Raises
    ------
    LandplanError
        If no installed font has their Han characters.
    """
    from layers.report.charts import chart_svg
    from layers.report.print_map import map_svg

    pictures = {}
    for _, chapter in report.walk():
        for block in chapter.blocks:
            if isinstance(block, Chart):
                pictures[block.chart_id] = chart_svg(block, language=report.language)
            elif isinstance(block, PrintMap):
                pictures[block.map_id] = map_svg(
                    block, facts, language=report.language, paper=paper
                )
    return pictures


def data_address(svg: str) -> str:
    """Return a picture as an address that holds all of it.

    An address, not markup: names inside one picture cannot clash with another's, and nothing in
    a picture can run.
    """
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"

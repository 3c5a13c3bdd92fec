"""The report as one HTML file: the common markup, and the interactive map inside it."""

import base64
import hashlib
import re
from pathlib import Path
from typing import Final

from gis.formats.whole_file import write_whole
from layers.fonts.web_font import font_face
from layers.map.map_page import map_html
from layers.report.document import Report
from layers.report.html.markup import SHEETS, Picture, beside, report_html
from layers.report.pictures import data_address, pictures_of, size_px
from layers.report.report_facts import ReportFacts
from layers.style_sheet import css_variables, settled

_FONT: Final = "/* the font */"
"""Stands for the font in the style sheet until all that is to be read with it is known."""

_MAP_SCRIPTS: Final = re.compile(r"script-src((?: 'sha256-[\w+/=]+')+);")


def write_html(report: Report, file: Path, *, facts: ReportFacts) -> None:
    """Write a report as one file that asks nothing of any host.

    The same report and facts give the same bytes.

    Raises
    ------
    LandplanError
        If the file cannot be written.
    """
    map_page = None if report.is_brief else map_html(facts.map_facts, language=report.language)
    script = beside("report.js")
    pictures = {
        name: Picture(address=data_address(svg), size_px=size_px(svg))
        for name, svg in pictures_of(report, facts, paper="A4", outlined=True).items()
    }
    html = report_html(
        report,
        pictures=pictures,
        styles=_styles(),
        sheet=SHEETS["A4"],
        sample=facts.plan.sample,
        created=report.made_on.isoformat(),
        map_page=map_page,
        script=script,
        policy=_policy(script, map_page),
    )
    html = html.replace(_FONT, font_face(sorted(set(html))), 1)
    write_whole(html.encode("utf-8"), file, "report")


def _styles() -> str:
    screen, paper = beside("screen.css"), settled(beside("print.css"))
    return "\n".join(
        [
            _FONT,
            css_variables(),
            beside("report.css"),
            f"@media screen {{\n{screen}}}",
            f"@media print {{\n{paper}}}",
        ]
    )


def _policy(script: str, map_page: str | None) -> str:
    """Return what the page may do: show what it holds, run its own script and the map's, if any.

    The map's frame runs under this page's policy as well as its own, so both name its scripts.
    """
    of_map = ""
    if map_page is not None:
        scripts = _MAP_SCRIPTS.search(map_page)
        if scripts is None:
            raise RuntimeError("the map page names no scripts in its policy")
        of_map = scripts[1]
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode()
    return (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
        f"script-src 'sha256-{digest}'{of_map}; base-uri 'none'; form-action 'none'"
    )

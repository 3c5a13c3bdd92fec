"""What is added to the planner's map: its markup, its scripts, and what it needs to be let in.

The page's Content-Security-Policy names every script by its hash. A child's scripts are added to
them, so are the scripts of the plug-ins that it links to; text evaluated as a script and
videos are let in only where a child needs them. Handlers in markup (`onclick="…"`) never are:
nothing of folium's own writes them, and text from data could.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Final

import folium
from branca.element import Figure

from layers.offline.asks import Markup
from layers.offline.assets import marker_images, script_text
from layers.offline.page import Page, numbered
from layers.offline.parts import places

_NEEDS: Final = (
    ("jquery", r"\$[.(]|jQuery"),
    ("awesome_markers", r"AwesomeMarkers"),
    ("awesome_markers_css", r"AwesomeMarkers"),
    ("awesome_rotate_css", r"fa-rotate-[1-9]"),
    ("awesome_markers_font_css", r"AwesomeMarkers|\bfa[srb]? |\bfa-[a-z]"),
    ("glyphicons_css", r"\bglyphicon"),
)
"""folium's own links, by its names for them, and the text of a child that needs them.

Bootstrap is left out: its style would redraw the page, and nothing of folium's uses its script.
"""

_GRANTS: Final = (
    ("script-src", "'unsafe-eval'", r"L\.Control\.Measure\b"),
    ("media-src", "data:", r"L\.videoOverlay"),
)
"""What else the policy lets in: directive, source, and the text of a child that needs it."""


@dataclass(frozen=True)
class Children:
    """What the children of a map bring into its page.

    Parameters
    ----------
    head, body
        Markup, without its scripts.
    scripts
        What runs before the map is there: libraries first.
    drawing
        What draws the children on the map, which it finds by folium's name for it.
    frame_scripts
        Scripts of the pages in frames, which stand in their markup already.
    grants
        What the policy lets in beside the scripts: directive to source.
    """

    head: str
    body: str
    scripts: tuple[str, ...]
    drawing: str
    frame_scripts: tuple[str, ...]
    grants: dict[str, str]

    @property
    def markup(self) -> tuple[str, str, str]:
        """All in which its text stands."""
        return self.head, self.body, self.drawing


def children_of(figure: Figure, own: str) -> Children | None:
    """Return what stands in a rendered figure beside the map itself; None where nothing does.

    Parameters
    ----------
    figure
        A figure whose parts were rendered into it.
    own
        The name of the map, and of what it wrote itself.

    Raises
    ------
    OfflineError
        If a child needs a host, as for `layers.offline.save.save_offline`.
    """
    head, body, drawing = (
        "\n".join(
            part.render()
            for name, part in place._children.items()
            if name not in (own, "meta_http")
        )
        for place in places(figure)
    )
    if not (head or body or drawing):
        return None
    page = Page(figure)
    drawing = script_text(drawing)  # a popup may hold an end tag
    told = page.inlined(f"<head>{head}</head><body>{body}</body><script>{drawing}</script>")
    page.refuse_asks()
    told = numbered("".join([page.inlined("".join(_links(told))), told]), figure)
    markup, scripts = _apart(told)
    head, _, body = markup.partition("</head><body>")
    return Children(
        head=head.replace("<head>", ""),
        body=body.removesuffix("</body>"),
        scripts=(marker_images(), *scripts[:-1]),
        drawing=scripts[-1],
        frame_scripts=tuple(_frame_scripts(told)),
        grants={directive: source for directive, source, text in _GRANTS if re.search(text, told)},
    )


def _links(told: str) -> Iterator[str]:
    """Give the links that folium's map has for all, where a child needs them."""
    scripts, styles = dict(folium.Map.default_js), dict(folium.Map.default_css)
    for name, text in _NEEDS:
        if re.search(text, told):
            if name in scripts:
                yield f'<script src="{scripts[name]}"></script>'
            else:
                yield f'<link rel="stylesheet" href="{styles[name]}">'


def _apart(html: str) -> tuple[str, list[str]]:
    """Take the scripts out of a page: its markup without them, and the scripts in order."""
    markup = Markup(html)
    pieces, scripts, at = [], [], 0
    for number, tag in enumerate(markup.tags):
        if tag.name == "script" and number in markup.ends:
            end = markup.ends[number]
            pieces.append(html[at : tag.start])
            scripts.append(html[tag.end : html.rindex("</", tag.end, end)])
            at = end
    return "".join([*pieces, html[at:]]), scripts


def _frame_scripts(told: str) -> Iterator[str]:
    for frame in re.finditer(r'srcdoc="([^"]*)"', told):
        yield from (text for kind, text in Markup(unescape(frame[1])).inside if kind == "script")

"""The one-file map: folium's map, our page around it, and everything it needs inside.

The page asks nothing of any other host: folium's own scripts and styles (ten files on content
networks) are replaced by the vendored ones. Text from data reaches it only packed, and the page's
scripts show it as text. The same facts give the same bytes.
"""

import base64
import hashlib
import os
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

import folium
from branca.element import Element, Figure
from folium.template import Template
from jinja2 import Environment, PackageLoader, StrictUndefined

from gis.formats.whole_file import write_whole
from layers.fonts.web_font import font_face
from layers.map.children import Children, children_of
from layers.map.map_facts import MapFacts
from layers.map.page_data import packed_page
from layers.map.page_script import joined
from layers.offline.assets import data_url
from layers.offline.catalogue import package
from layers.offline.parts import changed, embedded, figure_of
from layers.style_sheet import css_variables
from layers.texts import texts

_LIBRARIES: Final = (
    ("leaflet", "1.9.4", "dist/leaflet.js"),
    ("geographiclib-geodesic", "2.2.0", "geographiclib-geodesic.min.js"),
)

_STYLES: Final = (
    "base.css",
    "masthead.css",
    "map.css",
    "panel.css",
    "projects.css",
    "indicators.css",
    "investment.css",
    "warnings.css",
    "phone.css",
    "timeline.css",
    "print.css",
)

_DRAW_CHILDREN: Final = """
const drawing = document.createElement("script");
drawing.textContent = document.getElementById("landplan-children").textContent;
document.body.append(drawing);
"""
"""folium's scripts are no modules: they share global names, and need the map to be there."""

_FIRST_VIEW: Final = (35.0, 105.0)
"""China; the page's script moves to the plan's zones before anything is drawn."""


class PlanMap(folium.Map):
    """The planner's map as a folium map: what is added to it is drawn on it.

    Its figure is the page: `get_root().render()` and `save` give all of it.
    """

    # Without folium's header, which forbids zooming the page.
    _template = Template(
        """
        {% macro html(this, kwargs) %}
        <div class="folium-map" id={{ this.get_name()|tojson }}></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        landplan.start.draw(landplan.map = L.map({{ this.get_name()|tojson }}, {
            center: {{ this.location|tojson }},
            crs: L.CRS.{{ this.crs }},
            ...{{ this.options|tojavascript }}
        }));
        {% endmacro %}
        """
    )

    def __init__(self) -> None:
        super().__init__(
            location=_FIRST_VIEW,
            zoom_start=4,
            tiles=None,
            zoom_control=False,
            attributionControl=False,
            zoomSnap=0.25,
            maxZoom=20,
            minZoom=3,
            worldCopyJump=False,
        )
        self.default_js, self.default_css = [], []  # ten links to content networks
        self._id = "landplan"  # branca gives random ids; the same facts must give the same page


class PlanPage(Figure):
    """The page around the planner's map."""

    asks_nothing = True  # `save_offline` has nothing to do

    def __init__(self, facts: MapFacts, language: str) -> None:
        super().__init__()
        self._id = "landplan_page"
        self.facts = facts
        self.language = language
        self.map = PlanMap()
        self.add_child(self.map)

    def render(self, **kwargs: object) -> str:
        """Return the whole page, which needs no other file and no network."""
        with figure_of(self), changed(embedded(self)):  # what parts write is taken out again
            for child in self._children.values():  # as Figure.render does: fills html and script
                child.render(**kwargs)
            own = self.map.get_name()
            markup, script = (
                f"\n    {place._children[own].render()}" for place in (self.html, self.script)
            )
            return self._page(markup, script, children_of(self, own))

    def _page(self, markup: str, script: str, children: Children | None) -> str:
        scripts = [*library_scripts(), f"{page_script()}\n{script}"]
        hashed = list(scripts)
        if children:
            scripts[-1:-1] = children.scripts
            scripts[-1] += f"\nwindow.{self.map.get_name()} = landplan.map;\n{_DRAW_CHILDREN}"
            hashed = [*scripts, children.drawing, *children.frame_scripts]
        facts = self.facts
        packed = packed_page(facts, language=self.language)
        shown = packed.characters.union(*(children.markup if children else ()))
        return (
            page_templates()
            .get_template("page.html")
            .render(
                language="en" if self.language == "en" else "zh-CN",
                t=texts(self.language, is_over=facts.is_over),
                facts=facts,
                schematic=sum(zone.geometry_quality == "schematic" for zone in facts.zones),
                styles=page_styles(),
                font=font_face(sorted(shown)),
                map=markup,
                data=packed.text,
                scripts=scripts,
                script_hashes=list(dict.fromkeys(map(_hash, hashed))),
                children=children,
                children_styles=_page_file("children.css") if children else "",
            )
        )


def page_map(facts: MapFacts, *, language: str = "zh") -> PlanMap:
    """Return the planner's map, to which any part of folium or its plug-ins can be added.

    Parameters
    ----------
    facts
        What the map shows.
    language
        `zh` or `en`: of the page's own words; names from the plan stay as they are.

    Examples
    --------
    >>> m = page_map(facts)
    >>> folium.Marker((31.63, 117.02), popup="地块").add_to(m)
    >>> m.save("map.html")
    """
    return PlanPage(facts, language).map


def map_html(facts: MapFacts, *, language: str = "zh", children: Iterable[Element] = ()) -> str:
    """Return the whole page, which needs no other file and no network.

    Parameters
    ----------
    facts
        What the map shows.
    language
        `zh` or `en`: of the page's own words; names from the plan stay as they are.
    children
        Parts of folium or its plug-ins to draw on the map. Their text is markup, as in folium:
        what comes from data is to be escaped first.

    Raises
    ------
    OfflineError
        If a child needs a host: see `layers.offline.save.save_offline`.
    """
    m = page_map(facts, language=language)
    for child in children:
        m.add_child(child)
    return str(m.get_root().render())


def write_map(
    facts: MapFacts,
    path: str | os.PathLike[str],
    *,
    language: str = "zh",
    children: Iterable[Element] = (),
) -> None:
    """Write the page to a file, whole or not at all.

    Raises
    ------
    LandplanError
        If the file cannot be written: no such folder, no permission, a full disk. An
        OfflineError if a child needs a host.
    """
    html = map_html(facts, language=language, children=children)
    write_whole(html.encode("utf-8"), Path(path), "map")


@cache
def page_templates() -> Environment:
    """Return the environment of the page's template."""
    return Environment(
        loader=PackageLoader("layers.map", "page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def page_styles(*, without: tuple[str, ...] = ()) -> str:
    """Return the style sheets of Leaflet and the page, images inside, without a font."""
    leaflet = package("leaflet", "1.9.4")
    style = leaflet.text("dist/leaflet.css").replace("behavior: url(#default#VML);", "")

    def inline(link: re.Match[str]) -> str:
        return f"url({data_url(leaflet, f'dist/{link[1]}')})"

    style = re.sub(r"url\((images/[\w-]+\.png)\)", inline, style)
    wanted = [_page_file(name) for name in _STYLES if name not in without]
    return "\n".join([style, css_variables(), *wanted])


@cache
def library_scripts() -> list[str]:
    """Return each library with its licence before it, without the link to its source map."""
    scripts = []
    for name, version, path in _LIBRARIES:
        release = package(name, version)
        licence = release.text(release.licence_file)
        code = release.text(path)
        code = re.sub(r"^//# sourceMappingURL=.*$", "", code, flags=re.MULTILINE)
        scripts.append(f"/*\n{name}-{version}\n\n{licence}*/\n{code}")
    return scripts


@cache
def page_script() -> str:
    """Return the page's scripts as one, which is begun by `landplan.start.draw`."""
    return joined(page_scripts(), entry="start")


def page_scripts() -> dict[str, str]:
    """Return the text of each of the page's scripts by its name without `.js`."""
    return {
        file.name[:-3]: file.read_text("utf-8")
        for file in _page_files().iterdir()
        if file.name.endswith(".js")
    }


def _page_file(name: str) -> str:
    return (_page_files() / name).read_text("utf-8")


def _page_files() -> Traversable:
    return files("layers.map") / "page"


def _hash(script: str) -> str:
    """Return the hash by which the page's security policy knows its own script."""
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"

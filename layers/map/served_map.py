"""The parts of the map's page for a site that serves them one by one: nothing stands in the HTML.

The site brings the page around the map, and scripts of its own that are joined with the page's.
"""

from collections.abc import Mapping

from jinja2.runtime import Context
from markupsafe import Markup

from layers.map.map_page import (
    library_scripts,
    page_scripts,
    page_styles,
    page_templates,
)
from layers.map.page_script import joined
from layers.texts import texts
from projects.model import Plan

__all__ = ["map_stage", "served_libraries", "served_script", "served_styles"]

MAP_ID = "map"


def map_stage(plan: Plan, *, language: str, is_over: bool) -> Markup:
    """Return the map and the panel, empty: the scripts fill them.

    Parameters
    ----------
    is_over
        Whether the plan's period has ended, so that what is not done was not reached.
    """
    template = page_templates().get_template("page.html")
    context: Context = template.new_context(
        {
            "facts": {"plan": plan},
            "t": texts(language, is_over=is_over),
            "map": f'<div class="folium-map" id="{MAP_ID}"></div>',
            "children": None,
        }
    )
    return Markup("".join(template.blocks["stage"](context)))  # noqa: S704 — autoescaped


def served_styles() -> str:
    """Return the style sheet of the map and the panel; the site has a masthead of its own."""
    return page_styles(without=("masthead.css",))


def served_libraries() -> str:
    """Return the libraries that the scripts stand on, each with its licence."""
    return "\n".join(library_scripts())


def served_script(more: Mapping[str, str], *, entry: str) -> str:
    """Return the page's scripts and more as one module.

    Parameters
    ----------
    more
        The text of each further script by its name without `.js`.
    entry
        The one of them that comes last, and begins.
    """
    return joined({**page_scripts(), **more}, entry=entry)

"""What folium does not have: hatches to fill with, a control of layers whose place is no matter."""

from functools import cache
from importlib.resources import files

import folium
from folium.template import Template
from folium.utilities import get_obj_in_upper_tree

from layers import styles
from layers.style_sheet import HATCH_PATHS, HATCH_PX, HATCH_STROKE_PX, settled
from layers.styles import AreaStyle


class Hatches(folium.MacroElement):
    """The hatched grounds of the styles as SVG patterns, to be named by `fill_of`."""

    _template = Template(
        """
        {% macro html(this, kwargs) %}{{ this.drawing }}{% endmacro %}
        """
    )

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Hatches"
        areas = [*styles.STATUSES.values(), *styles.PARCEL_STATES.values()]
        patterns = "".join(_pattern(area) for area in areas if area.hatch)
        self.drawing = (
            '<svg width="0" height="0" style="position:absolute" aria-hidden="true">'
            f"<defs>{patterns}</defs></svg>"
        )


def fill_of(area: AreaStyle) -> str:
    """Return what Leaflet fills an area with: its ground, or its pattern where `Hatches` are."""
    return f"url(#{_pattern_id(area)})" if area.hatch else area.fill


def _pattern_id(area: AreaStyle) -> str:
    return "landplan-" + area.label.en.lower().replace(" ", "-")


def _pattern(area: AreaStyle) -> str:
    size = f'width="{HATCH_PX}" height="{HATCH_PX}"'
    line = f'd="{HATCH_PATHS[area.hatch]}" stroke="{area.line or area.edge}" fill="none"'
    return (
        f'<pattern id="{_pattern_id(area)}" {size} patternUnits="userSpaceOnUse">'
        f'<rect {size} fill="{area.fill}"/><path {line} stroke-width="{HATCH_STROKE_PX}"/>'
        "</pattern>"
    )


class Look(folium.MacroElement):
    """The style sheet of legend, tooltips and popups."""

    _template = Template(
        """
        {% macro header(this, kwargs) %}<style>{{ this.style_sheet }}</style>{% endmacro %}
        """
    )

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Look"
        self.style_sheet = _style_sheet()


@cache
def _style_sheet() -> str:
    return settled((files("layers.folium_map") / "folium_map.css").read_text("utf-8"))


class Scale(folium.MacroElement):
    """A scale in metres and kilometres; folium's adds feet and miles."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        L.control.scale({imperial: false}).addTo({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Scale"


class NamesApart(folium.MacroElement):
    """Of a group of names, to which it is added, shows those that lie on none before them."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        queueMicrotask(() => {
            const group = {{ this._parent.get_name() }};
            const map = {{ this.map_name }};
            const meets = (a, b) =>
                a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
            const arrange = () => {
                const shown = [];
                group.eachLayer((marker) => {
                    const name = marker.getElement()?.firstElementChild;
                    if (!name) return;
                    const box = name.getBoundingClientRect();
                    const fits = !shown.some((other) => meets(box, other));
                    name.style.visibility = fits ? "" : "hidden";
                    if (fits) shown.push(box);
                });
            };
            map.on("zoomend resize", arrange);
            group.on("add", arrange);
            arrange();
        });
        {% endmacro %}
        """
    )

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "NamesApart"

    @property
    def map_name(self) -> str:
        """What scripts call the map that the group is on."""
        name: str = get_obj_in_upper_tree(self, folium.Map).get_name()
        return name


class LayersLast(folium.LayerControl):
    """folium's control of layers, made when all layers are, whatever their order on the map.

    folium's own has to be added last, or the page stops at a layer that does not exist yet; whoever
    gets a map with a control on it could add no layer to it.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        queueMicrotask(() => {
            L.control.layers(
                { {%- for name, layer in this.base_layers.items() %}
                    {{ name|tojson }}: {{ layer }},
                {%- endfor %} },
                { {%- for name, layer in this.overlays.items() %}
                    {{ name|tojson }}: {{ layer }},
                {%- endfor %} },
                {{ this.options|tojavascript }}
            ).addTo({{ this._parent.get_name() }});
        });
        {% endmacro %}
        """
    )

"""The layers of a project: what each shows of the plan, how it looks, in which group it stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal
from xml.etree.ElementTree import Element

from layers import styles
from layers.qgis.facts import QgisFacts
from layers.qgis.list_styles import event_kinds, stages, states
from layers.qgis.renderers import OTHER, Category, alike, by_value, gathered, where
from layers.qgis.symbols import counted_marker, fill, ground, line, outline
from layers.styles import LineStyle
from layers.texts import texts
from projects import labels
from projects.exports import map_views
from projects.exports.map_views import MapView, literal
from projects.labels import Label
from projects.model import Measure, Status
from projects.package.column import chinese

Group = Literal["projects", "ledger", "reserve", "plan", "base"]
GROUPS: Final[dict[Group, Label]] = {
    "projects": Label("项目", "Projects"),
    "ledger": Label("台账", "Ledger"),
    "reserve": Label("储备", "Reserve"),
    "plan": Label("规划", "Plan"),
    "base": Label("底图要素", "Base"),
}
"""From the top."""

_NEAR: Final = 10_000
_MIDDLE: Final = 50_000
"""n of the scale 1:n from which on names are written."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Names:
    """What is written beside features: an expression, its size in points, from which scale on."""

    expression: str
    size_pt: str
    colour: str = styles.INK
    from_scale: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Days:
    """The columns by which the temporal controller shows a layer.

    Without `until` a feature is there from its day on.
    """

    since: str
    until: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanLayer:
    """A layer of the project.

    Parameters
    ----------
    name
        Unique in the project.
    subset
        A condition on columns of the view, as both providers of QGIS take it.
    shown, in_book
        Whether it is ticked when the project is opened, and whether the layout shows it.
    """

    name: str
    title: str
    group: Group
    view: MapView
    subset: str = ""
    renderer: Element | None = None
    names: Names | None = None
    days: Days | None = None
    shown: bool = False
    in_book: bool = False

    @property
    def id(self) -> str:
        """Its id in the project: QGIS makes new ones of those of up to ten letters."""
        return f"landplan_{self.name}"


def plan_layers(facts: QgisFacts) -> tuple[PlanLayer, ...]:
    """Return the layers from the top, group by group."""
    return (
        *_of_projects(facts.language),
        *_of_ledger(facts.language),
        *_of_plan(facts),
        *_of_base(facts),
    )


def _of_projects(language: str) -> Iterator[PlanLayer]:
    said = texts(language)
    by_stage = by_value("stage", stages(language))
    yield PlanLayer(
        name="projects", title=said["layer_projects"], group="projects",
        view=map_views.PROJECTS_PLACED, subset='"known_only_by_zone" = false',
        renderer=by_stage, shown=True, in_book=True,
        names=Names(expression='"name"', size_pt="7", from_scale=_MIDDLE),
    )  # fmt: skip
    yield PlanLayer(
        name="projects_by_zone",
        title=Label("重大项目（仅知所在片区）", "Projects known only by zone").say(language),
        group="projects", view=map_views.PROJECTS_PLACED, subset='"known_only_by_zone" = true',
        renderer=gathered(by_value("stage", stages(language)), counted_marker()),
    )  # fmt: skip
    strokes = (styles.PROJECT_HALO, LineStyle(colour=styles.BRAND, px=styles.PROJECT_PX))
    schematic = Category(
        values=("schematic",), label=said["project_line_schematic"],
        symbol=line(*strokes, dashes=styles.PROJECT_DASHES),
    )  # fmt: skip
    known = Category(values=OTHER, label=said["project_line"], symbol=line(*strokes))
    yield PlanLayer(
        name="project_lines", title=Label("项目线位与范围", "Lines of projects").say(language),
        group="projects", view=map_views.PROJECT_LINES, shown=True, in_book=True,
        renderer=by_value("geometry_quality", [known, schematic]),
    )  # fmt: skip


def _of_ledger(language: str) -> Iterator[PlanLayer]:
    parcel_names = Names(expression='"name"', size_pt="7", from_scale=_NEAR)
    yield PlanLayer(
        name="parcels", title=Label("地块现状", "Parcels now").say(language), group="ledger",
        view=map_views.PARCELS_NOW, renderer=by_value("state", states(language)),
        names=parcel_names, shown=True, in_book=True,
    )  # fmt: skip
    yield PlanLayer(
        name="parcel_history",
        title=Label("地块沿革（时间控制器）", "Parcels in time").say(language),
        group="ledger", view=map_views.HISTORY, days=Days(since="from_on", until="until_on"),
        renderer=by_value("state", states(language), order="from_on"),
    )  # fmt: skip
    yield PlanLayer(
        name="events", title=Label("收储与供应事件", "Events").say(language), group="ledger",
        view=map_views.EVENT_LEDGER, subset='"in_force" = true', days=Days(since="happened_on"),
        renderer=by_value("kind", event_kinds(language), order="happened_on"),
    )  # fmt: skip
    yield PlanLayer(
        name="reserve", title=labels.MEASURES["reserve"].say(language), group="reserve",
        view=map_views.RESERVE,
        renderer=alike(fill(styles.PARCEL_STATES["in_reserve"], styles.PARCEL_PX)),
        names=Names(
            expression="""format_number("declared_ha", 2) || ' ha'""", size_pt="7",
            from_scale=_NEAR,
        ),
    )  # fmt: skip


def _of_plan(facts: QgisFacts) -> Iterator[PlanLayer]:
    said, language = texts(facts.language), facts.language
    zones, in_set = map_views.ZONE_OUTLINES, f'"zone_set" = {literal(facts.zone_sets[0])}'
    yield PlanLayer(
        name="page_zone", title=Label("图册本页片区", "Zone of the page").say(language),
        group="plan", view=zones, subset=in_set, in_book=True,
        renderer=where(
            "\"zone_id\" = attribute(@atlas_feature, 'zone_id')", outline(styles.CHOSEN_ZONE)
        ),
    )  # fmt: skip
    dashed = Category(
        values=("schematic",), label=said["outline_schematic"],
        symbol=outline(styles.ZONE_EDGE, styles.ZONE_DASHES),
    )  # fmt: skip
    solid = Category(
        values=OTHER, label=said["outline_other"], symbol=outline(styles.ZONE_EDGE)
    )  # fmt: skip
    for place, zone_set in enumerate(facts.zone_sets):
        yield PlanLayer(
            name=f"zones_{place}" if place else "zones",
            title=Label("片区", "Zones").say(language) + (f"（{zone_set}）" if place else ""),
            group="plan", view=zones, subset=f'"zone_set" = {literal(zone_set)}',
            renderer=by_value("geometry_quality", [solid, dashed]),
            names=Names(
                expression='if("depth" > 0, "name", NULL)' if facts.has_levels else '"name"',
                size_pt='max(7, 10.5 - "depth")',
            ),
            shown=not place, in_book=not place,
        )  # fmt: skip
    yield PlanLayer(
        name="structure", title=said["layer_structure"], group="plan",
        view=map_views.STRUCTURE_LINES, renderer=by_value("kind", _structure(said)),
    )  # fmt: skip
    first = facts.measures[0] if facts.measures else None
    for measure in facts.measures:
        yield PlanLayer(
            name=f"balance_{measure}",
            title=said["layer_zones"].format(measure=labels.MEASURES[measure].say(language)),
            group="plan", view=_with_outcomes(map_views.ZONE_BALANCE, facts),
            subset=f'{in_set} and "measure" = {literal(measure)} and "target_ha" is not null',
            renderer=by_value("status", _statuses(facts), order="depth"),
            shown=measure == first, in_book=measure == first,
        )  # fmt: skip
    yield PlanLayer(
        name="balance", title=Label("对账表", "Balance").say(language), group="plan",
        view=_with_outcomes(map_views.BALANCE, facts),
    )  # fmt: skip


def _of_base(facts: QgisFacts) -> Iterator[PlanLayer]:
    in_set = f'"zone_set" = {literal(facts.zone_sets[0])} and "depth" = 0'
    said = texts(facts.language)
    yield PlanLayer(
        name="district", title=said["layer_district"], group="base",
        view=map_views.ZONE_OUTLINES, subset=in_set, shown=True, in_book=True,
        renderer=alike(outline(styles.DISTRICT)),
    )  # fmt: skip
    yield PlanLayer(
        name="district_ground", title=Label("区域底色", "Ground").say(facts.language),
        group="base", view=map_views.ZONE_OUTLINES, subset=in_set, shown=True, in_book=True,
        renderer=alike(ground(styles.GROUND)),
    )  # fmt: skip


def _structure(said: dict[str, str]) -> list[Category]:
    kinds: Sequence[str] = ("axis", "belt")
    return [
        Category(
            values=(kind,), label=said[f"structure_{kind}"],
            symbol=line(LineStyle(colour=styles.STRUCTURE[kind], px=3)),
        )
        for kind in kinds
    ]  # fmt: skip


def _statuses(facts: QgisFacts) -> list[Category]:
    """Return how zones look by how far their target is; once the period is over, by its outcome."""
    looks: dict[str, list[Status]] = {}
    found = {
        status: styles.status_style(status, is_over=facts.is_over) for status in styles.STATUSES
    }
    for status, area in found.items():
        looks.setdefault(area.label.say(facts.language), []).append(status)
    return [
        Category(
            values=tuple(statuses), label=label,
            symbol=fill(found[statuses[0]], styles.ZONE_EDGE.px),
        )
        for label, statuses in looks.items()
    ]  # fmt: skip


def _with_outcomes(view: MapView, facts: QgisFacts) -> MapView:
    """Return a view of balances whose statuses are told as on the pages of the atlas."""
    told = chinese(facts.statuses)
    return replace(
        view,
        columns=tuple(
            replace(column, choices=told) if column.name == "status" else column
            for column in view.columns
        ),
    )


def measure_order(measures: Sequence[Measure]) -> str:
    """Return an expression by which a table is in the order of the measures."""
    told = ", ".join(f"'{measure}'" for measure in measures)
    return f'array_find(array({told}), "measure")'

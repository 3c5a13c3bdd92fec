"""Colours and names stand once: the styles, and nobody else."""

import re
from collections.abc import Iterator
from itertools import chain, pairwise
from pathlib import Path

from layers import styles
from layers.style_sheet import css_variables, settled, style_data
from layers.styles import AreaStyle, ChipStyle, LineStyle, MarkStyle
from projects import labels
from projects.model import MEASURES, STAGES

ROOT = Path(__file__).parents[2]
ROOMS = ("gis", "projects", "layers", "landplan")


def sources(*endings: str) -> Iterator[tuple[str, str]]:
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*")):
            if file.suffix in endings and "vendor" not in file.parts:
                yield file.relative_to(ROOT).as_posix(), file.read_text("utf-8")


def own_colours() -> set[str]:
    """Return the colours by which a status, a state, a stage, … is known."""
    areas = [*styles.STATUSES.values(), styles.NO_TARGET, *styles.PARCEL_STATES.values()]
    chips = [*styles.STAGES.values(), *styles.SEVERITIES.values()]
    told = {
        *chain.from_iterable((area.fill, area.edge, area.line) for area in areas),
        *chain.from_iterable((chip.fill, chip.edge, chip.ink) for chip in chips),
        *(mark.colour for mark in styles.PROJECT_GROUPS.values()),
        *styles.CATEGORY_COLOURS,
        *styles.STRUCTURE.values(),
        styles.WARNING,
        styles.DISTRICT.colour,
    }
    return told - {"", styles.PAPER, "#dcebf0"}  # the page's mark of what is chosen, too


def test_no_colour_of_a_state_or_a_status_stands_elsewhere() -> None:
    own = own_colours()
    found = [
        f"{name}: {colour}"
        for name, text in sources(".py", ".css", ".js", ".html")
        if name != "layers/styles.py"
        for colour in re.findall(r"#[0-9a-f]{6}\b", text.lower())
        if colour in own
    ]
    assert found == []


def test_no_python_file_of_the_pictures_has_colours_of_its_own() -> None:
    found = [
        f"{name}: {colour}"
        for name, text in sources(".py", ".js")
        if name != "layers/styles.py"
        for colour in re.findall(r"""["']#?[0-9a-fA-F]{6}["']""", text)
        if "#" in colour or re.search("[a-fA-F]", colour)
    ]
    assert found == []


def test_no_name_of_a_state_or_a_status_stands_elsewhere() -> None:
    named = (labels.STATUSES, labels.PARCEL_STATES, labels.SEVERITIES)
    names = {name.zh for each in named for name in each.values()} | {labels.NO_TARGET.zh}
    found = [
        f"{name}: {text_}"
        for name, text in sources(".py", ".js", ".html")
        if name != "projects/labels.py"
        for text_ in re.findall(r"""(?<!zh=)["']([^"'\n]+)["']""", text)  # a column's heading
        if text_ in names
    ]
    assert found == []


def test_the_order_of_the_measures_stands_once() -> None:
    order = r"""storage["']\W+(\d\W+)?["']?supply["']\W+(\d\W+)?["']?supply_industry"""
    found = [name for name, text in sources(".py", ".js", ".sql") if re.search(order, text)]
    assert found == ["projects/model.py", "projects/sql/measures.sql"]


def test_everything_that_can_be_told_apart_has_a_name_and_a_look() -> None:
    assert tuple(labels.MEASURES) == tuple(labels.MEASURES_IN_FULL) == MEASURES
    assert set(styles.STATUSES) == set(labels.STATUSES)
    assert set(styles.PARCEL_STATES) == set(labels.PARCEL_STATES)
    assert tuple(styles.STAGES) == tuple(labels.STAGES) == STAGES
    assert set(styles.SEVERITIES) == {1, 2, 3}
    looks: list[AreaStyle | ChipStyle | MarkStyle] = [
        *styles.STATUSES.values(), *styles.PARCEL_STATES.values(), *styles.STAGES.values(),
        *styles.SEVERITIES.values(), *styles.PROJECT_GROUPS.values(),
    ]  # fmt: skip
    assert all(look.label.zh and look.label.en for look in looks)
    assert len(set(styles.CATEGORY_COLOURS)) == len(styles.CATEGORY_COLOURS)


def test_every_variable_that_a_style_sheet_uses_is_told() -> None:
    style_sheets = "".join(text for _, text in sources(".css"))
    told = set(re.findall(r"--([\w-]+):", css_variables() + style_sheets))
    assert set(re.findall(r"var\(--([\w-]+)\)", style_sheets)) <= told


def test_a_settled_style_sheet_has_values_for_its_variables() -> None:
    css = "a { color: var(--sample); border: 1px var(--stage-0-edge); width: var(--own) }"
    assert settled(css) == (
        f"a {{ color: {styles.WARNING}; border: 1px dashed #6f8c98; width: var(--own) }}"
    )


def test_states_differ_in_lightness_or_hatch() -> None:
    for areas in (styles.STATUSES.values(), styles.PARCEL_STATES.values()):
        ordered = sorted(areas, key=lambda area: lightness(area.fill))
        for darker, lighter in pairwise(ordered):
            apart = lightness(lighter.fill) - lightness(darker.fill)
            assert apart > 10 or darker.hatch != lighter.hatch


def lightness(colour: str) -> float:
    """Return CIE L* of an sRGB colour."""
    linear = [
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    ]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 116 * luminance ** (1 / 3) - 16


def test_the_scripts_get_lines_as_leaflet_takes_them() -> None:
    data = style_data()
    line = LineStyle(colour=styles.DISTRICT.colour, px=styles.DISTRICT.px)
    assert data["district"] == {"color": line.colour, "weight": line.px}
    assert data["states"]["not_stored"]["fill"] == "rgba(255,255,255,0.82)"

"""Texts on a page: what they call an option of the command line is a field of a form there."""

import re
from collections.abc import Mapping
from typing import Final

from gis.errors import Language
from gis.geometry.ways import ShiftedDatum
from landplan.language import Say
from projects.labels import Label

OPTION_FIELDS: Final[Mapping[str, Label]] = {
    "crs": Label("坐标系", "Coordinate system"),
    "datum": Label("坐标偏移", "Shifted coordinates"),
    "datum-shift": Label("转换参数", "Parameters of the datum"),
    "encoding": Label("文字编码", "Encoding"),
    "layer": Label("图层", "Layer"),
    "columns": Label("列的含义", "What columns mean"),
    "repair": Label("修补边界", "Mend outlines"),
    "correction": Label("更正上一条", "This corrects the last one"),
}
"""What the forms of the pages call what is an option of a command."""

DATUMS: Final[Mapping[ShiftedDatum, Label]] = {
    "gcj02": Label("火星坐标（GCJ-02）", "GCJ-02"),
    "bd09": Label("百度坐标（BD-09）", "BD-09"),
}

_OPTION: Final = re.compile(
    r"(?P<with>加 ?)?(?P<left> ?)--(?P<name>datum-shift|crs|datum|encoding|layer|columns|repair"
    r"|correction)\b(?: (?:'(?P<quoted>[^']*)'|(?P<value>\w+=\w+|(?:EPSG:)?\d+|gcj02|bd09)))?"
    r"(?P<right> ?)"
)

_ANY_OPTION: Final = re.compile(r"(?<![\w-])--([a-z]+(?:-[a-z]+)*)\b", re.ASCII)


class SaidOnPage(Say):
    """Choose between the two texts, and name the fields of forms where they name options."""

    def __call__(self, zh: str, en: str) -> str:
        """Return one of the two."""
        return in_words_of_forms(super().__call__(zh, en), self.language)


def in_words_of_forms(text: str, language: Language) -> str:
    """Return a text that says `--crs 4526` as a page does: “坐标系：4526”."""
    if "--" not in text:
        return text
    return _OPTION.sub(lambda found: _field(found, language), text)


def in_words_of_programs(text: str) -> str:
    """Return a text that says `--correction` as JSON and addresses name it: `correction`."""
    return _ANY_OPTION.sub(lambda found: found[1].replace("-", "_"), text)


def _field(found: re.Match[str], language: Language) -> str:
    name = OPTION_FIELDS[found["name"]].say(language)
    value = found["quoted"] or found["value"]
    if value:
        is_datum = found["name"] == "datum" and value in DATUMS
        value = DATUMS[value].say(language) if is_datum else value  # type: ignore[index]
        name += ("：" if language == "zh" else ": ") + value
    if language == "en":
        return f"{found['left']}“{name}”{found['right']}"
    return f"{'勾选' if found['with'] else ''}“{name}”"

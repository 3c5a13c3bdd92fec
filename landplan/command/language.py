"""The language of the command line: Chinese, or English with `--lang en` anywhere in the call."""

from collections.abc import Sequence
from typing import Final, Literal

from gis.errors import WrongUseError

Language = Literal["zh", "en"]

STATUS: Final = {
    "done": ("已完成", "done"),
    "on track": ("基本同步", "on track"),
    "behind": ("滞后", "behind"),
    "at risk": ("风险", "at risk"),
}

MEASURE: Final = {
    "storage": ("收储", "storage"),
    "supply": ("供应", "supply"),
    "supply_industry": ("　产业用地", "  industry"),
    "supply_housing_services": ("　居住及公服", "  housing, services"),
    "reserve": ("已储未供", "reserve"),
}


class Say:
    """Choose between the Chinese and the English of a text."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, zh: str, en: str) -> str:
        """Return one of the two."""
        return en if self.language == "en" else zh


def take_language(arguments: Sequence[str]) -> tuple[Language, list[str]]:
    """Return the language that a call asks for, and its arguments without that option.

    Raises
    ------
    WrongUseError
        If `--lang` is neither zh nor en.
    """
    language, rest, waiting = "zh", [], iter(arguments)
    for argument in waiting:
        if argument == "--lang":
            language = next(waiting, "")
        elif argument.startswith("--lang="):
            language = argument.removeprefix("--lang=")
        else:
            rest.append(argument)
    if language == "zh":
        return "zh", rest
    if language == "en":
        return "en", rest
    raise WrongUseError(
        f"--lang 只能是 zh 或 en，收到的是“{language}”", f"--lang is zh or en, not {language!r}"
    )

"""The language of the command line: Chinese, or English with `--lang en` anywhere in the call."""

from collections.abc import Sequence
from typing import Final

from gis.errors import Language, WrongUseError
from landplan.language import Say
from projects.labels import FIGURES, MEASURES
from projects.model import PARTS_OF_SUPPLY

MEASURE: Final = {
    measure: (f"　{name.zh}", f"  {name.en.lower()}")
    if measure in PARTS_OF_SUPPLY
    else (name.zh, name.en.lower())
    for measure, name in MEASURES.items()
}
"""As rows of a table name them: what is part of the supply stands in."""

FIGURE: Final = {figure: (name.zh, name.en.lower()) for figure, name in FIGURES.items()}
"""What a balance says of a measure, as headings of tables name it."""


_BETWEEN: Final = "‖"


def both(zh: str, en: str) -> str:
    """Return a text in both languages, of which `one_of` takes one."""
    return f"{zh}{_BETWEEN}{en}"


def one_of(told: str, say: Say) -> str:
    """Return one language of a text made by `both`; any other text as it is."""
    zh, _, en = told.partition(_BETWEEN)
    return say(zh, en or zh)


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

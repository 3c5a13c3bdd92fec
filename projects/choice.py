"""The check of a choice: one of the words that are allowed, or a sentence that lists them."""

from collections.abc import Sequence
from typing import TypeVar

from gis.errors import WrongUseError

Word = TypeVar("Word", bound=str)


def chosen(name: str, told: str, allowed: Sequence[Word]) -> Word:
    """Return the one of the allowed words that was told.

    Raises
    ------
    WrongUseError
        If it is none of them, naming them.
    """
    for word in allowed:
        if word == told:
            return word
    raise WrongUseError(
        f"{name} 的“{told}”无法识别；应为：{'、'.join(allowed)}",
        f"{name} {told!r} is not known; it is one of: {', '.join(allowed)}",
    )

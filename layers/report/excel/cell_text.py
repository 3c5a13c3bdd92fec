"""Text from data as Excel takes it: cells that are no formulas, names that worksheets may have."""

import re
from collections.abc import Collection
from typing import Final

from layers.report.plain_text import plain

LONGEST_TEXT: Final = 32_767
LONGEST_NAME: Final = 31
_FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_OPENS_A_FORMULA = ("=", "+", "-", "@")
_RESERVED_NAMES = frozenset({"history", "历史记录"})  # Excel keeps these to itself


def cell_text(text: str) -> str:
    """Return text as a cell may hold it: no control characters, at most 32,767 characters."""
    return _shortened(plain(text), LONGEST_TEXT)


def opens_a_formula(text: str) -> bool:
    """Tell whether text, typed into a cell, would make a formula.

    Such a cell is marked as text (a leading apostrophe to the user), so that it stays text when
    someone edits it.
    """
    return text.lstrip().startswith(_OPENS_A_FORMULA)


def worksheet_name(caption: str, taken: Collection[str]) -> str:
    r"""Return a worksheet's name by its caption that none in `taken` has, whatever the case.

    At most 31 characters as Excel counts them (UTF-16), none of `[]:*?/\`, no apostrophe at
    either end.
    """
    wanted = _FORBIDDEN_IN_NAMES.sub(" ", plain(caption)).strip(" '") or "_"
    lowered = {name.lower() for name in taken} | _RESERVED_NAMES
    name = _shortened(wanted, LONGEST_NAME).strip(" '")
    number = 2
    while name.lower() in lowered:
        suffix = f" ({number})"
        name = _shortened(wanted, LONGEST_NAME - len(suffix)).strip(" '") + suffix
        number += 1
    return name


def link_to(name: str) -> str:
    """Return the address of a worksheet's first cell for a link inside the workbook."""
    quoted = name.replace("'", "''")
    return f"internal:'{quoted}'!A1"


def _shortened(text: str, longest: int) -> str:
    """Cut text to a length in UTF-16, which Excel counts by; an ellipsis says so."""
    if 2 * len(text) <= longest:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * longest:
        return text
    return units[: 2 * (longest - 1)].decode("utf-16-le", errors="ignore") + "…"

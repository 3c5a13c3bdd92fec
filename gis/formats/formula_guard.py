"""Text from data in a CSV file: an apostrophe keeps a spreadsheet from taking it for a formula."""

import re
from typing import Final

_OPENS_A_FORMULA: Final = re.compile(r"'*[=+\-@\t\r]")


def guarded(text: str) -> str:
    """Return text as a CSV cell: what a spreadsheet would take for a formula has `'` in front."""
    return f"'{text}" if _OPENS_A_FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """Return the text of a cell that `guarded` made, and of any other as it stands."""
    return cell[1:] if cell.startswith("'") and _OPENS_A_FORMULA.match(cell) else cell

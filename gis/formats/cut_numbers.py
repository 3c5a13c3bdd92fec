"""Numbers of land and papers that a program held as numbers: of over 15 digits the last are lost.

Excel keeps 15 digits and writes zeros for the others; a double holds each whole number up to 2⁵³
alone. A whole-number type of a database loses none.
"""

import math
import re
from typing import Final

from gis.formats.faults import Fault

CUT: Final = Fault(
    "超过 15 位的编号存成了数（Excel 会这样改），末几位已丢失；请把这一列设为文本，重新填写",
    "has over 15 digits and was held as a number, as Excel does: its last digits are lost; format "
    "the column as text and enter it anew",
    "spoilt_number",
)

EXPONENT: Final = r"\d\.\d+[eE]\+?\d+|\d[eE]\+\d+"
"""How a program shows such a number: 4.40106E+18."""

ZEROS: Final = r"\d{15,17}0{2,5}"
"""How it is written in full; another number may end so too."""

_LOOKS_CUT: Final = re.compile(f"{EXPONENT}|{ZEROS}", re.ASCII)
_LONG: Final = 1e15
_EXACT: Final = float(1 << 53)


class CutNumber(str):
    """The text of a cell that a worksheet holds as such a number."""

    __slots__ = ()


def looks_cut(text: str) -> bool:
    """Tell whether a text is written as such a number is."""
    return _LOOKS_CUT.fullmatch(text) is not None


def is_cut(number: float) -> bool:
    """Tell whether a double is a number of over 15 digits, but for one that clearly was not cut."""
    size = abs(number)
    return _EXACT <= size < math.inf or (_LONG <= size < _EXACT and size % 10 == 0)

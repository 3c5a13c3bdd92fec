"""The page's data as one short text: JSON, and columns of whole numbers beside it.

A text is deflated and written in base64; inflated, it is

    4 bytes         length of the JSON in bytes, lowest byte first
    the JSON        UTF-8
    the columns     one after the other

A column stands in the JSON by its `place`, where it begins among the columns, its `count` of
numbers, and how many bytes each takes, its `planes`. Each number is written as its difference
from the one before, the first from 0 (both wrap around at 32 bits), its sign in the lowest bit.
First come the lowest bytes of all of them, then the next higher ones, as many planes as the
largest difference needs: like bytes side by side are what deflating lives on. `page/packed.js`
reads it back.
"""

import base64
import json
import zlib
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

Column = dict[str, int]

_LEVEL: Final = 5
"""Of deflating: 6 to 9 gain a hundredth, in half as much time again and more."""

_DECIMALS: Final = 4
"""Of a hectare these reach 1 m²; a surveyor's figure rarely has more."""


class Packed(NamedTuple):
    """The packed text, and the characters of what it holds: those that a page may show."""

    text: str
    characters: frozenset[str]


class Columns:
    """Columns of whole numbers; what is added gives what stands for it in the JSON."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._size = 0

    def whole(self, numbers: npt.ArrayLike) -> Column:
        """Add numbers of 32 bits with sign."""
        column = np.asarray(numbers, dtype=np.int32)
        step = np.diff(column, prepend=np.int32(0))
        coded = ((step << 1) ^ (step >> 31)).view(np.uint32).astype("<u4", copy=False)
        planes = (int(coded.max(initial=0)).bit_length() + 7) // 8
        part = coded.view(np.uint8).reshape(-1, 4).T[:planes].tobytes()
        place = self._size
        self._parts.append(part)
        self._size += len(part)
        return {"place": place, "count": len(column), "planes": planes}

    def decimal(self, numbers: npt.ArrayLike) -> dict[str, Any] | list[float]:
        """Add numbers of few decimals; others stay themselves, to the last bit."""
        column = np.asarray(numbers, dtype=np.float64)
        for decimals in range(_DECIMALS + 1):
            scaled = np.rint(column * 10**decimals)
            if np.abs(scaled).max(initial=0) >= 2**31:
                break
            if np.array_equal(scaled / 10**decimals, column):
                return {"whole": self.whole(scaled), "decimals": decimals}
        as_given: list[float] = column.tolist()
        return as_given

    def packed(self, data: dict[str, Any]) -> Packed:
        """Return data and columns as the text; its characters mean nothing in HTML."""
        told = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        head = told.encode("utf-8")
        whole = b"".join([len(head).to_bytes(4, "little"), head, *self._parts])
        text = base64.b64encode(zlib.compress(whole, _LEVEL)).decode()
        return Packed(text, _characters_of(told))


def _characters_of(text: str) -> frozenset[str]:
    """Return the different characters of a long text: counted, which is faster than a set."""
    codes = np.frombuffer(text.encode("utf-32-le"), dtype="<u4")
    return frozenset(map(chr, np.flatnonzero(np.bincount(codes)).tolist()))

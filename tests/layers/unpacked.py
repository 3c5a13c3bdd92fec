"""A page's data read back, by the layout that layers/map/packed.py tells, not by the page."""

import base64
import json
import re
import zlib
from typing import Any, NamedTuple


class Unpacked(NamedTuple):
    """The JSON, and the bytes of the columns."""

    data: dict[str, Any]
    columns: bytes

    def whole(self, column: dict[str, int]) -> list[int]:
        place, count, planes = column["place"], column["count"], column["planes"]
        found, number = [], 0
        for row in range(count):
            start = place + row
            coded = sum(self.columns[start + n * count] << 8 * n for n in range(planes))
            number += -(coded >> 1) - 1 if coded & 1 else coded >> 1
            number = (number + 2**31) % 2**32 - 2**31
            found.append(number)
        return found


def unpacked(text: str) -> Unpacked:
    whole = zlib.decompress(base64.b64decode(text, validate=True))
    end = 4 + int.from_bytes(whole[:4], "little")
    return Unpacked(json.loads(whole[4:end]), whole[end:])


def text_in(html: str) -> str:
    """Return the packed text of a page."""
    [text] = re.findall(r'<script type="text/plain" id="landplan-data">(.*?)</script>', html)
    return text

"""The font as a page carries it: cut to the characters that the page uses, inside its style sheet.

System fonts come first in a page's list of fonts, so that a browser reads this one only where a
machine has no Chinese font.
"""

import base64
import io
from collections.abc import Iterable

import uharfbuzz as hb
from fontTools.ttLib import TTFont

from layers.fonts.shipped import FAMILY, REGULAR


def font_face(characters: Iterable[str]) -> str:
    """Return a rule `@font-face` with the regular weight as WOFF, cut to some characters.

    Characters that the font lacks are left out; the same characters give the same bytes.
    """
    data = base64.b64encode(_woff(_cut(characters))).decode()
    return (
        f'@font-face {{ font-family: "{FAMILY}"; '
        f'src: url(data:font/woff;base64,{data}) format("woff"); }}\n'
    )


def _cut(characters: Iterable[str]) -> bytes:
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(map(ord, characters))
    # Subroutines save room only where nothing is compressed.
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.DESUBROUTINIZE
    font = hb.Face(hb.Blob.from_file_path(str(REGULAR)))
    return bytes(hb.subset(font, wanted).blob.data)


def _woff(font: bytes) -> bytes:
    packed = io.BytesIO()
    with TTFont(io.BytesIO(font), lazy=True, recalcTimestamp=False) as told:
        told.flavor = "woff"
        told.save(packed, reorderTables=None)
    return packed.getvalue()

"""Typst sets a PDF: a template of ours and data, which it never reads as markup.

Every text reaches the template as a string of JSON, where no character means anything. Fonts are
the files that pictures are drawn with; what else is installed is not looked at, so the same data
and fonts give the same bytes on every machine. Each PDF is written as PDF/UA-1, which Typst checks.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from layers.report.drawing.fonts import Face, Fonts, faces_of
from layers.report.plain_text import MARK, plain
from layers.style_sheet import settled

if TYPE_CHECKING:
    import typst

_STANDARD: Final = "ua-1"

_UNBROKEN: Final = re.compile(r"[^\s\u2e80-\ud7ff\uf900-\ufaff\ufe30-\uffef]{17,}")
_PIECE: Final = 8
"""Characters between the places where an overlong word may break."""


def typeset(
    template: str, data: Mapping[str, Any], *, pictures: Sequence[str], fonts: Fonts, made_on: date
) -> bytes:
    """Return the PDF of a template beside this module that reads its data from `sys.inputs`.

    Parameters
    ----------
    template
        A file of this folder, with colours as `var(--brand)`.
    data
        What the template asks for, as JSON; what no font has is marked in it.
    pictures
        SVG; the template finds them by their place.
    made_on
        The day that the file is dated by.
    """
    import typst

    families = faces_of(fonts)
    faces = _faces(frozenset(str(face.path.parent) for family in families for face in family))
    given = {**data, "families": _names(faces, families)}
    source = settled(files("layers.report").joinpath(template).read_text("utf-8"))
    marks = dict.fromkeys(map(ord, fonts.missing), MARK)
    inputs = {"data": json.dumps(given, ensure_ascii=False).translate(marks)}
    inputs |= {f"picture-{place}": svg for place, svg in enumerate(pictures)}
    pdf = typst.compile(
        source.encode(),
        font_paths=faces,
        ignore_system_fonts=True,
        sys_inputs=inputs,
        pdf_standards=[_STANDARD],
        timestamp=datetime.combine(made_on, time(), tzinfo=UTC),
    )
    _forget()
    if not isinstance(pdf, bytes):
        raise TypeError(f"Typst gave {type(pdf).__name__} instead of a PDF")
    return pdf


def _forget() -> None:
    """Let Typst drop what it keeps of a document: that is what ten others have not used."""
    import typst

    nothing = _faces(frozenset())
    for _ in range(11):
        typst.compile(b"", font_paths=nothing, ignore_system_fonts=True)


def in_pieces(text: str) -> str | list[str]:
    """Return a text as a template sets it: in pieces, where a word is too long for a line.

    The template lets a line break between two pieces, and puts nothing there.
    """
    line = plain(text)
    pieces, start = [], 0
    for found in _UNBROKEN.finditer(line):
        for end in range(found.start() + _PIECE, found.end(), _PIECE):
            pieces.append(line[start:end])
            start = end
    return [*pieces, line[start:]] if pieces else line


@lru_cache(maxsize=4)
def _faces(folders: frozenset[str]) -> "typst.Fonts":
    import typst

    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=sorted(folders)
    )


def _names(faces: "typst.Fonts", families: Sequence[tuple[Face, ...]]) -> list[str]:
    """Return the families as Typst calls them: it reads names otherwise than matplotlib."""
    known = {(face.path, face.index): face.family for face in faces.fonts()}
    return [known[str(face.path), face.index] for face, *_ in families]

"""The chosen fonts as WeasyPrint takes them: by name from the system, by bytes from a folder.

WeasyPrint asks the system for a family; one that lies only in `LANDPLAN_FONT_DIR` is handed to
it face by face, under addresses that nothing else answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from layers.report.drawing.fonts import FontSettings
from layers.report.html.markup import css_text

ADDRESS: Final = "landplan:"
"""How the addresses begin that only `fetcher_of` answers."""
_WEIGHTS: Final = {"normal": 400, "bold": 700}


@dataclass(frozen=True, kw_only=True, slots=True)
class PdfFonts:
    """Style rules that set the families, and the faces behind the addresses in them."""

    rules: str
    faces: dict[str, bytes]


def pdf_fonts(families: Sequence[str]) -> PdfFonts:
    """Return the rules under which a document is set in some families, the first one first."""
    folder = FontSettings().font_dir
    faces: dict[str, bytes] = {}
    rules = []
    for family in families:
        for weight, number in _WEIGHTS.items():
            face = _face_in(folder, family, weight) if folder else None
            if face is not None:
                address = f"{ADDRESS}face-{len(faces)}"
                faces[address] = face
                rules.append(
                    f"@font-face {{ font-family: {css_text(family)}; font-weight: {number}; "
                    f'src: url("{address}"); }}'
                )
    listed = ", ".join(map(css_text, families))
    return PdfFonts(rules="\n".join([*rules, f"html {{ font-family: {listed}; }}"]), faces=faces)


def fetcher_of(files: dict[str, bytes]) -> Any:
    """Return what WeasyPrint fetches with: these files by address, and nothing from any host."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Fetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            if url not in files:
                raise ValueError(f"not part of the report: {url}")
            return URLFetcherResponse(url, files[url])

    return Fetcher()


def _face_in(folder: Path, family: str, weight: str) -> bytes | None:
    """Return the face that pictures are drawn with, if it is a file of the folder."""
    from fontTools.ttLib import TTFont
    from matplotlib.font_manager import FontProperties, fontManager

    found = fontManager.findfont(
        FontProperties(family=[family], weight=weight), fallback_to_default=False
    )
    if not Path(found.path).is_relative_to(folder):
        return None
    alone = BytesIO()  # out of its collection: WeasyPrint cannot choose a face of one
    TTFont(found.path, fontNumber=found.face_index, recalcTimestamp=False).save(alone)
    return alone.getvalue()

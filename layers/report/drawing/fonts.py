"""The fonts of pictures and PDF: Chinese with a real bold, and others for what it lacks.

Chinese is set in the first whole family that is installed: a sans-serif with a real bold, not
variable (matplotlib draws those thin). Where there is none, in the font of `layers.fonts`, which
is always there. A character that the family lacks comes from any other font; what none has (a
rare Han character, an emoji) is drawn as `MARK` and said in a remark, never left out.

`LANDPLAN_FONT_DIR` names a folder of font files (.ttf, .otf, .ttc) that come before the system's.
"""

import logging
import re
from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pydantic_settings import BaseSettings, SettingsConfigDict

from layers.fonts import shipped
from layers.report.plain_text import MARK, named, plain

if TYPE_CHECKING:
    from matplotlib.font_manager import FontEntry

_PREFERRED: Final = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Noto Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
)
"""Families that Chinese is set in, where they are whole."""
_LIKELY: Final = (
    *_PREFERRED,
    "SimHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Source Han Serif CN",
    "Noto Serif SC",
    "SimSun",
    "FangSong",
)
"""The order in which fonts of one's own folder, and those that help out, are looked at."""
_LATIN: Final = "DejaVu Sans"
"""Comes with matplotlib, so it is always there: Latin, Greek, Arabic, symbols and `MARK`."""

_OWN: Final = (
    "".join(map(chr, range(0x20, 0x7F))) + "…—–−×·°′″²³℃√≥≤›“”‘’（）【】〔〕《》、。，；：？！％"
)
"""What our own words and figures are written with, whatever the data says."""

_PROBE: Final = "收储供应已未部分出库公顷亩截至规划片区地块界址图例比例尺样例数据示意边界"
_UNDRAWN: Final = re.compile("[\\s\u00ad\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff]")
"""Spaces, joiners, direction marks and variation selectors: nothing to see, nothing to lack."""

_BOLD: Final = 600
"""The weight from which a face is bold."""


class FontSettings(BaseSettings):
    """Where fonts are looked for: `LANDPLAN_FONT_DIR`, before the system's."""

    model_config = SettingsConfigDict(env_prefix="LANDPLAN_", env_ignore_empty=True, frozen=True)

    font_dir: Path | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Face:
    """One weight of a family: a file and, in a collection (.ttc), the place of the face in it."""

    path: Path
    index: int
    weight: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ChineseFont:
    """The family that Chinese is set in; `bold` is `regular` where the family has no bold."""

    family: str
    regular: Face
    bold: Face


@dataclass(frozen=True, kw_only=True, slots=True)
class Fonts:
    """The families that some texts need, in the order in which each character looks for its own.

    `missing` holds the characters that no installed font has.
    """

    families: tuple[str, ...]
    missing: frozenset[str]

    def shown(self, text: str) -> str:
        """Return a text as it can be drawn: on one line, `MARK` for what no font has."""
        line = plain(text)
        if self.missing.isdisjoint(line):
            return line
        return "".join(MARK if character in self.missing else character for character in line)


def chinese_font() -> ChineseFont:
    """Return the font that Chinese is set in on this machine."""
    return _chinese_font(FontSettings().font_dir)


def fonts_for(texts: Iterable[str]) -> Fonts:
    """Return what some texts can be drawn with."""
    characters = set(_OWN).union(*(plain(text) for text in texts))
    families, lacking = _families_for(characters)
    if lacking:
        _add_files(_installed_files())  # what was installed since matplotlib listed the fonts
        families, lacking = _families_for(characters)
    if lacking:
        families, _ = _families_for(characters | {MARK})
    return Fonts(families=tuple(families), missing=frozenset(lacking))


def _families_for(characters: Set[str]) -> tuple[list[str], set[str]]:
    """Return the families that characters need, the Chinese one first, and what none has."""
    families = [chinese_font().family]
    lacking = {character for character in characters if not _UNDRAWN.match(character)}
    lacking -= _characters(families[0])
    for family in _others(families[0]):
        if not lacking:
            break
        found = lacking & _characters(family)
        if found:
            families.append(family)
            lacking -= found
    return families, lacking


def faces_of(fonts: Fonts) -> list[tuple[Face, ...]]:
    """Return each family's regular and bold face; one where they are the same."""
    found = ((_face(family, "normal"), _face(family, "bold")) for family in fonts.families)
    return [tuple(dict.fromkeys(face for face in pair if face is not None)) for pair in found]


def missing_remark(fonts: Fonts, language: str) -> str:
    """Return the sentence that says what could not be drawn; empty where all could."""
    if not fonts.missing:
        return ""
    count, codes = len(fonts.missing), named(sorted(fonts.missing))
    if language == "en":
        return f"{MARK}: {count} characters that no installed font has ({codes})"
    return f"{MARK}：本机字体缺少的 {count} 个字符（{codes}）"


@contextmanager
def unremarked_weights() -> Iterator[None]:
    """Keep matplotlib from logging that a family has no bold."""
    log = logging.getLogger("matplotlib.font_manager")
    before = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(before)


@lru_cache
def _chinese_font(folder: Path | None) -> ChineseFont:
    """Choose the font: of one's own folder, of the system where it is whole, else the shipped."""
    _forget_removed_files()
    own = _add_files(_font_files(folder))
    _add_files([shipped.REGULAR, shipped.BOLD])
    for family in [*_likely_first(own), *_PREFERRED, shipped.FAMILY]:
        font = _chinese(family)
        if font is not None and (family in own or _is_whole(font)):
            return font
    raise RuntimeError(f"{shipped.REGULAR} and {shipped.BOLD} cannot be read")


def _chinese(family: str) -> ChineseFont | None:
    """Return a family, if it has the characters of a report."""
    regular, bold = _face(family, "normal"), _face(family, "bold")
    if regular is None or bold is None or not _characters(family).issuperset(_PROBE):
        return None
    return ChineseFont(family=family, regular=regular, bold=bold)


def _is_whole(font: ChineseFont) -> bool:
    """Tell whether a family has a bold of its own and is drawn in the weights it says."""
    return font.bold.weight >= _BOLD and not _is_variable(font.regular)


def _others(first: str) -> Iterator[str]:
    """Yield the families to fall back to, the likely ones first."""
    families = dict.fromkeys((_LATIN, shipped.FAMILY, *_likely_first(_all_families())))
    yield from (family for family in families if family != first)


def _likely_first(families: Collection[str]) -> list[str]:
    """Return families in the order of `_LIKELY`, then by name."""
    likely = [family for family in _LIKELY if family in families]
    return likely + sorted(set(families) - {*likely, _LATIN})


def _all_families() -> set[str]:
    from matplotlib.font_manager import fontManager

    return {entry.name for entry in fontManager.ttflist if _is_usable(entry)}


def _is_usable(entry: "FontEntry") -> bool:
    """Tell whether a font is for text; of those in matplotlib only one, the others are maths."""
    from matplotlib import get_data_path

    return entry.name == _LATIN or not Path(entry.fname).is_relative_to(get_data_path())


def _face(family: str, weight: str) -> Face | None:
    """Return the face that matplotlib takes for a family in a weight."""
    from matplotlib.font_manager import FontProperties, fontManager

    entries = [entry for entry in fontManager.ttflist if entry.name == family]
    if not any(_is_usable(entry) for entry in entries):
        return None
    with unremarked_weights():
        found = fontManager.findfont(
            FontProperties(family=[family], weight=weight), fallback_to_default=False
        )
    path, index = Path(found.path), found.face_index
    weights = {(Path(entry.fname).resolve(), entry.index): entry.weight for entry in entries}
    return Face(path=path, index=index, weight=int(weights.get((path, index), 400)))


def _characters(family: str) -> frozenset[str]:
    """Return the characters that a family has in regular and in bold alike."""
    faces = (_face(family, weight) for weight in ("normal", "bold"))
    return _shared(tuple((face.path, face.index) if face else None for face in faces))


@lru_cache(maxsize=64)
def _shared(faces: tuple[tuple[Path, int] | None, ...]) -> frozenset[str]:
    """Return the characters that all of some faces have; one that is not there has none."""
    return frozenset.intersection(
        *(frozenset() if face is None else _characters_of(*face) for face in faces)
    )


@lru_cache(maxsize=64)
def _characters_of(path: Path, index: int) -> frozenset[str]:
    """Return the characters of a face; none if it holds coloured bitmaps, which are not drawn."""
    from matplotlib.ft2font import FaceFlags, FT2Font

    font = FT2Font(path, face_index=index)
    if not font.scalable or FaceFlags.COLOR in font.face_flags:
        return frozenset()
    return frozenset(map(chr, font.get_charmap()))


def _is_variable(face: Face) -> bool:
    from matplotlib.ft2font import FaceFlags, FT2Font

    flags = FT2Font(face.path, face_index=face.index).face_flags
    return FaceFlags.MULTIPLE_MASTERS in flags or FaceFlags.VARIATION in flags


def _font_files(folder: Path | None) -> list[Path]:
    if folder is None:
        return []
    kinds = {".ttf", ".otf", ".ttc"}
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in kinds)


def _installed_files() -> list[Path]:
    from matplotlib.font_manager import findSystemFonts

    return [Path(path) for path in sorted(findSystemFonts())]


def _forget_removed_files() -> None:
    """Leave out what matplotlib listed in an earlier run and what has been removed since."""
    from matplotlib.font_manager import fontManager

    there = [entry for entry in fontManager.ttflist if Path(entry.fname).is_file()]
    if len(there) < len(fontManager.ttflist):
        fontManager.ttflist = there


def _add_files(paths: Sequence[Path]) -> set[str]:
    """Make font files known to matplotlib; return their families, none for what is no font."""
    from matplotlib.font_manager import fontManager

    known = {Path(entry.fname) for entry in fontManager.ttflist}
    for path in paths:
        if path not in known:
            with suppress(
                OSError, RuntimeError, KeyError, ValueError
            ):  # no font, or of an odd make
                fontManager.addfont(path)
    wanted = set(paths)
    return {entry.name for entry in fontManager.ttflist if Path(entry.fname) in wanted}

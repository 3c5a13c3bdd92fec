"""The Chinese font: the right face of a collection, what it lacks, and what happens without one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

from gis.errors import LandplanError
from layers.report.drawing import fonts
from layers.report.drawing.fonts import (
    Face,
    chinese_font,
    fonts_for,
    missing_remark,
    pdf_font_type,
)
from layers.report.plain_text import MARK


@pytest.fixture
def own_font_list(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[font_manager.FontEntry]]:
    """Give a list of fonts that a test may change; nothing of it stays."""
    entries = list(font_manager.fontManager.ttflist)
    monkeypatch.setattr(font_manager.fontManager, "ttflist", entries)
    _forget()
    yield entries
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    fonts._chinese_font.cache_clear()
    font_manager.fontManager._findfont_cached.cache_clear()


def _opened(face: Face) -> FT2Font:
    return FT2Font(face.path, face_index=face.index)


def test_regular_and_bold_are_faces_for_simplified_chinese() -> None:
    font = chinese_font()
    for face in (font.regular, font.bold):
        assert _opened(face).family_name == font.family
        assert all(_opened(face).get_char_index(ord(han)) for han in "收储供应已储未供")
    assert (font.regular.weight, font.bold.weight) == (400, 700)
    assert font.regular.path != font.bold.path


def test_regional_forms_are_those_of_the_mainland() -> None:
    font = chinese_font()
    if "CJK" in font.family:  # one file for five regions
        assert font.family.endswith("SC")
        assert _opened(font.regular).postscript_name.endswith("sc-Regular")


def test_families_begin_with_chinese_and_cover_other_scripts() -> None:
    families = fonts_for(["天河区 עברית بنك Ω"]).families
    assert families[0] == chinese_font().family
    covered = set().union(*(fonts._characters(family) for family in families))
    assert covered.issuperset("天עבנΩ" + MARK)


def test_an_uncovered_emoji_is_shown_as_a_mark_and_said() -> None:
    found = fonts_for(["地块\U0001f9ff一"])
    assert found.missing == {"\U0001f9ff"}
    assert found.shown("地块\U0001f9ff一") == f"地块{MARK}一"
    assert "U+1F9FF" in missing_remark(found, "zh")
    assert "U+1F9FF" in missing_remark(found, "en")
    assert missing_remark(fonts_for(["地块"]), "zh") == ""


def test_an_uncovered_han_character_is_an_error_that_names_it() -> None:
    with pytest.raises(LandplanError, match=r"U\+3134A") as raised:
        fonts_for(["地块\U0003134a"])
    assert "U+3134A" in raised.value.en


def test_invisible_characters_are_not_missing() -> None:
    assert fonts_for(["一\u200d二\ufe0f三\u200e"]).missing == frozenset()


@pytest.mark.usefixtures("own_font_list")
def test_no_chinese_font_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    latin = [one for one in font_manager.fontManager.ttflist if one.name == "DejaVu Sans"]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", latin)
    monkeypatch.setattr(font_manager, "findSystemFonts", list)
    with pytest.raises(LandplanError, match="中文字体") as raised:
        fonts_for(["天河区"])
    assert "LANDPLAN_FONT_DIR" in raised.value.en


def test_a_folder_of_ones_own_comes_first(
    own_font_list: list[font_manager.FontEntry], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    serif = next(one for one in own_font_list if one.name == "Noto Serif CJK SC")
    sibling = next(
        one for one in own_font_list if one.name == serif.name and one.fname != serif.fname
    )
    for one in (serif, sibling):
        (tmp_path / Path(one.fname).name).symlink_to(one.fname)
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    monkeypatch.setenv("LANDPLAN_FONT_DIR", str(tmp_path))
    assert chinese_font().family == "Noto Serif CJK SC"


def test_a_font_installed_later_is_found(
    own_font_list: list[font_manager.FontEntry], monkeypatch: pytest.MonkeyPatch
) -> None:
    family = chinese_font().family
    files = [one.fname for one in own_font_list if one.name == family]
    own_font_list[:] = [one for one in own_font_list if one.name == "DejaVu Sans"]
    _forget()
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda: files)
    assert chinese_font().family == family


def test_postscript_outlines_are_embedded_as_type_3() -> None:
    outlines = _opened(chinese_font().regular).get_sfnt_table("maxp")
    assert outlines is not None
    is_postscript = outlines["version"][0] == 0
    assert pdf_font_type(fonts_for(["天河"])) == (3 if is_postscript else 42)

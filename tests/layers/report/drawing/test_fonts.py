"""The Chinese font: the right face of a collection, what it lacks, and what happens without one."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

from layers.fonts import shipped
from layers.report.drawing import fonts
from layers.report.drawing.fonts import (
    Face,
    chinese_font,
    fonts_for,
    missing_remark,
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


def test_an_uncovered_han_character_is_a_mark_too() -> None:
    found = fonts_for(["地块\U0003134a"])
    assert found.shown("地块\U0003134a") == f"地块{MARK}"
    assert "U+3134A" in missing_remark(found, "zh")


def test_invisible_characters_are_not_missing() -> None:
    assert fonts_for(["一\u200d二\ufe0f三\u200e"]).missing == frozenset()


def test_without_a_chinese_font_the_shipped_one_is_there(
    own_font_list: list[font_manager.FontEntry],
) -> None:
    own_font_list[:] = [one for one in own_font_list if one.name == "DejaVu Sans"]
    font = chinese_font()
    assert (font.regular.path, font.bold.path) == (shipped.REGULAR, shipped.BOLD)
    assert (font.regular.weight, font.bold.weight) == (400, 700)


def test_a_family_without_bold_does_not_come_before_the_shipped_one(
    own_font_list: list[font_manager.FontEntry],
) -> None:
    own_font_list[:] = [
        one
        for one in own_font_list
        if one.name == "DejaVu Sans" or (one.name == "Noto Sans CJK SC" and one.weight < 600)
    ]
    assert chinese_font().family == shipped.FAMILY
    assert fonts_for(["\uac00"]).families == (shipped.FAMILY, "Noto Sans CJK SC")


def test_a_font_that_was_removed_is_not_asked_for(
    own_font_list: list[font_manager.FontEntry], tmp_path: Path
) -> None:
    own_font_list[:] = [
        replace(one, fname=str(tmp_path / Path(one.fname).name)) if "CJK" in one.name else one
        for one in own_font_list
    ]
    assert chinese_font().family == shipped.FAMILY


def test_the_shipped_font_has_what_chinese_is_written_with() -> None:
    table = (shipped.REGULAR.parent / "tgh-2013.txt").read_text("utf-8").splitlines()
    levels = [line for line in table if not line.startswith("#")]
    assert [len(level) for level in levels] == [3500, 3000, 1605]
    assert (levels[0][0], levels[1][0]) == ("一", "乂")
    pairs = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    gb2312 = "".join(pair.decode("gb2312", errors="ignore") for pair in pairs)
    wanted = {*"".join(levels), *gb2312, *fonts._OWN, *"㎡㎢×·≤≥①⑳▢〓¥"}
    for path in (shipped.REGULAR, shipped.BOLD):
        assert wanted <= fonts._characters_of(path, 0)
        assert path.stat().st_size < 3_000_000
    assert "SIL OPEN FONT LICENSE" in shipped.LICENCE.read_text("utf-8")


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


def test_a_font_installed_later_helps_out(
    own_font_list: list[font_manager.FontEntry], monkeypatch: pytest.MonkeyPatch
) -> None:
    family = "Noto Sans CJK SC"
    files = [one.fname for one in own_font_list if one.name == family]
    own_font_list[:] = [one for one in own_font_list if one.name == "DejaVu Sans"]
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda: files)
    assert fonts_for(["天河区"]).families == (shipped.FAMILY,)
    assert fonts_for(["\uac00"]).missing == frozenset()

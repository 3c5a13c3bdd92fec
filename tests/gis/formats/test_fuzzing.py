"""Spoiled files: each is read or refused with the reason; `scripts/fuzz` reads many more."""

import random

from tests.gis.formats.fuzzing import sound_texts, spoiled, taken


def test_the_sound_files_are_read(tmp_path):
    for number, data in enumerate(sound_texts()):
        (tmp_path / "a.txt").write_bytes(data)
        assert taken(tmp_path / "a.txt") != "refused", number


def test_spoiled_files_give_no_error_but_our_own(tmp_path):
    sound, came = sound_texts(), set()
    for number in range(1_000):
        (tmp_path / "a.txt").write_bytes(spoiled(random.Random(f"ci {number}"), sound))
        came.add(taken(tmp_path / "a.txt"))
    assert came == {"read", "problems", "refused"}

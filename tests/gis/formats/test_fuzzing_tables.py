"""Spoiled tables: each is read or refused with the reason; `scripts/fuzz` reads many more."""

import random

from tests.gis.formats.fuzzing import spoiled
from tests.gis.formats.fuzzing_tables import (
    sound_tables,
    sound_workbooks,
    spoiled_workbook,
    taken_table,
    taken_workbook,
)


def test_the_sound_tables_are_read(tmp_path):
    for number, data in enumerate(sound_tables()):
        (tmp_path / "a.csv").write_bytes(data)
        assert taken_table(tmp_path / "a.csv") == "read", number


def test_spoiled_csv_files_give_no_error_but_our_own(tmp_path):
    sound, came = sound_tables(), set()
    for number in range(1_000):
        (tmp_path / "a.csv").write_bytes(spoiled(random.Random(f"ci {number}"), sound))
        came.add(taken_table(tmp_path / "a.csv"))
    assert came == {"read", "problems", "refused"}


def test_spoiled_workbooks_give_no_error_but_our_own(tmp_path):
    sound, came = sound_workbooks(), set()
    for number in range(300):
        (tmp_path / "a.xlsx").write_bytes(spoiled_workbook(random.Random(f"ci {number}"), sound))
        came.add(taken_workbook(tmp_path / "a.xlsx"))
    assert came == {"read", "problems", "refused"}

"""Files named by parcels: no path, no device, no two alike."""

from pathlib import PurePosixPath, PureWindowsPath

from hypothesis import given
from hypothesis import strategies as st

from projects.exports.file_names import file_names


def test_names_that_people_can_read_stay():
    assert list(file_names(["TH-ZHC-0108", "天河〔2021〕3号", "a.b"], ".txt")) == [
        "TH-ZHC-0108.txt", "天河_2021_3号.txt", "a_b.txt",
    ]  # fmt: skip


def test_what_could_leave_the_folder_or_name_a_device_is_made_harmless():
    assert list(file_names(["../../etc/passwd", "C:\\x", "NUL", "com1", "", "."], ".txt")) == [
        "_etc_passwd.txt", "C_x.txt", "NUL_.txt", "com1_.txt", "_.txt", "_-2.txt",
    ]  # fmt: skip


@given(st.lists(st.text(max_size=80), max_size=12))
def test_each_is_a_file_of_its_own_in_the_folder(ids):
    names = list(file_names(ids, ".txt"))
    assert len({name.casefold() for name in names}) == len(ids)
    for name in names:
        assert PurePosixPath(name).name == PureWindowsPath(name).name == name
        assert len(name.encode()) < 255

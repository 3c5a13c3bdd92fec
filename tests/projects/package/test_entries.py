"""What should be a file of a package and is none: told at once, nothing waits for it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gis.errors import BadDataError, WrongUseError
from projects.package.columns import TABLES
from projects.package.folder import read_package
from tests.small_land import write_folder

REPO = Path(__file__).resolve().parents[3]
FILES = [
    "plan.yaml",
    *(table.file for table in TABLES.values() if not table.file.startswith("ledger/")),
    "ledger/parcels.geojson",
    "ledger/events.csv",
    "ledger/events.gpkg",
]
READ = """
import sys
from pathlib import Path
from gis.errors import BadDataError
from projects.package.folder import read_package
for folder in sys.argv[1:]:
    try:
        read_package(Path(folder))
    except BadDataError as error:
        print(*[(p.file, p.kind) for p in error.problems])
"""


def problems_of(folder):
    with pytest.raises(BadDataError) as caught:
        read_package(folder)
    return [(p.file, p.kind) for p in caught.value.problems]


@pytest.mark.process
def test_no_pipe_is_waited_for(tmp_path):
    """In a process of its own, which is ended if it waits."""
    folders = []
    for number, name in enumerate(FILES):
        folder = write_folder(tmp_path / str(number))
        (folder / name).unlink(missing_ok=True)
        os.mkfifo(folder / name)
        folders.append(folder)
    call = [sys.executable, "-c", READ, *folders]
    found = subprocess.run(
        call, cwd=REPO, timeout=60, capture_output=True, encoding="utf-8", check=True
    )
    assert found.stdout.splitlines() == [f"('{name}', 'no_file')" for name in FILES]


@pytest.mark.parametrize("name", ["zones.csv", "plan.yaml", "ledger/parcels.geojson"])
def test_a_folder_a_device_and_a_link_to_nothing_are_no_files(tmp_path, name):
    folder = write_folder(tmp_path / "包")
    path = folder / name
    path.unlink()
    path.mkdir()
    assert problems_of(folder) == [(name, "no_file")]
    path.rmdir()
    path.symlink_to("/dev/zero")
    assert problems_of(folder) == [(name, "no_file")]
    path.unlink()
    if name != "plan.yaml":  # without that it is no package
        path.symlink_to("nowhere")
        assert problems_of(folder) == [(name, "no_file")]


def test_what_programs_leave_beside_the_files_is_left_alone(tmp_path):
    folder = write_folder(tmp_path / "包")
    (folder / ".#zones.csv").symlink_to("user@host.1234")
    (folder / "make").mkdir()
    (folder / "ledger" / "old").mkdir()
    os.mkfifo(folder / "notes")
    assert read_package(folder).plan.plan_id == "small"


def test_a_ledger_in_the_wrong_place_is_not_passed_over(tmp_path):
    folder = write_folder(tmp_path / "包")
    for name in ("Events.csv", "parcels.shp", "ledger/event.geojson", "ledger/2024.CSV"):
        (folder / name).touch()
    found = {("Events.csv", "misplaced"), ("parcels.shp", "misplaced"),
             ("ledger/event.geojson", "misplaced"), ("ledger/2024.CSV", "misplaced")}  # fmt: skip
    assert set(problems_of(folder)) == found


def test_a_ledger_folder_in_upper_case_is_not_passed_over(tmp_path):
    folder = write_folder(tmp_path / "包")
    (folder / "ledger").rename(folder / "Ledger")
    with pytest.raises(BadDataError) as caught:
        read_package(folder)
    [problem] = caught.value.problems
    assert (problem.file, problem.kind) == ("Ledger/", "misplaced")
    assert "ledger" in problem.zh


def test_side_files_of_a_ledger_are_passed_over(tmp_path):
    folder = write_folder(tmp_path / "包")
    for name in ("parcels.qmd", "events.qml", "other.qml", "parcels.gpkg-wal", "events.cpg",
                 ".~lock.events.csv#", "readme.txt", "events.csvt"):  # fmt: skip
        (folder / "ledger" / name).touch()
    assert read_package(folder).plan.plan_id == "small"


@pytest.mark.parametrize("told", ["file", "pipe", "missing", "/dev/null"])
def test_a_package_is_a_folder(tmp_path, told):
    (tmp_path / "file").touch()
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(WrongUseError, match="不是规划包"):
        read_package(tmp_path / told)

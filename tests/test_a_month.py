"""docs/a-month.md, a month's work, is done step by step; its small files are those it tells of."""

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

REPO = Path(__file__).resolve().parents[1]
FILES = REPO / "docs" / "a-month"
PAGE = (REPO / "docs" / "a-month.md").read_text(encoding="utf-8")

REFUSED = [
    "landplan area docs/a-month/11月收储地块.txt",
    "landplan import parcels docs/a-month/11月收储地块.txt --dry-run --report build/问题.html",
    "landplan imports undo 3",
]


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.M | re.S)


def steps():
    """Give each command with the output that the page shows, in order."""
    for block in blocks("console"):
        for step in block.removeprefix("$ ").split("\n$ "):
            command, _, shown = step.partition("\n")
            yield command, shown


def is_shown(told, shown):
    """Tell whether an output is what the page shows, whose … stands for what is left out."""
    wanted, given = (text.rstrip("\n").replace("…", "...") + "\n" for text in (shown, told))
    return doctest.OutputChecker().check_output(wanted, given, doctest.ELLIPSIS)


def boundary_points(name):
    return (FILES / name).read_bytes().decode("gb18030").split("\r\n")


@pytest.mark.process
def test_a_month_is_worked_as_the_page_tells(databases, with_builtin, tmp_path):
    url = databases.new("a_month", with_builtin)
    environment = os.environ | {
        "LANDPLAN_DATABASE_URL": url.render_as_string(hide_password=False),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONUNBUFFERED": "1",  # what is told on stderr comes where it belongs
    }
    (tmp_path / "build").mkdir()
    (tmp_path / "docs").symlink_to(REPO / "docs")
    refused = []
    for command, shown in steps():
        done = subprocess.run(
            ["bash", "-euc", command], cwd=tmp_path, env=environment, check=False, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        told = "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())
        assert is_shown(told, shown), f"{command}\n{told}"
        assert done.returncode in {0, 1}
        refused += [command] * done.returncode
    assert refused == REFUSED
    report = (tmp_path / "build" / "问题.html").read_text(encoding="utf-8")
    assert "边界自相交" in report
    assert "<svg" in report


def test_the_bad_parcel_is_mended_by_two_points():
    bad, mended = (boundary_points(f"11月收储地块{one}.txt") for one in ("", "-改正"))
    shown, points = (block.splitlines() for block in blocks("text"))
    assert bad[26:32] == shown
    assert mended == [*bad[:28], *points, *bad[30:]]


def test_the_workbook_has_the_rows_of_the_page():
    rows = [line.strip("|").split("|") for line in PAGE.splitlines() if line.startswith("|")]
    shown = [[cell.strip() for cell in row] for row in rows if "---" not in row]
    sheet = openpyxl.load_workbook(FILES / "11月台账.xlsx").active
    told = [
        ["" if cell is None else str(cell).removesuffix(" 00:00:00") for cell in row]
        for row in sheet.iter_rows(min_row=2, values_only=True)
    ]
    assert told == shown

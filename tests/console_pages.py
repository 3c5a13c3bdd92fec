"""A page of the docs that shows commands and what they print: done step by step, and compared."""

import doctest
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.M | re.S)


def steps(page: str) -> Iterator[tuple[str, str]]:
    """Give each command with the output that the page shows, in order."""
    for block in blocks(page, "console"):
        for step in block.removeprefix("$ ").split("\n$ "):
            command, _, shown = step.partition("\n")
            yield command, shown


def is_shown(told: str, shown: str) -> bool:
    """Tell whether an output is what the page shows, whose … stands for what is left out."""
    wanted, given = (text.rstrip("\n").replace("…", "...") + "\n" for text in (shown, told))
    return doctest.OutputChecker().check_output(wanted, given, doctest.ELLIPSIS)


def refused_steps(page: str, url: str, folder: Path) -> list[str]:
    """Work through a page in a folder, each output as the page shows it; give what was refused."""
    environment = os.environ | {
        "LANDPLAN_DATABASE_URL": url,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONUNBUFFERED": "1",  # what is told on stderr comes where it belongs
    }
    refused = []
    for command, shown in steps(page):
        done = subprocess.run(
            ["bash", "-euc", command], cwd=folder, env=environment, check=False, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        told = "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())
        assert is_shown(told, shown), f"{command}\n{told}"
        assert done.returncode in {0, 1}
        refused += [command] * done.returncode
    return refused


def tables(page: str) -> list[list[dict[str, str]]]:
    """Give the tables of a page, each as rows by the names of its columns."""
    found = re.findall(r"(?:^\|.*\|\n)+", page, re.M)
    return [_rows(table) for table in found]


def _rows(table: str) -> list[dict[str, str]]:
    head, _, *rows = ([cell.strip() for cell in line.strip("|\n").split("|")]
                      for line in table.splitlines())  # fmt: skip
    return [dict(zip(head, row, strict=True)) for row in rows]

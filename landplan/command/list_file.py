"""A list written whole, in the format of its file's name: `--report FILE`."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from gis.errors import WrongUseError
from gis.formats.whole_file import write_whole
from landplan.command.language import both
from landplan.command.lists import Listing
from landplan.command.output import csv_text
from landplan.language import Say
from landplan.report_file import refuse_unwritable

SUFFIXES: Final = (".html", ".json", ".csv")

ReportFile = Annotated[
    Path | None,
    typer.Option(
        "--report",
        metavar="FILE",
        help=both(
            "把全部清单写入文件：.html、.json 或 .csv",
            "write the whole list to a file: .html, .json or .csv",
        ),
    ),
]


def refuse_list_file(file: Path | None, suffixes: Sequence[str] = SUFFIXES) -> None:
    """Refuse a file of another format or that cannot be written, before anything is done.

    Raises
    ------
    WrongUseError
        Naming what was found and what is wanted.
    """
    if file is None:
        return
    if file.suffix.lower() not in suffixes:
        raise WrongUseError(
            f"清单文件“{file.name}”应以 {'、'.join(suffixes)} 之一结尾",
            f"the list {file.name!r} should end in one of {', '.join(suffixes)}",
        )
    refuse_unwritable(file)


def write_list(
    file: Path,
    listing: Listing,
    rows: Sequence[dict[str, Any]],
    say: Say,
    *,
    told: Mapping[str, Any],
    columns: Sequence[str],
) -> None:
    """Write a list: HTML for people, JSON and CSV (UTF-8 with its mark, for Excel) for programs.

    Parameters
    ----------
    listing
        The list as people read it.
    rows, columns
        The same as the CSV has it.
    told
        The whole JSON.

    Raises
    ------
    LandplanError
        If the file cannot be written.
    """
    match file.suffix.lower():
        case ".json":
            text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
        case ".csv":
            text = "\ufeff" + csv_text(rows, columns=columns)
        case _:
            text = _page(listing, say)
    write_whole(text.encode("utf-8", "backslashreplace"), file, "report")


def _page(listing: Listing, say: Say) -> str:
    from layers.report.html.list_page import ListTable, list_page

    kinds = listing.kinds(say)
    tables = [
        ListTable(title=each.title, heads=each.heads, rows=[row.cells for row in each.rows])
        for each in (
            kinds,
            Listing(title=say("全部", "All"), heads=listing.heads, rows=listing.rows),
        )
    ]
    return list_page(listing.title, tables, language=say.language)

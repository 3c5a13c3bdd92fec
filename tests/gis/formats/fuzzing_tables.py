"""CSV files and workbooks spoiled at random, read without the front that answers for drivers."""

import io
import random
import zipfile
from pathlib import Path
from zipfile import BadZipFile
from zlib import error as ZlibError  # noqa: N812  # as other errors are called

import openpyxl
import python_calamine as calamine

from gis.errors import LandplanError
from gis.formats.csv_file import csv_table
from gis.formats.excel import excel_table
from gis.formats.table_layer import layer_of_table
from gis.problems import Problem
from tests.formats.making import joined, numbers, point_table, wkt_rows, wkt_table
from tests.gis.formats.fuzzing import spoiled

OF_DRIVERS = (calamine.CalamineError, BadZipFile, ZlibError, EOFError, OSError, NotImplementedError)
"""What those who read zip files and workbooks for us raise of broken ones."""


def sound_tables() -> list[bytes]:
    """CSV files with outlines of every kind, all sound."""
    points = [point_table(), point_table(rings=False), point_table(crs=4490, north_first=False)]
    texts = [wkt_table(), wkt_table("\t"), wkt_table(";"), *map(joined, points)]
    corners = ("113°24′15.5″E,北纬23度8分57.59秒", "113°24′20″,23°09′N", "113.41,23.149")
    texts.append("\n".join(["地块编号,经度,纬度", *(f"甲,{corner}" for corner in corners)]))
    texts += ["编号,x,y\n甲,113.35,23.12\n", "地块编号,面积\n甲,1.5公顷\n"]
    encodings = ("gb18030", "utf-8", "utf-8-sig", "utf-16")
    return [text.encode(encodings[place % 4]) for place, text in enumerate(texts)]


def sound_workbooks() -> list[bytes]:
    """Workbooks, all sound."""
    found = []
    for sheets in ([wkt_rows()], [numbers(point_table())], [[["编号"], ["=1+1"]], [[]]]):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for number, rows in enumerate(sheets):
            sheet = book.create_sheet(f"表{number}")
            for row in rows:
                sheet.append(row)
        held = io.BytesIO()
        book.save(held)
        found.append(held.getvalue())
    return found


def spoiled_workbook(rng: random.Random, sound: list[bytes]) -> bytes:
    """Return a workbook with something done to one of its parts, or to the whole."""
    data = rng.choice(sound)
    if rng.random() < 0.3:
        return spoiled(rng, [data])
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(held, "w") as made:
        names = given.namelist()
        broken = rng.choice(names)
        for name in names:
            part = given.read(name)
            if name != broken:
                made.writestr(name, part)
            elif rng.random() < 0.9:
                made.writestr(name, spoiled(rng, [part]))
    return held.getvalue()


def taken_table(path: Path) -> str:
    """Read a CSV file; return what came of it. Nothing but our own errors may come."""
    problems: list[Problem] = []
    try:
        layer = layer_of_table(csv_table(path, encoding=None), file="a", form="csv")
        _read(layer, problems)
    except LandplanError:
        return "refused"
    return "problems" if problems else "read"


def taken_workbook(path: Path) -> str:
    """Read a workbook; return what came of it. Nothing but our own and a driver's errors may."""
    problems: list[Problem] = []
    try:
        table, name = excel_table(path, file="a", sheet=None)
        _read(layer_of_table(table, file="a", form="excel", name=name), problems)
    except (LandplanError, *OF_DRIVERS):
        return "refused"
    return "problems" if problems else "read"


def _read(layer, problems: list[Problem]) -> None:
    for some in layer.features(problems):
        assert len(some.rows) == len(some.outlines) == some.cells.num_rows or not layer.columns

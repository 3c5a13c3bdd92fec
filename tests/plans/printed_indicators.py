"""The rows of indicators.csv, and the lines of the documents that they cite.

One of the documents writes full-width digits and a private character for the decimal point, so
lines are compared after both are made plain.
"""

import csv
import io
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests import planning_documents

ROOT = Path(__file__).resolve().parents[2]
PLAN = ROOT / "plans" / "tianhe-2021-2025"

NUMBER = r"-?\d+(?:\.\d+)?"
CBD_TABLE = "表格 天河中央商务区“十四五”期间主要量化指标目标"

# The flattened tables: first and last line that hold cells of rows.
TABLES = {
    ("cbd", CBD_TABLE): (97, 216),
    ("smart-city", "表1"): (30, 92),
    ("smart-city", "表2"): (135, 204),
    ("outline", "表1"): (57, 494),
    ("outline", "表2"): (566, 763),
    ("services", "专栏1"): (156, 162),
    ("services", "专栏2"): (392, 405),
}


class Citation(NamedTuple):
    document: str
    place: str
    line: int


def rows_of(name):
    return list(csv.DictReader(io.StringIO((PLAN / name).read_text(encoding="utf-8"))))


ROWS = rows_of("indicators.csv")
ZONES = [row["zone_id"] for row in rows_of("zones.csv")]


def name_of(row):
    document, _, line = citations(row)[0]
    return f"{document}-{line}"


def plain(text):
    """Return a text with plain digits, points, signs and letters, and one word for GDP."""
    text = re.sub("\U001001b0 ?", ".", text).replace("\u3000", " ").replace("GDP", "地区生产总值")
    return text.translate(
        {c: c - 0xFEE0 for c in range(0xFF01, 0xFF5F) if chr(c) not in "（），；："}
    )


@cache
def lines_of(document):
    return [plain(line).strip() for line in planning_documents.lines_of(document)]


def citations(row):
    parts = [part.split("|") for part in row["source"].split(";")]
    return [Citation(document, place, int(line)) for document, place, line in parts]


def printed(citation):
    return lines_of(citation.document)[citation.line - 1]


def figure(row):
    """Return the row's value as documents print it: `5312.79`, or `510-530`."""
    return "-".join(part for part in (row["value"], row["value_to"]) if part)


def quoted(row):
    return [plain(text) for text in re.findall(r"“([^”]+)”", row["note"])]


def holds(line, text):
    """Tell whether a line has a figure or a text; a figure not as part of a longer one."""
    if re.fullmatch(rf"{NUMBER}(-{NUMBER})?", text):
        return re.search(rf"(?<![\d.]){re.escape(text)}(?!\.?\d)", line) is not None
    return text in line


def table_of(row):
    return citations(row)[0][:2]


def rows_of_table(table):
    return [row for row in ROWS if table_of(row) == table]


def lines_of_table(table):
    first, last = TABLES[table]
    return lines_of(table[0])[first - 1 : last]

"""docs/sql.md in parts: questions with their queries and answers, and the lists of the schema.

`python -m tests.sql_page` writes answers and lists anew, from the settings' database with the
built-in plan in it alone.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from landplan.session import connected

PAGE = Path(__file__).resolve().parents[1] / "docs" / "sql.md"

FOR_PEOPLE = (
    "land_balance", "land_counted", "land_series", "reserve", "land_in_reserve", "parcel_status",
    "parcel_history", "zone_of", "area_ha", "conflicts", "land_conflicts", "land_misfits",
    "zone_misfits", "zone_tree", "place_zones", "project_now", "project_progress",
    "indicator_figures", "record_history", "stored_differences", "plan_version",
)  # fmt: skip
"""The functions that the page lists: those whose answer means something by itself."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the page: its heading, its query, the answer shown, the query of files."""

    heading: str
    query: str
    shown: str
    of_files: str | None


def questions(page: str) -> list[Question]:
    """Give the questions of the page, in order."""
    found = []
    for told in re.split(r"^### (?=\d)", page, flags=re.M)[1:]:
        part = told.split("\n## ")[0]
        [query] = re.findall(r"^```sql\n(.*?)^```$", part, re.M | re.S)
        of_files = re.findall(r"^```duckdb\n(.*?)^```$", part, re.M | re.S)
        shown = "".join(re.findall(r"^\|.*\|\n", part, re.M))
        found.append(Question(part.splitlines()[0], query, shown, *(of_files or [None])))
    return found


def answer(names: Iterable[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return rows as the page shows them."""
    head = [*names]
    lines = [head, *([_cell(value) for value in row] for row in rows)]
    first, *others = (f"| {' | '.join(line)} |\n" for line in lines)
    return f"{first}|{'---|' * len(head)}\n{''.join(others)}"


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case float():
            return f"{value:.2f}"
        case Decimal():
            return f"{value:f}"
        case list():
            return "、".join(value)
        case date():
            return value.isoformat()
    return str(value)


def views_listed(connection: Connection) -> str:
    """Return the views, each with its columns."""
    found = connection.execute(
        text(
            "select c.relname as view, obj_description(c.oid) as said, a.attname as name,"
            " format_type(a.atttypid, a.atttypmod) as type,"
            " col_description(c.oid, a.attnum) as told"
            " from pg_class c join pg_attribute a on a.attrelid = c.oid"
            " where c.relnamespace = 'landplan'::regnamespace and c.relkind = 'v'"
            " and a.attnum > 0 order by c.relname, a.attnum"
        )
    ).all()
    told = ""
    view = ""
    for row in found:
        if row.view != view:
            view = row.view
            told += f"\n### {view}\n\n{row.said}\n\n| 列 | 类型 | 说明 |\n|---|---|---|\n"
        told += f"| `{row.name}` | {row.type} | {_in_chinese(row.told)} |\n"
    return told


def functions_listed(connection: Connection) -> str:
    """Return the functions for people, with their arguments."""
    found = connection.execute(
        text(
            "select p.proname, pg_get_function_arguments(p.oid) as given, obj_description(p.oid)"
            " from pg_proc p where p.pronamespace = 'landplan'::regnamespace"
            " and p.proname = any (:names) order by array_position(:names, p.proname::text)"
        ),
        {"names": [*FOR_PEOPLE]},
    ).all()
    lines = [f"| `{name}({_short(given)})` | {said} |\n" for name, given, said in found]
    return f"\n| 函数 | 说明 |\n|---|---|\n{''.join(lines)}\n"


def tables_listed(connection: Connection) -> str:
    """Return the tables that all may read who read at all."""
    found = connection.execute(
        text(
            "select c.relname, obj_description(c.oid) from pg_class c"
            " where c.relnamespace = 'landplan'::regnamespace and c.relkind = 'r'"
            " and not c.relrowsecurity order by 1"
        )
    ).all()
    lines = [f"| `{name}` | {said} |\n" for name, said in found]
    return f"\n| 表 | 说明 |\n|---|---|\n{''.join(lines)}\n"


def with_lists(page: str, connection: Connection) -> str:
    """Return the page with its lists as the database tells them."""
    for name, told in (
        ("views", f"{views_listed(connection)}\n"),
        ("functions", functions_listed(connection)),
        ("tables", tables_listed(connection)),
    ):
        page = re.sub(
            rf"(?<=<!-- {name} -->\n).*?(?=<!-- end of {name} -->)",
            lambda _, told=told: told,
            page,
            flags=re.S,
        )
    return page


def with_answers(page: str, connection: Connection) -> str:
    """Return the page with the answers that the database gives."""
    for one in questions(page):
        found = connection.execute(text(one.query))
        told = answer(found.keys(), found.all())
        if one.shown:
            page = page.replace(one.shown, told)
        else:
            page = page.replace(f"{one.query}```\n", f"{one.query}```\n\n{told}")
    return page


def _short(given: str) -> str:
    """Return arguments by their names: `plan, as_of, known`."""
    return ", ".join(one.split(" ")[0] for one in given.split(", ") if one)


def _in_chinese(told: str) -> str:
    """Return the Chinese of a comment that says it in English too."""
    return told.partition("; ")[0]


if __name__ == "__main__":
    with connected() as opened:
        told = with_answers(PAGE.read_text(encoding="utf-8"), opened)
        PAGE.write_text(with_lists(told, opened), encoding="utf-8")

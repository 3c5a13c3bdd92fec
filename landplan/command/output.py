"""What commands print: tables for people, JSON and CSV for programs, problems on stderr."""

import csv
import io
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from gis.formats.formula_guard import guarded
from landplan.command.language import FIGURE, MEASURE
from landplan.language import Say
from projects.labels import ROUNDED, status_label
from projects.model import Balance, BalanceRow, Status

PIPE_WIDTH: Final = 160
"""Columns where the output goes to a file or a pipe, which has no width."""

SAMPLE: Final = ("样例数据，非实际成果", "SAMPLE DATA, not the real result")
_IDS: Final = frozenset({"plan", "zone", "parent", "subject", "source_document"})
"""Columns of ids whose names do not end in `_id`."""
_INDENT: Final = "\u3000"
"""Before a zone's name, once for each zone that it lies in: as wide as a Han character."""
STYLE: Final = {"done": "green", "on track": "cyan", "behind": "yellow", "at risk": "red"}


def console(*, stderr: bool = False) -> Console:
    """Return a console as wide as the terminal, or wide enough for a file."""
    stream = sys.stderr if stderr else sys.stdout
    return Console(stderr=stderr, width=None if stream.isatty() else PIPE_WIDTH, highlight=False)


def print_json(value: Any) -> None:
    """Print JSON with Chinese as it is, or in JSON's escapes where the stream has no Chinese."""
    told = json.dumps(value, ensure_ascii=False, indent=1)
    try:
        told.encode(sys.stdout.encoding)
    except UnicodeEncodeError:
        told = json.dumps(value, indent=1)
    print(told)


def print_balance(balance: Balance, say: Say, *, is_over: bool) -> None:
    """Print the rows that have a target or land; the others are counted below the table."""
    title = heading(balance.plan_title, balance.as_of, balance.basis, say, sample=balance.sample)
    table = Table(title=title, title_justify="left", title_style="bold")
    table.add_column(say("片区", "zone"))
    table.add_column(say("指标", "measure"))
    for figure in ("target", "actual", "percent", "expected", "remaining", "needed"):
        table.add_column(say(*FIGURE[figure]), justify="right")
    table.add_column(say("量算", "measured"), justify="right")
    table.add_column(say(*FIGURE["status"]))
    shown = [row for row in balance.rows if row.target_ha is not None or row.actual_ha > 0]
    names = zone_names(balance.rows)
    last = None
    for row in shown:
        if last not in (None, row.zone):
            table.add_section()
        name = names[row.zone] if row.zone != last else ""
        _add_row(table, row, name, say, is_over=is_over)
        last = row.zone
    out = console()
    out.print(table)
    silent = {row.zone for row in balance.rows} - {row.zone for row in shown}
    note = in_hectares(say)
    if silent:
        note += say(
            f"另有 {len(silent)} 个片区没有目标，也没有台账。",
            f"{len(silent)} more zones have neither a target nor land.",
        )
    out.print(note)


def print_balance_csv(balance: Balance) -> None:
    """Print the rows as CSV: the columns of the JSON, the source in three."""
    print_csv([_flat(balance, row) for row in balance.as_json()["rows"]])


def print_csv(rows: Sequence[dict[str, Any]], *, columns: Sequence[str] = ()) -> None:
    """Print rows as CSV; as `csv_text`."""
    print(csv_text(rows, columns=columns), end="")


def csv_text(rows: Sequence[dict[str, Any]], *, columns: Sequence[str] = ()) -> str:
    """Return rows as CSV that is safe to open in a spreadsheet.

    Ids stand as they are, so that programs find again what they name; text for people that a
    spreadsheet would take for a formula begins with an apostrophe.

    Parameters
    ----------
    columns
        In their order; those of the first row unless told, which a list that can be empty needs.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = columns or [*rows[0]]
    writer.writerow(names)
    writer.writerows([_cell(name, row[name]) for name in names] for row in rows)
    return out.getvalue()


def heading(title: str, as_of: date, basis: str, say: Say, *, sample: bool) -> Text:
    """Return what stands above a table: plan, date, basis, and whether the data is a sample."""
    areas = {
        "declared": say("申报面积", "declared areas"),
        "measured": say("量算面积", "measured areas"),
    }
    parts = [title, say(f"截至 {as_of}", f"as of {as_of}"), areas[basis]]
    if sample:
        parts.append(say(*SAMPLE))
    return Text(" · ".join(parts))


def zone_names(rows: Iterable[BalanceRow]) -> dict[str, str]:
    """Return the names of zones by id as tables show them: each stands in below its parent.

    Parents come first.
    """
    depths, names = dict[str, int](), dict[str, str]()
    for row in rows:
        if row.zone not in depths:
            depths[row.zone] = depths[row.parent] + 1 if row.parent in depths else 0
            names[row.zone] = _INDENT * depths[row.zone] + visible(row.zone_name)
    return names


def _add_row(table: Table, row: BalanceRow, name: str, say: Say, *, is_over: bool) -> None:
    figures = (
        ha(row.target_ha),
        ha(row.actual_ha),
        "" if row.percent is None else f"{row.percent:.1f}%",
        ha(row.expected_ha),
        ha(row.remaining_ha),
        ha(row.needed_ha_per_year),
        ha(row.measured_ha),
    )
    status = status_told(row.status, say, is_over=is_over)
    table.add_row(Text(name), say(*MEASURE[row.measure]), *figures, status)


def status_told(status: Status | None, say: Say, *, is_over: bool) -> Text:
    """Return a status as a table shows it; once the period is over, what it came to."""
    if status is None:
        return Text()
    label = status_label(status, is_over=is_over)
    return Text(say(label.zh, label.en.lower()), style=STYLE[status])


def in_hectares(say: Say) -> str:
    """Return what stands under a table of hectares: the unit, and that its figures are rounded."""
    return say(f"单位：公顷；{ROUNDED.zh}。", f"Unit: hectares. {ROUNDED.en}. ")


def ha(value: float | None) -> str:
    """Return hectares as a table shows them; empty for none."""
    return "" if value is None else f"{value:z,.2f}"  # z: no -0.00


def _flat(balance: Balance, row: dict[str, Any]) -> dict[str, Any]:
    source = row.pop("source") or {"document": None, "place": None, "line": None}
    cited = {f"source_{key}": value for key, value in source.items()}
    head = {"plan": balance.plan, "as_of": balance.as_of.isoformat(), "basis": balance.basis}
    return {**head, "sample": balance.sample, **row, **cited}


def _cell(name: str, value: Any) -> Any:
    """Write true as the JSON does; keep a spreadsheet from taking a text for a formula."""
    if isinstance(value, bool):
        return str(value).lower()
    return guarded(value) if isinstance(value, str) and not _is_id(name) else value


def _is_id(column: str) -> bool:
    """Tell whether a column holds ids: what other files and commands name a thing by."""
    return column in _IDS or column.endswith(("_id", "_ids"))


def visible(text: str) -> str:
    """Show control characters instead of sending them to the terminal."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)

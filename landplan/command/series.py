"""`landplan series`: the land by year, method, land use or owner kind."""

from collections.abc import Sequence
from typing import Annotated, Final, get_args

import typer
from rich.table import Table
from rich.text import Text

from landplan.command import options
from landplan.command.groups import Call
from landplan.command.language import MEASURE, both
from landplan.command.output import (
    console,
    ha,
    heading,
    in_hectares,
    print_csv,
    print_json,
    visible,
)
from landplan.json_documents import series_document
from landplan.language import Say
from landplan.session import viewing
from projects.balance.series import SeriesKind, SeriesRow, land_use_of
from projects.choice import chosen
from projects.labels import LAND_GROUPS, OWNER_KINDS, Label

_KEY: Final = {
    "year": ("年度", "year"),
    "method": ("方式", "method"),
    "land_use": ("用途", "land use"),
    "owner_kind": ("权属", "owner"),
}
_OWNERS: Final = dict[str, Label](OWNER_KINDS.items())
_GROUPS: Final = dict[str, Label](LAND_GROUPS.items())


By = Annotated[
    str,
    typer.Option(
        "--by",
        help=both(
            "按什么分列：year 年度、method 方式、land_use 用途、owner_kind 权属",
            "year, method, land_use or owner_kind",
        ),
    ),
]


def show_series(
    call: Call,
    by: By = "year",
    zone: options.ZoneId = None,
    as_of: options.AsOf = None,
    basis: options.AreaBasis = "declared",
    known: options.Known = None,
    plan: options.PlanId = None,
    output: options.Output = "table",
) -> None:
    """Print storage and supply by year, method, land use or owner."""
    kind = chosen("--by", by, get_args(SeriesKind))
    form = chosen("--format", output, options.FORMATS)
    area = chosen("--basis", basis, options.BASES)
    with viewing(plan, as_of=as_of, known=known, basis=area) as view:
        meant, day, rows = view.plan, view.as_of, view.series(kind, zone)
        document = series_document(view, kind, rows)
    if form == "json":
        print_json(document)
    elif form == "csv":
        head = {name: told for name, told in document.items() if name != "rows"}
        print_csv(
            [{**head, **row} for row in document["rows"]], columns=(*head, *SeriesRow.__slots__)
        )
    else:
        title = heading(meant.title, day, area, call.obj, sample=meant.sample)
        print_series(rows, kind, title, call.obj)


def print_series(rows: Sequence[SeriesRow], by: SeriesKind, title: Text, say: Say) -> None:
    """Print the zones that have land; the others are counted below the table."""
    with_land = {row.zone for row in rows if row.actual_ha > 0}
    table = Table(title=title, title_justify="left", title_style="bold")
    table.add_column(say("片区", "zone"))
    table.add_column(say("指标", "measure"))
    table.add_column(say(*_KEY[by]), overflow="fold")
    for zh, en in (("面积", "area"), ("累计", "cumulative"), ("笔数", "events")):
        if by == "year" or en != "cumulative":
            table.add_column(say(zh, en), justify="right")
    last: tuple[str, str] | None = None
    for row in rows:
        if row.zone not in with_land:
            continue
        new_zone = last is None or row.zone != last[0]
        if last is not None and new_zone:
            table.add_section()
        table.add_row(
            Text(visible(row.zone_name) if new_zone else ""),
            say(*MEASURE[row.measure]) if (row.zone, row.measure) != last else "",
            Text(visible(key_in_words(row, by, say))),
            ha(row.actual_ha),
            *([ha(row.cumulative_ha)] if by == "year" else []),
            str(row.events),
        )
        last = (row.zone, row.measure)
    out = console()
    out.print(table)
    note = in_hectares(say)
    if not with_land:
        note += say("没有台账。", "There is no land.")
    elif silent := {row.zone for row in rows} - with_land:
        note += say(
            f"另有 {len(silent)} 个片区没有台账。", f"{len(silent)} more zones have no land."
        )
    out.print(note)


def key_in_words(row: SeriesRow, by: SeriesKind, say: Say) -> str:
    """Return a key as people read it: `产业用地 工业用地 1001`, `集体`, `挂牌`, `2023`."""
    if not row.key:
        return say("未注明", "not told")
    if by == "owner_kind":
        return _OWNERS[row.key].say(say.language).lower()
    if by == "land_use":
        group, code, _ = land_use_of(row.key)
        return f"{_GROUPS[group].say(say.language).lower()} {row.name} {code}"
    return row.key

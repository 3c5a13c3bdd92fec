"""`landplan import`: a file of parcels, events, zones, projects or indicators into a plan."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gis.errors import BadDataError, WrongUseError
from gis.problems import PROBLEM_COLUMNS
from landplan.command import options
from landplan.command.groups import Call
from landplan.command.import_report import IMPORT_REPORTS, write_import_report
from landplan.command.import_told import print_outcome, refusal
from landplan.command.language import both
from landplan.command.list_file import refuse_list_file
from landplan.command.output import print_csv, print_json
from landplan.command.progress import progress_on
from landplan.command.who import user
from landplan.session import chosen_plan, connected, today
from landplan.settings import PlanSettings, read_settings
from projects.choice import chosen
from projects.imports.lists import ListName
from projects.imports.told import outcome_json, unread_json

if TYPE_CHECKING:
    from projects.imports.opening import ImportOptions

File = Annotated[Path, typer.Argument(help=both("要导入的文件", "the file"))]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--columns", metavar="A=B",
        help=both(
            "文件的列 A 是我们的列 B，可多次给出；B 写 - 为原样留存，A 加引号为每行相同的值",
            "column A of the file is our B, as often as needed; B is - for none of ours, A in "
            "quotation marks a value for every row",
        ),
    ),
]  # fmt: skip
Repair = Annotated[
    bool,
    typer.Option(
        "--repair",
        help=both(
            "修补不改变面积的边界问题，并说明改了什么",
            "mend outlines where that does not change the land, and say what was done",
        ),
    ),
]
DryRun = Annotated[
    bool,
    typer.Option(
        "--dry-run", help=both("只说会怎样，不写入", "say what would happen, write nothing")
    ),
]
ReportFile = Annotated[
    Path | None,
    typer.Option(
        "--report", metavar="FILE",
        help=both(
            "把全部问题写入 .html（附小图）或 .json",
            "write every problem to .html, each on a small map, or .json",
        ),
    ),
]  # fmt: skip
As = Annotated[
    str | None,
    typer.Option(
        "--as", metavar="events",
        help=both(
            "events：把地块的状态（在库、已出库）和日期变成收储、供应事件",
            "events: make storage and supply events of the parcels' status and days",
        ),
    ),
]  # fmt: skip


def importer(kind: ListName) -> Callable[..., None]:
    """Return the command that imports a list."""

    def import_file(  # noqa: PLR0913, PLR0917  (typer: an argument for each option)
        call: Call, file: File, plan: options.PlanId = None, crs: options.FileCrs = None,
        datum: options.FileDatum = None, datum_shift: options.DatumShiftOption = None,
        encoding: options.Encoding = None, columns: Columns = None,
        layer: options.LayerName = None, repair: Repair = False, dry_run: DryRun = False,
        report: ReportFile = None, output: options.Output = "table",
    ) -> None:  # fmt: skip
        asked = _options(crs, datum, datum_shift, encoding, columns, layer, repair=repair)
        _import(call, kind, file, asked, plan=plan, dry=dry_run, report=report, output=output)

    return import_file


def import_parcels(  # noqa: PLR0913, PLR0917  (typer: an argument for each option)
    call: Call, file: File, plan: options.PlanId = None, as_: As = None,
    crs: options.FileCrs = None, datum: options.FileDatum = None,
    datum_shift: options.DatumShiftOption = None, encoding: options.Encoding = None,
    columns: Columns = None, layer: options.LayerName = None, repair: Repair = False,
    dry_run: DryRun = False, report: ReportFile = None, output: options.Output = "table",
) -> None:  # fmt: skip
    """Import a list of parcels, or what their status says that happened."""
    if as_ not in (None, "events"):
        raise WrongUseError(f"--as 只能是 events，不是“{as_}”", f"--as is events, not {as_!r}")
    asked = _options(crs, datum, datum_shift, encoding, columns, layer, repair=repair)
    _import(
        call, "parcels", file, asked, plan=plan, dry=dry_run, report=report, output=output,
        as_events=as_ == "events",
    )  # fmt: skip


def _options(
    crs: str | None,
    datum: str | None,
    datum_shift: str | None,
    encoding: str | None,
    columns: list[str] | None,
    layer: str | None,
    *,
    repair: bool,
) -> "ImportOptions":
    from projects.imports.opening import ImportOptions

    settings = read_settings(PlanSettings)
    return ImportOptions(
        crs=crs,
        datum=None if datum is None else chosen("--datum", datum, options.DATUMS),
        datum_shift=datum_shift,
        encoding=encoding,
        columns=[part for told in columns or () for part in told.split(",")],
        layer=layer,
        repair=repair,
        synonyms=settings.synonyms,
        tolerance=settings.area_tolerance,
    )


def _import(
    call: Call,
    kind: ListName,
    file: Path,
    asked: "ImportOptions",
    *,
    plan: str | None,
    dry: bool,
    report: Path | None,
    output: str,
    as_events: bool = False,
) -> None:
    """Import a file and tell what that did or would do; exit status 1 where an error keeps it out.

    Raises
    ------
    BadDataError
        If the file has errors, and its JSON is not asked for.
    """
    from projects.imports.run import Run, import_list

    say = call.obj
    form = chosen("--format", output, options.FORMATS)
    refuse_list_file(report, IMPORT_REPORTS)
    with connected() as connection, progress_on(say) as progress:
        run = Run(
            kind=kind, path=file, options=asked, dry=dry, today=today(), as_events=as_events,
            by=user(), progress=progress,
        )  # fmt: skip
        try:
            outcome = import_list(connection, chosen_plan(connection, plan).plan_id, run)
        except BadDataError as error:
            if form != "json":
                raise
            print_json(unread_json(str(file), error, dry=dry))
            raise typer.Exit(error.exit_status) from error
    if report is not None:
        write_import_report(report, outcome, say, dry=dry)
    if form == "json":
        print_json(outcome_json(outcome, dry=dry))
    elif form == "csv":
        print_csv([problem.as_json() for problem in outcome.problems], columns=PROBLEM_COLUMNS)
    else:
        print_outcome(outcome, say, dry=dry)
    if outcome.is_refused:
        if form == "table":
            raise refusal(outcome, report, say)
        raise typer.Exit(BadDataError.exit_status)

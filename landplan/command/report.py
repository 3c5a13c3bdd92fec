"""`landplan report`: the report as PDF, Word, Excel or one HTML file."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    Task,
    TextColumn,
)
from rich.text import Text

from landplan.command import options
from landplan.command.groups import Call
from landplan.command.language import both
from landplan.command.output import console
from landplan.report_file import (
    ATLASES,
    PAPERS,
    refuse_format,
    refuse_unwritable,
    write,
    write_book,
)
from landplan.session import viewing
from projects.choice import chosen
from projects.model import Basis

if TYPE_CHECKING:
    from layers.report.report_facts import ReportFacts


def write_report(  # noqa: PLR0913, PLR0917  # one for each option
    call: Call,
    file: Annotated[
        Path,
        typer.Argument(
            help=both(
                "要写的文件：.pdf、.docx、.xlsx 或 .html",
                "the file to write: .pdf, .docx, .xlsx or .html",
            )
        ),
    ],
    zone: options.ZoneId = None,
    as_of: options.AsOf = None,
    basis: options.AreaBasis = "declared",
    known: options.Known = None,
    paper: Annotated[
        str, typer.Option(help=both("纸张：A4 或 A3（PDF、Word）", "A4 or A3 (PDF, Word)"))
    ] = "A4",
    template: Annotated[
        Path | None,
        typer.Option(help=both("Word 模板（.docx）", "a .docx whose styles Word uses")),
    ] = None,
    atlas: Annotated[
        str | None,
        typer.Option(
            help=both(
                "只出图册（PDF）：zones 每片区一页，parcels 每地块一页",
                "only a map book (PDF): a page for each of zones or parcels",
            )
        ),
    ] = None,
    brief: Annotated[
        bool,
        typer.Option(
            "--brief",
            help=both(
                "只出两到四页的简报（PDF、Word、HTML）",
                "only the brief report, two to four pages (PDF, Word, HTML)",
            ),
        ),
    ] = False,
    plan: options.PlanId = None,
) -> None:
    """Write the report, its brief form or a map book, in the format of the file's name."""
    say = call.obj
    area = chosen("--basis", basis, options.BASES)
    size = chosen("--paper", paper, PAPERS)
    book = None if atlas is None else chosen("--atlas", atlas, ATLASES)
    refuse_format(file, template=template, book=book is not None, brief=brief)
    refuse_unwritable(file)
    with telling() as tell:
        tell.step(say("汇总数据", "gathering the facts"))
        facts = facts_of(plan, zone=zone, as_of=as_of, basis=area, known=known, is_brief=brief)
        if book is None:
            tell.step(say("编排报告", "setting the report"))
            files, removed = write(
                facts, file, paper=size, template=template, brief=brief, language=say.language
            )
        else:
            tell.step(say("绘制图册", "drawing the atlas"))
            write_book(facts, file, by=book, paper=size, language=say.language, progress=tell.count)
            files, removed = [file], []
    for each in files:
        typer.echo(say(f"已写出 {each}", f"wrote {each}"))
    for each in removed:
        typer.echo(
            say(
                f"已删除 {each}：是上一份报告的附表，这份不需要",
                f"removed {each}: lists of the report before, which this one does not need",
            )
        )


def facts_of(
    plan: str | None,
    *,
    zone: str | None = None,
    as_of: str | None = None,
    basis: Basis = "declared",
    known: str | None = None,
    is_brief: bool = False,
) -> "ReportFacts":
    """Gather the facts that a call asks for."""
    from layers.report.report_facts import report_facts

    with viewing(plan, as_of=as_of, known=known, basis=basis) as view:
        return report_facts(view, zone=zone, is_brief=is_brief)


class Telling:
    """Tells on stderr what is being done: on a terminal as one line that moves, else by lines."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._task = None if progress is None else progress.add_task("", total=None)

    def step(self, told: str) -> None:
        """Tell what is done next."""
        if self._progress is None or self._task is None:
            print(f"{told}…", file=sys.stderr, flush=True)
        else:
            self._progress.reset(self._task, description=f"{told}…", total=None)

    def count(self, done: int, total: int) -> None:
        """Tell how much of the step is done."""
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, completed=done, total=total)


@contextmanager
def telling() -> Iterator[Telling]:
    """Tell while something long is done; nothing of it stays on a terminal."""
    out = console(stderr=True)
    if not out.is_terminal:
        yield Telling(None)
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), _Done())
    with Progress(*columns, console=out, transient=True) as progress:
        yield Telling(progress)


class _Done(MofNCompleteColumn):
    """How much is done, where that can be counted."""

    def render(self, task: Task) -> Text:
        return super().render(task) if task.total else Text("")

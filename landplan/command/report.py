"""`landplan report`: the report as PDF, Word, Excel or one HTML file."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal, get_args

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

from gis.errors import WrongUseError
from landplan.command import options
from landplan.command.groups import Call
from landplan.command.language import Language, both
from landplan.command.output import console
from landplan.session import viewing

if TYPE_CHECKING:
    from layers.report.report_facts import ReportFacts

SUFFIXES: Final = (".pdf", ".docx", ".xlsx", ".html")
Paper = Literal["A4", "A3"]
PAPERS: Final[tuple[Paper, ...]] = get_args(Paper)

By = Literal["zones", "parcels"]
ATLASES: Final[tuple[By, ...]] = get_args(By)


def write_report(
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
    plan: options.PlanId = None,
) -> None:
    """Write the report, or a map book, in the format of the file's name."""
    say = call.obj
    size = options.chosen("--paper", paper, PAPERS)
    book = None if atlas is None else options.chosen("--atlas", atlas, ATLASES)
    refuse_format(file, template=template, book=book is not None)
    refuse_unwritable(file)
    with telling() as tell:
        tell.step(say("汇总数据", "gathering the facts"))
        facts = facts_of(plan, zone=zone, as_of=as_of, known=known)
        if book is None:
            tell.step(say("编排报告", "setting the report"))
            write(facts, file, paper=size, template=template, language=say.language)
        else:
            tell.step(say("绘制图册", "drawing the atlas"))
            write_book(facts, file, by=book, paper=size, language=say.language, tell=tell)
    typer.echo(say(f"已写出 {file}", f"wrote {file}"))


def facts_of(
    plan: str | None, *, zone: str | None = None, as_of: str | None = None, known: str | None = None
) -> "ReportFacts":
    """Gather the facts that a call asks for."""
    from layers.report.report_facts import report_facts

    with viewing(plan, as_of=as_of, known=known) as view:
        return report_facts(view, zone=zone)


def write(
    facts: "ReportFacts",
    file: Path,
    *,
    paper: Paper = "A4",
    template: Path | None = None,
    language: Language,
) -> None:
    """Write a report in the format of its file's name."""
    from layers.report.contents.chapters import report_of

    report = report_of(facts, language=language)
    match file.suffix.lower():
        case ".pdf":
            from layers.report.pdf.pdf_report import write_pdf

            write_pdf(report, file, paper=paper, facts=facts)
        case ".docx":
            from layers.report.word.word_report import write_word

            write_word(report, file, template=template, facts=facts, paper=paper)
        case ".xlsx":
            from layers.report.excel.excel_report import write_excel

            write_excel(report, file)
        case _:
            from layers.report.html.html_report import write_html

            write_html(report, file, facts=facts)


def write_book(
    facts: "ReportFacts", file: Path, *, by: By, paper: Paper, language: Language, tell: "Telling"
) -> None:
    """Write a map book, telling how many of its zones or parcels are done."""
    from layers.report.atlas.map_book import write_atlas

    write_atlas(facts, file, by=by, language=language, paper=paper, progress=tell.count)


def refuse_format(file: Path, *, template: Path | None, book: bool) -> None:
    """Refuse a file of another format, and what does not go with its own.

    Raises
    ------
    WrongUseError
        Naming what was found and what is wanted.
    """
    suffix = file.suffix.lower()
    if suffix not in SUFFIXES:
        wanted = "、".join(SUFFIXES)
        raise WrongUseError(
            f"文件名“{file.name}”的后缀是“{file.suffix}”，无法识别；应为 {wanted} 之一",
            f"file name {file.name!r} ends in {file.suffix!r}; it should end in one of "
            f"{', '.join(SUFFIXES)}",
        )
    if book and suffix != ".pdf":
        raise WrongUseError(
            f"图册只能写成 PDF，而文件名以 {file.suffix} 结尾；请改为 .pdf",
            f"a map book is a PDF, but the file name ends in {file.suffix}: write .pdf",
        )
    if template is not None:
        _refuse_template(template, suffix)


def _refuse_template(template: Path, suffix: str) -> None:
    if suffix != ".docx":
        raise WrongUseError(
            f"--template 只用于 Word，而文件名以 {suffix} 结尾；请改为 .docx，或去掉 --template",
            f"--template is for Word, but the file name ends in {suffix}: write .docx, or leave "
            "the template out",
        )
    if not template.is_file():
        raise WrongUseError(
            f"没有模板文件 {template}；请检查路径",
            f"there is no template {template}; check its path",
        )


def refuse_unwritable(file: Path) -> None:
    """Refuse a file that cannot be written, before anything is computed.

    Raises
    ------
    WrongUseError
        If its folder is missing or closed, or a folder has its name.
    """
    folder = file.parent
    try:
        if file.is_dir():
            reason = ("这是一个文件夹", "it is a folder")
        elif not folder.is_dir():
            reason = (f"没有文件夹 {folder}", f"there is no folder {folder}")
        elif not os.access(folder, os.W_OK):
            reason = (f"文件夹 {folder} 不许写入", f"folder {folder} may not be written to")
        else:
            return
    except (OSError, ValueError) as error:  # a name too long, or with a zero byte
        told = str(getattr(error, "strerror", None) or error)
        reason = (told, told)
    raise WrongUseError(
        f"无法写入 {file}：{reason[0]}；请换一个位置或文件名",
        f"cannot write {file}: {reason[1]}; choose another place or name",
    )


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

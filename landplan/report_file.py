"""A report in the format of its file's name: what the command and the Python face both write."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, get_args

from gis.errors import WrongUseError
from gis.extras import require
from landplan.settings import PlanSettings, read_settings
from layers.report.document import AtlasBy, Paper

if TYPE_CHECKING:
    from layers.report.report_facts import ReportFacts

SUFFIXES: Final = (".pdf", ".docx", ".xlsx", ".html")
PAPERS: Final[tuple[Paper, ...]] = get_args(Paper)
_BESIDE: Final = ("-附表", "-lists")
"""What the name of the workbook beside a report ends in."""
ATLASES: Final[tuple[AtlasBy, ...]] = get_args(AtlasBy)


class Written(NamedTuple):
    """The files of a report, its own first, and those of an earlier one that are gone."""

    files: list[Path]
    removed: list[Path]


def write(
    facts: "ReportFacts",
    file: Path,
    *,
    paper: Paper = "A4",
    template: Path | None = None,
    brief: bool = False,
    language: str,
) -> Written:
    """Write a report in the format of its file's name.

    The lists that are longer than the settings say go into a workbook beside it; a workbook has
    them all. A workbook that an earlier report of this file left and that this one does not need
    is removed.

    Raises
    ------
    WrongUseError
        If another file stands where the workbook would: nothing is written then.
    """
    from layers.report.contents.bounds import bounded
    from layers.report.contents.brief import brief_of
    from layers.report.contents.chapters import report_of
    from layers.report.contents.hidden import with_hidden_named

    settings = read_settings(PlanSettings)
    made = brief_of if brief else report_of
    report = made(facts, language=language, signatures=settings.signatures)
    files = [file]
    if file.suffix.lower() != ".xlsx":
        beside = _beside(file)[language == "en"]
        report, lists = bounded(
            report, longest=settings.longest_list, file=file.name, beside=beside.name
        )
        if lists is not None:
            from layers.report.excel.excel_report import write_excel

            _refuse_another(beside, file)
            write_excel(lists, beside, beside=file.name)
            files.append(beside)
    report = with_hidden_named(report)
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
    return Written(files=files, removed=_remove_stale(file, files))


def _beside(file: Path) -> list[Path]:
    """Return where the workbook beside a report stands: of a Chinese one, of an English one."""
    return [file.with_name(f"{file.name}{end}.xlsx") for end in _BESIDE]


def _refuse_another(beside: Path, file: Path) -> None:
    """Refuse to write over a file that is not the workbook of this report."""
    from layers.report.excel.owner import belongs_to

    if os.path.lexists(beside) and not belongs_to(beside, file.name):
        raise WrongUseError(
            f"长清单要写入附表 {beside}，而那里已有一份文件，不是 {file.name} 的附表；"
            "请把它移走，或换一个报告文件名",
            f"the long lists go into {beside}, but a file is there that is not the workbook of "
            f"{file.name}: move it away, or choose another name for the report",
        )


def _remove_stale(file: Path, files: Sequence[Path]) -> list[Path]:
    """Remove the workbooks of earlier reports of this file that are none of it any more."""
    from layers.report.excel.owner import belongs_to

    stale = [one for one in _beside(file) if one not in files and belongs_to(one, file.name)]
    for one in stale:
        one.unlink()
    return stale


def write_book(
    facts: "ReportFacts",
    file: Path,
    *,
    by: AtlasBy,
    paper: Paper = "A4",
    language: str,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Write a map book: a page for each zone or parcel.

    Parameters
    ----------
    progress
        Told how many of its zones or parcels are done, of how many.
    """
    from layers.report.atlas.map_book import write_atlas

    write_atlas(facts, file, by=by, language=language, paper=paper, progress=progress)


def refuse_format(file: Path, *, template: Path | None, book: bool, brief: bool) -> None:
    """Refuse a file of another format, what does not go with its own, and one without its extra.

    Raises
    ------
    WrongUseError
        Naming what was found and what is wanted.
    MissingExtraError
        If this installation writes no reports.
    """
    require("report")
    suffix = file.suffix.lower()
    if suffix not in SUFFIXES:
        wanted = "、".join(SUFFIXES)
        raise WrongUseError(
            f"文件名“{file.name}”的后缀是“{file.suffix}”，无法识别；应为 {wanted} 之一",
            f"file name {file.name!r} ends in {file.suffix!r}; it should end in one of "
            f"{', '.join(SUFFIXES)}",
        )
    if brief and book:
        raise WrongUseError(
            "简报（brief）和图册（atlas）是两份文件；请分两次写出",
            "a brief report and a map book (atlas) are two files: write one after the other",
        )
    if brief and suffix == ".xlsx":
        raise WrongUseError(
            "简报（brief）是给人读的，只有 PDF、Word 和 HTML，而文件名以 .xlsx 结尾；"
            "请改后缀，或写出报告全本",
            "a brief report is to be read, as PDF, Word or HTML, but the file name ends in .xlsx: "
            "write another, or the whole report",
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
            f"模板（template）只用于 Word，而文件名以 {suffix} 结尾；请改为 .docx，或去掉模板",
            f"a template is for Word, but the file name ends in {suffix}: write .docx, or leave "
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

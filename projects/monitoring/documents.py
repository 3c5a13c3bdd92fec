"""Whether what a plan cites stands in its documents: every source of a package, line by line.

A document is a text file named after its id, `plan.txt`, whose lines are those that sources
count. A name or figure stands in a line as it is printed there, or as the `note` quotes it
(`“千亿级”`). Full-width digits, spaces, zeros at the end and the signs that a PDF's text has for a
decimal point are no difference.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gis.errors import WrongUseError
from gis.formats.encodings import decode
from gis.formats.faults import UnreadableError
from gis.model import Source
from projects.labels import MEASURES
from projects.model import Finding, Package

_QUOTED: Final = re.compile(r"“([^”]+)”")
_IN_BRACKETS: Final = re.compile(r"（[^）]*）|\([^)]*\)")
_POINT: Final = re.compile("(?<=[0-9])\\s*[\ue000-\uf8ff\U000f0000-\U0010ffff]\\s*(?=[0-9])")
_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_LIST_GOES_ON: Final = r"(?:[、，,和及]|等)"
_SHORTEST: Final = 2
"""Characters that a name has before and after a list takes it apart."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cited:
    """Something that a source says stands in a line.

    Parameters
    ----------
    subject
        What it is about.
    name, figures
        The name, or the figure: of a range its two ends.
    note
        What the package says beside it; texts that it quotes are other ways to print it.
    """

    subject: str
    name: str = ""
    figures: tuple[float, ...] = ()
    note: str = ""
    source: Source


def document_findings(package: Package, documents: Path) -> Iterator[Finding]:
    """Yield each source whose line does not hold the name or figure, and each document not there.

    Parameters
    ----------
    documents
        The folder of the documents' texts.

    Raises
    ------
    WrongUseError
        If that is no folder, or a text in it is neither UTF-8 nor GB18030.
    """
    if not documents.is_dir():
        raise WrongUseError(
            f"“{documents}”不是文件夹；请给出文件文本所在的文件夹（每份一个 编号.txt）",
            f"{str(documents)!r} is no folder; name that of the documents' texts (ID.txt each)",
        )
    lines: dict[str, list[str] | None] = {}
    for cited in cited_in(package):
        name = cited.source.document
        if cited.source.line is None:
            continue
        if name not in lines:
            lines[name] = _lines_of(documents / f"{name}.txt")
            if lines[name] is None:
                yield _finding(cited, *_missing(name, documents), name)
        found = lines[name]
        if found is None:
            continue
        if not 1 <= cited.source.line <= len(found):
            zh, en = f"该文件只有 {len(found)} 行", f"the document has {len(found)} lines only"
            yield _finding(cited, zh, en)
        elif not holds(found[cited.source.line - 1], cited):
            printed = found[cited.source.line - 1].strip()
            shown = printed if len(printed) <= 60 else printed[:59] + "…"
            what = cited.name or "–".join(f"{figure:.12g}" for figure in cited.figures)
            zh = f"这一行没有“{what}”；印的是“{shown}”"
            yield _finding(cited, zh, f"the line does not hold “{what}”; it says “{shown}”")


def _missing(name: str, documents: Path) -> tuple[str, str]:
    """Say that a document's text is not there, and which file may be meant for it."""
    zh, en = f"没有文件 {name}.txt", f"there is no file {name}.txt"
    for path in sorted(documents.iterdir()):
        if path.stem.casefold() != name.casefold():
            continue
        if path.suffix.casefold() == ".txt":
            return f"{zh}；请将 {path.name} 改为这个名字", f"{en}; rename {path.name}"
        return f"{zh}；请将 {path.name} 转成纯文本", f"{en}; make plain text of {path.name}"
    return zh, en


def cited_in(package: Package) -> Iterator[Cited]:
    """Yield what the sources of a package cite: zones, targets, figures, projects and the rest."""
    for zone in package.zones:
        if zone.source:
            yield Cited(subject=zone.name, name=zone.name, note=zone.note, source=zone.source)
    names = {zone.zone_id: zone.name for zone in package.zones}
    for target in package.targets:
        zone_name, measure = names.get(target.zone_id, target.zone_id), MEASURES[target.measure]
        subject = f"{zone_name} {measure.zh} {target.year}"
        yield Cited(subject=subject, figures=(target.value,), source=target.source)
    for figure in package.figures:
        if figure.source and figure.value is not None:
            subject = f"{figure.indicator}（{figure.year}）"
            ends = (figure.value, *(() if figure.value_to is None else (figure.value_to,)))
            yield Cited(subject=subject, figures=ends, note=figure.note, source=figure.source)
    for node in package.investment:
        if node.source:
            yield Cited(subject=node.name, name=node.name, note=node.note, source=node.source)
    for part in package.structure:
        if part.source:
            yield Cited(subject=part.name, name=part.name, note=part.note, source=part.source)
    for project in package.projects:
        for source in project.sources:
            yield Cited(subject=project.name, name=project.name, note=project.note, source=source)


def holds(line: str, cited: Cited) -> bool:
    """Tell whether a line holds a name or a figure; of a figure the sign may be a word (下降)."""
    text = _without_spaces(line)
    if any(_without_spaces(quoted) in text for quoted in _QUOTED.findall(cited.note)):
        return True
    if cited.figures:
        return {abs(figure) for figure in cited.figures} <= figures_in(line)
    names = {_without_spaces(name) for name in (cited.name, _IN_BRACKETS.sub("", cited.name))}
    return any(name in text or _is_in_list(name, text) for name in names - {""})


def figures_in(line: str) -> set[float]:
    """Return the numbers that a line prints, without their signs."""
    told = _POINT.sub(".", unicodedata.normalize("NFKC", line))
    whole = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", told)
    return {float(number) for number in re.findall(r"[0-9]+(?:\.[0-9]+)?", whole)}


def _without_spaces(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _is_in_list(name: str, text: str) -> bool:
    """Tell a name in a list whose items share their end: 甲街、乙街等 2 个街道中心, 甲街中心."""
    for at in range(_SHORTEST, len(name) - _SHORTEST + 1):
        head, tail = re.escape(name[:at]), re.escape(name[at:])
        if re.search(rf"{head}{_LIST_GOES_ON}.*{tail}", text):
            return True
    return False


def _lines_of(path: Path) -> list[str] | None:
    if not path.is_file():
        return None
    try:
        return _LINE_END.split(decode(path.read_bytes(), ()).text)
    except UnreadableError as error:
        raise WrongUseError(f"“{path}”{error.zh}", f"{str(path)!r} {error.en}") from error


def _finding(cited: Cited, zh: str, en: str, subject: str = "") -> Finding:
    return Finding(
        kind="not_in_document",
        subject=subject or cited.subject,
        zh=zh,
        en=en,
        source=cited.source,
    )

"""XML that is safe to hand on: no declarations of its own, no depth without end, sound to its end.

A document type declaration can name files and hosts to be read, and entities that grow without
bound; no file of land needs one.
"""

import re
import shutil
from pathlib import Path
from typing import IO, Final
from xml.parsers import expat

from gis.formats.faults import UnreadableError

_PROLOG: Final = re.compile(
    r"\s*(<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE\b[^>\[]*(\[.*?\])?\s*>\s*)*", re.DOTALL
)
_ROOT: Final = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")
_CHINESE: Final = re.compile(
    rb"""(<\?xml[^>]*encoding\s*=\s*["'])(gb2312|gbk|gb18030|cp936|ms936)(["'])""", re.I
)
_DEEPEST: Final = 200
_CHUNK: Final = 1 << 20


def root_of(head: bytes) -> str | None:
    """Return the root element's name in small letters, without its prefix; None if it is no XML."""
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "latin-1"
    text = head.decode(encoding, "replace").removeprefix("\xef\xbb\xbf").lstrip("\ufeff")
    if not text.lstrip().startswith("<"):
        return None
    prolog = _PROLOG.match(text)
    found = _ROOT.match(text, prolog.end() if prolog else 0)
    return found[1].lower() if found else ""


def guarded(source: Path, target: Path) -> None:
    """Copy an XML file that is safe to hand on, in UTF-8 where it is in GBK.

    Raises
    ------
    UnreadableError
        If it has a document type declaration, is nested too deep, or is not sound XML.
    """
    with source.open("rb") as file:
        chinese = _CHINESE.match(file.read(200).lstrip())
    if chinese:
        _recode(source, target)
    else:
        shutil.copyfile(source, target)
    with target.open("rb") as copy:
        check_xml(copy)


def _recode(source: Path, target: Path) -> None:
    try:
        with (
            source.open(encoding="gb18030", newline="") as given,
            target.open("w", encoding="utf-8", newline="") as copy,
        ):
            copy.write(
                re.sub(r"""(encoding\s*=\s*["'])[\w-]+""", r"\1UTF-8", given.read(200), count=1)
            )
            shutil.copyfileobj(given, copy, _CHUNK)
    except UnicodeDecodeError as error:
        raise UnreadableError(
            "写明是 GBK 编码，实际不是；请另存为 UTF-8",
            "says that it is in GBK and is not; save it as UTF-8",
            kind="encoding",
        ) from error


def check_xml(file: IO[bytes]) -> None:
    """Read XML through.

    Raises
    ------
    UnreadableError
        If it has a document type declaration, is nested too deep, or is not sound.
    """
    parser = expat.ParserCreate()
    depth = 0

    def opened(_name: str, _attributes: object) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise UnreadableError(
                f"元素嵌套超过 {_DEEPEST} 层", f"is nested more than {_DEEPEST} deep",
                kind="too_deep", row=parser.CurrentLineNumber,
            )  # fmt: skip

    def closed(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def declared(*_told: object) -> None:
        raise UnreadableError(
            "含有文档类型声明 (DOCTYPE)，可能引用外部文件或无限展开；请去掉后再用",
            "has a document type declaration (DOCTYPE), which may name other files or expand "
            "without end; take it out",
            kind="doctype",
            row=parser.CurrentLineNumber,
        )

    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    parser.StartDoctypeDeclHandler = declared
    try:
        while data := file.read(_CHUNK):
            parser.Parse(data, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise UnreadableError(
            "不是完整的 XML：文件在此中断或有错；请重新导出",
            "is no sound XML: it breaks off or is wrong here; export it again",
            row=error.lineno,
        ) from error

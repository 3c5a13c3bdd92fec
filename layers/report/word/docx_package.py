"""The Word report as a file: opened from nothing or a template, packed always alike."""

import zipfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.opc.oxml import serialize_part_xml
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from gis.errors import WrongUseError

if TYPE_CHECKING:
    from docx.document import Document

_FALLBACKS: Final = {
    "方正小标宋_GBK": "方正小标宋简体,小标宋,华文中宋,宋体,SimSun,Noto Serif CJK SC",
    "仿宋_GB2312": "仿宋,FangSong,华文仿宋,Noto Serif CJK SC",
    "黑体": "SimHei,微软雅黑,Noto Sans CJK SC",
    "楷体_GB2312": "楷体,KaiTi,华文楷体,Noto Serif CJK SC",
}
_ALWAYS: Final = (1980, 1, 1, 0, 0, 0)  # the first day of a zip file's calendar


def blank_document() -> "Document":
    """Return an empty document without the marks of the library that made it."""
    document = docx.Document()
    package = document.part.package
    for name, relation in list(package.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            del package.rels[name]
    _name_fallbacks(document)
    return document


def template_document(template: Path) -> "Document":
    """Return a bureau's own document with its text taken out.

    Its styles, page set-up, headers and footers stay: those of its last section, which holds
    what the sections before it hand on.

    Raises
    ------
    WrongUseError
        If the file is missing or no .docx.
    """
    try:
        with template.open("rb") as file:
            document = docx.Document(file)
    except (
        OSError,
        ValueError,
        KeyError,
        zipfile.BadZipFile,
        PackageNotFoundError,
        SyntaxError,  # as lxml tells XML that is none
    ) as error:
        raise WrongUseError(
            f"模板 {template} 不是可用的 Word 文档；请在 Word 或 WPS 中另存为 .docx 再用",
            f"the template {template} is no Word document that can be used; save it as .docx "
            "in Word or WPS first",
        ) from error
    _empty(document)
    return document


def packed(document: "Document") -> bytes:
    """Return the document's bytes: sorted parts of one date, so that equal reports are equal."""
    saved, fixed = BytesIO(), BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as parts, zipfile.ZipFile(fixed, "w") as file:
        for name in sorted(parts.namelist()):
            part = zipfile.ZipInfo(name, date_time=_ALWAYS)
            part.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(part, parts.read(name))
    return fixed.getvalue()


def _empty(document: "Document") -> None:
    """Take out all but the last section's set-up, with the headers that reach it."""
    body = document.element.body
    last = body.get_or_add_sectPr()
    references = {
        (reference.tag, reference.get(qn("w:type"))): reference
        for section in body.xpath("./w:p/w:pPr/w:sectPr | ./w:sectPr")
        for reference in section.xpath("./w:headerReference | ./w:footerReference")
    }
    for element in list(body):
        if element is not last:
            body.remove(element)
    for place, reference in enumerate(references.values()):
        last.insert(place, reference)


def _name_fallbacks(document: "Document") -> None:
    """Say in the table of fonts what stands in for a face that is not installed."""
    part = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    table = parse_xml(part.blob)
    for face, others in _FALLBACKS.items():
        table.append(
            parse_xml(
                f'<w:font {nsdecls("w")} w:name="{face}"><w:altName w:val="{others}"/>'
                '<w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
            )
        )
    part._blob = serialize_part_xml(table)

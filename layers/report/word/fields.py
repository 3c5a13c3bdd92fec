"""Runs, fields and bookmarks: what python-docx leaves to XML."""

from typing import TYPE_CHECKING, Any

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from layers.report.plain_text import plain

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.text.paragraph import Paragraph


def add_text(paragraph: "Paragraph", text: str) -> None:
    """Add text as one run; what Chinese and Latin share (“ ” — …) is set as Chinese."""
    paragraph._p.append(text_run(plain(text)))


def text_run(text: str) -> "BaseOxmlElement":
    """Return a run of text that is plain already."""
    run = _element("w:r")
    fonts = _element("w:rFonts", hint="eastAsia")
    properties = _element("w:rPr")
    properties.append(fonts)
    run.append(properties)
    words = _element("w:t")
    words.text = text
    words.set(qn("xml:space"), "preserve")
    run.append(words)
    return run


def add_field(paragraph: "Paragraph", instruction: str, shown: str) -> None:
    """Add a field that Word computes, with what it shows until then."""
    for part in field(instruction, text_run(shown)):
        paragraph._p.append(part)


def field(instruction: str, *result: "BaseOxmlElement") -> list["BaseOxmlElement"]:
    """Return the runs of a field around its result."""
    return [*field_begin(instruction), *result, _field_mark("end")]


def field_begin(instruction: str) -> list["BaseOxmlElement"]:
    """Return the runs that open a field, up to its result."""
    code = _element("w:r")
    words = _element("w:instrText")
    words.text = f" {instruction} "
    words.set(qn("xml:space"), "preserve")
    code.append(words)
    return [_field_mark("begin"), code, _field_mark("separate")]


def field_end() -> "BaseOxmlElement":
    """Return the run that closes a field."""
    return _field_mark("end")


def bookmark(paragraph: "Paragraph", name: str, number: int) -> None:
    """Put a bookmark around all that a paragraph holds."""
    start = _element("w:bookmarkStart", id=str(number), name=name)
    properties = paragraph._p.pPr
    paragraph._p.insert(0 if properties is None else 1, start)
    paragraph._p.append(_element("w:bookmarkEnd", id=str(number)))


def mark_start(paragraph: "Paragraph", name: str, number: int) -> None:
    """Begin a bookmark at the end of what a paragraph holds so far."""
    paragraph._p.append(_element("w:bookmarkStart", id=str(number), name=name))


def mark_end(paragraph: "Paragraph", number: int) -> None:
    """End a bookmark at the end of what a paragraph holds so far."""
    paragraph._p.append(_element("w:bookmarkEnd", id=str(number)))


def link(name: str, *runs: "BaseOxmlElement") -> "BaseOxmlElement":
    """Return a link to a bookmark of the document."""
    element = _element("w:hyperlink", anchor=name, history="1")
    element.extend(runs)
    return element


def hold_as_contents(first: "Paragraph", last: "Paragraph") -> None:
    """Put paragraphs into the frame by which Word offers to update a table of contents."""
    frame: BaseOxmlElement = parse_xml(
        f"<w:sdt {nsdecls('w')}><w:sdtPr><w:docPartObj>"
        '<w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/>'
        "</w:docPartObj></w:sdtPr><w:sdtContent/></w:sdt>"
    )
    held = [first._p, *first._p.itersiblings(), last._p]
    first._p.addprevious(frame)
    frame[-1].extend(held[: held.index(last._p) + 1])


def update_fields_on_opening(document: "Document") -> None:
    """Let Word fill in the page numbers of the contents when it opens the document."""
    settings = document.settings.element
    if settings.find(qn("w:updateFields")) is None:
        settings.insert_element_before(
            _element("w:updateFields", val="true"), *_AFTER_UPDATE_FIELDS
        )


_AFTER_UPDATE_FIELDS = (
    "w:hdrShapeDefaults",
    "w:footnotePr",
    "w:endnotePr",
    "w:compat",
    "w:docVars",
    "w:rsids",
    "m:mathPr",
    "w:attachedSchema",
    "w:themeFontLang",
    "w:clrSchemeMapping",
    "w:doNotIncludeSubdocsInStats",
    "w:doNotAutoCompressPictures",
    "w:forceUpgrade",
    "w:captions",
    "w:readModeInkLockDown",
    "w:smartTagType",
    "w:shapeDefaults",
    "w:doNotEmbedSmartTags",
    "w:decimalSymbol",
    "w:listSeparator",
)


def _field_mark(kind: str) -> "BaseOxmlElement":
    run = _element("w:r")
    run.append(_element("w:fldChar", fldCharType=kind))
    return run


def _element(tag: str, **attributes: Any) -> "BaseOxmlElement":
    element: BaseOxmlElement = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element

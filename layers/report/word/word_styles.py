"""The look of the Word report: the styles, fonts and numbering that Chinese official papers use.

Sizes, margins and faces follow GB/T 9704—2012 (党政机关公文格式): body in 仿宋 三号, headings in
黑体 and 楷体, the title in 小标宋 二号. A template's own styles win; only those it lacks are added.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor

from layers.report.heading_numbers import DEPTH
from layers.report.word.heading_list import number_headings
from layers.styles import INK, RULE, TINT, WARNING

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.styles.style import ParagraphStyle

SONG_TITLE, FANG_SONG, HEI, KAI = "方正小标宋_GBK", "仿宋_GB2312", "黑体", "楷体_GB2312"
LATIN: Final = "Times New Roman"

TABLE_STYLE: Final = "Report Table"
_WORD_2013: Final = "15"  # the newest mode there is; below it Word speaks of compatibility
_ALIGNMENTS: Final = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """How a paragraph style looks; sizes in points.

    `line` is the exact distance of lines (None: single), `indent` the first line's in Han
    characters, `level` the place in the outline.
    """

    name: str
    size: float
    face: str = FANG_SONG
    based_on: str = "Normal"
    bold: bool = False
    colour: str | None = None
    align: Literal["left", "center", "both"] = "left"
    line: float | None = None
    before: float = 0
    after: float = 0
    indent: int = 0
    keep_with_next: bool = False
    level: int | None = None
    left: int = 0


def looks(language: str, *, is_brief: bool = False) -> dict[str, Look]:
    """Return every style that the report uses, by its name in Word; a brief one is set closer."""
    zh = language != "en"
    body, line = (16.0, 28.0) if zh else (11.0, 16.0)
    title, head = (22.0, 16.0) if zh else (24.0, 14.0)
    if is_brief and zh:
        body, line, title = 14.0, 22.0, 20.0
    after = 0.0 if zh else 6.0
    wide = line * 1.3
    heading: dict[str, Any] = {"indent": 2 * zh, "bold": not zh}
    some = (
        Look(name="Normal", size=body, based_on="", line=line, align="both"),
        Look(name="Body Text", size=body, line=line, indent=2 * zh, after=after, align="both"),
        Look(name="Title", size=title, face=SONG_TITLE, align="center", line=title * 1.6, after=18),
        Look(name="Subtitle", size=body, face=KAI, align="center", line=wide),
        Look(name="Heading 1", size=head, face=HEI, line=wide, before=6, **heading, level=0),
        Look(name="Heading 2", size=body, face=KAI, line=line, before=4, **heading, level=1),
        Look(name="Heading 3", size=body, line=line, before=2, indent=2 * zh, bold=True, level=2),
        Look(name="Caption", size=12 if zh else 10, face=HEI, align="center", before=6, after=4),
        Look(name="TOC Heading", size=title - 4, face=HEI, align="center", line=wide, after=8),
        *(Look(name=f"toc {n}", size=body - 2, line=line, left=n - 1) for n in (1, 2, 3)),
        Look(name="Header", size=9, align="center", colour=WARNING),
        Look(name="Footer", size=14 if zh else 10, face="宋体"),
        Look(name="Report Table Text", size=10.5 if zh else 9.5),
        Look(name="Report Table Heading", size=10.5 if zh else 9.5, face=HEI, align="center"),
        Look(name="Report Note", size=9, before=3, after=9),
        Look(name="Report Figure", size=9, align="center", before=6, keep_with_next=True),
        Look(name="Report Remark", size=body - 2, face=HEI, line=line, colour=WARNING, bold=not zh),
    )
    return {look.name: look for look in some}


def set_styles(document: "Document", language: str, *, own: bool, is_brief: bool = False) -> None:
    """Give the document every style of the report.

    With `own` the report's look replaces what the document had; without, a style that the
    document has, by a bureau's template, stays as it is.
    """
    own_looks = looks(language, is_brief=is_brief)
    for look in own_looks.values():
        if look.name not in document.styles:
            style = document.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        elif own:
            style = document.styles[look.name]
        else:
            continue
        _set_look(document, style, look, own_looks["Normal"], own=own)
    if TABLE_STYLE not in document.styles:
        document.styles.element.append(_table_style())
    if own:
        for level in range(1, DEPTH + 1):
            following = document.styles["Body Text"]
            document.styles[f"Heading {level}"].next_paragraph_style = following
        _set_defaults(document, language)
        number_headings(document, language)


def set_font(properties: "BaseOxmlElement", face: str) -> None:
    """Set the face of Han and of Latin letters in run properties, in place of a theme's."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{script}"), LATIN)
    fonts.set(qn("w:eastAsia"), face)


def _set_look(
    document: "Document", style: "ParagraphStyle", look: Look, body: Look, *, own: bool
) -> None:
    """Write a look into a style; beside a template's own, only what differs from the body."""
    element = style.element
    for tag in ("w:pPr", "w:rPr", "w:link"):
        for old in element.findall(qn(tag)):
            element.remove(old)
    if look.based_on:
        style.base_style = document.styles[look.based_on]
    style.hidden, style.unhide_when_used, style.quick_style = False, False, True
    differs = own or look.face != body.face
    if differs:
        set_font(element.get_or_add_rPr(), look.face)
    if own or look.size != body.size:
        style.font.size = Pt(look.size)
    style.font.bold = look.bold
    if look.colour:
        style.font.color.rgb = RGBColor.from_string(_hex(look.colour))
    _set_paragraph(style, look, body, own=own)


def _set_paragraph(style: "ParagraphStyle", look: Look, body: Look, *, own: bool) -> None:
    form = style.paragraph_format
    form.alignment = _ALIGNMENTS[look.align]
    form.keep_with_next = look.keep_with_next or look.level is not None or None
    form.space_before, form.space_after = Pt(look.before), Pt(look.after)
    if look.line is None:
        form.line_spacing = 1.0
    elif own or look.line != body.line:
        form.line_spacing = Pt(look.line)
    paragraph = style.element.get_or_add_pPr()
    indent = paragraph.get_or_add_ind()
    for side, characters in (("firstLine", look.indent), ("left", look.left)):
        indent.set(qn(f"w:{side}Chars"), str(100 * characters))
        indent.set(qn(f"w:{side}"), str(round(20 * characters * look.size)))
    if look.level is not None:
        outline = OxmlElement("w:outlineLvl")
        outline.set(qn("w:val"), str(look.level))
        paragraph.append(outline)


def _table_style() -> "BaseOxmlElement":
    """Return a table style: thin rules, a tinted heading row; cells as wide as they are set."""
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="{size}" w:space="0" w:color="{_hex(colour)}"/>'
        for edge, size, colour in (
            ("top", 12, INK),
            ("left", 4, RULE),
            ("bottom", 12, INK),
            ("right", 4, RULE),
            ("insideH", 4, RULE),
            ("insideV", 4, RULE),
        )
    )
    style: BaseOxmlElement = parse_xml(
        f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="ReportTable">'
        f'<w:name w:val="{TABLE_STYLE}"/><w:uiPriority w:val="59"/><w:qFormat/>'
        f"<w:tblPr><w:tblBorders>{edges}</w:tblBorders><w:tblCellMar>"
        '<w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        '<w:tblStylePr w:type="firstRow"><w:tblPr/><w:tcPr>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{_hex(TINT)}"/>'
        "</w:tcPr></w:tblStylePr></w:style>"
    )
    return style


def _hex(colour: str) -> str:
    """Return a colour as Word writes it."""
    return colour.removeprefix("#").upper()


def _set_defaults(document: "Document", language: str) -> None:
    """Set the document's own face and language, in place of the theme's."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    for paragraph in defaults.iter(qn("w:pPr")):
        for child in list(paragraph):
            paragraph.remove(child)
    for properties in defaults.iter(qn("w:rPr")):
        set_font(properties, FANG_SONG)
        spoken = properties.find(qn("w:lang"))
        spoken.set(qn("w:val"), "en-GB" if language == "en" else "en-US")  # of Latin text
        spoken.set(qn("w:eastAsia"), "zh-CN")
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), _WORD_2013)
    theme = document.settings.element.find(qn("w:themeFontLang"))
    theme.set(qn("w:eastAsia"), "zh-CN")

"""The Word report's headings as a numbered list: one that Word keeps when chapters move."""

from typing import TYPE_CHECKING, Final

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from layers.report.heading_numbers import DEPTH, levels

if TYPE_CHECKING:
    from docx.document import Document

_LIST: Final = 90  # the list's id, above those of the empty document


def number_headings(document: "Document", language: str) -> None:
    """Make the headings 1 to 3 a numbered list: 一、（一）1. or, in English, 1, 1.1, 1.1.1."""
    written = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:pStyle w:val="{document.styles[f"Heading {level + 1}"].style_id}"/>'
        f'<w:suff w:val="{after}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>'
        for level, (form, text, after) in enumerate(levels(language))
    )
    numbering = document.part.numbering_part.element
    numbering.insert(
        0,
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{_LIST}">'
            f'<w:multiLevelType w:val="multilevel"/>{written}</w:abstractNum>'
        ),
    )
    number = numbering.add_num(_LIST)
    for level in range(DEPTH):
        properties = document.styles[f"Heading {level + 1}"].element.get_or_add_pPr()
        chosen = properties.get_or_add_numPr()
        chosen.get_or_add_ilvl().val = level
        chosen.get_or_add_numId().val = number.numId

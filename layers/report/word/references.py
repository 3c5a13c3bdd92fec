"""Tables and figures of the Word report by name: captions that count, fields that follow them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Literal

from layers.report.document import Report, Table
from layers.report.page_words import cut_words, named, numbers_of, page_words
from layers.report.word.fields import add_field, add_text, mark_end, mark_start

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph as DocxParagraph

Kind = Literal["table", "figure"]

_FIRST_ID: Final[dict[Kind, int]] = {"table": 1_000_000, "figure": 2_000_000}
"""Where the ids of their bookmarks begin, above those of the headings."""


class References:
    """What a report's tables and figures are called, as text and as fields of Word."""

    def __init__(self, report: Report) -> None:
        self.numbers = numbers_of(report)
        self.words = page_words(report.language)
        self.language = report.language

    def add_caption(
        self, paragraph: "DocxParagraph", kind: Kind, number: int, caption: str
    ) -> None:
        """Write a caption whose number Word counts, its name within a bookmark."""
        label = self.words[kind].format(n="").strip()
        mark = _FIRST_ID[kind] + number
        mark_start(paragraph, _bookmark(kind, number), mark)
        add_text(paragraph, f"{label} ")
        add_field(paragraph, rf"SEQ {label} \* ARABIC", str(number))
        mark_end(paragraph, mark)
        add_text(paragraph, f"　{caption}" if self.language != "en" else f". {caption}")

    def data_in(self, table_id: str) -> str:
        """Return which table has a chart's figures; empty if the report does not have it."""
        number = self.numbers.tables.get(table_id)
        if number is None:
            return ""
        table = self.words["table"].format(n=number)
        return self.words["beside"].format(extra=self.words["data_in"].format(table=table))

    def add_data_in(self, paragraph: "DocxParagraph", table_id: str) -> None:
        """Write behind a chart's caption which table has its figures, if the report has it."""
        if self.data_in(table_id):
            number = self.numbers.tables[table_id]
            self._add_around(paragraph, self.data_in(table_id), number)

    def add_see(self, paragraph: "DocxParagraph", refs: Sequence[str]) -> None:
        """Write behind a paragraph which tables and figures show what it says."""
        found = named(refs, self.numbers, self.words)
        if not found:
            return
        before, _, after = self.words["see"].partition("{refs}")
        add_text(paragraph, before)
        for place, (to, _) in enumerate(found):
            if place:
                add_text(paragraph, self.words["list_comma"])
            kind, _, number = to.partition("-")
            self._add_name(paragraph, "table" if kind == "table" else "figure", int(number))
        add_text(paragraph, after)

    def add_cut(self, paragraph: "DocxParagraph", table: Table) -> None:
        """Write what is said of a table that has only its first rows."""
        told = cut_words(table, self.numbers, self.language)
        number = self.numbers.tables.get(table.cut.table_id) if table.cut else None
        if number is None:
            add_text(paragraph, told)
            return
        self._add_around(paragraph, told, number)

    def _add_around(self, paragraph: "DocxParagraph", told: str, number: int) -> None:
        """Write what is told, the name of a table in it as a field."""
        before, _, after = told.rpartition(self.words["table"].format(n=number))
        add_text(paragraph, before)
        self._add_name(paragraph, "table", number)
        add_text(paragraph, after)

    def _add_name(self, paragraph: "DocxParagraph", kind: Kind, number: int) -> None:
        name = self.words[kind].format(n=number)
        add_field(paragraph, rf"REF {_bookmark(kind, number)} \h", name)


def _bookmark(kind: Kind, number: int) -> str:
    return f"_Ref{kind.capitalize()}{number:05}"

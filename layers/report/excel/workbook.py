"""A workbook under way: its words, formats and worksheets, each made once."""

from typing import TYPE_CHECKING, Any, Final

from layers.report.document import Report
from layers.report.excel.cell_text import cell_text, opens_a_formula, worksheet_name
from layers.report.text_width import text_width
from layers.styles import WARNING

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

FONT_SIZE: Final = 11
LINE_HEIGHT: Final = 15.0  # points
_A4: Final = 9
_FONTS: Final = {"zh": "宋体", "en": "Calibri"}

_TEXTS: Final[dict[str, tuple[str, str]]] = {
    "contents": ("目录", "Contents"),
    "text": ("正文", "Text"),
    "back": ("返回目录", "Back to the contents"),
    "table": ("表 {n}", "Table {n}"),
    "none": ("（无记录）", "(no records)"),
}


class Book:
    """A workbook with what its worksheets share.

    Parameters
    ----------
    workbook
        An open XlsxWriter workbook.
    report
        The report that it holds.
    """

    def __init__(self, workbook: "Workbook", report: Report) -> None:
        self.workbook = workbook
        self.report = report
        self.worksheets: dict[str, Worksheet] = {}
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def text(self, key: str, **values: int) -> str:
        """Return one of the workbook's own words in the report's language."""
        return _TEXTS[key][self.report.language == "en"].format(**values)

    def format(self, **properties: Any) -> "Format":
        """Return the format with these properties; each is made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            font = _FONTS["en" if self.report.language == "en" else "zh"]
            base = {"font_name": font, "font_size": FONT_SIZE, "valign": "vcenter"}
            self._formats[key] = self.workbook.add_format({**base, **properties})
        return self._formats[key]

    def add_worksheet(self, caption: str, *, wide: bool) -> "Worksheet":
        """Add a worksheet named by its caption, set up to be printed a page wide."""
        name = worksheet_name(caption, self.worksheets)
        worksheet = self.workbook.add_worksheet(name)
        worksheet.set_paper(_A4)
        worksheet.fit_to_pages(1, 0)
        worksheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
        worksheet.set_footer("&C— &P —")
        if wide:
            worksheet.set_landscape()
        self.worksheets[name] = worksheet
        return worksheet

    def write(self, worksheet: "Worksheet", row: int, column: int, text: str, **style: Any) -> None:
        """Write text that stays text, also when someone edits the cell."""
        held = cell_text(text)
        if opens_a_formula(held):
            style["quote_prefix"] = True
        worksheet.write_string(row, column, held, self.format(**style))

    def write_across(
        self, worksheet: "Worksheet", row: int, text: str, *, columns: int, width: int, **style: Any
    ) -> None:
        """Write a remark over several columns, in a row as high as its lines need.

        `width` is the columns' together, in half-width characters; Excel fits no merged row.
        """
        scale = style.get("font_size", FONT_SIZE) / FONT_SIZE
        lines = -(-text_width(cell_text(text)) * scale // max(width - 2, 1))
        worksheet.set_row(row, LINE_HEIGHT * scale * min(lines, 25) + 3)
        if columns > 1:
            worksheet.merge_range(
                row, 0, row, columns - 1, "", self.format(text_wrap=True, **style)
            )
        self.write(worksheet, row, 0, text, text_wrap=True, **style)

    def write_remarks(self, worksheet: "Worksheet", row: int, *, columns: int, width: int) -> None:
        """Write what nobody may overlook: sample data, schematic outlines."""
        if self.report.remarks:
            text = "  ".join(self.report.remarks)
            style = {"bold": True, "font_color": WARNING}
            self.write_across(worksheet, row, text, columns=columns, width=width, **style)

"""Characters of the data that no document may hold, named where the reader sees their marks.

Control characters, and those that turn the order of the text around them (U+202E, …).
"""

from collections.abc import Iterator
from dataclasses import replace

from layers.report.document import Chart, Paragraph, PrintMap, Report, Table
from layers.report.plain_text import MARK, named, unprintable
from layers.report.words import Words


def with_hidden_named(report: Report) -> Report:
    """Return a report with one more remark if a mark stands for characters of its text."""
    found = sorted(unprintable(_texts(report)))
    if not found:
        return report
    codes = named(found)
    remark = Words(report.language)(
        f"{MARK}：数据中有 {len(found)} 种控制字符，不按原样显示（{codes}）",
        f"{MARK}: control characters in the data, not shown as they are ({codes})",
    )
    return replace(report, remarks=(*report.remarks, remark))


def _texts(report: Report) -> Iterator[str]:
    """Yield every text of a report that may come from data."""
    yield from (report.title, report.zone_name, *report.cover)
    for _, chapter in report.walk():
        yield chapter.title
        for block in chapter.blocks:
            match block:
                case Paragraph():
                    yield block.text
                case Table():
                    yield from (block.caption, block.note)
                    yield from (cell for row in block.rows for cell in row if isinstance(cell, str))
                case Chart():
                    yield from (block.caption, *block.labels)
                case PrintMap():
                    yield block.caption

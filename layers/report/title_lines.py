"""A title on lines of much the same length that do not break a word of the trade."""

import re
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Final

from layers.report.document import Report
from layers.report.plain_text import plain
from layers.report.text_width import text_width

_WORDS: Final = (
    "国民经济|社会发展|土地|用地|收储|储备|供应|供地|规划|计划|实施|情况|报告|发展|建设|项目|指标|产业|工业|"
    "工园|园区|新区|城区|商务区|开发区|高新区|智慧(?:城市?|园区|社区)|中央|中心|核心|片区|街道|国土|空间|自然|资源|城市|更新|"
    "年度|季度|中期|评估|纲要|行动|方案|重点|重大|国际|金融|科技|创新|生态|示范"
)
_PIECE: Final = rf"{_WORDS}|[^\W\d_a-z]{{2,4}}?[省市区县镇乡]|[!-~]+(?:{_WORDS}|[年月日号期])?|\S"
"""A word, a place, a number with what it counts, or a single character."""


_COVER: Final = 38
"""Half-width characters of a cover's title that fit on a line."""


def cover_title(report: Report) -> list[str]:
    """Return a report's title in lines, each with the space behind it; together they are it.

    None breaks the name of the report's zone.
    """
    return _parted(plain(report.title), _COVER, [plain(report.zone_name)])


def title_lines(title: str, line: int, *, names: Sequence[str] = ()) -> list[str]:
    """Return a title on as few lines as it needs, each about as long.

    Parameters
    ----------
    line
        Half-width characters that a line holds; a word longer than that is not broken.
    names
        What is not broken either, though it be several words.
    """
    lines = _parted(title, line, names)
    return [one.strip() for one in lines]


def _parted(title: str, line: int, names: Sequence[str]) -> list[str]:
    whole = "".join(f"{re.escape(name)}|" for name in names if text_width(name) <= line)
    piece = rf"[“‘《〈（【「]*(?:{whole}{_PIECE})[”’》〉）】」，。、：；！？]*\s*"
    pieces = re.findall(piece, title.strip(), re.IGNORECASE)
    ends = [0, *accumulate(map(text_width, pieces))]
    count = -(-ends[-1] // line)
    breaks = (
        [
            min(range(len(ends)), key=lambda place: abs(ends[place] - ends[-1] * number / count))
            for number in range(count + 1)
        ]
        if count
        else []
    )
    lines = ["".join(pieces[start:end]) for start, end in pairwise(breaks)]
    return [one for one in lines if one.strip()]

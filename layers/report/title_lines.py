"""A title on lines of much the same length that do not break a word of the trade."""

import re
from itertools import accumulate, pairwise
from typing import Final

from layers.report.text_width import text_width

_WORDS: Final = (
    "国民经济|社会发展|土地|用地|收储|储备|供应|供地|规划|计划|实施|情况|报告|发展|建设|项目|指标|产业|工业|"
    "工园|园区|新区|城区|商务区|开发区|高新区|智慧城|中央|中心|核心|片区|街道|国土|空间|自然|资源|城市|更新|"
    "年度|季度|中期|评估|纲要|行动|方案|重点|重大|国际|金融|科技|创新|生态|示范"
)
_PIECE: Final = re.compile(
    rf"[“‘《〈（【「]*(?:{_WORDS}|[^\W\d_a-z]{{2,4}}?[省市区县镇乡]|[!-~]+|\S)"
    r"[”’》〉）】」，。、：；！？]*\s*",
    re.IGNORECASE,
)
"""A word, a place or a single character, with the marks that stay beside it."""


def title_lines(title: str, line: int) -> list[str]:
    """Return a title on as few lines as it needs, each about as long.

    Parameters
    ----------
    line
        Half-width characters that a line holds; a word longer than that is not broken.
    """
    pieces = _PIECE.findall(title.strip())
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
    lines = ["".join(pieces[start:end]).strip() for start, end in pairwise(breaks)]
    return [one for one in lines if one]

"""Project categories: the colours of the single ones, and groups, so that thirty can be folded.

A plan names its categories as it likes; the group is read from the words in the name. It serves
only to fold lists: nothing is counted by it, and a category with none of the words is `other`.
"""

from collections import Counter
from collections.abc import Iterable
from itertools import chain, repeat
from typing import Final

from layers.styles import CATEGORY_COLOURS, OTHER_CATEGORY, PROJECT_GROUPS
from projects.model import Project

_WORDS: Final = (
    ("industry", "产业"),
    ("ecology", "碧道 水环境 排水 绿 园林 生态 环保 污水 垃圾"),
    ("infrastructure", "路 交通 轨道 桥 枢纽 停车 电网 供电 能源 燃气 加氢 充电 管网 管廊 供水"),
    ("services", "卫生 医疗 文化 体育 教育 校 养老 民政 公安 粮食"),
    ("renewal", "更新 旧村 旧厂 旧城 改造"),
    ("industry", "业 商 技术 科技 创意 信息 制造 总部"),
)

GROUPS: Final = tuple(PROJECT_GROUPS)
"""In the order in which a legend names them."""


def group_of(category: str) -> str:
    """Return the group of a category: the first whose words its name holds."""
    for group, words in _WORDS:
        if any(word in category for word in words.split()):
            return group
    return "other"


def category_colours(projects: Iterable[Project]) -> dict[str, str]:
    """Return the colour of each category on a map, in the order in which they get one.

    Each colour is given once: first to the categories of which something is drawn, then to those
    of most projects. The rest share `OTHER_CATEGORY`.
    """
    told = list(projects)
    drawn = {project.category for project in told if project.place is not None}
    sizes = Counter(project.category for project in told)
    ordered = sorted(sizes, key=lambda category: (category not in drawn, -sizes[category]))
    return dict(zip(ordered, chain(CATEGORY_COLOURS, repeat(OTHER_CATEGORY)), strict=False))

"""Groups of project categories, so that a legend of thirty categories can be folded.

A plan names its categories as it likes; the group is read from the words in the name. It serves
only to fold lists: nothing is counted by it, and a category with none of the words is `other`.
"""

from typing import Final

from layers.styles import PROJECT_GROUPS

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

"""What typer says of a call that it cannot take, in the language of the call."""

import re
from typing import Final

from typer.exceptions import TyperException

from landplan.language import Say

_CHINESE: Final = (
    (r"No such option: (\S+)", "没有选项 {}"),
    (r"No such command '(.*?)'", "没有命令 {}"),
    (r"Missing command", "缺少命令"),
    (r"Missing argument '(.*?)'", "缺少参数 {}"),
    (r"Missing option '(.*?)'", "缺少选项 {}"),
    (r"Option '(.*?)' requires an argument", "选项 {} 后面缺少值"),
    (r"Option '(.*?)' does not take a value", "选项 {} 不带值"),
    (r"Got unexpected extra argument\(s\) \((.*)\)", "多出参数 {}"),
    (r"Invalid value for '(.*?)': Input should be a valid integer", "{} 应为整数"),
    (r"Invalid value for '(.*?)': Input should be a valid number", "{} 应为数字"),
    (r"Invalid value for '(.*?)': (.*)", "{} 的值不对：{}"),
)


def told_usage_error(error: TyperException, say: Say) -> str:
    """Return one sentence that ends in the help to look at.

    A call of a group without arguments is told the group's help, as it is.
    """
    told = error.format_message()
    if "\n" in told:  # the help: typer's sentences have one line
        return told
    context = getattr(error, "ctx", None)
    place = f"{context.command_path if context else 'landplan'} --help"
    return say(f"用法不对：{_in_chinese(told)}；见 {place}", f"{told.rstrip('.')} (see {place})")


def _in_chinese(told: str) -> str:
    """Return a sentence of typer in Chinese, or as it is where it is none of the common ones."""
    for pattern, words in _CHINESE:
        if found := re.match(pattern, told):
            meant = re.search(r"\(Possible options: (.*)\)|Did you mean (.*)\?", told)
            names = re.findall(r"[\w-]+", meant[1] or meant[2]) if meant else ()
            hint = f"，是否要用 {'、'.join(names)}" if names else ""
            return words.format(*found.groups()) + hint
    return told

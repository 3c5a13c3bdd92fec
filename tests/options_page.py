"""docs/options.md: every command with its arguments and options, as the program tells them itself.

`python -m tests.options_page` writes it anew.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from landplan.command.contents import application
from landplan.command.groups import spoken
from landplan.language import Say

PAGE: Final = Path(__file__).resolve().parents[1] / "docs" / "options.md"

_HEAD: Final = """\
# 命令与选项一览

<!-- python -m tests.options_page -->

这一页由程序写出，与 `landplan 命令 --help` 所说一致。命令做什么、输出什么，\
见[命令](commands.md)（英文）。各命令通用：`--help` 显示说明，`--lang en` 显示英文；\
退出状态 0 完成，1 有问题，2 用法不对。
"""


def page() -> str:
    """Return the page."""
    return _HEAD + "".join(map(_section, commands(spoken(application(), Say("zh")), "landplan")))


def commands(command: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Yield what can be called, by what one types."""
    under = getattr(command, "commands", {})
    if not under or command.invoke_without_command:
        yield path, command
    for name, one in under.items():
        yield from commands(one, f"{path} {name}")


def parameters(command: Any) -> Iterator[Any]:
    """Yield the arguments and options of a command, without those of all."""
    yield from (one for one in command.params if "--version" not in one.opts)


def _section(told: tuple[str, Any]) -> str:
    path, command = told
    given = [*parameters(command)]
    arguments = [_typed(one) for one in given if one.param_type_name == "argument"]
    says, _, example = command.help.partition("例：")
    lines = [
        f"\n## {' '.join([path, *arguments])}\n\n{says.strip()}",
        f"例：`{example.strip()}`" if example else "",
        f"\n\n| 参数、选项 | 说明 |\n|---|---|\n{''.join(map(_row, given))}" if given else "\n",
    ]
    return "".join(lines)


def _row(one: Any) -> str:
    told = one.help
    if one.default not in (None, False, ""):
        told += f"；默认 `{one.default}`"
    return "| `{}` | {} |\n".format(_typed(one).replace("|", "\\|"), told.replace("|", "\\|"))


def _typed(one: Any) -> str:
    """Return what one types: `FILE`, `[SUBJECT]`, `--dry-run`, `--zone ZONE`."""
    if one.param_type_name == "argument":
        name = (one.metavar or one.name).upper()
        return name if one.required else f"[{name}]"
    if one.is_flag:
        return one.opts[0]
    return f"{one.opts[0]} {one.metavar or one.opts[0].strip('-').upper()}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

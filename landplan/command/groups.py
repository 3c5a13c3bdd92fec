"""Groups of commands whose help is all in one language; typer's own words are English."""

import re
from collections.abc import Callable
from typing import Any, Final

import typer
from typer.core import TyperCommand, TyperGroup

from landplan.command.language import both, one_of
from landplan.language import Say

_CHINESE: Final = {
    r"^Usage: ": "用法：",
    r"\[OPTIONS\]": "[选项]",
    r"COMMAND \[ARGS\]\.\.\.": "命令 [参数]…",
    r"^Arguments:$": "参数：",
    r"^Options:$": "选项：",
    r"^Commands:$": "命令：",
    r"Show\s+this\s+message\s+and\s+exit\.": "显示本说明",
    r"\[required\]": "[必填]",
    r"\[default: ?": "[默认：",
}


class Commands(typer.Typer):
    """A group of commands; called without one it does what `alone` does, or shows its help.

    Each help is in both languages (`both`) and ends in an example, after `例：` or `Example:`,
    which the list of commands leaves out.
    """

    def __init__(
        self,
        name: str,
        *,
        help: str,  # noqa: A002  # as typer calls it
        alone: Callable[..., None] | None = None,
    ) -> None:
        super().__init__(
            name=name,
            cls=_Group,
            help=help,
            callback=alone,
            invoke_without_command=alone is not None,
            no_args_is_help=alone is None,
            add_completion=False,
            pretty_exceptions_enable=False,
            rich_markup_mode=None,
        )

    def add(self, name: str, command: Callable[..., None], zh: str, en: str) -> None:
        """Add a command with its help in both languages, which ends in an example."""
        self.command(name, cls=_Command, help=both(zh, en))(command)


class Call(typer.Context):
    """The call that a command's function gets; its object is the `Say` of the call."""

    obj: Say


def spoken(app: Commands, say: Say) -> Callable[..., object]:
    """Return an application ready to be called, its help in one language."""
    group = typer.main.get_command(app)
    _choose(group, say)
    return group


def _choose(command: Any, say: Say) -> None:
    """Leave one language of the help of a command, its options and what is under it."""
    for told in (command, *command.params):
        if getattr(told, "help", None):
            told.help = one_of(told.help, say)
    for each in getattr(command, "commands", {}).values():
        _choose(each, say)


class _Command(TyperCommand):
    def get_help(self, ctx: Any) -> str:
        return _in_words_of(super().get_help(ctx), ctx.obj)

    def get_short_help_str(self, limit: int = 45) -> str:
        return _without_example(self.help)


class _Group(TyperGroup):
    def get_help(self, ctx: Any) -> str:
        return _in_words_of(super().get_help(ctx), ctx.obj)

    def get_short_help_str(self, limit: int = 45) -> str:
        return _without_example(self.help)


def _in_words_of(shown: str, say: Say) -> str:
    """Return a help with typer's own words in the language of the call."""
    if say.language == "zh":
        for pattern, words in _CHINESE.items():
            shown = re.sub(pattern, words, shown, flags=re.MULTILINE)
    return shown


def _without_example(shown: str | None) -> str:
    return re.split("例：|Example:", shown or "")[0].strip()

"""The command `landplan`: one call in one language, with its exit status.

Exit status: 0 done, 1 problems found or the work could not be done, 2 wrong use, 130 stopped by
the user (Ctrl+C).
"""

import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import Final

import psycopg
import typer
from sqlalchemy.exc import StatementError
from typer.exceptions import TyperException

from gis.errors import BadDataError, LandplanError
from landplan.command.contents import application
from landplan.command.groups import spoken
from landplan.command.language import take_language
from landplan.command.lists import print_list, problem_list
from landplan.command.usage_errors import told_usage_error
from landplan.language import Say

STOPPED: Final = 130
"""The exit status that shells give a program stopped by Ctrl+C."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a call and exit with its status."""
    for stream in (sys.stdout, sys.stderr):  # a terminal without Chinese shows escapes
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run a call and return its exit status; no error leaves as a traceback."""
    say = Say("en" if "en" in arguments else "zh")
    try:
        language, rest = take_language(arguments)
        say = Say(language)
        command = spoken(application(), say)
        status = command(args=rest, prog_name="landplan", standalone_mode=False, obj=say)
        sys.stdout.flush()
    except (Exception, KeyboardInterrupt) as error:
        if os.environ.get("LANDPLAN_DEBUG"):
            raise
        return report(error, say)
    if status == STOPPED:  # typer makes it of Ctrl+C, without a word
        return report(KeyboardInterrupt(), say)
    return status if isinstance(status, int) else 0


def report(error: BaseException, say: Say) -> int:
    """Say in one sentence on stderr what went wrong and return the exit status."""
    message, status = "", 1
    match error:
        case LandplanError():
            if isinstance(error, BadDataError):
                print_list(problem_list(error.problems, say), say, stderr=True)
            message, status = error.in_language(say.language), error.exit_status
        case typer.Abort() | KeyboardInterrupt():
            message = say("已取消", "cancelled")
            status = STOPPED if isinstance(error, KeyboardInterrupt) else 1
        case TyperException():
            message, status = told_usage_error(error, say), error.exit_code
        case StatementError() | psycopg.Error():  # its text may hold SQL and data
            told = _said_by_driver(error)
            message = say(
                f"数据库报错：{told}；请设 LANDPLAN_DEBUG=1 重试，并报告所示内容",
                f"the database refused: {told}; set LANDPLAN_DEBUG=1, try again and report what "
                "it shows",
            )
        case UnicodeEncodeError():  # output never raises it: see main
            status = 2
            message = say(
                "命令行或环境变量中有不是 UTF-8 的文字；请改用 UTF-8",
                "the call or an environment variable holds text that is not UTF-8; write UTF-8",
            )
        case BrokenPipeError():  # the reader of a pipe has gone: nobody is there to tell
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        case OSError():
            reason = f"{error.strerror or error} {error.filename or ''}".strip()
            message = say(f"读写失败：{reason}", f"reading or writing failed: {reason}")
        case _:
            told = f"{type(error).__name__}: {error}"
            message = say(
                f"程序内部出错（{told}）；请设 LANDPLAN_DEBUG=1 重试，并报告所示内容",
                f"a fault of landplan itself ({told}); set LANDPLAN_DEBUG=1, try again and "
                "report what it shows",
            )
    if message:
        print(message, file=sys.stderr)
    return status


def _said_by_driver(error: BaseException) -> str:
    """Return what the driver says of a statement: its first line, without the statement."""
    cause = error.orig if isinstance(error, StatementError) else error
    if isinstance(cause, psycopg.Error) and cause.diag.message_primary:
        return cause.diag.message_primary
    return (str(cause).splitlines() or [type(cause).__name__])[0]

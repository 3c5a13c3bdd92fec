"""`landplan users`: accounts of the pages, from the machine that serves them.

Who may run it has the database in hand anyway: so the first administrator is made here, and one who
lost the password is helped. What is done is audited by the machine's user.
"""

import sys
from typing import Annotated, Any, Final

import typer
from rich.table import Table
from rich.text import Text
from sqlalchemy import Connection

from gis.errors import WrongUseError
from gis.extras import require
from landplan.command import options
from landplan.command.groups import Call, Commands
from landplan.command.language import both
from landplan.command.output import console, print_csv, print_json, visible
from landplan.command.who import user
from landplan.language import Say
from landplan.session import BEIJING, connected
from projects.choice import chosen
from projects.people import accounts
from projects.people.accounts import ROLE_NAMES, ROLES, Account
from projects.people.audit import write_audit
from projects.people.guesses import forget_guesses
from projects.people.passwords import check_password

Name = Annotated[str, typer.Argument(help=both("账户名", "name of the account"))]
Role = Annotated[
    str,
    typer.Option(
        help=both(
            "角色：viewer 查看、editor 编辑、administrator 管理员", "role: " + ", ".join(ROLES)
        )
    ),
]
PasswordStdin = Annotated[
    bool,
    typer.Option(
        "--password-stdin",
        help=both("口令取自标准输入的第一行", "take the password from the first line of stdin"),
    ),
]

_COLUMNS: Final = ("name", "role", "created_at", "seen_at", "disabled_at")


def group() -> Commands:
    """Return the commands of accounts with their help."""
    app = Commands(
        "users",
        help=both(
            "网页的账户：添加、改口令、改角色、停用、列出。例：landplan users list",
            "Accounts of the pages: added, password, role, disabled, listed. "
            "Example: landplan users list",
        ),
    )
    app.add(
        "add",
        add,
        "添加账户；口令在终端上输入两次。例：landplan users add 王工 --role administrator",
        "Add an account; the password is asked for twice. "
        "Example: landplan users add wang --role administrator",
    )
    app.add(
        "passwd",
        passwd,
        "重设口令，原有登录随即结束。例：landplan users passwd 王工",
        "Set another password; who is logged in with the old one is so no longer. "
        "Example: landplan users passwd wang",
    )
    app.add(
        "role",
        role,
        "改角色：viewer、editor、administrator。例：landplan users role 王工 editor",
        "Change the role: viewer, editor, administrator. Example: landplan users role wang editor",
    )
    app.add(
        "disable",
        disable,
        "停用账户，登录和令牌随即失效。例：landplan users disable 王工",
        "Let an account in no more, by password or token. Example: landplan users disable wang",
    )
    app.add(
        "enable",
        enable,
        "启用停用的账户。例：landplan users enable 王工",
        "Let a disabled account in again. Example: landplan users enable wang",
    )
    app.add(
        "list",
        show_list,
        "列出账户、角色和最近使用。例：landplan users list --format json",
        "List the accounts with role and last use. Example: landplan users list --format json",
    )
    return app


def add(
    call: Call, name: Name, role: Role = "viewer", password_stdin: PasswordStdin = False
) -> None:
    """Add an account."""
    say = call.obj
    role = chosen("--role", role, ROLES)
    password = _password(say, name, stdin=password_stdin)
    with connected() as connection:
        made = accounts.add_account(connection, name=name, role=role, password=password)
        _audit(connection, "account.add", made.name, {"role": role})
    typer.echo(say(f"已添加 {visible(made.name)}", f"added {visible(made.name)}"))


def passwd(call: Call, name: Name, password_stdin: PasswordStdin = False) -> None:
    """Give an account another password, and let it log in at once."""
    say = call.obj
    with connected() as connection:
        accounts.account_named(connection, name)  # before a password is asked for
    password = _password(say, name, stdin=password_stdin)
    with connected() as connection:
        found = accounts.account_named(connection, name)
        accounts.set_password(connection, found.person_id, password)
        forget_guesses(connection, found.name)
        _audit(connection, "account.password", found.name, {})
    typer.echo(say("已改口令", "password set"))


def role(
    call: Call,
    name: Name,
    new_role: Annotated[str, typer.Argument(metavar="ROLE", help=both("新角色", "the new role"))],
) -> None:
    """Give an account another role."""
    say = call.obj
    with connected() as connection:
        found = accounts.account_named(connection, name)
        accounts.set_role(connection, found.person_id, new_role)
        _audit(connection, "account.role", found.name, {"was": found.role, "is": new_role})
    typer.echo(say("已改角色", "role changed"))


def disable(call: Call, name: Name) -> None:
    """Let an account in no more."""
    say = call.obj
    with connected() as connection:
        found = accounts.account_named(connection, name)
        accounts.disable(connection, found.person_id)
        _audit(connection, "account.disable", found.name, {})
    typer.echo(say("已停用", "disabled"))


def enable(call: Call, name: Name) -> None:
    """Let a disabled account in again."""
    say = call.obj
    with connected() as connection:
        found = accounts.account_named(connection, name)
        accounts.enable(connection, found.person_id)
        _audit(connection, "account.enable", found.name, {})
    typer.echo(say("已启用", "enabled"))


def show_list(call: Call, output: options.Output = "table") -> None:
    """Print every account with its role and state."""
    form = chosen("--format", output, options.FORMATS)
    with connected() as connection:
        found = accounts.accounts(connection)
    rows = [_row(one) for one in found]
    if form == "json":
        print_json({"rows": rows})
    elif form == "csv":
        print_csv(rows, columns=_COLUMNS)
    else:
        _print_table(rows, call.obj)


def _password(say: Say, name: str, *, stdin: bool) -> str:
    """Return the new password, typed twice without being seen, or of standard input.

    Raises
    ------
    WrongUseError
        If it is too weak, typed in two ways, or cannot be asked for.
    MissingExtraError
        If no account can log in anyway: the pages are not installed.
    """
    require("web")
    if stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    elif not sys.stdin.isatty():
        raise WrongUseError(
            "这里没有终端可以询问口令；请加 --password-stdin，并从标准输入给出",
            "there is no terminal to ask for the password on; add --password-stdin and give it on "
            "standard input",
        )
    else:
        password = typer.prompt(say("新口令", "New password"), hide_input=True)
        if typer.prompt(say("再输一次", "Once more"), hide_input=True) != password:
            raise WrongUseError(
                "两次输入的口令不一致，没有改动；请重新运行",
                "the password was typed in two ways; nothing was changed. Run it again",
            )
    check_password(password, name=name)
    return password


def _audit(connection: Connection, action: str, subject: str, details: dict[str, Any]) -> None:
    write_audit(connection, who=user(), action=action, subject=subject, details=details)


def _row(one: Account) -> dict[str, Any]:
    moments = {name: getattr(one, name) for name in _COLUMNS[2:]}
    told = {
        name: None if moment is None else moment.astimezone(BEIJING).isoformat(timespec="seconds")
        for name, moment in moments.items()
    }
    return {"name": one.name, "role": one.role, **told}


def _print_table(rows: list[dict[str, Any]], say: Say) -> None:
    table = Table()
    for zh, en in (("账户名", "name"), ("角色", "role"), ("添加", "added"),
                   ("最近使用", "last seen"), ("停用", "disabled")):  # fmt: skip
        table.add_column(say(zh, en), overflow="fold")
    for row in rows:
        name = ROLE_NAMES[row["role"]]
        moments = [(row[each] or "")[:16].replace("T", " ") for each in _COLUMNS[2:]]
        cells = (row["name"], say(name.zh, name.en.lower()), *moments)
        table.add_row(*(Text(visible(cell)) for cell in cells))
    console().print(table)

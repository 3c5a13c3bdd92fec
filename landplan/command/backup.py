"""`landplan db backup` and `landplan db restore`: all of the database in one file, and back."""

from pathlib import Path
from typing import Annotated

import typer

from gis.database.backup import back_up, restore
from gis.database.settings import Settings
from landplan.command.groups import Call
from landplan.command.language import both
from landplan.command.lists import finding_list, print_list
from landplan.session import connected
from landplan.settings import read_settings
from projects.monitoring.deep_check import deep_findings
from projects.store.plans import plan_of, plans
from projects.store.schema import newest_step

BackupFile = Annotated[
    Path, typer.Argument(help=both("备份文件", "the backup file"), metavar="FILE")
]


def write_backup(
    call: Call,
    file: BackupFile,
) -> None:
    """Write all of the database to a file."""
    say = call.obj
    back_up(read_settings(Settings), file)
    size_mb = file.stat().st_size / 1e6
    typer.echo(say(f"已备份到 {file}（{size_mb:.1f} MB）", f"wrote {file} ({size_mb:.1f} MB)"))


def restore_backup(
    call: Call,
    file: BackupFile,
) -> None:
    """Bring a backup into an empty database and check it; exit with 1 where it does not agree."""
    say = call.obj
    missing = restore(read_settings(Settings), file, newest_step=newest_step())
    differ = False
    with connected() as connection:
        for plan_id in plans(connection):
            found = tuple(deep_findings(connection, plan_id))
            typer.echo(
                say(
                    f"已恢复 {plan_id}：深度核查 {len(found)} 处不符",
                    f"restored {plan_id}: {len(found)} differences in the deep check",
                )
            )
            if found:
                differ = True
                print_list(finding_list(plan_of(connection, plan_id), found, say), say)
    if missing:
        named = "、".join(missing)
        typer.echo(
            say(
                f"此服务器上没有角色 {named}，它们的权限没有恢复；请建立角色后重新授权",
                f"this server has no role {', '.join(missing)}, whose rights were not restored; "
                "make the roles and grant them again",
            ),
            err=True,
        )
    if differ:
        raise typer.Exit(1)

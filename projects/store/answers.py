"""What was answered to warnings: who looks after one, a note, that it is done, that it is not.

Answers are append-only, and are kept by the key of their warning (`EarlyWarning.key`): a warning
that goes and comes again finds its answers.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import Connection, insert, select

from gis.errors import WrongUseError
from projects.choice import chosen
from projects.model import EarlyWarning
from projects.tables import warning_answer

Action = Literal["assign", "note", "done", "reopen"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """One answer; `told` is the warning's sentence on that day."""

    answer_id: int
    warning: str
    told: str
    action: Action
    assignee: str
    note: str
    answered_by: str
    answered_at: datetime


def answer_warning(
    connection: Connection,
    plan_id: str,
    warning: EarlyWarning,
    *,
    action: str,
    by: str,
    assignee: str = "",
    note: str = "",
) -> None:
    """Answer a warning.

    Raises
    ------
    WrongUseError
        If there is no such action, nobody is named to look after it, or a note has no words.
    """
    chosen("action", action, get_args(Action))
    if action == "assign" and not assignee.strip():
        raise WrongUseError("没有写明由谁负责；请填写姓名", "nobody is named to look after it")
    if action == "note" and not note.strip():
        raise WrongUseError("说明是空的；请写明情况", "the note is empty; write how things stand")
    connection.execute(
        insert(warning_answer).values(
            plan_id=plan_id, warning=warning.key, told=warning.zh, action=action,
            assignee=assignee.strip(), note=note.strip(), answered_by=by,
        )
    )  # fmt: skip


def answers_of(connection: Connection, plan_id: str) -> Mapping[str, Sequence[Answer]]:
    """Return every answer by the key of its warning, oldest first."""
    found: defaultdict[str, list[Answer]] = defaultdict(list)
    columns = [column for column in warning_answer.c if column.name != "plan_id"]
    for row in connection.execute(
        select(*columns)
        .where(warning_answer.c.plan_id == plan_id)
        .order_by(warning_answer.c.answer_id)
    ).mappings():
        found[row["warning"]].append(Answer(**row))
    return found

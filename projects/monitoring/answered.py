"""Warnings with what was answered to them; answers stay when their warning is gone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from projects.model import EarlyWarning
from projects.store.answers import Answer


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """A warning and its answers, oldest first; `warning` is None where it is no longer raised."""

    warning: EarlyWarning | None
    answers: tuple[Answer, ...]

    @property
    def key(self) -> str:
        """The warning's key."""
        return self.answers[0].warning if self.warning is None else self.warning.key

    @property
    def assignee(self) -> str:
        """Who looks after it: the one named last."""
        named = (one.assignee for one in reversed(self.answers) if one.action == "assign")
        return next(named, "")

    @property
    def is_done(self) -> bool:
        """Whether the last of its answers that says so says that it is done."""
        told = (one.action for one in reversed(self.answers) if one.action in ("done", "reopen"))
        return next(told, "reopen") == "done"


def with_answers(
    warnings: Iterable[EarlyWarning], answers: Mapping[str, Sequence[Answer]]
) -> list[Answered]:
    """Return the warnings in their order, then those that were answered and are gone."""
    raised = [Answered(warning=one, answers=tuple(answers.get(one.key, ()))) for one in warnings]
    keys = {one.key for one in raised}
    gone = [
        Answered(warning=None, answers=tuple(told))
        for key, told in answers.items()
        if key not in keys
    ]
    return raised + gone

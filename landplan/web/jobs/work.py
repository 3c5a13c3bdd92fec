"""A job as whoever does it sees it: what was asked, and how it is told of."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine

from gis.database.server_errors import translate_errors
from gis.errors import Language
from gis.problems import Problem
from landplan import session
from landplan.language import Say
from projects.jobs import queue
from projects.jobs.files import put_file
from projects.jobs.problems import put_problems
from projects.jobs.queue import Job
from projects.people.audit import write_audit

_TOLD_EVERY_S: Final = 0.4


class Work:
    """A job in hand.

    Parameters
    ----------
    watch
        A connection that commits each statement: what it tells is seen at once.
    folder
        An empty one, the working directory, which goes when the job has ended.
    """

    def __init__(self, engine: Engine, watch: Connection, job: Job, folder: Path) -> None:
        self.engine, self.job, self.folder = engine, job, folder
        self._watch = watch
        self._told_at = 0.0

    @property
    def language(self) -> Language:
        """The language in which it was asked."""
        return "en" if self.job.asked.get("language") == "en" else "zh"

    @property
    def say(self) -> Say:
        """Choose between the Chinese and the English of a text."""
        return Say(self.language)

    def step(self, zh: str, en: str) -> None:
        """Tell what is done next."""
        queue.tell(self._watch, self.job.job_id, step=(zh, en))

    def progress(self, done: int, total: int | None) -> None:
        """Tell how much of the step is done, now and then."""
        if time.monotonic() - self._told_at >= _TOLD_EVERY_S:
            queue.tell(self._watch, self.job.job_id, done=done, total=total)
            self._told_at = time.monotonic()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that reads one state of the data."""
        with session.reading(self.engine) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that is committed at its end: `finish` belongs into it."""
        with translate_errors(self.engine.url), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def trying(self) -> Iterator[Connection]:
        """Open a transaction that is undone at its end."""
        with translate_errors(self.engine.url), self.engine.connect() as connection:
            yield connection

    def audit(self, connection: Connection, action: str, subject: str, **details: Any) -> None:
        """Tell in the audit what is done for who asked, in the transaction that does it."""
        write_audit(
            connection, who=self.job.asked_by, role=self.job.asked_as,
            address=self.job.asked_from, action=action, subject=subject,
            details={"job": self.job.job_id, **details},
        )  # fmt: skip

    def finish(
        self,
        connection: Connection,
        result: Mapping[str, Any],
        *,
        files: Sequence[Path] = (),
        problems: Sequence[Problem] = (),
    ) -> None:
        """End the job with what it made, in the transaction of what it writes."""
        put_problems(connection, self.job.job_id, problems)
        for file in files:
            with file.open("rb") as source:
                put_file(connection, self.job.job_id, file.name, source, made=True)
        queue.finish(connection, self.job.job_id, result)

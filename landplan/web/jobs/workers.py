"""The workers of a site: it looks for jobs that wait, and starts a process for each.

Every site of a database does so; how many run at once is counted in the database, over all of
them. A process that ends without having told the end of its job has lost it.

Processes are forked from one that has imported what a job needs and does nothing else: that takes a
second, often more than the job. It is there from the first job on and goes with the site.
"""

import logging
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.process import BaseProcess
from pathlib import Path
from shutil import rmtree
from tempfile import gettempdir
from typing import Final

from sqlalchemy import Connection, Engine

from gis.database.server_errors import translate_errors
from gis.errors import DatabaseError
from landplan.web.jobs.worker import OUT_OF_MEMORY, do_job, folder_of
from landplan.web.settings import JobSettings
from projects.jobs import queue

_LOG: Final = logging.getLogger(__name__)
_LOOKS_EVERY_S: Final = 1.0
_TRIES_AGAIN_S: Final = 5.0
_TIDIES_EVERY_S: Final = 600.0
_TO_END_S: Final = 5.0
_ABORTED: Final = -signal.SIGABRT
"""How a process ends when a library in Rust or C++ is given no memory."""


class Workers:
    """Processes that do the jobs of a database, started by one site.

    Parameters
    ----------
    engine
        Gives the engine of the database, or raises where that is away.
    """

    def __init__(self, engine: Callable[[], Engine], settings: JobSettings) -> None:
        self._engine, self._settings = engine, settings
        self._processes: dict[int, BaseProcess] = {}
        self._woken = threading.Event()
        self._stops = False
        self._tidied_at = 0.0
        self._thread = threading.Thread(target=self._run, name="landplan-jobs")

    def start(self) -> None:
        """Begin to look for jobs."""
        self._thread.start()

    def wake(self) -> None:
        """Look at once: a job was asked for."""
        self._woken.set()

    def stop(self) -> None:
        """End the processes; what they had not done waits for the next site that starts."""
        self._stops = True
        self.wake()
        self._thread.join()
        for process in self._processes.values():
            process.terminate()
        deadline = time.monotonic() + _TO_END_S
        for process in self._processes.values():
            process.join(max(0.0, deadline - time.monotonic()))
            if process.is_alive():
                process.kill()
                process.join()
            _remove_left(process)
        if self._processes:
            with suppress(DatabaseError), self._writing() as connection:  # else they are lost
                queue.put_back(connection, self._processes.keys())

    def _run(self) -> None:
        while not self._stops:
            wait_s = _LOOKS_EVERY_S
            try:
                self._look()
            except DatabaseError as error:  # it comes back, or whoever asks is told
                _LOG.warning("%s", error.en)
                wait_s = _TRIES_AGAIN_S
            self._woken.wait(wait_s)
            self._woken.clear()

    def _look(self) -> None:
        """Tell of what was lost, and start what waits."""
        ended = [job_id for job_id, one in self._processes.items() if not one.is_alive()]
        with self._writing() as connection:
            for job_id in ended:
                if self._processes[job_id].exitcode == _ABORTED:
                    queue.fail(connection, job_id, *OUT_OF_MEMORY)
            queue.fail_lost(connection, ended)
        for job_id in ended:
            _remove_left(self._processes.pop(job_id))
        while not self._stops:
            with self._writing() as connection:
                job = queue.take(connection, most=self._settings.jobs)
            if job is None:
                break
            self._processes[job.job_id] = _process(job.job_id)
        if time.monotonic() - self._tidied_at > _TIDIES_EVERY_S or not self._tidied_at:
            self._tidied_at = time.monotonic()
            with self._writing() as connection:
                queue.remove_old(connection, days=self._settings.job_days)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        engine = self._engine()
        with translate_errors(engine.url), engine.begin() as connection:
            yield connection


@contextmanager
def working(engine: Callable[[], Engine], settings: JobSettings) -> Iterator[Workers]:
    """Let a site have workers for as long as it runs."""
    workers = Workers(engine, settings)
    workers.start()
    try:
        yield workers
    finally:
        workers.stop()


def _process(job_id: int) -> BaseProcess:
    """Start the process of a job, with the environment as it is now."""
    forking = multiprocessing.get_context("forkserver")
    forking.set_forkserver_preload([do_job.__module__])
    process = forking.Process(
        target=do_job, args=(job_id, dict(os.environ)), name=f"landplan-job-{job_id}", daemon=True
    )
    process.start()
    return process


def _remove_left(process: BaseProcess) -> None:
    """Remove the files of a process that was ended before it could do so itself."""
    for folder in Path(gettempdir()).glob(f"{folder_of(process.pid or 0)}*"):
        rmtree(folder, ignore_errors=True)

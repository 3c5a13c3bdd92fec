"""How far a long call has come, on a terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from landplan.language import Say


@contextmanager
def progress_on(say: Say) -> Iterator[Callable[[int, int | None], None]]:
    """Give what is told how many features were read, and of how many; silent but on a terminal."""
    if not sys.stderr.isatty():
        yield lambda done, count: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        console=Console(stderr=True), transient=True,
    ) as bar:  # fmt: skip
        task = bar.add_task(say("读取", "reading"), total=None)
        yield lambda done, count: bar.update(task, completed=done, total=count)

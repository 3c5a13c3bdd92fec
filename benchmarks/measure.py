"""Time, memory and the state of the machine. Linux only: it reads /proc."""

import os
import platform
import statistics
import subprocess
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely

LIBRARIES: Final = ("shapely", "geopandas", "pyproj", "pyogrio", "pyarrow", "psycopg", "folium")


@dataclass(slots=True)
class Timed:
    """What one contender took, round by round, and what it answered last."""

    seconds: list[float] = field(default_factory=list)
    answer: Any = None

    @property
    def median_s(self) -> float:
        """The median of the rounds."""
        return statistics.median(self.seconds)


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return the seconds that a piece of work took, and its answer."""
    begun = time.perf_counter()
    answer = work()
    return time.perf_counter() - begun, answer


def interleaved(
    contenders: Mapping[str, Callable[[], Any]],
    rounds: int,
    *,
    once: Collection[str] = (),
    before: Mapping[str, Callable[[], Any]] | None = None,
) -> dict[str, Timed]:
    """Run every contender in each round, one after the other, so that a slow spell hits all.

    Every second round runs backwards.

    Parameters
    ----------
    once
        Contenders that run in the first round only.
    before
        What a contender needs done each time, not timed.
    """
    found = {name: Timed() for name in contenders}
    for number in range(rounds):
        names = [name for name in contenders if number == 0 or name not in once]
        for name in names if number % 2 == 0 else names[::-1]:
            if before is not None and name in before:
                before[name]()
            seconds, found[name].answer = timed(contenders[name])
            found[name].seconds.append(seconds)
    return found


@dataclass(slots=True)
class Ran:
    """A program that has ended: what it said, how long it took, how much memory at most."""

    seconds: float
    output: str
    peak_mib: float


def run_program(command: Sequence[str | Path], environment: Mapping[str, str]) -> Ran:
    """Run a program; the memory is that of it and its children together.

    Raises
    ------
    RuntimeError
        If it fails, with what it said.
    """
    begun = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 (landplan and its peers)
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    with peak_memory(lambda: tree_mib(process.pid)) as peak:
        output, _ = process.communicate()
    seconds = time.perf_counter() - begun
    if process.returncode != 0:
        raise RuntimeError(f"{command[0]} ended with {process.returncode}: {output[-2000:]}")
    return Ran(seconds, output, peak[0])


@contextmanager
def peak_memory(memory_mib: Callable[[], float], *, every_s: float = 0.05) -> Iterator[list[float]]:
    """Sample a figure of memory meanwhile; the list's one number is the highest."""
    peak, over = [0.0], threading.Event()

    def sample() -> None:
        while not over.wait(every_s):
            peak[0] = max(peak[0], memory_mib())

    sampler = threading.Thread(target=sample)
    sampler.start()
    try:
        yield peak
    finally:
        over.set()
        sampler.join()


def tree_mib(pid: int) -> float:
    """Return the resident memory of a process and its children, each at its own peak.

    Shared pages count once for each process, so this is at least what they take.
    """
    total = _status_kib(pid, "VmHWM") / 1024
    return total + sum(tree_mib(child) for child in _children(pid))


def resident_mib(pid: int) -> float:
    """Return the resident memory of a process now."""
    return _status_kib(pid, "VmRSS") / 1024


def server_mib(backend_pid: int) -> float:
    """Return the private memory of a backend's server: all its processes, shared buffers apart."""
    return sum(_private_kib(child) for child in _children(_status_kib(backend_pid, "PPid"))) / 1024


def probe_ms() -> float:
    """Return the milliseconds of a fixed piece of one core's work: is the machine quiet now."""
    angle = np.linspace(0, 2 * np.pi, 2001)
    rough = 1 + 0.1 * np.sin(37 * angle)
    zone = shapely.Polygon(np.stack([rough * np.cos(angle), rough * np.sin(angle)], axis=1)[:-1])
    places = np.random.default_rng(1).uniform(-1.2, 1.2, (3000, 2))
    points = [shapely.Point(place) for place in places]
    seconds, _ = timed(lambda: [zone.covers(point) for point in points])
    return 1000 * seconds


def machine() -> str:
    """Return what the figures were measured on, in one line."""
    cpu = next(
        (
            line.partition(":")[2].strip()
            for line in _lines("/proc/cpuinfo")
            if "model name" in line
        ),
        platform.machine(),
    )
    memory_gib = int(_lines("/proc/meminfo")[0].split()[1]) / 1024**2
    system = dict(line.split("=", 1) for line in _lines("/etc/os-release") if "=" in line)
    named = system.get("PRETTY_NAME", "Linux").strip('"')
    kernel = ".".join(platform.release().split(".")[:2])
    return f"{os.cpu_count()} × {cpu}, {memory_gib:.0f} GiB, {named}, Linux {kernel}"


def versions() -> dict[str, str]:
    """Return the versions of Python, its libraries and ogr2ogr."""
    asked = ["ogr2ogr", "--version"]
    gdal = subprocess.run(asked, capture_output=True, text=True, check=False).stdout  # noqa: S603
    found = {"Python": platform.python_version()}
    found |= {name: version(name) for name in LIBRARIES}
    return found | {"ogr2ogr": gdal.removeprefix("GDAL ").partition(",")[0]}


def commit() -> str:
    """Return the commit of the working copy, with + where it was changed since."""
    repository = Path(__file__).parents[1]

    def git(*words: str) -> str:
        asked = ["git", "-C", str(repository), *words]
        done = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603
        return done.stdout.strip()

    changed = git("status", "--porcelain", "--untracked-files=no")
    return git("rev-parse", "--short", "HEAD") + ("+" if changed else "")


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += map(int, task.read_text().split())
        except OSError:  # it has ended
            continue
    return found


def _status_kib(pid: int, name: str) -> int:
    for line in _lines(f"/proc/{pid}/status"):
        if line.startswith(f"{name}:"):
            return int(line.split()[1])
    return 0


def _private_kib(pid: int) -> int:
    lines = _lines(f"/proc/{pid}/smaps_rollup")
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:  # no such process any more, or no such system
        return []

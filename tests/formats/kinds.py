"""Files of every kind, good and bad: what each is taken for, what is said of it, what it measures.

`python scripts/make-fixtures FOLDER` writes them all. Whoever reads a new kind adds a line here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.formats.making import HA_A, HA_B

BOTH = (HA_A, HA_B)


@dataclass(frozen=True)
class Fixture:
    """A file and what is to be said of it.

    Parameters
    ----------
    make
        Writes it into a folder and returns its path.
    form
        What it is taken for; None: it is not opened.
    ha
        What its features measure, None where one has no land; empty where there are none.
    errors, warnings
        The kinds of problem that there are.
    epsg
        The system that its coordinates are taken to be in.
    ids
        Its column of parcel numbers; None: it has none, so it can be measured and not imported.
    options
        Those of `landplan area` and `landplan import`.
    """

    name: str
    make: Callable[[Path], Path]
    form: str | None
    ha: tuple[float | None, ...] = BOTH
    errors: frozenset[str] = frozenset()
    warnings: frozenset[str] = frozenset()
    epsg: int | None = None
    ids: str | None = "编号"
    options: tuple[str, ...] = ()


def good(name, make, form, *warnings, ha=BOTH, epsg=4490, ids="编号", options=()):
    """Return a file that is read."""
    return Fixture(
        name, make, form, tuple(ha), frozenset(), frozenset(warnings), epsg, ids, tuple(options)
    )


def bad(name, make, *errors, form=None, ha=(), warnings=(), epsg=0, ids="编号", options=()):
    """Return a file in which something is wrong."""
    if epsg == 0:
        epsg = 4490 if form else None
    return Fixture(
        name, make, form, tuple(ha), frozenset(errors), frozenset(warnings), epsg, ids,
        tuple(options),
    )  # fmt: skip


def fixtures() -> list[Fixture]:
    """Return all of them."""
    from tests.formats import archives, attribute_tables, boundary_files, drawings, layers

    return [
        *layers.FIXTURES,
        *drawings.FIXTURES,
        *attribute_tables.FIXTURES,
        *archives.FIXTURES,
        *boundary_files.FIXTURES,
    ]

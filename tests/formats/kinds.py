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
    options
        Those of `landplan area`.
    """

    name: str
    make: Callable[[Path], Path]
    form: str | None
    ha: tuple[float | None, ...] = BOTH
    errors: frozenset[str] = frozenset()
    warnings: frozenset[str] = frozenset()
    options: tuple[str, ...] = ()


def good(name, make, form, *warnings, ha=BOTH, options=()):
    """Return a file that is read."""
    return Fixture(name, make, form, tuple(ha), frozenset(), frozenset(warnings), tuple(options))


def bad(name, make, *errors, form=None, ha=(), warnings=(), options=()):
    """Return a file in which something is wrong."""
    return Fixture(
        name, make, form, tuple(ha), frozenset(errors), frozenset(warnings), tuple(options)
    )


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

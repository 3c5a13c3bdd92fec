"""Files of land in: opened by what is in them, whatever their name, as a `Layer`.

What is wrong with a file as a whole raises; what is wrong with a row is a problem that reading the
features adds to a list.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from gis.errors import BadDataError, LandplanError, WrongUseError
from gis.formats.by_format import OPEN_ENCODING, OPENERS, Asked, Opened
from gis.formats.content import FORMAT_ZH, SUFFIXES, format_of
from gis.formats.faults import Fault, UnreadableError, unreadable
from gis.formats.layer import Features, Layer
from gis.formats.source_layer import problem_of
from gis.problems import Problem


def open_layer(
    path: Path,
    *,
    layer: str | None = None,
    usual: Sequence[str] = (),
    encoding: str | None = None,
    name: str | None = None,
) -> Layer:
    """Open a file of land.

    Nothing but the file and those that belong to it is read, nothing is written beside it.

    Parameters
    ----------
    layer
        Which of its layers; else the only one, or the only one with polygons or rows.
    usual
        What the one that is meant is called where several have them: an export of ours has
        several.
    encoding
        Of its text, where the format leaves that open; else it is told by trial.
    name
        What problems call the file, if not by its path.

    Raises
    ------
    WrongUseError
        If there is no such file or layer, or the format has an encoding of its own.
    BadDataError
        If it cannot be read, with the problem.
    """
    asked = Asked(file=name or str(path), layer=layer, usual=usual, encoding=encoding)
    if not path.exists():
        raise WrongUseError(f"没有“{asked.file}”这个文件", f"there is no file {asked.file!r}")
    before = _stamp(path)
    form = ""
    try:
        form = format_of(path)
        _refuse_encoding(form, encoding)
        opened = OPENERS[form](path, asked)
    except UnreadableError as error:
        raise _refused(error.problem(asked.file)) from error
    except LandplanError:
        raise
    except Exception as error:  # the drivers raise whatever they like
        raise _refused(unreadable(error, asked.file, form=form)) from error
    return _watched(opened, path, before)


def _refuse_encoding(form: str, encoding: str | None) -> None:
    if encoding is not None and form not in OPEN_ENCODING:
        raise WrongUseError(
            f"{FORMAT_ZH[form]} 的编码由格式本身规定，不能用 --encoding",
            f"--encoding is not for {form}, which has an encoding of its own",
        )


def _watched(opened: Opened, path: Path, before: tuple[int, ...]) -> Layer:
    """Return a layer whose reading tells what was noticed before, and what happens meanwhile."""
    layer = opened.layer
    warnings = [*_wrong_suffix(path, layer), *opened.warnings]

    def features(problems: list[Problem]) -> Iterator[Features]:
        _ = opened.held  # its folders stay as long as it is read
        problems += [problem_of(fault, layer.file, None, severity="warning") for fault in warnings]
        try:
            yield from layer.features(problems)
        except Exception as error:  # the drivers raise whatever they like
            problems.append(unreadable(error, layer.file, form=layer.format))
        if not path.exists() or _stamp(path) != before:
            problems.append(problem_of(_CHANGED, layer.file, None))

    return replace(layer, features=features)


_CHANGED: Final = Fault(
    "文件在读取过程中被改动；请等写完后重试",
    "was changed while it was read; wait until it is written and try again",
    "file_changed",
)


def _stamp(path: Path) -> tuple[int, ...]:
    """Return what changes when a file, or one in a folder, is written."""
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return tuple(
        part for each in files for one in [each.stat()]
        for part in (one.st_ino, one.st_size, one.st_mtime_ns)
    )  # fmt: skip


def _wrong_suffix(path: Path, layer: Layer) -> Iterator[Fault]:
    wanted = SUFFIXES[layer.format]
    if path.suffix.lower() not in (*wanted, ".zip"):
        yield Fault(
            f"文件名以“{path.suffix}”结尾，内容是 {FORMAT_ZH[layer.format]}，按内容读取",
            f"its name ends in {path.suffix!r}, its content is {layer.format} and is read as that",
            "wrong_suffix",
        )


def _refused(problem: Problem) -> BadDataError:
    return BadDataError(f"没有读取“{problem.file}”", f"{problem.file!r} was not read", [problem])

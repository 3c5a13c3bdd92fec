"""Files of land spoiled at random, and what a reader must do with any of them: read it, or say why.

`scripts/fuzz` reads a million of them by hand; the tests read some.
"""

import random
from collections.abc import Callable, Sequence
from pathlib import Path

from gis.errors import LandplanError
from gis.formats.boundary_txt.read import read
from gis.formats.layer import Layer
from gis.formats.read import open_layer
from gis.formats.verdict import judged
from gis.problems import Problem
from tests.gis.formats.boundary_txt.small_files import HEADER, PARCEL, square, text_of

NASTY = (
    b",", b",,,,,", b"@", "＠".encode(), "，".encode("gbk"), b"\r", b"\n", b"\r\n", b"\0", b"\x1a",
    b"\xef\xbb\xbf", b"\xff\xfe", b"[", b"]", "【".encode(), "】".encode("gbk"), b"=", b"-", b"+",
    b"1e999", b"1e99", b"nan", b"inf", b"-0", b"0x10", b"1_0", b"999999999999", b"38", b".", b"..",
    "٤".encode(), "３".encode(), "面".encode("gbk"), "点".encode(), "线".encode("gb18030"), b" ",
    "坐标系=西安80".encode("gbk"), "带号=".encode("gbk"), "计量单位=度".encode(), b"\xff", b"\x80",
    "转换参数=1,2,3,4,5,6,7".encode("gbk"), "\u2028".encode(), b"\"", b"'", b"<", b"&", b"\t", b";",
    b"A" * 300, b"9" * 400, b"EPSG:4326", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"=1+1", b"#REF!",
)  # fmt: skip
"""What files break on."""

Spoil = Callable[[random.Random, bytes], bytes]


def sound_texts() -> list[bytes]:
    """Files of boundary points of every form, all sound."""
    hole = square(20, 20, 20, ring=2, ccw=True, first=6)
    texts = [
        text_of(PARCEL, *square(0, 0, closing="first label"), *hole, PARCEL, *square(300, 0)),
        text_of("1,地块1,面,,@", *square(0, 0), header=()),
        text_of("4,1亩,A,甲,2023,6,面,F49,水田,备注,0101,5,@", *square(0, 0, closing="new label")),
        text_of("2,,,,线,,,,@", *square(0, 0)[:2], "1,,,,点,,,,@", *square(0, 0)[:1]),
        text_of(PARCEL, "J1,23.1,113.3", "J2,23.1,113.4", "J3,23.2,113.4", header=HEADER[:1]),
        text_of(PARCEL, *(f"{one},1.0,1," for one in ("1,2563000,433000", "2,2563000,433100",
                                                    "3,2563100,433000"))),
    ]  # fmt: skip
    encodings = ("gb18030", "utf-8", "utf-8-sig", "utf-16", "utf-16-be")
    return [text.encode(encodings[place % 5]) for place, text in enumerate([*texts, *texts[:3]])]


def spoiled(rng: random.Random, sound: Sequence[bytes]) -> bytes:
    """Return a file with one to six things done to it."""
    data = rng.choice(sound)
    for _ in range(rng.choice((1, 1, 2, 3, 6))):
        data = rng.choice(SPOILS)(rng, data)
    return data


def _put(rng: random.Random, data: bytes) -> bytes:
    at = rng.randint(0, len(data))
    return data[:at] + rng.choice(NASTY) + data[at + rng.choice((0, 0, 1, 4)) :]


def _cut(rng: random.Random, data: bytes) -> bytes:
    at = rng.randint(0, len(data))
    return data[:at] if rng.random() < 0.3 else data[:at] + data[at + rng.randint(1, 40) :]


def _flip(rng: random.Random, data: bytes) -> bytes:
    if not data:
        return data
    at = rng.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << rng.randrange(8))]) + data[at + 1 :]


def _line(rng: random.Random, data: bytes) -> bytes:
    lines = data.split(b"\n")
    one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    do = rng.randrange(3)
    if do == 0:
        lines[one], lines[other] = lines[other], lines[one]
    elif do == 1:
        lines.insert(one, lines[other])
    else:
        del lines[one]
    return b"\n".join(lines)


def _field(rng: random.Random, data: bytes) -> bytes:
    fields = data.split(b",")
    fields[rng.randrange(len(fields))] = rng.choice((b"", *NASTY, *fields[:20]))
    return b",".join(fields)


def _digit(rng: random.Random, data: bytes) -> bytes:
    places = [place for place, one in enumerate(data) if 48 <= one <= 57]
    if not places:
        return data
    at = rng.choice(places)
    return data[:at] + rng.choice((b"", b"0", b"9", b"00000", b".", b"-")) + data[at + 1 :]


SPOILS: tuple[Spoil, ...] = (_put, _cut, _flip, _line, _field, _digit)


def taken(path: Path) -> str:
    """Read a file to its end and bring it to EPSG:4490; return `read`, `problems` or `refused`.

    Raises whatever is no error of landplan's own.
    """
    return _outcome(lambda problems: _take_judged(open_layer(path), problems))


def taken_alone(path: Path) -> str:
    """Read a file of boundary points by its own reader, as `taken`."""
    return _outcome(lambda problems: _take(read(path), problems))


def _outcome(take: Callable[[list[Problem]], None]) -> str:
    problems: list[Problem] = []
    try:
        take(problems)
    except LandplanError as error:
        if not (error.zh and error.en):
            raise AssertionError("an error says nothing") from error
        return "refused"
    return "problems" if problems else "read"


def _take(layer: Layer, problems: list[Problem]) -> None:
    for features in layer.features(problems):
        if not len(features.rows) == features.cells.num_rows == len(features.outlines):
            raise AssertionError("rows, cells and outlines differ in number")
        if tuple(features.cells.column_names) != layer.columns:
            raise AssertionError("the columns are others than those told")


def _take_judged(layer: Layer, problems: list[Problem]) -> None:
    verdict = judged(layer, near=(113.2, 23.0, 113.5, 23.3))
    _take(layer, problems)
    for features in layer.features([]):
        if verdict.crs is not None:
            stored = verdict.to_stored(features.outlines)
            if len(stored) != len(features.outlines):
                raise AssertionError("outlines were lost on the way")

"""What the guides say of the code is so: the glossary's names, the walks' places, the picture."""

import importlib
import re
import runpy
from pathlib import Path

REPO = Path(__file__).resolve().parents[1]
ROOMS = ("landplan", "layers", "projects", "gis")


def sources():
    for room in ROOMS:
        for pattern in ("*.py", "*.sql"):
            yield from (p.read_text(encoding="utf-8") for p in (REPO / room).rglob(pattern))


def test_every_word_of_the_glossary_is_a_name_of_the_code():
    rows = re.findall(r"^\| .+? \| .+? \| `(\w+)` \|", read("docs/glossary.md"), re.M)
    assert len(rows) > 30
    words = set(re.findall(r"\w+", "\n".join(sources())))
    assert [name for name in rows if name not in words] == []


def test_the_glossary_has_each_word_once():
    for column in (1, 2, 3):
        told = [row.split(" | ")[column - 1] for row in table("docs/glossary.md")]
        assert sorted(told) == sorted(set(told))


def test_the_picture_of_the_rooms_is_that_of_the_code():
    drawn = runpy.run_path(str(REPO / "scripts" / "draw-rooms"))["picture"]()
    assert drawn == read("docs/rooms.svg"), "run: python scripts/draw-rooms"


def test_every_place_of_the_walks_is_in_the_code():
    walks = read("CONTRIBUTING.md").split("## Find your way")[1].split("\n## ")[0]
    files = re.findall(r"`([\w./-]+\.(?:py|sql|js|md))`", walks)
    assert len(files) >= 9
    assert [name for name in files if not (REPO / name).exists()] == []
    for module, name in re.findall(r"`([\w/]+)\.py`: `(\w+)`", walks):
        assert hasattr(importlib.import_module(module.replace("/", ".")), name), (module, name)


def read(name):
    return (REPO / name).read_text(encoding="utf-8")


def table(name):
    rows = [line.strip("| ") for line in read(name).splitlines() if line.startswith("| ")]
    return rows[1:]

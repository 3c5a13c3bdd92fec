"""The planning documents, line by line, as they are printed; they are no part of the repo.

They are read when a test asks for a line, never while tests are collected, so a clone without them
collects the same tests. Where nobody told of them, a test that asks for them is skipped: they are
not the project's to hand out. In CI, and where LANDPLAN_DOCUMENTS names a folder, it fails.
"""

import os
from functools import cache
from pathlib import Path

import pytest

REPO = Path(__file__).resolve().parents[1]


def documents_folder() -> Path:
    """Return LANDPLAN_DOCUMENTS, or `../shared/documents` beside the repo."""
    named = os.environ.get("LANDPLAN_DOCUMENTS")
    folder = Path(named or REPO.parent / "shared" / "documents")
    if not folder.is_dir():
        missing = f"no planning documents in {folder}: name their folder in LANDPLAN_DOCUMENTS"
        if named or os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return folder


@cache
def lines_of(document: str) -> list[str]:
    """Return a document's lines, without their ends."""
    return (documents_folder() / f"{document}.txt").read_text(encoding="utf-8").split("\n")

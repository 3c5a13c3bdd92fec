"""Passwords whose hashes cost no time, but where it is about them."""

import pytest

from projects.people import passwords
from tests.people import quick_hashes

__all__ = ["quick_hashes"]


@pytest.fixture
def in_earnest(quick_hashes, monkeypatch):
    """Hash as landplan does."""
    monkeypatch.setattr(passwords, "_hasher", lambda: quick_hashes)

"""Passwords whose hashes cost no time."""

from tests.people import quick_hashes

__all__ = ["quick_hashes"]

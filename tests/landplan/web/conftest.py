"""The facts of the map, which the server shows as the page."""

from tests.layers.conftest import facts

__all__ = ["facts"]

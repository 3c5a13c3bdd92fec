"""The error of one outline."""

from gis.errors import LandplanError


class OutlineError(LandplanError):
    """One outline that cannot be used, and why; `kind` as `gis.problems.Problem` has it."""

    def __init__(self, zh: str, en: str, *, kind: str) -> None:
        super().__init__(zh, en)
        self.kind = kind

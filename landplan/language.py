"""A text in the language of whoever reads it."""

from gis.errors import Language


class Say:
    """Choose between the Chinese and the English of a text."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, zh: str, en: str) -> str:
        """Return one of the two."""
        return en if self.language == "en" else zh

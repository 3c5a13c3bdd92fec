"""Bad data as rows: where it is, what was found, what is wrong with it."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One thing wrong in one place of a file.

    Parameters
    ----------
    file
        File name inside the package or as the user gave it.
    row
        Row as a person counts it: in CSV the line number in the file (header is 1), in a
        feature file the feature's number from 1; None where the whole file is meant.
    column
        Column or property; empty where the whole row is meant.
    value
        What was found there, as text, shortened to 80 characters.
    zh, en
        What is wrong and what was wanted, in Chinese and in English.
    """

    file: str
    row: int | None = None
    column: str = ""
    value: str = ""
    zh: str
    en: str

    def __post_init__(self) -> None:
        text = str(self.value)
        object.__setattr__(self, "value", text if len(text) <= 80 else text[:79] + "…")

    def as_json(self, language: str = "zh") -> dict[str, str | int | None]:
        """Return the row for `--format json`, with the message in one language."""
        fields = asdict(self)
        message = {"zh": fields.pop("zh"), "en": fields.pop("en")}
        return {**fields, "problem": message["en" if language == "en" else "zh"]}

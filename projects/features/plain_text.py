"""Text from outside that the database can hold."""

from gis.errors import WrongUseError


def plain(told: str, name: str) -> str:
    """Return a text that the database takes: without zero bytes and lone halves of characters.

    Raises
    ------
    WrongUseError
        If it has such, naming the parameter.
    """
    if "\x00" in told or any("\ud800" <= char <= "\udfff" for char in told):
        raise WrongUseError(
            f"{name} 中有不能作为文字的字符（零字节或半个字符）",
            f"{name} has characters that are no text (a zero byte, half a character)",
        )
    return told

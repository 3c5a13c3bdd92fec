"""Passwords: what one must be, its hash (argon2id, RFC 9106), and whether one is right."""

from functools import cache
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Final
from unicodedata import normalize

from gis.errors import WrongUseError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST: Final = 10
LONGEST: Final = 200
_FEWEST_DIFFERENT: Final = 5

_AT_ONCE: Final = BoundedSemaphore(4)
"""Hashes computed at the same time, whoever knocks: 256 MiB."""


def check_password(password: str, *, name: str) -> None:
    """Make sure that a new password is not one of the first guesses.

    Raises
    ------
    WrongUseError
        If it is too short or too long, is made of a few characters, or holds the account's name.
    """
    told = _as_typed(password)
    if not SHORTEST <= len(told) <= LONGEST:
        raise WrongUseError(
            f"口令有 {len(told)} 个字符，应为 {SHORTEST} 至 {LONGEST} 个；"
            "请换一个，几个词连起来即可",
            f"the password has {len(told)} characters, not {SHORTEST} to {LONGEST}; take another, "
            "some words in a row will do",
        )
    if len(set(told)) < _FEWEST_DIFFERENT:
        raise WrongUseError(
            f"口令只用了 {len(set(told))} 种字符，至少应有 {_FEWEST_DIFFERENT} 种；请换一个",
            f"the password is made of {len(set(told))} different characters, at least "
            f"{_FEWEST_DIFFERENT} are wanted; take another",
        )
    if _as_typed(name).casefold() in told.casefold():
        raise WrongUseError(
            "口令中含有账户名，容易被猜到；请换一个",
            "the password holds the account's name and is soon guessed; take another",
        )


def hashed(password: str) -> str:
    """Return the hash of a password, with its salt and what it was made with."""
    with _AT_ONCE:
        return _hasher().hash(_as_typed(password))


def is_right(password: str, password_hash: str | None) -> bool:
    """Tell whether a password is the one of a hash; without a hash, no, after the same work."""
    from argon2.exceptions import VerifyMismatchError

    told = _as_typed(password[: LONGEST + 1])  # a longer one is none, at no more work
    try:
        with _AT_ONCE:
            _hasher().verify(password_hash or _of_nobody(), told)
    except VerifyMismatchError:
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Tell whether a hash was made with less work than is asked for now."""
    return _hasher().check_needs_rehash(password_hash)


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    return PasswordHasher()  # the profile of RFC 9106 for little memory: 64 MiB, 3 passes


@cache
def _of_nobody() -> str:
    return _hasher().hash("nobody's")


def _as_typed(password: str) -> str:
    """Return a password as it is the same from every keyboard: full width or not."""
    return normalize("NFKC", password)

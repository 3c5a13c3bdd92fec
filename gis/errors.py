"""Every error that landplan raises on purpose.

```
LandplanError
├── WrongUseError            a call that cannot be meant: exit status 2
│   └── NotFoundError        it names what is not there
├── BadDataError             data with problems, all of them listed: exit status 1
├── OfflineError             a map that needs another host: each part that does is named
├── MissingExtraError        a part that is not installed: `pip install 'landplan[report]'`
├── CrsError                 a coordinate system that is unknown, missing or not the one wanted
├── AccessError              who asks may not have it
│   ├── NotLoggedInError     nobody is logged in, or the log-in has ended
│   ├── NotPermittedError    the role is too small, or the request is none of our own pages'
│   ├── WrongPasswordError   no such name and password
│   └── LockedOutError       too many wrong passwords: `wait_s` seconds to go
└── DatabaseError            the database cannot do what is asked
    ├── PostgisMissingError  no PostgreSQL or PostGIS on this machine or server, or too old
    ├── UnreachableError     the server named by LANDPLAN_DATABASE_URL does not answer
    ├── NotReadyError        what is asked for is being made: `wait_s` seconds to go, or so
    └── ClusterError         the private cluster cannot be made, started or stopped
```

Each message says what was found, what was wanted and what to do, in Chinese and in English.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from gis.problems import Problem

Language = Literal["zh", "en"]
"""What every sentence is said in."""


class LandplanError(Exception):
    """The root: one sentence in each language.

    Parameters
    ----------
    zh, en
        The same message in Chinese (what `str` gives) and in English.
    """

    exit_status = 1

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.zh = zh
        self.en = en

    def in_language(self, language: str) -> str:
        """Return the message in `zh` or `en`."""
        return self.en if language == "en" else self.zh


class WrongUseError(LandplanError):
    """A call that cannot be meant: an unknown option, plan or zone, a date that is none."""

    exit_status = 2


class NotFoundError(WrongUseError):
    """A call that names what is not there: a tile outside the world, a file's missing entry."""


class BadDataError(LandplanError):
    """Data that must not be loaded; `problems` holds every row that is wrong."""

    def __init__(self, zh: str, en: str, problems: "Sequence[Problem]") -> None:
        super().__init__(zh, en)
        self.problems = tuple(problems)


class OfflineError(LandplanError):
    """A map that cannot be one file: something on it needs a host.

    Parameters
    ----------
    zh, en
        What needs one, a sentence each; `needs` holds the English ones.
    """

    def __init__(self, zh: "Sequence[str]", en: "Sequence[str]") -> None:
        super().__init__(
            f"这张地图离不开网络：{'；'.join(zh)}。请去掉这些部分，或改用内嵌的内容（data: 地址）；"
            "远程图层和图标可以用 leave_out_remote=True 略去",
            f"this map needs a network: {'; '.join(en)}. Take these parts out or hold their "
            "content in the map (data: addresses); remote layers and icons can be left out with "
            "leave_out_remote=True",
        )
        self.needs = tuple(en)


class MissingExtraError(LandplanError):
    """Work that needs an extra which is not installed: see `gis.extras`."""


class CrsError(LandplanError):
    """A coordinate system that is unknown, missing or not the one wanted."""


class AccessError(LandplanError):
    """Who asks may not have it."""


class NotLoggedInError(AccessError):
    """Nobody is logged in, or the log-in has ended."""


class NotPermittedError(AccessError):
    """The role is too small, or the request does not come from one of our own pages."""


class WrongPasswordError(AccessError):
    """No such name and password; which of the two is wrong is not said."""


class LockedOutError(AccessError):
    """Too many wrong passwords; `wait_s` is how many seconds are to go."""

    def __init__(self, zh: str, en: str, *, wait_s: float) -> None:
        super().__init__(zh, en)
        self.wait_s = wait_s


class DatabaseError(LandplanError):
    """The database cannot do what is asked."""


class PostgisMissingError(DatabaseError):
    """No PostgreSQL or PostGIS on this machine or server, or one that is too old."""


class UnreachableError(DatabaseError):
    """The server named by LANDPLAN_DATABASE_URL does not answer."""


class NotReadyError(DatabaseError):
    """What is asked for is being made; it is worth asking again after `wait_s` seconds."""

    def __init__(self, zh: str, en: str, *, wait_s: float) -> None:
        super().__init__(zh, en)
        self.wait_s = wait_s


class ClusterError(DatabaseError):
    """The private cluster cannot be made, started or stopped."""

"""What was typed into a form that could not be sent: carried through the log-in, or to another try.

The answer to the refused form is the log-in page, which holds the form's fields; after the log-in
they are shown, and one button sends them where they were going. Where the database is away they are
shown at once. Nothing of them is stored. Only
what the browser says one of our own pages sent is taken, so that no other site can put words into
somebody's mouth.
"""

import json
from dataclasses import asdict, dataclass
from typing import Final, Self
from urllib.parse import urlsplit

from fastapi import Request

from landplan.web.security import csrf
from landplan.web.security.local_path import local_path

_LONGEST: Final = 200_000
_URLENCODED: Final = "application/x-www-form-urlencoded"
_PASSWORDS: Final = frozenset({"password", "again", "present"})
_SECRET: Final = _PASSWORDS | {csrf.FIELD}
"""Fields that are not carried: the token of the old session, and passwords."""


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptForm:
    """A form as it was sent: to where, with which fields, and the page that it stood on."""

    action: str
    back: str
    fields: tuple[tuple[str, str], ...]

    def told(self) -> str:
        """Return the form as a text for a hidden field."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def of(cls, told: str) -> Self | None:
        """Return the form that `told` gave; None for any other text."""
        try:
            held = json.loads(told)
            return cls(
                action=local_path(str(held["action"])),
                back=local_path(str(held["back"])),
                fields=tuple((str(name), str(value)) for name, value in held["fields"]),
            )
        except (ValueError, TypeError, KeyError):
            return None


async def kept_form(request: Request) -> KeptForm | None:
    """Return the form that a request sends; None where it holds files, or is not of our pages."""
    length = request.headers.get("content-length", "")
    short = length.isdecimal() and int(length) <= _LONGEST
    urlencoded = request.headers.get("content-type", "").startswith(_URLENCODED)
    if not (short and urlencoded and csrf.is_from_our_page(request)):
        return None
    sent = (await request.form()).multi_items()
    query = f"?{request.url.query}" if request.url.query else ""
    return KeptForm(
        action=local_path(request.url.path + query),
        back=page_of(request),
        fields=tuple((name, str(value)) for name, value in sent if name not in _SECRET),
    )


async def form_to_send_again(request: Request) -> KeptForm | None:
    """Return the form that a request sends, if it can be sent again as it is kept."""
    if request.method != "POST":
        return None
    kept = await kept_form(request)
    if kept is None or _PASSWORDS & (await request.form()).keys():
        return None
    return kept


def page_of(request: Request) -> str:
    """Return the page of ours that a request was sent from, `/` where it is not told."""
    parts = urlsplit(request.headers.get("referer", ""))
    if parts.netloc != request.headers.get("host"):
        return local_path("")
    return local_path(parts.path + (f"?{parts.query}" if parts.query else ""))

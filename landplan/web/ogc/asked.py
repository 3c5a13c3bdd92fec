"""What an address under `/ogc` asks for; what it cannot mean is refused with a sentence."""

from collections.abc import Collection as Names
from typing import Final, Literal, get_args

from fastapi import Request
from sqlalchemy import Connection

from gis.errors import Language, WrongUseError
from gis.geometry.crs_uri import UriCrs
from landplan.web.asked import told_twice
from landplan.web.ogc.route import NotAcceptableError
from landplan.web.ogc.systems import box_told, system_told
from projects.choice import chosen
from projects.features.collections import Collection
from projects.features.cql2 import FilterLanguage
from projects.features.days import span_told
from projects.features.pages import Filter, Question
from projects.features.plain_text import plain
from projects.view import PlanView

Format = Literal["json", "html", "csv", "parquet"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)
DOCUMENT_FORMATS: Final[tuple[Format, ...]] = ("json", "html")

MEDIA: Final[dict[Format, str]] = {
    "json": "application/json",
    "html": "text/html",
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
}
GEOJSON: Final = "application/geo+json"

USUAL_LIMIT: Final = 100
LONGEST_PAGE: Final = 10_000
"""Features of a page at most; of CSV and GeoParquet that many unless told."""

_EVERYWHERE: Final = ("plan", "lang", "f")
_OF_ITEM: Final = (*_EVERYWHERE, "crs", "datetime")
_OF_ITEMS: Final = (
    *_OF_ITEM, "limit", "offset", "after", "bbox", "bbox-crs", "filter", "filter-lang",
    "filter-crs", "zone",
)  # fmt: skip


def parameters(request: Request, more: Names[str] = ()) -> dict[str, str]:
    """Return the query of an address.

    Parameters
    ----------
    more
        What is known beside `plan`, `lang` and `f`.

    Raises
    ------
    WrongUseError
        If a parameter is not known, or told twice, or `lang` is no language.
    """
    known = {*_EVERYWHERE, *more}
    found: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name not in known:
            raise WrongUseError(
                f"没有参数“{name[:60]}”；可用：{'、'.join(sorted(known))}",
                f"there is no parameter {name[:60]!r}; there are: {', '.join(sorted(known))}",
            )
        if name in found:
            raise told_twice(name)
        found[name] = plain(value, name)
    if "lang" in found:
        chosen("lang", found["lang"], get_args(Language))
    return found


def format_of(request: Request, offered: tuple[Format, ...]) -> Format:
    """Return the format that `f` or the header Accept asks for; JSON where neither does.

    Raises
    ------
    WrongUseError
        If `f` is none that there is.
    NotAcceptableError
        If nothing of Accept is there.
    """
    told = request.query_params.get("f")
    if told is not None:
        return chosen("f", told, offered)
    accept = request.headers.get("accept", "*/*")
    for one in accept.split(","):
        media = one.partition(";")[0].strip().lower()
        if media in ("*/*", "application/*", GEOJSON) or media.endswith("json"):
            return "json"
        for form in offered:
            if MEDIA[form] == media:
                return form
    raise NotAcceptableError(
        f"没有 {accept[:80]} 格式的答复；可用：{'、'.join(MEDIA[one] for one in offered)}",
        f"there is no answer in {accept[:80]}; there are: {', '.join(MEDIA[o] for o in offered)}",
    )


def item_asked(
    request: Request, view: PlanView, systems: tuple[UriCrs, ...]
) -> tuple[Question, UriCrs]:
    """Return what is asked of one feature, and the system that it is wanted in."""
    told = parameters(request, _OF_ITEM)
    span = span_told(told["datetime"]) if "datetime" in told else None
    day = view.as_of if span is None else span.end or view.as_of
    return Question(day=day), system_told(told.get("crs"), systems, "crs")


def items_asked(
    request: Request,
    connection: Connection,
    view: PlanView,
    collection: Collection,
    systems: tuple[UriCrs, ...],
    form: Format,
) -> tuple[Question, UriCrs]:
    """Return what is asked of a collection, and the system that it is wanted in.

    Raises
    ------
    WrongUseError
        If anything of it cannot be meant.
    """
    told = parameters(request, (*_OF_ITEMS, *(column.shown for column in collection.columns)))
    span = span_told(told["datetime"]) if "datetime" in told else None
    box_crs = system_told(told.get("bbox-crs"), systems, "bbox-crs")
    usual = USUAL_LIMIT if form in DOCUMENT_FORMATS else LONGEST_PAGE
    question = Question(
        day=view.as_of if span is None else span.end or view.as_of,
        span=span,
        box=box_told(told["bbox"], box_crs) if "bbox" in told else None,
        zone_ids=[one.zone_id for one in view.zones_meant(told["zone"])]
        if told.get("zone")
        else None,
        properties=_properties(told, collection),
        filter=_filter(told, systems),
        limit=min(_whole(told, "limit", least=1, usual=usual), LONGEST_PAGE),
        offset=_whole(told, "offset", least=0, usual=0),
        after=told.get("after"),
    )
    return question, system_told(told.get("crs"), systems, "crs")


def _properties(told: dict[str, str], collection: Collection) -> dict[str, str]:
    """Return the properties that are told; one of a list of codes has one of them, or none."""
    found = {one.shown: told[one.shown] for one in collection.columns if one.shown in told}
    for column in collection.columns:
        if column.choices and found.get(column.shown):
            chosen(column.shown, found[column.shown], [*column.choices])
    return found


def _filter(told: dict[str, str], systems: tuple[UriCrs, ...]) -> Filter | None:
    languages: tuple[FilterLanguage, ...] = get_args(FilterLanguage)
    language = chosen("filter-lang", told.get("filter-lang", "cql2-text"), languages)
    crs = system_told(told.get("filter-crs"), systems, "filter-crs")
    if "filter" not in told:
        return None
    return Filter(text=told["filter"], language=language, crs=crs)


def _whole(told: dict[str, str], name: str, *, least: int, usual: int) -> int:
    if name not in told:
        return usual
    text = told[name]
    if not text.isascii() or not text.isdigit() or len(text) > 12 or int(text) < least:
        raise WrongUseError(
            f"{name} 的“{text[:40]}”应为不小于 {least} 的整数",
            f"{name} is a whole number from {least} on, not {text[:40]!r}",
        )
    return int(text)

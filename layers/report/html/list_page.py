"""A long list as one HTML page: problems of a package, findings of a plan."""

from collections.abc import Sequence
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined

from layers.report.plain_text import plain


@dataclass(frozen=True, kw_only=True, slots=True)
class ListTable:
    """A table of a page: its title, its headings, and rows of as many cells."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


def list_page(title: str, tables: Sequence[ListTable], *, language: str) -> str:
    """Return a page that asks nothing of any host; its texts are data and stay texts."""
    return page_of("list.html", language, title=title, tables=tables)


def page_of(template: str, language: str, **texts: object) -> str:
    """Return a page of this room made of its template; texts are data and stay texts."""
    environment = Environment(
        loader=PackageLoader("layers.report", "html"),
        autoescape=True,
        finalize=lambda value: plain(value) if isinstance(value, str) else value,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    lang = "en" if language == "en" else "zh-CN"
    return environment.get_template(template).render(lang=lang, **texts)

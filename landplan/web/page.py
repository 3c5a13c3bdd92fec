"""A page: its template with what all pages share: language, menu, who is there, the plan."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from landplan.language import Say
from landplan.web.asked import language_of

Role = Literal["viewer", "editor", "administrator"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu, and the least role that sees it."""

    address: str
    zh: str
    en: str
    role: Role = "viewer"


MENU: Final = (
    Entry("/", "一张图", "Map"),
    Entry("/balance", "对账", "Balance"),
    Entry("/projects", "项目", "Projects"),
    Entry("/indicators", "指标", "Indicators"),
    Entry("/warnings", "预警", "Warnings"),
    Entry("/ledger", "台账", "Ledger"),
    Entry("/imports", "导入", "Import", "editor"),
    Entry("/exports", "导出", "Export"),
    Entry("/reports", "报告", "Reports"),
    Entry("/accounts", "账户", "Accounts", "administrator"),
    Entry("/audit", "审计", "Audit", "administrator"),
)


def page(request: Request, template: str, *, status: int = 200, **facts: Any) -> HTMLResponse:
    """Return a template of `templates/` as the answer.

    Parameters
    ----------
    facts
        What the template names beside what all have: `say`, `language`, `request`, `person`,
        `menu`, `csrf_field`. `plan` (a Plan) and `as_of`, where a page is about one, are shown
        in the masthead, with the mark of a sample.
    """
    say = Say(language_of(request))
    person = getattr(request.state, "person", None)
    html = (
        environment()
        .get_template(template)
        .render(
            {
                "say": say,
                "language": say.language,
                "request": request,
                "person": person,
                "menu": MENU,
                "csrf": getattr(request.state, "csrf", ""),
                "csrf_field": lambda: _csrf_field(request),
                "plan": None,
                "as_of": None,
                **facts,
            }
        )
    )
    return HTMLResponse(html, status_code=status)


@cache
def environment() -> Environment:
    """Return the environment of the templates: what is not named is an error, all is escaped."""
    made = Environment(
        loader=PackageLoader("landplan.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["ha"] = lambda value: "–" if value is None else f"{value:,.2f}"
    made.filters["ha4"] = lambda value: "–" if value is None else f"{value:,.4f}"
    made.filters["percent"] = lambda value: "–" if value is None else f"{value:.1f}%"
    return made


def _csrf_field(request: Request) -> Markup:
    token = getattr(request.state, "csrf", "")
    return Markup('<input type="hidden" name="csrf" value="{}">').format(token)

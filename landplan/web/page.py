"""A page: its template with what all pages share: language, menu, who is there, the plan."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from landplan.language import Say
from landplan.session import BEIJING
from landplan.web.asked import language_of
from projects.people.accounts import ROLE_NAMES, Person, Role


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu, and the least role that sees it; None: who reads."""

    address: str
    zh: str
    en: str
    role: Role | None = None


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
    Entry("/accounts", "账户", "Accounts", "viewer"),
    Entry("/audit", "审计", "Audit", "administrator"),
)


def page(request: Request, template: str, *, status: int = 200, **facts: Any) -> HTMLResponse:
    """Return a template of `templates/` as the answer.

    Parameters
    ----------
    facts
        What the template names beside what all have: `say`, `language`, `request`, `person`,
        `roles`, `menu`, `csrf_field`. `plan` (a Plan) and `as_of`, where a page is about one, are
        shown in the masthead, with the mark of a sample.
    """
    say = Say(language_of(request))
    person: Person | None = request.state.person
    html = (
        environment()
        .get_template(template)
        .render(
            {
                "say": say,
                "language": say.language,
                "request": request,
                "person": person,
                "roles": ROLE_NAMES,
                "menu": [each for each in MENU if _is_seen(each, person)],
                "csrf": request.state.csrf,
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
    made.filters["percent"] = lambda value: "–" if value is None else f"{value:.1f}%"
    made.filters["minute"] = lambda moment: _told(moment, "%Y-%m-%d %H:%M")
    made.filters["second"] = lambda moment: _told(moment, "%Y-%m-%d %H:%M:%S")
    return made


def _told(moment: datetime | None, form: str) -> str:
    """Return a time as it is in Beijing."""
    return "–" if moment is None else moment.astimezone(BEIJING).strftime(form)


def _is_seen(entry: Entry, person: Person | None) -> bool:
    return entry.role is None or (person is not None and person.may(entry.role))


def _csrf_field(request: Request) -> Markup:
    return Markup('<input type="hidden" name="csrf" value="{}">').format(request.state.csrf)

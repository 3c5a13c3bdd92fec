"""A page: its template with what all pages share: language, menu, who is there, the plan."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, partial
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from gis.geometry.area import MU_PER_HA
from landplan.session import BEIJING
from landplan.web.asked import language_of, remember_language
from landplan.web.said import OPTION_FIELDS, SaidOnPage
from landplan.web.unchanged import kept_as
from projects import labels
from projects.people.accounts import ROLE_NAMES, Person, Role

CARRIED: Final = ("plan", "as_of", "basis", "zone")
"""What of an address every link on the page keeps."""


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
        `roles`, `menu`, `csrf_field`, `to` (an address that keeps what of this one is kept, see
        `address`), `here`, `on_map`. `plan` (a Plan) and `as_of`, where a page is about one, are
        shown in the masthead, with the mark of a sample; the day may be chosen there, and the basis
        where it is among the facts.
    """
    say = SaidOnPage(language_of(request))
    person: Person | None = getattr(request.state, "person", None)
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
                "csrf": getattr(request.state, "csrf", ""),
                "csrf_field": partial(_csrf_field, request),
                "to": partial(address, request),
                "here": partial(_here, request),
                "on_map": partial(on_map, request),
                "plan": None,
                "plans": plan_names(getattr(request.state, "plans", {})),
                "as_of": None,
                "basis": None,
                **facts,
            }
        )
    )
    answer = HTMLResponse(html, status_code=status)
    remember_language(request, answer)
    if status == 200:
        kept_as(request, answer)
    return answer


def address(request: Request, path: str, **changed: str | int | None) -> str:
    """Return the address of a page that tells of the same plan, day, basis and zone as this one.

    Parameters
    ----------
    changed
        What else it says, or says otherwise; None: not at all.
    """
    told = {name: request.query_params.get(name) for name in CARRIED} | changed
    query = urlencode({name: value for name, value in told.items() if value not in (None, "")})
    return f"{path}?{query}" if query else path


def on_map(request: Request, **shown: str) -> str:
    """Return the address of the map of the same plan and day that shows something.

    Parameters
    ----------
    shown
        What its page reads behind the `#`: `zone`, `parcel`.
    """
    return f"{address(request, '/', zone=None)}#{urlencode(shown)}"


def plan_names(titles: Mapping[str, str]) -> dict[str, str]:
    """Return how each plan is called: by its title, and its id where others have the same.

    Parameters
    ----------
    titles
        By the ids of the plans.
    """
    many = Counter(titles.values())
    return {
        plan_id: title if title and many[title] == 1 else f"{title} {plan_id}".lstrip()
        for plan_id, title in titles.items()
    }


def _here(request: Request, **changed: str | int | None) -> str:
    """Return this page's address with some of its query changed; a list begins anew then."""
    told: dict[str, str | int | None] = dict(request.query_params)
    return address(request, request.url.path, **(told | {"page": None} | changed))


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
    made.filters["mu4"] = _mu_beside_ha4
    made.filters["percent"] = lambda value: "–" if value is None else f"{value:.1f}%"
    made.filters["figure"] = lambda value: "–" if value is None else f"{value:,.10g}"
    made.filters["minute"] = lambda moment: _in_beijing(moment, "%Y-%m-%d %H:%M")
    made.filters["second"] = lambda moment: _in_beijing(moment, "%Y-%m-%d %H:%M:%S")
    made.globals["status_label"] = labels.status_label
    made.globals["stage_label"] = labels.stage_label
    made.globals["option_fields"] = OPTION_FIELDS
    return made


def _mu_beside_ha4(ha: float) -> str:
    """Return 亩 as they stand beside hectares of four decimals: computed from what is shown."""
    shown = Decimal(f"{ha:.4f}") * Decimal(MU_PER_HA)
    return f"{shown.quantize(Decimal('0.01'), ROUND_HALF_UP):,}"


def _is_seen(entry: Entry, person: Person | None) -> bool:
    return entry.role is None or (person is not None and person.may(entry.role))


def _in_beijing(moment: datetime | None, form: str) -> str:
    return "–" if moment is None else moment.astimezone(BEIJING).strftime(form)


def _csrf_field(request: Request) -> Markup:
    token = getattr(request.state, "csrf", "")
    return Markup('<input type="hidden" name="csrf" value="{}">').format(token)

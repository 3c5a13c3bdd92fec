"""对账: actual against target, by zone and measure."""

from fastapi import APIRouter, Request, Response

from landplan.web.asked import Meant
from landplan.web.database import Reading
from landplan.web.page import page
from landplan.web.security.guards import MayRead
from landplan.web.unchanged import UnlessUnchanged
from projects.labels import MEASURES

router = APIRouter(dependencies=[MayRead])


@router.get("/balance", dependencies=[UnlessUnchanged])
def balance(request: Request, asked: Meant, connection: Reading) -> Response:
    """Show the balance as of the day."""
    view = asked.view(connection)
    return page(
        request, "balance.html",
        plan=view.plan, as_of=view.as_of, basis=view.basis,
        balance=view.balance(asked.zone), measures=MEASURES,
    )  # fmt: skip

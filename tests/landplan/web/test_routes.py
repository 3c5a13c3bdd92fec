"""Every route × role: who may ask for what, whether reading is open or by log-in."""

import os
import re
from unittest.mock import patch

import pytest
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient

from landplan.web.site import site
from tests.people import NAMES, SESSION, csrf_of, plant

ANYBODY, READERS, KNOWN, EDITORS, ADMINISTRATORS = range(5)
"""Anybody; who may read, as the setting says; who is logged in; editors; administrators."""

ROUTES = {
    "GET /": READERS,
    "GET /health": ANYBODY,
    "GET /static/colours.css": ANYBODY,
    "MOUNT /static": ANYBODY,
    "MOUNT /static/vendor": ANYBODY,
    "GET /balance": READERS,
    "GET /projects": READERS,
    "GET /projects/board": READERS,
    "GET /projects/{project_id}": READERS,
    "POST /projects/{project_id}/records": EDITORS,
    "GET /ledger": READERS,
    "GET /ledger/parcels/{parcel_id:path}": READERS,
    "GET /warnings": READERS,
    "POST /warnings": EDITORS,
    "GET /imports": EDITORS,
    "POST /imports": EDITORS,
    "GET /imports/{job_id}": EDITORS,
    "GET /imports/{job_id}/state": EDITORS,
    "GET /imports/{job_id}/map": EDITORS,
    "GET /imports/{job_id}/problems.csv": EDITORS,
    "POST /imports/{job_id}/again": EDITORS,
    "POST /imports/{job_id}/confirm": EDITORS,
    "POST /imports/{job_id}/remove": EDITORS,
    "POST /imports/batches/{batch_id}/undo": EDITORS,
    "GET /exports": READERS,
    "GET /exports/file": READERS,
    "GET /exports/{name}.{suffix}": READERS,
    "POST /exports": KNOWN,
    "GET /exports/jobs/{job_id}/state": READERS,
    "GET /exports/jobs/{job_id}/files/{file_no}": READERS,
    "POST /exports/jobs/{job_id}/remove": KNOWN,
    "GET /reports": READERS,
    "POST /reports": KNOWN,
    "GET /reports/jobs/{job_id}/state": READERS,
    "GET /reports/jobs/{job_id}/files/{file_no}": READERS,
    "POST /reports/jobs/{job_id}/remove": KNOWN,
    "GET /tiles/{plan}": READERS,
    "GET /tiles/{plan}/parcels/{z}/{x}/{y}.mvt": READERS,
    "GET /tiles/{plan}/grid/{z}/{x}/{y}": READERS,
    "GET /map/data": READERS,
    "GET /map/day": READERS,
    "GET /map/changed": READERS,
    "GET /map/warned": READERS,
    "GET /map/parcels": READERS,
    "GET /map/parcel": READERS,
    "GET /map/found": READERS,
    "GET /map/parcels/{place}": READERS,
    "GET /map/{name}": READERS,
    "GET /api/v1": READERS,
    "GET /api/v1/balance": READERS,
    "GET /api/v1/batches": READERS,
    "GET /api/v1/checks": READERS,
    "GET /api/v1/docs": READERS,
    "GET /api/v1/events": READERS,
    "GET /api/v1/indicators": READERS,
    "GET /api/v1/openapi.json": READERS,
    "GET /api/v1/pace": READERS,
    "GET /api/v1/parcels": READERS,
    "GET /api/v1/parcels/{parcel_id:path}": READERS,
    "GET /api/v1/plans": READERS,
    "GET /api/v1/projects": READERS,
    "GET /api/v1/series": READERS,
    "GET /api/v1/warnings": READERS,
    "GET /api/v1/zones": READERS,
    "GET /balance.csv": READERS,
    "GET /balance.xlsx": READERS,
    "GET /balance/conflicts": READERS,
    "GET /balance/events": READERS,
    "GET /balance/reserve": READERS,
    "GET /basemap/{z}/{x}/{y}": READERS,
    "GET /indicators": READERS,
    "GET /ogc/collections/parcels/tiles": READERS,
    "GET /ogc/collections/parcels/tiles/{matrix_set}": READERS,
    "GET /ogc/collections/parcels/tiles/{matrix_set}/{z}/{y}/{x}": READERS,
    "GET /ogc/tileMatrixSets": READERS,
    "GET /ogc/tileMatrixSets/{matrix_set}": READERS,
    "GET /ogc/tiles": READERS,
    "GET /ogc/tiles/{matrix_set}": READERS,
    "GET /ogc/tiles/{matrix_set}/{z}/{y}/{x}": READERS,
    "GET /indicators/record": EDITORS,
    "POST /indicators/record": EDITORS,
    "POST /api/v1/projects/{project_id}/records": EDITORS,
    "POST /api/v1/indicators/records": EDITORS,
    "GET /ogc": READERS,
    "GET /ogc/api": READERS,
    "GET /ogc/collections": READERS,
    "GET /ogc/collections/{collection_id}": READERS,
    "GET /ogc/collections/{collection_id}/items": READERS,
    "GET /ogc/collections/{collection_id}/items/{feature_id:path}": READERS,
    "GET /ogc/collections/{collection_id}/queryables": READERS,
    "GET /ogc/collections/{collection_id}/schema": READERS,
    "GET /ogc/conformance": READERS,
    "GET /login": ANYBODY,
    "POST /login": ANYBODY,
    "POST /logout": KNOWN,
    "GET /accounts": KNOWN,
    "POST /accounts": ADMINISTRATORS,
    "POST /accounts/{person_id}/role": ADMINISTRATORS,
    "POST /accounts/{person_id}/password": ADMINISTRATORS,
    "POST /accounts/{person_id}/disable": ADMINISTRATORS,
    "POST /accounts/{person_id}/enable": ADMINISTRATORS,
    "POST /accounts/password": KNOWN,
    "POST /accounts/tokens": KNOWN,
    "POST /accounts/tokens/{token_id}/revoke": KNOWN,
    "GET /audit": ADMINISTRATORS,
    "GET /audit/export": ADMINISTRATORS,
}
"""A new route gets its line here, with who may ask for it."""

RANK = {None: 0, "viewer": 2, "editor": 3, "administrator": 4}
"""The last of those above that somebody of a role is among; nobody is a reader where it is open."""

SAFE = ("GET", "HEAD")
TRIED = [name for name in ROUTES if not name.startswith("MOUNT")]


def test_every_route_is_in_the_table(client) -> None:
    found = [*routes_of(client.app.routes)]
    assert set(found) ^ ROUTES.keys() == set()
    assert len(found) == len(set(found))


def routes_of(routes):
    for route in iter_route_contexts(routes):
        for method in sorted(route.methods or ("MOUNT",)):
            yield f"{method} {route.path}"


@pytest.fixture(scope="module", params=["open", "login"])
def reading(request, people, site_environment):
    """Give how one reads, and browsers of a site on which it is so."""
    environment = site_environment | {"LANDPLAN_READING": request.param}
    with patch.dict(os.environ, environment, clear=True), TestClient(site()) as started:
        yield request.param, lambda role: browser(started.app, people, role)


def browser(app, people, role) -> TestClient:
    made = TestClient(app, base_url="http://localhost", follow_redirects=False)
    if role is not None:
        plant(made, people.logged_in(role).cookies[SESSION])
    return made


def asked(asking: TestClient, name: str, **headers: str):
    """Ask for a route, with the number of nothing in place of what it names."""
    method, path = name.split()
    path = re.sub(r"\{[xyz]\}", "1", re.sub(r"\{[^}]{2,}\}", "999999", path))
    return asking.request(method, path, headers=headers)


def is_refused(answer) -> bool:
    led = answer.status_code == 303 and answer.headers["location"].startswith("/login")
    return led or answer.status_code in (401, 403)


@pytest.mark.parametrize("role", [None, *NAMES])
@pytest.mark.parametrize("name", TRIED)
def test_who_may_ask(reading, name, role) -> None:
    how, visit = reading
    asking = visit(role)
    headers = {} if name.startswith(SAFE) else {"X-CSRF-Token": csrf_of(asking.get("/login"))}
    may = RANK[role] >= ROUTES[name] or (role is None and how == "open" and ROUTES[name] == READERS)
    answer = asked(asking, name, **headers)
    if name == "POST /login":
        assert answer.status_code in (401, 429)  # no name, no password: it was looked at
    else:
        assert is_refused(answer) is not may, answer.text


@pytest.mark.parametrize("name", [each for each in TRIED if not each.startswith(SAFE)])
def test_nobody_writes_without_the_token_of_our_forms(reading, name) -> None:
    _, visit = reading
    asking = visit("administrator")
    asking.get("/login")
    for headers in ({}, {"X-CSRF-Token": "0" * 48}, {"X-CSRF-Token": ""}):
        assert asked(asking, name, **headers).status_code == 403
    others = csrf_of(visit("administrator").get("/login"))
    assert asked(asking, name, **{"X-CSRF-Token": others}).status_code == 403

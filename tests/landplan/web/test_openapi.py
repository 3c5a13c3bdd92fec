"""What is asked as the OpenAPI says is answered as it says; no question makes the site fail."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.people import bearer

CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance,
    response_schema_conformance,
]  # fmt: skip
EXAMPLES = settings(
    max_examples=12, derandomize=True, database=None, deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


def parameters_of(document):
    """Return address → the names of what it takes in its query."""
    return {
        path: [
            one["name"]
            for told in methods.values()
            for one in told.get("parameters", ())
            if one["in"] == "query"
        ]
        for path, methods in document["paths"].items()
    }


@pytest.fixture
def script(people):
    """Give the header of a script with an editor's token."""
    return bearer(people, "editor")


def ask(document, client, sent):
    """Ask some questions at each address of a document, right ones and wrong ones."""
    schema = schemathesis.openapi.from_dict(document)
    asked = 0
    for found in schema.get_all_operations():
        operation = found.ok()
        for mode in schemathesis.GenerationMode:

            @EXAMPLES
            @given(case=operation.as_strategy(generation_mode=mode))
            def answered(case):
                nonlocal asked
                asked += 1
                told = case.as_transport_kwargs(base_url="http://localhost")
                meant = {name: told.get(name) for name in ("params", "json", "data")}
                headers = {**(told.get("headers") or {}), **sent}
                answer = client.request(told["method"], told["url"], headers=headers, **meant)
                case.validate_response(answer, checks=CHECKS)

            answered()
    return asked


def test_the_api(client, script) -> None:
    document = client.get("/api/v1/openapi.json").json()
    assert ask(document, client, script) > 10 * len(document["paths"])


def test_ogc(client) -> None:
    document = client.get("/ogc/api").json()
    assert ask(document, client, {}) > 10 * len(document["paths"])

"""`landplan db` on a named server whose address has a password."""

import pytest

HIDDEN = "s3cret"


@pytest.fixture
def with_password(environment):
    """Give an environment whose address has a password that the tests' server does not ask for."""
    url = environment["LANDPLAN_DATABASE_URL"].replace("landplan@", f"landplan:{HIDDEN}@", 1)
    return environment | {"LANDPLAN_DATABASE_URL": url}


def test_a_password_is_shown_only_where_it_is_asked_for(landplan, with_password):
    shown = landplan("db", "url", env=with_password).stdout
    assert shown.startswith("postgresql://landplan:***@")
    assert HIDDEN in landplan("db", "url", "--with-password", env=with_password).stdout
    assert HIDDEN not in landplan("db", "status", env=with_password).stdout


@pytest.mark.parametrize("call", [("db", "url"), ("db", "status"), ("balance",), ("check",)])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_address_that_cannot_be_read_is_not_repeated(landplan, environment, call, language):
    spoilt = environment | {"LANDPLAN_DATABASE_URL": f"postgresql://u:x@{HIDDEN}@127.0.0.1:1/x"}
    found = landplan(*call, "--lang", language, env=spoilt)
    assert found.returncode == 2
    assert "%40" in found.stderr
    assert HIDDEN not in found.stdout + found.stderr

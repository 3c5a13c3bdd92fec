"""The address of a named server is read, and nothing secret of it is ever told."""

import pytest

from gis.database.address import libpq_address, parsed_address
from gis.database.engine import open_engine
from gis.database.settings import Settings
from gis.errors import LandplanError

SPOILT = ["p@ss", "p@s/s", "p@s?s", "p@s#s", "p@[ss]", "p@5:ss", "p@s?a=ss", "p@@ss", "@ss", "ss@"]
"""Passwords with an @ that should have been %40."""


@pytest.mark.parametrize("password", SPOILT)
@pytest.mark.parametrize("database", ["x", "x?application_name=y", "x?sslmode=no"])
def test_a_password_with_an_at_sign_is_not_shown_as_the_host(password, database):
    with pytest.raises(LandplanError, match="%40") as caught:
        open_engine(Settings(database_url=f"postgresql://u:{password}@127.0.0.1:1/{database}"))
    for told in (caught.value.zh, caught.value.en):
        assert "ss" not in told.replace("password", "").replace("address", "")


@pytest.mark.parametrize("password", ["p/ss", "p#ss", "p?ss", "p:ss", "p%2Fss", "p[ss", "p ss"])
def test_other_signs_are_taken_as_they_are(password):
    url = f"postgresql://u:{password}@127.0.0.1:1/x"
    assert parsed_address(url).password == password.replace("%2F", "/")
    with pytest.raises(LandplanError, match=r"127\.0\.0\.1:1/x") as caught:
        open_engine(Settings(database_url=url))
    for told in (caught.value.zh, caught.value.en):
        assert "ss" not in told.replace("address", "")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgres://u:s%40c@h:1/x", "postgresql://u:***@h:1/x"),
        ("postgresql://h/x?user=u&password=s", "postgresql://h/x?password=***&user=u"),
        ("postgresql://u@h/x", "postgresql://u@h/x"),
    ],
)
def test_an_address_for_others_has_its_secrets_only_where_they_are_asked_for(url, shown):
    parsed = parsed_address(url)
    assert libpq_address(parsed, with_password=False) == shown
    assert parsed_address(libpq_address(parsed, with_password=True)) == parsed

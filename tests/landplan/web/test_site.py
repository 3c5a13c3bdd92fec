"""The site: every page has its headers, errors are sentences, and there is nothing else."""

import pytest

from landplan.web.page import plan_names


def test_headers_keep_the_pages_to_themselves(client) -> None:
    answer = client.get("/balance")
    assert (answer.status_code, answer.headers["content-encoding"]) == (200, "gzip")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert not any(word in policy for word in ("http", "*", "unsafe"))
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_health_says_ok(client, method) -> None:
    assert client.request(method, "/health").status_code == 200


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json", "/favicon.ico"])
def test_there_is_nothing_else(client, path) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_page_that_cannot_be_made_says_why(client) -> None:
    zh = client.get("/balance", params={"plan": "none-such"})
    en = client.get("/balance", params={"plan": "none-such", "lang": "en"})
    assert (zh.status_code, en.status_code) == (422, 422)
    assert "none-such" in zh.text and "没有" in zh.text and 'lang="en"' in en.text


def test_the_balance_tells_the_target_of_the_smart_city(client) -> None:
    assert "500.00" in client.get("/balance", params={"zone": "smart-city"}).text


def test_plans_are_called_by_their_titles_and_apart_by_their_ids() -> None:
    titles = {"a": "某区规划", "b": "某区规划", "c": "另一区规划", "d": ""}
    assert plan_names(titles) == {
        "a": "某区规划 a", "b": "某区规划 b", "c": "另一区规划", "d": "d"
    }  # fmt: skip

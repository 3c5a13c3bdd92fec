"""Recording by `/api/v1`: an editor's token writes, is audited, and nobody else does."""

import pytest
from sqlalchemy import text

from tests.people import bearer

PROJECT = "/api/v1/projects/netease-city/records"
FIGURES = "/api/v1/indicators/records"
FIGURE = {"zone": "tianhe", "indicator": "地区生产总值", "year": 2023, "value": 6551.24}


def rows(people, table):
    with people.engine.connect() as connection:
        return connection.scalar(text(f"select count(*) from landplan.{table}"))


def test_a_stage_by_a_script(client, people) -> None:
    token = bearer(people, "editor")
    told = {"what": "stage", "value": "开工", "happened_on": "2023-05-01", "note": "奠基"}
    answer = client.post(PROJECT, json=told, headers=token)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert (made["plan"], made["subject"]) == ("tianhe-2021-2025", "netease-city")
    listed = client.get("/api/v1/projects").json()["rows"]
    [row] = [one for one in listed if one["project_id"] == "netease-city"]
    assert (row["stage"], row["stage_on"]) == ("开工", "2023-05-01")
    with people.engine.connect() as connection:
        [first, *_] = connection.execute(
            text(
                "select subject, person, details from landplan.audit where action = 'project.stage'"
            )
        ).all()
    assert (first.subject, first.person, first.details["value"]) == ("netease-city", "王工", "开工")
    assert "token" in first.details


def test_money_progress_and_figures(client, people) -> None:
    token = bearer(people, "editor")
    for told in (
        {"what": "invested_10k_cny", "value": 1200.5, "happened_on": "2023-06-30"},
        {"what": "progress_percent", "value": 40, "note": "主体封顶"},
    ):
        assert client.post(PROJECT, json=told, headers=token).status_code == 201
    assert client.post(FIGURES, json=FIGURE, headers=token).status_code == 201
    lines = client.get("/api/v1/indicators", params={"zone": "tianhe"}).json()["rows"]
    [line] = [
        one for one in lines
        if (one["zone"], one["indicator"], one["scope"]) == ("tianhe", "地区生产总值", None)
        and one["latest"] is not None and one["latest"]["year"] == 2023
    ]  # fmt: skip
    assert (line["latest"]["year"], line["latest"]["value"]) == (2023, 6551.24)
    assert line["latest"]["recorded_by"] == "王工"


@pytest.mark.parametrize(
    ("address", "told"),
    [
        (PROJECT, {"what": "moon", "value": "x"}),
        (PROJECT, {"what": "stage", "value": "月球"}),
        (PROJECT, {"what": "stage", "value": "开工\x00"}),
        (PROJECT, {"what": "invested_10k_cny", "value": "1"}),
        (PROJECT, {"what": "invested_10k_cny", "value": -1}),
        (PROJECT, {"what": "invested_10k_cny", "value": 1e13}),
        (PROJECT, {"what": "invested_10k_cny", "value": True}),
        (PROJECT, {"what": "progress_percent", "value": 101}),
        (PROJECT, {"what": "progress_percent", "value": True}),
        (PROJECT, {"what": "progress_percent", "value": 5, "happened_on": "0001-01-01"}),
        (PROJECT, {"what": "stage", "value": "开工", "happened_on": "9999-01-01"}),
        (PROJECT, {"what": "stage", "value": "开工", "moon": 1}),
        (PROJECT.replace("netease-city", "none-such"), {"what": "stage", "value": "开工"}),
        (FIGURES, FIGURE | {"year": 1066}),
        (FIGURES, FIGURE | {"indicator": "月球"}),
        (FIGURES, FIGURE | {"zone": "moon"}),
        (FIGURES, FIGURE | {"value": "x"}),
        (FIGURES, FIGURE | {"value": 1.7e308}),
        (FIGURES, FIGURE | {"value": -1e13}),
        (FIGURES, FIGURE | {"value": True}),
    ],
)
def test_what_cannot_be_meant_writes_nothing(client, people, address, told) -> None:
    before = [rows(people, table) for table in ("project_record", "indicator_record", "audit")]
    token = bearer(people, "editor")
    answer = client.post(address, json=told, headers=token)
    assert answer.status_code == 422 and answer.json()["en"]
    said = answer.json()["zh"] + answer.json()["en"]
    assert not any(one in said for one in ("--", "constrained", "float", "landplan projects"))
    after = [rows(people, table) for table in ("project_record", "indicator_record", "audit")]
    assert before == after


def test_what_is_no_json_is_called_that(client, people) -> None:
    token = bearer(people, "editor")
    for headers in (token, token | {"Content-Type": "application/json"}):
        answer = client.post(FIGURES, content='{"zone"', headers=headers)
        assert answer.status_code == 422 and "JSON" in answer.json()["zh"]


def test_what_was_before_is_audited(client, people) -> None:
    token = bearer(people, "editor")
    for figure in (61, 62):
        told = FIGURE | {"year": 2022, "value": figure}
        assert client.post(FIGURES, json=told, headers=token).status_code == 201
    address = PROJECT.replace("netease-city", "ai-park-guangzhou")
    for percent in (10, 20):
        told = {"what": "progress_percent", "value": percent}
        assert client.post(address, json=told, headers=token).status_code == 201
    with people.engine.connect() as connection:
        audited = connection.scalars(
            text("select details ->> 'was' from landplan.audit order by audit_id desc limit 4")
        ).all()
    assert audited == ["10", None, "61", None]


def test_a_figure_past_all_others_stops_no_answer(client, people) -> None:
    """As stored before there was a bound: what follows from it cannot be told, the rest is."""
    with people.engine.begin() as connection:
        connection.execute(
            text(
                "insert into landplan.indicator_record"
                " (plan_id, zone_id, indicator, scope, year, value, note, recorded_by) values"
                " ('tianhe-2021-2025', 'tianhe', '地区生产总值', '', 2020, -1.7e308, '', '王工'),"
                " ('tianhe-2021-2025', 'tianhe', '地区生产总值', '', 2025, 1.7e308, '', '王工')"
            )
        )
    lines = client.get("/api/v1/indicators?zone=tianhe").json()["rows"]
    [line] = [one for one in lines if one["latest"] and one["latest"]["value"] == 1.7e308]
    assert (line["progress"], line["status"]) == (None, None)
    data = "/map/data?plan=tianhe-2021-2025&as_of=2025-12-31&basis=declared&lang=zh"
    assert client.get(data).status_code == 200
    page = client.get("/indicators?zone=tianhe").text
    assert "inf" not in page.replace("info", "") and "nan" not in page


def test_nobody_and_viewers_write_nothing(client, people) -> None:
    before = rows(people, "project_record")
    told = {"what": "stage", "value": "投产"}
    assert client.post(PROJECT, json=told).status_code == 401
    assert client.post(PROJECT, json=told, headers=bearer(people, "viewer")).status_code == 403
    forged = client.post(PROJECT, json=told, headers={"Authorization": "Bearer none"})
    assert forged.status_code == 401
    with_cookie = people.logged_in("editor").post(PROJECT, json=told)
    assert with_cookie.status_code == 403  # no csrf token: it may be another site's page
    assert rows(people, "project_record") == before

"""What has not changed is not sent again, and nobody is shown a page of yesterday."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import create_engine, text

from landplan.web import unchanged
from landplan.web.unchanged import KeptPages

PLAN = "tianhe-2021-2025"


@pytest.fixture(scope="module")
def written_to(site_environment):
    """Give an engine on the site's own database, to write to it beside the site."""
    made = create_engine(
        site_environment["LANDPLAN_DATABASE_URL"].replace("postgresql://", "postgresql+psycopg://"),
        isolation_level="AUTOCOMMIT",
    )
    yield made
    made.dispose()


def etag_of(client, path="/balance", **options) -> str:
    answer = client.get(path, **options)
    assert answer.status_code == 200
    return answer.headers["etag"]


def test_a_page_that_the_reader_has_is_not_sent_again(client):
    etag = etag_of(client)
    again = client.get("/balance", headers={"if-none-match": f'"other", {etag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert again.headers["cache-control"] == "private, no-cache"
    assert "default-src 'none'" in again.headers["content-security-policy"]
    assert client.get("/balance", headers={"if-none-match": '"other"'}).status_code == 200


def test_a_kept_page_is_the_page_that_was_made(client):
    first, second = client.get("/balance"), client.get("/balance")
    assert first.content == second.content and first.headers["etag"] == second.headers["etag"]
    assert second.headers["content-type"] == first.headers["content-type"]


@pytest.mark.parametrize(
    "other", ["as_of=2023-12-31", "zone=smart-city", "basis=measured", "lang=en"]
)
def test_another_question_has_another_etag(client, other):
    assert etag_of(client) != etag_of(client, f"/balance?{other}")
    client.cookies.clear()


def test_the_language_that_an_address_names_is_remembered(client):
    for _ in "made", "kept":
        client.cookies.clear()
        client.get("/balance?lang=en")
        assert 'lang="en"' in client.get("/balance").text
    client.cookies.clear()


@pytest.mark.parametrize(
    "change",
    [
        "update landplan.plan set title = title || '！'",
        "update landplan.zone set name = name || '！' where zone_id = 'smart-city'",
        "update landplan.target set value = value + 1 where zone_id = 'smart-city'",
        "update landplan.parcel set name = name || '！'"
        " where ctid = (select min(ctid) from landplan.parcel)",
        "select landplan.lock_ledger('tianhe-2021-2025')",
    ],
)
def test_no_page_of_before_a_change_is_shown(client, written_to, change):
    etag = etag_of(client)
    with written_to.connect() as connection:
        connection.execute(text(change))
    answer = client.get("/balance", headers={"if-none-match": etag})
    assert answer.status_code == 200 and answer.headers["etag"] != etag


def test_a_change_stands_in_the_page(client, written_to):
    with written_to.connect() as connection:
        connection.execute(
            text("update landplan.target set value = 7654.32 where zone_id = 'smart-city'")
        )
    assert "7,654.32" in client.get("/balance?zone=smart-city").text


def all_at_once(client, path, count):
    with ThreadPoolExecutor(count) as readers:
        return list(readers.map(client.get, [path] * count))


def test_a_page_that_many_ask_for_is_made_once(client, monkeypatch):
    asked, kept = threading.Semaphore(0), []
    etag_of, put = unchanged._etag, KeptPages.put

    def counted(*told):
        asked.release()
        return etag_of(*told)

    def when_all_have_asked(self, etag, body):
        kept.append(etag)
        for _ in range(8):
            assert asked.acquire(timeout=60)
        put(self, etag, body)

    monkeypatch.setattr(unchanged, "_etag", counted)
    monkeypatch.setattr(KeptPages, "put", when_all_have_asked)
    answers = all_at_once(client, "/balance?as_of=2022-02-02", 8)
    assert {one.status_code for one in answers} == {200}
    assert len({one.content for one in answers}) == 1 and len(kept) == 1
    assert client.app.state.making == {}


def test_who_has_waited_in_vain_makes_it_too(client, monkeypatch):
    both_make, put = threading.Barrier(2), KeptPages.put

    def late(self, etag, body):
        both_make.wait(60)
        put(self, etag, body)

    monkeypatch.setattr(unchanged, "_WAITS_S", 0.0)
    monkeypatch.setattr(KeptPages, "put", late)
    answers = all_at_once(client, "/balance?as_of=2022-02-03", 2)
    assert [one.status_code for one in answers] == [200, 200]
    assert client.app.state.making == {}


def test_what_fails_fails_for_all_and_keeps_nobody_waiting(client):
    answers = all_at_once(client, "/balance?zone=nowhere", 8)
    assert {one.status_code for one in answers} == {422}
    assert client.app.state.making == {}
    assert client.get("/balance").status_code == 200


def test_pages_not_asked_for_longest_go_first():
    kept = KeptPages(most_bytes=10)
    for etag in "a-1", "b-1", "c-1":
        kept.put(etag, b"1234")
        kept.get("a-1")
    assert [kept.get(etag) for etag in ("a-1", "b-1", "c-1")] == [b"1234", None, b"1234"]
    kept.put("c-1", b"12")
    kept.put("d-1", b"1234")
    assert [kept.get(etag) for etag in ("a-1", "c-1", "d-1")] == [b"1234", b"12", b"1234"]
    kept.put("large-1", b"12345678901")
    assert [kept.get(etag) for etag in ("a-1", "c-1", "d-1", "large-1")] == [None] * 4


def test_a_page_takes_the_place_of_that_of_an_earlier_state():
    kept = KeptPages(most_bytes=10)
    kept.put("other-1", b"12")
    for state in range(100):
        kept.put(f"page-{state}", b"12345678")
    assert [kept.get(etag) for etag in ("other-1", "page-98", "page-99")] == [
        b"12", None, b"12345678"
    ]  # fmt: skip


PROGRAMS = (
    "/api/v1/balance", "/api/v1/parcels?limit=3", "/api/v1/openapi.json", "/ogc",
    "/ogc/collections/parcels/items?limit=3", "/ogc/collections/parcels/items?f=csv",
)  # fmt: skip


@pytest.mark.parametrize("path", PROGRAMS)
def test_an_answer_that_a_program_has_is_not_sent_again(client, written_to, path):
    etag = etag_of(client, path)
    answer = client.get(path, headers={"if-none-match": etag})
    assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", etag)
    with written_to.connect() as connection:
        connection.execute(text("select landplan.lock_ledger('tianhe-2021-2025')"))
    answer = client.get(path, headers={"if-none-match": etag})
    assert answer.status_code == 200 and answer.headers["etag"] != etag


def test_what_a_program_is_told_depends_on_how_it_asks(client, people):
    path = "/ogc/collections/parcels/items?limit=3"
    etags = [
        etag_of(client, path),
        etag_of(client, path, headers={"accept": "text/html"}),
        etag_of(client, path, headers={"host": "127.0.0.1"}),  # the links name it
        etag_of(people.logged_in("viewer"), path),
    ]
    assert len(set(etags)) == 4
    assert "etag" not in client.get("/ogc/collections/nothing").headers
    assert "etag" not in client.get("/api/v1/balance?zone=nowhere").headers


@pytest.mark.parametrize("path", [*PROGRAMS, "/", "/balance", "/health", "/static/imports.css"])
def test_head_is_get_without_the_content(client, path):
    got, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("content-type", "etag", "link"):
        assert head.headers.get(name) == got.headers.get(name)
    assert client.head("/imports/1/again").status_code == 405


@pytest.mark.parametrize(
    ("path", "kind"), [("/imports", "check"), ("/reports", "report"), ("/exports", "export")]
)
def test_a_list_of_work_is_new_when_a_job_is_further(people, written_to, path, kind):
    editor = people.logged_in("editor")
    changes = (
        f"insert into landplan.job (kind, plan_id, asked, asked_by)"
        f" values ('{kind}', '{PLAN}', '{{\"file\": \"a.txt\"}}', 'x')",
        "update landplan.job set state = 'running', started_at = now() where asked_by = 'x'",
        "update landplan.job set step_zh = '检查文件', done = 3 where asked_by = 'x'",
        "update landplan.job set done = 4, total = 9 where asked_by = 'x'",
        "update landplan.job set state = 'done', ended_at = now() where asked_by = 'x'",
        "delete from landplan.job where asked_by = 'x'",
    )
    for change in changes:
        etag = etag_of(editor, path)
        assert editor.get(path, headers={"if-none-match": etag}).status_code == 304
        with written_to.connect() as connection:
            connection.execute(text(change))
        answer = editor.get(path, headers={"if-none-match": etag})
        assert answer.status_code == 200 and answer.headers["etag"] != etag
        assert ("a.txt" in answer.text) is (change is not changes[-1])


def test_the_page_of_a_job_is_new_when_it_is_further_and_gone_with_it(people, written_to):
    editor = people.logged_in("editor")
    with written_to.connect() as connection:
        job_id = connection.scalar(
            text(
                "insert into landplan.job (kind, plan_id, asked, state, started_at)"
                " values ('undo', :plan, '{\"batch\": 1}', 'running', now()) returning job_id"
            ),
            {"plan": PLAN},
        )
    path = f"/imports/{job_id}"
    for change, told in (
        ("step_zh = '读取上传的文件'", "读取上传的文件"),
        ("step_zh = '撤销'", "撤销"),
        ("state = 'failed', ended_at = now(), error_zh = '批次已撤销'", "批次已撤销"),
    ):
        etag = etag_of(editor, path)
        assert editor.get(path, headers={"if-none-match": etag}).status_code == 304
        with written_to.connect() as connection:
            connection.execute(text(f"update landplan.job set {change} where job_id = {job_id}"))
        answer = editor.get(path, headers={"if-none-match": etag})
        assert answer.status_code == 200 and told in answer.text
    with written_to.connect() as connection:
        connection.execute(text(f"delete from landplan.job where job_id = {job_id}"))
    etag = answer.headers["etag"]
    assert editor.get(path, headers={"if-none-match": etag}).status_code == 404


def test_a_kept_page_is_sent_gzipped_and_plain_to_who_cannot_read_that(client):
    path = "/balance?as_of=2022-02-04"
    made, kept = (client.get(path, headers={"Accept-Encoding": "gzip"}) for _ in range(2))
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    assert [one.headers.get("content-encoding") for one in (made, kept, plain)] == [
        "gzip", "gzip", None
    ]  # fmt: skip
    assert made.content == kept.content == plain.content
    assert int(plain.headers["content-length"]) == len(plain.content)
    assert "Accept-Encoding" in kept.headers["vary"]

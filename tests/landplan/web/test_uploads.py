"""导入: uploads that are too much, cut off, or bombs; a disk that is full."""

import errno
from io import BytesIO
from tempfile import SpooledTemporaryFile
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from tests.landplan.web.uploading import (
    GOOD,
    HEAD,
    count,
    send,
    txt,
    upload,
)
from tests.landplan.web.waiting import ended
from tests.people import csrf_of

pytestmark = pytest.mark.slow  # each job is a process


@pytest.fixture(scope="module")
def editor(people):
    return people.logged_in("editor")


def test_too_much_is_refused_while_it_comes(editor) -> None:
    form = csrf_of(editor.get("/imports"))
    head = (
        f'--x\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n{form}\r\n--x\r\n'
        'Content-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    ).encode()
    answer = editor.post(
        "/accounts/password", content=head + bytes(5 << 20),
        headers={"Content-Type": "multipart/form-data; boundary=x", "Origin": "http://localhost"},
    )  # fmt: skip
    assert (answer.status_code, "4 MB" in answer.text) == (413, True)


def in_parts(asking, *parts):
    """Post parts of a form with a file to the page, and nothing after them."""
    told = {"csrf": csrf_of(asking.get("/imports")), "list": "parcels"}
    lines = [
        f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'
        for name, value in told.items()
    ]
    body = "".join(f"--x\r\n{line}\r\n" for line in [*lines, *parts]).encode().removesuffix(b"\r\n")
    return asking.post(
        "/imports", content=body,
        headers={"Content-Type": "multipart/form-data; boundary=x", "Origin": "http://localhost"},
    )  # fmt: skip


FILE = 'Content-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'


@pytest.mark.parametrize("parts", [[], ["Content-Disp"], [FILE], [FILE + HEAD + "5,0.01,日-1"]])
def test_an_upload_that_is_cut_is_told_as_that(editor, people, parts) -> None:
    before = count(people, "job")
    answer = in_parts(editor, *parts)
    assert (answer.status_code, "没有传完就中断了" in answer.text) == (400, True)
    assert "没有选择文件" not in answer.text
    assert count(people, "job") == before


def test_who_goes_away_while_uploading_leaves_nothing(client, editor, people, caplog) -> None:
    before = count(people, "job")
    cookies = "; ".join(f"{name}={value}" for name, value in editor.cookies.items())
    headers = {
        "host": "localhost", "origin": "http://localhost", "cookie": cookies,
        "content-type": "multipart/form-data; boundary=x", "content-length": "1000000",
    }  # fmt: skip
    scope = {
        "type": "http", "method": "POST", "path": "/imports", "raw_path": b"/imports",
        "query_string": b"", "http_version": "1.1", "scheme": "http", "server": ("localhost", 80),
        "client": ("testclient", 1), "root_path": "", "extensions": {},
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }  # fmt: skip
    came = iter([
        {"type": "http.request", "body": f"--x\r\n{FILE}half".encode(), "more_body": True},
        {"type": "http.disconnect"},
    ])  # fmt: skip
    sent = []

    async def receive():
        return next(came)

    async def send(message):
        sent.append(message)

    client.portal.call(client.app, scope, receive, send)
    assert sent[0]["status"] == 400
    assert "Traceback" not in caplog.text and "failed" not in caplog.text
    assert count(people, "job") == before


def zipped(name: str, *members: tuple[str, bytes, int], said: int | None = None):
    """Return a zip file of members with a beginning and so many MB of what follows, in lines."""
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as archive:
        for member, begins, mb in members:
            with archive.open(member, "w") as file:
                file.write(begins)
                for _ in range(mb):
                    file.write(b"1,1,1,1\n" * (1 << 17))
        if said is not None:
            for info in archive.infolist():
                info.file_size = said
    return name, held.getvalue()


def workbook_of_many_rows():
    """Return a workbook whose one sheet has 200 MB of rows."""
    usual = BytesIO()
    workbook = openpyxl.Workbook()
    workbook.active.append(["DKBH", "DKMJ"])
    workbook.save(usual)
    held = BytesIO()
    row = b'<row><c t="inlineStr"><is><t>x</t></is></c><c><v>1</v></c></row>'
    with ZipFile(usual) as source, ZipFile(held, "w", ZIP_DEFLATED) as archive:
        for info in source.infolist():
            head, _, tail = source.read(info).partition(b"</sheetData>")
            with archive.open(info.filename, "w") as file:
                file.write(head)
                for _ in range(200 if tail else 0):
                    file.write(row * (1 << 14))
                file.write(b"</sheetData>" + tail if tail else b"")
    return "地块.xlsx", held.getvalue()


def test_a_small_file_that_unpacks_to_a_large_one_harms_nobody(editor, people, monkeypatch) -> None:
    monkeypatch.setenv("LANDPLAN_JOB_MB", "256")
    monkeypatch.setenv("LANDPLAN_JOB_MINUTES", "0.3")
    before = count(people, "parcel")
    for file, told in (
        (zipped("说.zip", ("a.csv", b"", 1), ("b.csv", b"", 1), said=0xFFFFFFFE), "展开后过大"),
        (zipped("行.zip", ("a.csv", b"DKBH,DKMJ,QSXZ,WKT\n", 400)), "LANDPLAN_JOB_M"),
        (workbook_of_many_rows(), "LANDPLAN_JOB_M"),  # its memory, or its minutes
    ):
        assert len(file[1]) < 3 << 20
        address = upload(editor, file).headers["location"]
        ended(editor, address)
        assert told in editor.get(address).text
        assert send(editor, f"{address}/confirm").status_code == 422
    assert count(people, "parcel") == before


def test_a_full_disk_is_told(people, monkeypatch) -> None:
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    before = count(people, "job")
    editor = people.logged_in("editor")
    monkeypatch.setattr(SpooledTemporaryFile, "write", full)
    answer = upload(editor, txt(GOOD))
    assert (answer.status_code, "磁盘已满" in answer.text) == (507, True)
    assert count(people, "job") == before

"""导入: a file is uploaded, looked at, confirmed with or without its bad rows, and taken back."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import geopandas
import pytest
import shapely.geometry
from sqlalchemy import text

from gis.errors import WrongUseError
from landplan.web.posted import safe_names
from projects.imports.undo import undo_batch
from projects.store.write_ledger import lock_ledger
from tests.landplan.web.uploading import (
    CROSSED,
    GOOD,
    HEAD,
    LAT,
    LON,
    count,
    parcel_lines,
    send,
    txt,
    upload,
)
from tests.landplan.web.waiting import ended
from tests.waiting import until

pytestmark = pytest.mark.slow  # each job is a process

PLAN = "tianhe-2021-2025"


@pytest.fixture(scope="module")
def editor(people):
    return people.logged_in("editor")


def looked_at(asking, *files, **fields):
    """Upload files and wait until they were looked at; return the address."""
    answer = upload(asking, *files, **fields)
    assert answer.status_code == 303, answer.text
    assert ended(asking, answer.headers["location"]) == "done"
    return answer.headers["location"]


def test_a_bad_and_a_good_parcel_the_good_one_is_confirmed_and_taken_back(editor, people) -> None:
    before = count(people, "parcel")
    address = looked_at(editor, txt(GOOD, CROSSED))
    page = editor.get(address).text
    assert "EPSG:4526" in page
    assert "自相交" in page or "交叉" in page
    assert "略去有错误的 1 行，只导入其余 1 行" in page
    assert "勾选“修补边界”可修补" in page
    assert not re.search(r"[\s（“]--[a-z]", page)  # options are the command line's
    shown = editor.get(f"{address}/map").json()["features"]
    assert {one["properties"]["shows"] for one in shown} >= {"sound", "wrong", "at"}
    west, south, *_ = shapely.geometry.shape(shown[0]["geometry"]).bounds
    assert (west, south) == (pytest.approx(LON, abs=0.01), pytest.approx(LAT, abs=0.01))

    refused = send(editor, f"{address}/confirm")
    assert (refused.status_code, "个错误" in refused.text) == (422, True)
    assert count(people, "parcel") == before

    answer = send(editor, f"{address}/confirm", without="yes")
    done = answer.headers["location"]
    assert ended(editor, done) == "done"
    assert "新增 1" in editor.get(done).text
    assert count(people, "parcel") == before + 1
    [batch] = re.findall(r'data-batch="(\d+)"', editor.get(done).text)
    listed = editor.get("/imports").text
    assert f'id="batch-{batch}"' in listed
    assert "导入地块，略去 1 行" in listed and "import parcels" not in listed

    old = send(editor, f"{address}/confirm", without="yes")  # the plan is another one since
    assert (old.status_code, "请再检查一次" in old.text) == (422, True)
    page = editor.get(address).text
    assert "data-old" in page and "略去有错误的" not in page
    looked = send(editor, f"{address}/again", list="parcels").headers["location"]
    assert ended(editor, looked) == "done"
    assert "略去有错误的 1 行" in editor.get(looked).text

    again = looked_at(editor, txt(GOOD, CROSSED))
    assert f"（批次 {batch}）" in editor.get(again).text

    undone = send(editor, f"/imports/batches/{batch}/undo").headers["location"]
    assert ended(editor, undone) == "done"
    assert f"已撤销批次 {batch}" in editor.get(undone).text
    assert count(people, "parcel") == before
    with people.engine.begin() as connection:
        actions = connection.execute(
            text("select action, person, address from landplan.audit where action like 'import.%'"
                 " order by audit_id")
        ).all()  # fmt: skip
    assert [one.action for one in actions] == [
        "import.upload", "import.confirm", "import.done", "import.upload", "import.undo",
    ]  # fmt: skip
    assert {one.person for one in actions} == {"王工"}
    assert all(one.address for one in actions)


def test_the_files_of_a_shapefile_are_one_upload(editor, tmp_path) -> None:
    frame = geopandas.GeoDataFrame(
        {"DKBH": ["壹"], "DKMJ": [1.0], "QSXZ": ["国有"]},
        geometry=[shapely.box(LON, LAT, LON + 0.001, LAT + 0.001)], crs=4490,
    )  # fmt: skip
    frame.to_file(tmp_path / "地 块.shp", encoding="gbk")
    files = [(one.name, one.read_bytes()) for one in sorted(tmp_path.iterdir())]
    assert len(files) >= 4
    address = looked_at(editor, *files, ("地 块.shp.xml", b"<metadata/>"))
    page = editor.get(address).text
    assert "地_块.shp" in page and "Shapefile" in page and "壹" in page
    assert "<dt>图层</dt><dd><bdi>地_块</bdi></dd>" in page
    assert "申报面积（declared_ha）" in page and "<td>declared_ha</td>" not in page
    answer = upload(editor, *files, ("other.txt", b"x"))
    assert (answer.status_code, "other.txt" in answer.text) == (422, True)


def test_the_files_of_a_mapinfo_table_are_one_upload(editor, tmp_path) -> None:
    frame = geopandas.GeoDataFrame(
        {"DKBH": ["A1"], "DKMJ": [1.0], "QSXZ": ["1"]},
        geometry=[shapely.box(LON, LAT, LON + 0.001, LAT + 0.001)], crs=4326,
    )  # fmt: skip
    frame.to_file(tmp_path / "land.tab", driver="MapInfo File")
    files = [(one.name, one.read_bytes()) for one in sorted(tmp_path.iterdir())]
    page = editor.get(looked_at(editor, *files)).text
    assert "MapInfo" in page and "A1" in page


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.txt", "boot.txt"),
        ("a\x00b\x1f.txt", "a_b_.txt"),
        (".hidden", "_hidden"),
        ("/", "_"),
        ("长" * 300 + ".TXT", "长" * 60 + ".TXT"),
        ("<b onclick=x>.txt", "_b_onclick_x_.txt"),
        ("=cmd|' C calc'!A0.csv", "_cmd_C_calc_A0.csv"),
    ],
)
def test_names_of_files_are_made_safe(name, safe) -> None:
    assert safe_names([name]) == [safe]


def test_files_of_one_name_are_refused_and_stems_stay_together() -> None:
    assert safe_names(["A b.SHP", "a B.dbf"]) == ["A_b.SHP", "A_b.dbf"]
    assert safe_names(["a:b.txt", "a;b.txt"]) == ["a_b.txt", "a_b-2.txt"]
    with pytest.raises(WrongUseError, match="重名"):
        safe_names(["a.txt", "x/a.txt"])


@pytest.mark.parametrize(
    ("files", "fields", "told"),
    [
        ([], {}, "没有选择文件"),
        ([("a.txt", b"x"), ("b.txt", b"y")], {}, "分开上传"),
        ([("a.txt", b"x")], {"list": "nonsense"}, "nonsense"),
        ([("a.txt", b"x")], {"datum": "wgs72"}, "wgs72"),
        ([("a.txt", b"x")], {"crs": "45\x0126"}, "控制字符"),
    ],
)
def test_what_cannot_be_meant_is_told_and_what_was_typed_stays(
    editor, people, files, fields, told
) -> None:
    before = count(people, "job")
    answer = upload(editor, *files, encoding="gbk", **fields)
    assert (answer.status_code, told in answer.text) == (422, True)
    assert 'name="encoding" type="text" value="gbk"' in answer.text
    assert count(people, "job") == before


def test_a_file_that_cannot_be_read_is_told_and_looked_at_again_with_options(editor) -> None:
    content = b"DKBH,DKMJ\n" + "地块一,1".encode("utf-16-le")
    address = looked_at(editor, ("乱.csv", content))
    page = editor.get(address).text
    assert "notice-error" in page and "没有读取" in page
    refused = send(editor, f"{address}/confirm", without="yes")
    assert refused.status_code == 422
    again = send(editor, f"{address}/again", list="parcels", encoding="no-such-encoding")
    address = again.headers["location"]
    ended(editor, address)
    page = editor.get(address).text
    assert (
        "notice-error" in page and "no-such-encoding" in page and 'value="no-such-encoding"' in page
    )


def taken_in(asking, *files, **fields):
    """Upload files and confirm what was found; return the number of the load."""
    address = looked_at(asking, *files, **fields)
    done = send(asking, f"{address}/confirm").headers["location"]
    assert ended(asking, done) == "done"
    return re.findall(r'data-batch="(\d+)"', asking.get(done).text)[0]


def test_two_who_press_undo_at_once_meet_in_the_order_of_pressing(editor, people) -> None:
    first, second = (
        taken_in(
            editor,
            (
                f"{n}.txt",
                (HEAD + parcel_lines(f"试-{n}", (4, n), (4, n + 1), (5, n + 1), (5, n))).encode(),
            ),
        )
        for n in (0, 2)
    )
    with people.engine.begin() as connection:
        lock_ledger(connection, PLAN)  # they wait
        pressed = [
            send(asking, f"/imports/batches/{batch}/undo").headers["location"]
            for asking, batch in (
                (editor, first), (people.logged_in("administrator"), first), (editor, second),
            )
        ]  # fmt: skip
    assert [ended(editor, one) for one in pressed] == ["done", "failed", "done"]
    assert f"批次 {first} 已由批次" in editor.get(pressed[1]).text
    assert count(people, "batch", f"undoes in ({first}, {second})") == 2


def test_two_who_take_back_a_load_at_once_beside_the_pages(editor, people) -> None:
    lines = parcel_lines("试-四", (4, 4), (4, 5), (5, 5), (5, 4))
    batch = int(taken_in(editor, ("四.txt", (HEAD + lines).encode())))

    def take_back():
        with people.engine.begin() as connection:
            return undo_batch(connection, batch, today=date(2025, 1, 1))

    with ThreadPoolExecutor(2) as both:
        with people.engine.begin() as connection:
            lock_ledger(connection, PLAN)
            asked = [both.submit(take_back) for _ in range(2)]
            until(lambda: count_waiting(people) == 2)
        failed = [one.exception() for one in asked]
    [error] = [one for one in failed if one is not None]
    assert isinstance(error, WrongUseError) and "已由批次" in error.zh
    assert count(people, "batch", f"undoes = {batch}") == 1


def count_waiting(people):
    with people.engine.begin() as connection:
        return connection.scalar(
            text(
                "select count(*) from pg_stat_activity"
                " where wait_event_type = 'Lock' and datname = current_database()"
            )
        )


def test_what_builds_on_a_load_is_told_and_it_stays(editor, people) -> None:
    other = parcel_lines("试-二", (0, 3), (0, 4), (1, 4), (1, 3))
    parcels = taken_in(editor, ("二.txt", (HEAD + other).encode()))
    rows = "宗地编号,入库时间\n试-二,2024-01-01\n".encode()
    events = taken_in(editor, ("事件.csv", rows), list="events")
    undone = send(editor, f"/imports/batches/{parcels}/undo").headers["location"]
    assert ended(editor, undone) == "failed"
    page = editor.get(undone).text
    assert "不能撤销" in page and f"批次 {events}" in page
    assert count(people, "parcel", "parcel_id = '试-二'") == 1
    rows = editor.get(f"{undone}/problems.csv").content.decode("utf-8-sig").splitlines()
    assert rows[0].startswith("place,row,column") and "试-二" in rows[1]


def test_one_confirms_what_another_has_confirmed(editor, people) -> None:
    address = looked_at(
        editor, ("三.txt", (HEAD + parcel_lines("试-三", (0, 6), (0, 7), (1, 7), (1, 6))).encode())
    )
    with people.engine.begin() as connection:
        lock_ledger(connection, PLAN)  # the import waits
        first = send(editor, f"{address}/confirm").headers["location"]
        second = send(people.logged_in("administrator"), f"{address}/confirm")
        assert (second.status_code, "王工" in second.text) == (422, True)
    assert ended(editor, first) == "done"


def test_nobody_and_viewers_neither_see_nor_bring(people) -> None:
    viewer, nobody = people.logged_in("viewer"), people.logged_in(None)
    assert viewer.get("/imports").status_code == 403
    assert nobody.get("/imports").headers["location"].startswith("/login")
    assert nobody.post("/imports").status_code in (303, 403)


def test_text_of_a_file_stays_text_and_the_page_speaks_english(editor) -> None:
    outline = shapely.box(LON, LAT, LON + 0.001, LAT + 0.001).wkt
    rows = "DKBH,DKMC,DKMJ,WKT\n"
    rows += f'<img src=x onerror=alert(1)>,<script>1</script>,x,"{outline}"\n'
    address = looked_at(editor, ("<b>.csv", rows.encode()))
    page = editor.get(address, params={"lang": "en"}).text
    assert "<img src=x" not in page
    assert "<script>1" not in page
    assert "&lt;img" in page
    assert 'lang="en"' in page and "Look again with other options" in page
    assert 'data-zoom-in="Zoom in"' in page


def test_a_load_of_many_files_names_some_and_counts_them_all(editor) -> None:
    files = r'<div class="quiet">([^<]*)</div></td>'
    english = re.findall(files, editor.get("/imports", params={"lang": "en"}).text)
    chinese = re.findall(files, editor.get("/imports", params={"lang": "zh"}).text)
    numbers = [re.fullmatch(r"等 (\d+) 个", one)[1] for one in chinese]
    assert numbers
    assert english == [f"… and others, {number} in all" for number in numbers]


def test_a_job_that_is_not_there_is_not_found(editor) -> None:
    for path in ("/imports/999999", "/imports/999999/state", "/imports/99999999999999999999/map"):
        assert editor.get(path).status_code == 404
    assert send(editor, "/imports/batches/999999/undo").status_code == 422


def test_an_upload_is_removed_with_its_file(editor, people) -> None:
    address = looked_at(editor, txt(GOOD))
    assert send(editor, f"{address}/remove").headers["location"] == "/imports"
    assert editor.get(address).status_code == 404
    assert count(people, "job_file", f"job_id = {address.rpartition('/')[2]}") == 0

"""What offices send: boundary points as TXT, contracts in Excel, two people at once."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import geopandas as gpd
import openpyxl
import pytest
import shapely
from sqlalchemy import create_engine, text

from gis.geometry.crs import crs_of, transform
from projects.imports.opening import ImportOptions
from projects.imports.run import Run, import_list
from projects.load import load_package
from projects.store.batches import batches_of
from tests.projects.imports.conftest import TODAY
from tests.sessions import until_one_waits
from tests.small_land import block, package, parcel


def boundary_txt(path, *outlines):
    """Write parcels as the trade does: GB 18030, northing first, in zone 38, hectares."""
    lines = [
        "[属性描述]",
        "坐标系=2000国家大地坐标系",
        "几度分带=3",
        "带号=38",
        "计量单位=米",
        "[地块坐标]",
    ]
    for number, outline in enumerate(outlines, start=1):
        ring = transform(shapely.get_parts(outline)[0].reverse(), crs_of(4490), crs_of(4526))
        xy = shapely.get_coordinates(ring)
        lines.append(f"{len(xy)},4.0000,T{number},界址{number},面,,工业用地,1001,@")
        lines += [f"J{i % (len(xy) - 1) + 1},1,{y:.3f},{x:.3f}" for i, (x, y) in enumerate(xy)]
    path.write_bytes("\r\n".join(lines).encode("gb18030"))
    return path


def test_a_month_of_boundary_points_and_contracts(connection, import_file, tmp_path):
    file = boundary_txt(tmp_path / "t.txt", block(4, 0, 6, 2), block(6, 0, 8, 2))
    outcome = import_file("parcels", file)
    assert (outcome.format, outcome.crs_epsg, outcome.counts.added) == ("boundary_txt", 4526, 2)
    assert [p.kind for p in outcome.problems] == ["assumed_owner"]
    assert outcome.units["declared_ha"].unit == "公顷"
    row = (
        connection.execute(text("select * from landplan.parcel where parcel_id = 'T1'"))
        .mappings()
        .one()
    )
    assert (row["name"], row["land_use"], row["declared_ha"]) == ("界址1", "1001", 4.0)
    assert row["further"]["地块用途"] == "工业用地"

    book = openpyxl.Workbook()
    for cells in (
        ["合同清单"],
        [
            "序号",
            "电子监管号",
            "宗地编号",
            "供应方式",
            "成交价款（万元）",
            "合同签订日期",
            "土地用途",
        ],
        [1, "4401062024B00123456", "T1", "挂牌出让", 1234.5, datetime.date(2024, 6, 30), 1001],
        [2, "4401062024B00123457", "T2", 23, 99, "2024/7/1", "工业用地"],
    ):
        book.active.append(cells)
    book.save(tmp_path / "c.xlsx")
    events = import_file("events", tmp_path / "c.xlsx")
    assert [p.kind for p in events.problems] == []
    assert [(one.row, one.row_id, one.more["date"], one.more["method"]) for one in events.rows] == [
        (3, "GY-4401062024B00123456", "2024-06-30", "挂牌"),
        (4, "GY-4401062024B00123457", "2024-07-01", "挂牌"),
    ]


def test_a_bad_parcel_keeps_the_others_out_and_is_told_with_its_line(import_file, tmp_path):
    file = boundary_txt(tmp_path / "t.txt", block(4, 0, 6, 2))
    told = file.read_bytes().decode("gb18030")
    file.write_bytes((told + "\r\n1,4.0,T2,坏,面,,,,@\r\nJ1,1,二五六,三八四").encode("gb18030"))
    outcome = import_file("parcels", file)
    assert outcome.is_refused
    lines = told.count("\r\n") + 1
    assert {p.row for p in outcome.problems if p.severity == "error"} <= {lines + 1, lines + 2}
    assert outcome.counts.added == 0


def test_two_imports_at_once_follow_each_other(databases, migrated, tmp_path):
    url = databases.new("imports_at_once", migrated)
    engine = create_engine(url)
    file = tmp_path / "list.csv"
    file.write_text("宗地编号,地块名称\nP1,改名\n", encoding="utf-8")
    run = Run(kind="parcels", path=file, options=ImportOptions(), dry=False, today=TODAY)
    with engine.begin() as connection:
        load_package(connection, package(parcels=(parcel("P1", block(0, 0, 2, 2)),)))

    def second():
        with engine.begin() as connection:
            return import_list(connection, "small", run)

    with ThreadPoolExecutor(1) as pool:
        with engine.begin() as connection:
            first = import_list(connection, "small", run)
            waiting = pool.submit(second)
            until_one_waits(engine)
        other = waiting.result(timeout=60)
    engine.dispose()
    assert (first.counts.changed, other.counts.same, other.batch) == (1, 1, None)
    assert other.before.batch_id == first.batch


@pytest.mark.parametrize("kind", ["parcels", "events"])
def test_a_pipe_is_refused_and_keeps_nobody_waiting(import_file, tmp_path, kind):
    import os

    from gis.errors import LandplanError

    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(LandplanError):
        import_file(kind, tmp_path / "pipe.csv")


def test_a_shapefile_is_its_outlines_with_their_table(connection, plan, import_file, tmp_path):
    file = tmp_path / "地块[1].shp"
    sent = gpd.GeoDataFrame({"DKBH": ["N1"], "MJ": [4.0]}, geometry=[block(4, 0, 6, 2)], crs=4490)

    def save(name):
        sent.assign(DKMC=name).to_file(file, engine="pyogrio", encoding="UTF-8")

    save("甲")
    file.with_suffix(".csv").write_text("another list")
    import_file("parcels", file)
    (loaded,) = (batch for batch in batches_of(connection, plan) if batch.command != "load")
    assert [one.name for one in loaded.files] == [
        f"地块[1]{suffix}" for suffix in (".shp", ".cpg", ".dbf", ".prj", ".shx")
    ]
    assert import_file("parcels", file).before is not None
    save("乙")
    again = import_file("parcels", file)
    assert (again.before, again.counts.changed) == (None, 1)

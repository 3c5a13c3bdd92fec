"""CSV and Excel: WKT, boundary points, places, attributes alone."""

import shutil
from pathlib import Path

from tests.formats.kinds import bad, good
from tests.formats.making import (
    HA_A,
    HA_B,
    A,
    at,
    in_words,
    joined,
    numbers,
    point_table,
    text,
    wkt_rows,
    wkt_table,
    workbook,
)

XLS = Path(__file__).with_name("land.xls")
"""The rows of `wkt_rows` as LibreOffice saves them for Excel 97."""

SAID = "crs_not_said"


def _csv(told, encoding="utf-8", name="land.csv"):
    return lambda folder: text(folder, name, told, encoding)


def _points(**options):
    return lambda folder: text(folder, "land.csv", joined(point_table(**options)))


def _in_words():
    head, *rows = point_table(crs=4490)
    return [head, *([*row[:-2], *(in_words(float(cell)) for cell in row[-2:])] for row in rows)]


def _book(**sheets):
    return lambda folder: workbook(folder, sheets)


def _copied(folder):
    return Path(shutil.copy(XLS, folder / "land.xls"))


_CORNER = "{} {}".format(*at(4, 1))
_TITLE = ["2024年界址点成果表"]

FIXTURES = [
    good("csv of WKT", _csv(wkt_table()), "csv", SAID),
    good("csv of WKT with its mark", _csv(wkt_table(), "utf-8-sig"), "csv", SAID),
    good("csv of WKT in GBK", _csv(wkt_table(), "gbk"), "csv", SAID),
    good("csv of WKT in UTF-16 with tabs", _csv(wkt_table("\t"), "utf-16"), "csv", SAID),
    good("csv of WKT with semicolons", _csv(wkt_table(";")), "csv", SAID),
    good("csv of WKT with its SRID",
         _csv(wkt_table().replace('"POLYGON', '"SRID=4490;POLYGON')), "csv"),
    good("csv of WKT with lone CR", _csv(wkt_table().replace("\n", "\r")), "csv", SAID),
    good("csv called xls", _csv(wkt_table(), name="land.xls"), "csv", SAID, "wrong_suffix"),
    good("points in degrees, minutes and seconds", _csv(joined(_in_words())), "csv", SAID,
         ids="地块编号"),
    bad("csv of broken WKT", _csv(wkt_table() + '"丙","三号","POLYGON((1 2, 3"\n'),
        "broken_outline", form="csv", ha=[HA_A, HA_B, None], warnings=[SAID]),
    bad("csv of WKT with NaN", _csv(wkt_table().replace(_CORNER, "nan 23.12", 1)),
        "bad_coordinates", form="csv", ha=[HA_A, None], warnings=[SAID]),
    good("csv of points with rings", _points(), "csv", SAID, epsg=4526, ids="地块编号"),
    good("csv of points without rings", _points(rings=False), "csv", SAID, epsg=4526,
         ids="地块编号"),
    good("csv of points, east first", _points(north_first=False), "csv", SAID, epsg=4526,
         ids="地块编号"),
    good("csv of points in degrees", _points(crs=4490), "csv", SAID, ids="地块编号"),
    good("csv of points, longitude and latitude",
         _points(crs=4490, header=["宗地代码", "界址点号", "圈号", "经度", "纬度"],
                 north_first=False), "csv", SAID, ids="宗地代码"),
    good("csv of points, columns named wrong",
         _points(crs=4490, header=["宗地代码", "界址点号", "圈号", "经度", "纬度"]), "csv", SAID,
         ids="宗地代码"),
    good("csv of points below a title", _points(heading_rows=[_TITLE]), "csv", SAID, epsg=4526,
         ids="地块编号"),
    bad("csv of points, one no number",
        _csv(joined(point_table()).replace("J2,1,", "J2,1,O", 1)), "bad_coordinates",
        form="csv", ha=[None, HA_B], warnings=[SAID], epsg=4526, ids="地块编号"),
    bad("csv of points, parcels mixed",
        _csv(joined([*point_table(), *point_table()[1:6]])), "parcel_apart", form="csv",
        ha=[HA_A, HA_B, HA_A], warnings=[SAID], epsg=4526, ids="地块编号"),
    bad("csv of points, two to a ring",
        _csv("地块编号,点号,圈号,X,Y\n甲,J1,1,2557000,38433000\n甲,J2,1,2557000,38433100\n"),
        "too_few_points", form="csv", ha=[None], epsg=None, ids="地块编号"),
    bad("csv of places", _csv("编号,x,y\n甲,113.35,23.12\n乙,113.36,23.13\n"), "not_a_polygon",
        form="csv", ha=[None, None], warnings=[SAID]),
    bad("csv of attributes", _csv("地块编号,面积\n甲,1\n乙,2\n"), "no_outline", form="csv",
        ha=[None, None], epsg=None, ids="地块编号"),
    bad("csv with an open quote", _csv(wkt_table() + '"丙,三号\n丁,四号,x\n'), "open_quote"),
    bad("csv with a cell too many", _csv(wkt_table() + "丙,三号,,多余\n"), "cell_count",
        form="csv", ha=[HA_A, HA_B], warnings=[SAID]),
    bad("csv of a million columns",
        lambda f: text(f, "land.csv", ",".join(f"c{n}" for n in range(1_000_000)) + "\n1\n"),
        "too_many_columns"),
    bad("csv with a cell of 50 MB",
        lambda f: text(f, "land.csv", f"编号,注\n甲,{'x' * 50_000_000}\n乙,y\n"), "row_too_long"),
    bad("csv that is one word", _csv("hello", name="land.dat"), "unknown_format"),
    bad("csv of a heading alone", _csv("编号,wkt\n"), "no_features", form="csv", epsg=None),
    bad("csv in no encoding", _csv(b"a,b\n\xff\xff,\x80\x80\n"), "encoding"),
    good("xlsx of WKT", _book(地块=wkt_rows()), "excel", SAID),
    good("xlsx of points below a title",
         _book(界址点=numbers(point_table(heading_rows=[_TITLE]))), "excel", SAID, epsg=4526,
         ids="地块编号"),
    good("xlsx, one worksheet with rows", _book(说明=[], 地块=wkt_rows()), "excel", SAID),
    bad("xlsx, two worksheets with rows", _book(甲=wkt_rows(), 乙=wkt_rows()), "several_layers"),
    good("xlsx, the worksheet named", _book(甲=wkt_rows(), 乙=wkt_rows()), "excel", SAID,
         options=["--layer", "乙"]),
    good("xls of WKT", _copied, "excel", SAID),
    bad("xlsx with a formula not computed", _book(地块=[*wkt_rows(), ["丙", "=1+1", A.wkt]]),
        "formula_without_value", form="excel", ha=[HA_A, HA_B, HA_A], warnings=[SAID]),
    bad("xlsx with an error", _book(地块=[*wkt_rows(), ["丙", "#REF!", A.wkt]]), "formula_error",
        form="excel", ha=[HA_A, HA_B, HA_A], warnings=[SAID]),
    bad("xlsx with a cell far away",
        _book(地块=[*wkt_rows(), *[[]] * 200_000, [None] * 1000 + ["x"]]), "worksheet_too_large"),
    bad("xlsx without anything", _book(地块=[]), "no_features"),
    bad("xlsx of attributes", _book(台账=[["地块编号", "面积"], ["甲", 1.5]]), "no_outline",
        form="excel", ha=[None], epsg=None, ids="地块编号"),
]  # fmt: skip

"""Zip files: what is in them, under which name."""

import struct
import zipfile
import zlib

import pytest
import shapely

from gis.formats import archive
from gis.formats.faults import UnreadableError
from tests.gis.formats.reading import HOLED, SQUARE, read, write


@pytest.mark.parametrize("form", ["tab", "mif"])
def test_the_files_of_a_mapinfo_table_are_read_from_a_zip_file(form, land, tmp_path):
    table = land.rename(columns={"编号": "DKBH"}).assign(DKBH=["A", "B"])
    table.to_file(tmp_path / f"land.{form}", driver="MapInfo File")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        for one in tmp_path.glob("land.*"):
            made.write(one, f"地块/{one.name}")
    layer, cells, outlines, _ = read(tmp_path / "a.zip")
    assert (layer.format, layer.name, cells["DKBH"]) == ("mapinfo", "land", ["A", "B"])
    assert shapely.area(outlines) == pytest.approx(shapely.area([SQUARE, HOLED]), rel=1e-6)


def _named_beside(path, name, told, checked):
    """Write a zip file whose member has a name in UTF-8 beside its own, as Info-ZIP does."""
    told = struct.pack("<BL", 1, zlib.crc32(checked.encode())) + told.encode()
    info = zipfile.ZipInfo(name)
    info.extra = struct.pack("<HHB", 0x1234, 1, 7) + struct.pack("<HH", 0x7075, len(told)) + told
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(info, "x")
    return path


@pytest.mark.parametrize(
    ("checked", "shown"), [("0xE5.csv", "地块.csv"), ("renamed.csv", "0xE5.csv")]
)
def test_a_name_in_a_zip_file_is_that_beside_it(tmp_path, checked, shown):
    path = _named_beside(tmp_path / "a.zip", "0xE5.csv", "地块.csv", checked)
    with archive.opened(path) as opened:
        assert [str(name) for name in archive.members(opened)] == [shown]


def test_a_name_beside_leads_out_of_no_zip_file(tmp_path):
    path = _named_beside(tmp_path / "a.zip", "a.csv", "../a.csv", "a.csv")
    with pytest.raises(UnreadableError, match="指向包外"), archive.opened(path):
        pass


def test_a_zip_file_may_list_its_own_folder(land, tmp_path):
    write(land, tmp_path, "geojson")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        made.writestr("./", "")
        made.write(tmp_path / "land.geojson", "./land.geojson")
    layer, _, outlines, problems = read(tmp_path / "a.zip")
    assert (layer.format, len(outlines), problems) == ("geojson", 2, [])

"""`landplan qgis`: what it writes and says, and what it refuses before it computes anything."""

import sqlite3
from contextlib import closing
from zipfile import ZipFile

import pytest


def test_a_project_on_the_database(loaded, tmp_path):
    found = loaded("qgis", tmp_path / "规划.qgz")
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout.splitlines() == [
        f"已写出 {tmp_path / '规划.qgz'}：17 个图层",
        "文件里没有密码：服务器要时由 QGIS 询问",
    ]
    with ZipFile(tmp_path / "规划.qgz") as archive:
        assert archive.namelist() == ["tianhe-2021-2025.qgs"]


def test_a_package_with_its_project(loaded, tmp_path):
    found = loaded("--lang", "en", "qgis", tmp_path / "plan.gpkg")
    assert found.stdout == f"wrote {tmp_path / 'plan.gpkg'}: 17 layers\n"
    with closing(sqlite3.connect(tmp_path / "plan.gpkg")) as package:
        [(parcels,)] = package.execute("select count(*) from parcels")
        [(project,)] = package.execute("select name from qgis_projects")
    assert (parcels, project) == (210, "tianhe-2021-2025")


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("plan.qgs", "应以 .qgz（打开数据库）或 .gpkg（自带数据）结尾"),
        ("nowhere/plan.qgz", "没有文件夹"),
    ],
)
def test_what_cannot_be_written_is_refused(loaded, tmp_path, file, said):
    found = loaded("qgis", tmp_path / file)
    assert found.returncode == 2
    assert said in found.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_plan_that_is_not_there_is_refused(loaded, tmp_path):
    found = loaded("qgis", tmp_path / "plan.gpkg", "--plan", "moon")
    assert found.returncode == 2
    assert "moon" in found.stderr
    assert list(tmp_path.iterdir()) == []

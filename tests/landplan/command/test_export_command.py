"""`landplan export`: what it writes, what it says, what it refuses."""

import json

BUILTIN = "tianhe-2021-2025"


def test_a_package_is_written_and_loads_as_the_same(loaded, tmp_path):
    folder = tmp_path / "包"
    found = loaded("export", "package", folder)
    assert (found.returncode, found.stderr) == (0, "")
    assert f"已写出规划包 {folder}：{BUILTIN}，18 个片区、210 宗地块、233 笔台账" in found.stdout
    assert "未改动" in loaded("load", folder).stdout
    told = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert told["sample"] is True
    assert "sample: true\n" in (folder / "plan.yaml").read_text(encoding="utf-8")


def test_a_package_goes_into_an_empty_folder_only(loaded, tmp_path):
    (tmp_path / "x").touch()
    found = loaded("export", "package", tmp_path, "--lang", "en")
    assert found.returncode == 2
    assert "is not empty" in found.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_what_was_recorded_by_hand_is_told_to_stay_behind(loaded, tmp_path):
    project = ("record", "project", "lianyi-rd-base", "--stage", "开工", "--date", "2023-05-08")
    assert loaded(*project).returncode == 0
    found = loaded("export", "package", tmp_path / "out", "--lang", "en")
    assert found.returncode == 0
    assert "1 records of projects and indicators are in the database only" in found.stderr


def test_a_plan_that_is_not_there_leaves_no_folder(loaded, tmp_path):
    found = loaded("export", "package", tmp_path / "out", "--plan", "moon")
    assert found.returncode == 2
    assert "moon" in found.stderr
    assert not any(tmp_path.iterdir())

"""The example of docs/plan-package.md is a sound package."""

import re
from datetime import date
from pathlib import Path

import pytest

from gis.errors import BadDataError
from projects.load import load_folder, load_update
from projects.package.folder import read_package
from projects.view import view_of

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "plan-package.md"


@pytest.fixture
def folder(tmp_path):
    text = GUIDE.read_text(encoding="utf-8")
    for name, content in re.findall(r"^\*\*`(.+?)`\*\*\n\n```\w+\n(.*?)^```$", text, re.M | re.S):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return tmp_path


def test_the_example_is_read_whole(folder):
    package = read_package(folder)
    assert package.plan.sample
    assert [zone.parent_id for zone in package.zones] == [None, "district"]
    assert [(target.measure, target.unit) for target in package.targets] == [
        ("storage", "公顷"),
        ("supply", "亩"),
    ]
    assert [project.name for project in package.projects] == ["机器人产业园"]
    assert [event.happened_on for event in package.events] == [
        date(2022, 3, 15),
        date(2023, 6, 30),
    ]
    assert package.zones[1].measured_ha == pytest.approx(package.zones[1].declared_ha, rel=0.02)


def test_the_month_of_the_example_corrects_an_event(connection, folder):
    def supplied(**known):
        view = view_of(connection, "example-2021-2025", as_of=date(2025, 12, 31), **known)
        [row] = [row for row in view.balance("park").rows if row.measure == "supply"]
        return row.declared_ha

    load_folder(connection, folder)
    assert supplied() == pytest.approx(1.13)
    assert load_update(connection, folder / "2025-01").new_events == 2
    assert supplied() == pytest.approx(1.05 + 1.13)
    assert supplied(known=date(2025, 1, 9)) == pytest.approx(1.13)


def test_a_code_missing_from_the_table_is_a_problem(folder):
    table = folder / "land_use.csv"
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    table.write_text("".join(line for line in lines if "100101" not in line), encoding="utf-8")
    with pytest.raises(BadDataError) as caught:
        read_package(folder)
    assert [(p.file, p.column, p.value) for p in caught.value.problems] == [
        ("ledger/events.csv", "land_use", "100101")
    ]

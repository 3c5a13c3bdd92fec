"""Figures of the rules stand once in Python, once in SQL, and say the same."""

import re
from pathlib import Path

from sqlalchemy import Connection, text

from gis.geometry.area import HA_PER_UNIT, M2_PER_HA, NOISE_M2
from projects.balance.status import DAYS_PER_YEAR
from projects.model import MEASURES

ROOT = Path(__file__).parents[2]
ROOMS = ("gis", "projects", "layers", "landplan")
AT_HOME = {"gis/geometry/area.py", "gis/sql/units.sql", "projects/balance/status.py"}
WRITTEN = {
    "m² of a hectare": r"(?<!/)[*/] *(10_?000|1e4)\b",
    "the noise of digitising": r"_?m2\)* *(>|<=) *1\b|geography\)+ *(>|<=) *1\b",
    "days of a year": r"365\.25",
    "mu of a hectare": r"(?<![*/])[*/] *15(\.0)?\b",
}
MONEY = re.compile(r"(value|10k_cny)[^/*]*[*/] *1e4")  # 万元 and 亿元, not land


def test_no_figure_of_a_rule_stands_a_second_time() -> None:
    found = []
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*")):
            name = file.relative_to(ROOT).as_posix()
            is_source = file.suffix in (".py", ".js", ".sql") and "vendor" not in file.parts
            if not is_source or name in AT_HOME or "/steps/" in name:
                continue
            for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
                if MONEY.search(line):
                    continue
                found += [
                    f"{name}:{number}: {rule}"
                    for rule, pattern in WRITTEN.items()
                    if re.search(pattern, line)
                ]
    assert found == []


def test_sql_says_what_python_says(connection: Connection) -> None:
    def said(expression: str) -> object:
        return connection.scalar(text(f"select {expression}"))

    assert said("landplan.ha(25000)") == 25_000 / M2_PER_HA
    assert said("landplan.m2(2.5)") == 2.5 * M2_PER_HA
    assert said(f"landplan.is_land({NOISE_M2})") is False
    assert said(f"landplan.is_land({NOISE_M2} + 1e-9)") is True
    assert float(said("landplan.days_per_year()")) == DAYS_PER_YEAR  # type: ignore[arg-type]
    for unit, ha in HA_PER_UNIT.items():
        assert float(said(f"landplan.ha_per_unit('{unit}')")) == ha  # type: ignore[arg-type]


def test_sql_has_the_measures_in_their_order(connection: Connection) -> None:
    rows = connection.scalars(text("select measure from landplan.measures() order by place"))
    assert tuple(rows) == MEASURES

"""Once the period is over the page says of a target whether it was reached, and no more."""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from layers.map.map_facts import map_facts
from layers.map.map_page import write_map
from projects.load import load_package
from projects.view import view_of
from tests.browser import Open
from tests.small_land import block, package, storage, supply, target

PLAN = package(
    events=(
        storage("E1", "2021-05-01", block(0, 0, 5, 2)),
        supply("E2", "2022-05-01", block(0, 0, 1, 1)),
    ),
    targets=(target("west", "storage", 5), target("west", "supply", 20)),
)


def test_before_the_period_a_target_has_not_begun(
    connection, open_page: Open, tmp_path: Path
) -> None:
    load_package(connection, PLAN)
    write_map(
        map_facts(view_of(connection, "small", as_of=date(2025, 12, 31))), tmp_path / "map.html"
    )
    page = open_page((tmp_path / "map.html").as_uri()).page
    page.evaluate("landplan.go.zone(landplan.data.zones.get('west'))")
    page.evaluate("landplan.state.set({ day: '2020-12-31' })")
    entries = page.locator("#legend-body .legend-group").first.locator("ul").first.locator("li")
    expect(entries.first).to_have_text("未开始")
    assert " ".join(entries.all_inner_texts()).startswith("未开始 无目标")
    chips = page.locator("#panel-balance .chip").all_inner_texts()
    assert chips.count("未开始") == 2
    told = page.locator("#zone-head .chip")
    expect(told).to_have_text("收储：未开始")


@pytest.mark.parametrize(
    ("day", "legend", "chips"),
    [
        (date(2025, 12, 30), "已完成 基本同步 滞后 风险 无目标", {"已完成", "风险"}),
        (date(2025, 12, 31), "完成 未完成 无目标", {"完成", "未完成"}),
    ],
)
def test_legend_and_chips(
    connection, open_page: Open, tmp_path: Path, day: date, legend: str, chips: set[str]
) -> None:
    load_package(connection, PLAN)
    write_map(map_facts(view_of(connection, "small", as_of=day)), tmp_path / "map.html")
    page = open_page((tmp_path / "map.html").as_uri()).page
    page.evaluate("landplan.go.zone(landplan.data.zones.get('west'))")
    entries = page.locator("#legend-body .legend-group").first.locator("ul").first.locator("li")
    expect(entries.first).to_have_text(legend.split(maxsplit=1)[0])
    assert " ".join(entries.all_inner_texts()).startswith(legend)
    assert chips <= set(page.locator("#panel-balance .chip").all_inner_texts())
    cell = page.locator("#panel-balance [data-measure=supply][data-field=status]")
    expect(cell).to_have_attribute("data-value", "at risk")  # the code is the balance's

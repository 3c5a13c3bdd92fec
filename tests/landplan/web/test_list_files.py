"""The links for programs beside a list lead to as many rows as the list has."""

import html
import re
from urllib.parse import quote

from tests.every_row import every_row

LISTS = (
    "/ledger", "/ledger?state=in_reserve", "/ledger?state=in_reserve&zone=smart-city",
    "/ledger?owner_kind=collective&min_ha=1&max_ha=3", "/ledger?land_use=10",
    "/ledger?as_of=2023-06-30&state=supplied", f"/ledger?text={quote('黄村')}",
    "/ledger?text=th-zg", "/ledger?text=%25", f"/ledger?text={quote(chr(92) + chr(39))}",
    "/ledger?text=_", "/ledger?tab=events", "/ledger?tab=events&kind=supply&year=2023",
    "/ledger?tab=events&as_of=2022-06-30", "/ledger?tab=events&method=%E6%8B%9B%E6%A0%87",
    "/ledger?tab=events&zone=smart-city&min_ha=5",
)  # fmt: skip


def ogc_link(page, form):
    found = re.search(rf'<a href="(/ogc/[^"]*)">{form}</a>', page)
    return found and html.unescape(found[1])


@every_row(LISTS, name=str)
def test_the_ledger(address, client) -> None:
    page = client.get(address).text
    listed = re.search(r"共 ([\d,]+) 条", page)
    told = client.get(ogc_link(page, "GeoJSON"))
    assert told.status_code == 200, told.text
    assert told.json()["numberMatched"] == int(listed[1].replace(",", ""))
    rows = client.get(ogc_link(page, "CSV")).text.splitlines()
    assert len(rows) - 1 == told.json()["numberMatched"]


PROJECTS = (
    "/projects", "/projects?zone=ifc", f"/projects?stage={quote('在建')}",
    f"/projects?category={quote('金融业')}", f"/projects?text={quote('银行')}",
)  # fmt: skip


@every_row(PROJECTS, name=str)
def test_the_projects(address, client) -> None:
    page = client.get(address).text
    told = client.get(ogc_link(page, "GeoJSON")).json()
    listed = re.search(r"共 ([\d,]+) 行", page)
    assert told["numberMatched"] == int(listed[1].replace(",", "")) > 0


def test_what_no_property_tells_has_no_link(client) -> None:
    for address in ("/ledger?year=2023", "/ledger?tab=events&text=x"):
        page = client.get(address).text
        assert ogc_link(page, "GeoJSON") is None
        assert "/exports/" in page

"""台账: pages, filters and a parcel's card; figures are those of the ledger."""

import re
from urllib.parse import unquote

import pytest

from landplan.web.asked import LANGUAGE_COOKIE
from landplan.web.page import environment

HOSTILE = "'\"><img src=x onerror=alert(1)>"


def ids(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/ledger/parcels/([^"?]*)', page)


def next_of(page: str) -> str | None:
    found = re.search(r'href="([^"]*)" rel="next"', page)
    return found and found[1].replace("&amp;", "&")


def test_pages_follow_each_other_and_have_every_parcel_once(client):
    address, found = "/ledger", []
    while address:
        page = client.get(address).text
        found += ids(page)
        address = next_of(page)
    assert len(found) == len(set(found)) == 210
    assert found == sorted(found)


def test_events_follow_each_other_too(client):
    address, found = "/ledger?tab=events", []
    while address:
        page = client.get(address).text
        found += re.findall(r'<th scope="row" class="code"><bdi>([^<]*)</bdi></th>', page)
        address = next_of(page)
    assert len(found) == len(set(found)) == 233


def test_a_filter_stays_from_page_to_page_and_in_the_downloads(client):
    page = client.get("/ledger", params={"state": "in_reserve", "zone": "smart-city"}).text
    assert "state=in_reserve" in next_of(page)
    downloads = re.findall(r'href="(/exports/parcels\.[^"]*)"', page)
    assert {one.partition("?")[0].rpartition(".")[2] for one in downloads} >= {
        "xlsx", "csv", "gpkg", "geojson", "parquet"
    }  # fmt: skip
    assert all("state=in_reserve" in one and "zone=smart-city" in one for one in downloads)


@pytest.mark.parametrize(
    "wrong",
    [{"min_ha": "nan"}, {"year": "twenty"}, {"state": "sold"}, {"tab": "events", "after": "x"},
     {"owner_kind": "mine"}, {"zone": "nowhere"}],
)  # fmt: skip
def test_what_cannot_be_is_said_in_a_page(client, wrong):
    answer = client.get("/ledger", params=wrong)
    assert answer.status_code == 422
    assert "<h1>" in answer.text


@pytest.mark.parametrize("name", ["text", "land_use", "method"])
def test_hostile_words_find_nothing_and_stay_words(client, name):
    answer = client.get("/ledger", params={name: HOSTILE})
    assert answer.status_code == 200
    assert "没有符合条件的记录" in answer.text
    assert HOSTILE not in answer.text


def test_a_parcel_tells_its_history_and_what_counted(client):
    page = client.get("/ledger/parcels/TH-ZG-0018").text
    for told in ("部分出库", "2.6186", "1.7738", "地块沿革", "亩"):
        assert told in page
    assert client.get("/ledger/parcels/none-such").status_code == 404


def test_areas_have_one_name_and_mu_are_those_of_the_hectares_shown(client):
    page = client.get("/ledger/parcels/TH-ZG-0018").text
    for name in ("申报面积", "量算面积"):
        [told] = re.findall(rf"<dt>{name}</dt><dd>(.*?)</dd>", page)
        ha, mu = re.findall(r'<span class="figure">([\d.]+)</span>', told)
        assert abs(float(mu) - float(ha) * 15) <= 0.005001
    assert environment().filters["mu4"](2.831) == "42.47"  # 42.465, half up as on the map
    assert environment().filters["mu4"](1000.00004) == "15,000.00"
    pages = [page, *(client.get("/ledger", params={"tab": t}).text for t in ("parcels", "events"))]
    assert all("申报面积" in one and "台账面积" not in one for one in pages)
    english = client.get("/ledger/parcels/TH-ZG-0018", params={"lang": "en"}).text
    client.cookies.delete(LANGUAGE_COOKIE)
    assert "Declared area" in english and "Measured area" in english


def test_the_downloads_have_the_rows_of_the_page(client):
    page = client.get("/ledger", params={"state": "partly_supplied"}).text
    [address] = re.findall(r'href="(/exports/parcels\.csv[^"]*)"', page)
    assert "state=partly_supplied" in unquote(address)

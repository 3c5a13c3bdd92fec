"""The pages of `/ogc` and of the API's documentation: readable, quiet, within the screen."""

import pytest

from tests.browser import assert_accessible

PAGES = (
    "ogc?f=html", "ogc/conformance?f=html", "ogc/api?f=html", "ogc/collections?f=html",
    "ogc/collections/parcels?f=html", "ogc/collections/parcels/queryables?f=html",
    "ogc/collections/parcels/items?f=html", "ogc/collections/parcels/items/TH-ZG-0001?f=html",
    "api/v1/docs",
)  # fmt: skip


SIZES = ((1440, 900), (768, 1024), (844, 390), (390, 844))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_can_be_read_and_fits(open_page, site_url, lang) -> None:
    for address in PAGES:
        told = f"{site_url}{address}{'&' if '?' in address else '?'}lang={lang}"
        page = open_page(told, offline=False, ready="main h1").page
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
            assert not page.evaluate(wide), (address, width)
        assert_accessible(page)


def test_the_parcels_lead_to_one_and_back(open_page, site_url) -> None:
    page = open_page(
        f"{site_url}ogc/collections/parcels/items?f=html&limit=2", offline=False, ready="main h1"
    ).page
    page.get_by_role("link", name="TH-ZG-0001").click()
    page.wait_for_url("**/items/TH-ZG-0001*")
    assert page.get_by_role("heading", level=1).text_content() == "TH-ZG-0001"
    page.go_back()
    page.locator("a[rel=next]").click()
    page.wait_for_url("**after=*")
    assert page.get_by_role("link", name="TH-ZG-0003").is_visible()

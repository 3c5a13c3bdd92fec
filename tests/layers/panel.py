"""Ways around the page that several tests take."""

from playwright.sync_api import Page

GO = "id => landplan.go.zone(landplan.data.zones.get(id))"


def tab(page: Page, zone: str, name: str) -> None:
    """Choose a zone, then a tab of the panel."""
    page.evaluate(GO, zone)
    page.click(f"#tab-{name}")


def unfold(page: Page) -> None:
    """Open all folds, and wait until the page has filled them: it does when it hears of each."""
    page.evaluate(
        "() => Promise.all("
        "[...document.querySelectorAll('#tab-panels details:not([open])')].map((fold) => {"
        " const heard = new Promise((done) => fold.addEventListener('toggle', done, {once: true}));"
        " fold.open = true; return heard; }))"
    )


def same(shown: str | None, value: float | None) -> bool:
    """Tell whether an attribute holds a figure to the last bit, or nothing for None."""
    return shown == "" if value is None else float(shown or "nan") == value

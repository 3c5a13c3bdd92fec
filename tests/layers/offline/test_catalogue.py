"""Every vendored file is the one that its release shipped, and stands in a page by itself."""

import hashlib
import inspect
import re
import shutil
import subprocess
from pathlib import Path

import branca.colormap
import folium
import pytest
from folium import plugins

from layers.offline.assets import asset
from layers.offline.catalogue import linked_files, packages

USUAL = (
    folium.Map, folium.Icon, folium.TopoJson, plugins.AntPath, plugins.BeautifyIcon, plugins.Draw,
    plugins.DualMap, plugins.FastMarkerCluster, plugins.FeatureGroupSubGroup, plugins.Fullscreen,
    plugins.GroupedLayerControl, plugins.HeatMap, plugins.HeatMapWithTime, plugins.LocateControl,
    plugins.MarkerCluster, plugins.MeasureControl, plugins.MiniMap, plugins.MousePosition,
    plugins.PolyLineFromEncoded, plugins.PolyLineOffset, plugins.PolyLineTextPath, plugins.Search,
    plugins.StripePattern, plugins.TimeSliderChoropleth, plugins.Timeline, plugins.TimelineSlider,
    plugins.TimestampedGeoJson, plugins.TreeLayerControl,
)  # fmt: skip


def test_every_vendored_file_has_its_hash(repo: Path) -> None:
    vendor = repo / "layers" / "vendor"
    listed = {}
    for package in packages():
        for path, wanted in package.files.items():
            listed[vendor / package.folder.name / path] = wanted
    here = {file for file in vendor.rglob("*") if file.is_file()}
    assert here == {*listed, vendor / "catalogue.json", vendor / "THIRD_PARTY.md"}
    wrong = [f for f in listed if hashlib.sha256(f.read_bytes()).hexdigest() != listed[f]]
    assert wrong == []


def test_every_package_says_its_release_and_licence(repo: Path) -> None:
    page = (repo / "layers" / "vendor" / "THIRD_PARTY.md").read_text("utf-8")
    for package in packages():
        assert package.integrity.startswith("sha512-")
        assert package.licence and package.licence_file in package.files
        assert set(package.links.values()) <= set(package.files)
        assert f"| {package.name} | {package.version} | {package.licence} |" in page
        for url in package.links:
            named = re.search(r"[@/-](\d+\.\d+(?:\.\d+)?)(?=[/.])", url)
            same = named and (package.version + ".").startswith(named[1] + ".")
            assert same or package.note, f"{url} is {package.version}: the note says why"


@pytest.mark.parametrize("part", USUAL, ids=lambda part: part.__name__)
def test_what_folium_links_to_is_vendored(part: type) -> None:
    links = [*getattr(part, "default_js", ()), *getattr(part, "default_css", ())]
    assert [url for _, url in links if asset(url) is None] == []


def test_the_colour_scale_of_branca_is_vendored() -> None:
    [url] = re.findall(r'"(https://[^"]*d3[^"]*)"', inspect.getsource(branca.colormap))
    assert asset(url) is not None


def test_every_file_stands_in_a_page_by_itself() -> None:
    faults = []
    for url in linked_files():
        found = asset(url)
        if found is None:
            assert url.endswith(".woff")
        elif re.search(
            r"</script|<!--|^//# sourceMappingURL", found.text, re.IGNORECASE | re.M
        ) or (
            url.endswith(".css")
            and re.search(r"url\((?!['\"]?(?:data:|#))|@import|</style", found.text)
        ):
            faults.append(url)
        else:
            assert found.text and found.notice.count("*/") == 1
    assert faults == []


def test_a_link_is_known_without_its_scheme_and_others_are_not() -> None:
    url = "https://code.jquery.com/jquery-3.7.1.min.js"
    known = asset(url)
    assert known is not None
    assert asset(url.removeprefix("https:")) == asset(url.replace("https:", "http:")) == known
    assert asset(url.replace("3.7.1", "3.7.2")) is None


def test_the_script_finds_a_file_that_differs(repo: Path, tmp_path: Path) -> None:
    for room in ("docs", "layers", "tests"):
        shutil.copytree(repo / room / "vendor", tmp_path / room / "vendor")
    (tmp_path / "scripts").mkdir()
    script = shutil.copy(repo / "scripts" / "vendor", tmp_path / "scripts")

    def check() -> subprocess.CompletedProcess[str]:
        return subprocess.run([script, "--check"], check=False, capture_output=True, text=True)

    assert (check().returncode, check().stderr) == (0, "")
    changed = tmp_path / "layers" / "vendor" / "jquery-3.7.1" / "dist" / "jquery.min.js"
    changed.write_bytes(changed.read_bytes() + b" ")
    (tmp_path / "layers" / "vendor" / "moment-2.18.1" / "LICENSE").unlink()
    (tmp_path / "tests" / "vendor" / "axe-core-4.14.1" / "axe.min.js").write_text("")
    found = check()
    assert found.returncode == 1
    jquery, moment, axe = found.stderr.splitlines()
    assert "jquery.min.js differs from the catalogue's hash" in jquery
    assert "LICENSE is missing" in moment
    assert "axe.min.js differs from the catalogue's hash" in axe

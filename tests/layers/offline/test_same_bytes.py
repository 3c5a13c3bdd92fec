"""The same map gives the same bytes, and is not changed by being saved."""

import os
import re
import subprocess
import sys
from pathlib import Path

import folium
import pytest
from folium import plugins

from gis.errors import LandplanError
from layers.offline.save import offline_html, save_offline
from tests.layers.offline.conftest import HERE, collection, square

MAKE = """
import sys
import folium
from folium import plugins
from layers.offline.save import save_offline
m = folium.Map([23.13, 113.33], tiles=None)
cluster = plugins.MarkerCluster(name="点").add_to(m)
folium.Marker([23.13, 113.33], popup="d41d8cd98f00b204e9800998ecf8427e").add_to(cluster)
plugins.FeatureGroupSubGroup(cluster, "组").add_to(m)
folium.LayerControl().add_to(m)
save_offline(m, sys.argv[1])
"""


def test_two_runs_give_the_same_bytes(tmp_path: Path, repo: Path) -> None:
    files = [tmp_path / "1.html", tmp_path / "2.html"]
    for seed, file in enumerate(files):
        environment = os.environ | {"PYTHONHASHSEED": str(seed)}
        call = [sys.executable, "-c", MAKE, str(file)]
        subprocess.run(call, cwd=repo, env=environment, check=True)
    one, other = (file.read_bytes() for file in files)
    assert one == other
    assert b"d41d8cd98f00b204e9800998ecf8427e" in one, "text of the map is not renamed"


@pytest.fixture
def many() -> folium.Map:
    m = folium.Map(HERE, tiles=None)
    layer = folium.GeoJson(
        collection(square(name="a")), tooltip="x", style_function=lambda _: {"color": "red"}
    ).add_to(m)
    plugins.Search(layer, search_label="name", geom_type="Polygon").add_to(m)
    plugins.Draw().add_to(m)
    folium.Marker(HERE, popup=folium.Popup(folium.IFrame("<p>x</p>"))).add_to(m)
    folium.LayerControl().add_to(m)
    return m


def test_a_map_is_saved_twice(many: folium.Map) -> None:
    assert offline_html(many) == offline_html(many)


def test_saving_changes_nothing_of_the_map(many: folium.Map) -> None:
    many.get_root().render()
    tree = many.get_root().to_json()
    offline_html(many, leave_out_remote=True)
    assert many.get_root().to_json() == tree


def test_a_map_that_was_never_rendered_is_as_it_was() -> None:
    m = folium.Map(HERE, tiles=None)
    folium.Marker(HERE, popup="x").add_to(m)
    tree = m.get_root().to_json()
    offline_html(m)
    assert m.get_root().to_json() == tree


def test_a_map_that_was_shown_before_is_saved_as_one_that_was_not(many: folium.Map) -> None:
    def drawing() -> str:
        return offline_html(many)[0].split("</body>")[1]

    fresh = drawing()
    many.get_root().render()
    assert drawing() == fresh


def test_two_maps_side_by_side_are_saved_twice() -> None:
    dual = plugins.DualMap(HERE, tiles=None)
    folium.Marker(HERE).add_to(dual)
    folium.LayerControl().add_to(dual)
    assert offline_html(dual) == offline_html(dual)
    dual.get_root().render()  # copies the children to the second map, for good
    assert offline_html(dual) == offline_html(dual)


def test_a_map_alone_and_its_figure_give_the_same_file() -> None:
    m = folium.Map(HERE, tiles=None)
    inside = offline_html(m)
    assert offline_html(m.get_root()) == inside
    m._parent = None  # as a notebook shows it
    assert offline_html(m) == inside
    assert m._parent is None


def test_the_text_of_the_map_is_as_folium_writes_it(many: folium.Map) -> None:
    """All but links, ids and what stands in frames: every script of folium is in the file."""
    anonymous = re.compile(r"[0-9a-f]{32}")
    online = anonymous.sub("#", many.get_root().render())
    [script] = re.findall(r"</body>\n<script>(.*)</script>", online, re.DOTALL)
    offline = anonymous.sub("#", offline_html(many)[0])
    frame = re.compile(r'(?:src|srcdoc)="[^"]*"')
    assert frame.sub("", script) in frame.sub("", offline)


def test_a_file_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    m = folium.Map(HERE, tiles=None)
    with pytest.raises(LandplanError, match="无法写入地图文件"):
        save_offline(m, tmp_path / "missing" / "m.html")
    (tmp_path / "m.html").mkdir()
    with pytest.raises(LandplanError):
        save_offline(m, tmp_path / "m.html")
    assert [file.name for file in tmp_path.iterdir()] == ["m.html"]

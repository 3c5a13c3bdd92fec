"""`import landplan` is cheap, and the public face is what it says."""

import json
import subprocess
import sys
from importlib.resources import files

import pytest

import landplan

HEAVY = ("fastapi", "folium", "geopandas", "matplotlib", "numpy", "pandas", "psycopg", "pyarrow",
         "pydantic", "shapely", "sqlalchemy", "typer")  # fmt: skip


def test_importing_landplan_alone_imports_nothing_heavy(repo):
    told = "import json, sys, landplan; print(json.dumps(sorted(sys.modules)))"
    found = subprocess.run(
        [sys.executable, "-c", told], cwd=repo, capture_output=True, check=True, text=True
    )
    modules = json.loads(found.stdout)
    assert "landplan" in modules
    assert not set(HEAVY) & set(modules)
    assert [name for name in modules if name.startswith("landplan.")] == []


def test_the_public_face_is_what_all_names():
    assert set(landplan.__all__) <= set(dir(landplan))
    for name in landplan.__all__:
        assert getattr(landplan, name).__doc__
    with pytest.raises(AttributeError, match="no attribute 'moon'"):
        _ = landplan.moon


@pytest.mark.parametrize("room", ["landplan", "layers", "projects", "gis"])
def test_types_are_told_to_those_who_import(room):
    assert (files(room) / "py.typed").is_file()

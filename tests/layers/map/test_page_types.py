"""What Python writes for the page is what `page/types.d.ts` tells the page's scripts."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from layers.map.map_facts import MapFacts
from layers.map.packed import Columns
from layers.map.page_data import page_data

ROOT = Path(__file__).parents[3]
TYPES = ROOT / "layers/map/page/types.d.ts"


@pytest.fixture(scope="module")
def compiler() -> Path:
    subprocess.run([ROOT / "scripts/check-js", "--tools"], check=True)
    return ROOT / "node_modules/.bin/tsc"


def complaints(compiler: Path, folder: Path, data: dict[str, Any]) -> str:
    """Return what the type checker says of data that is told to be the page's."""
    told = json.dumps(data, ensure_ascii=False)
    (folder / "data.ts").write_text(f"const data: PageData = {told};\nexport {{ data }};\n")
    options = {"strict": True, "noEmit": True, "lib": ["es2024", "dom"], "target": "es2024"}
    options |= {"moduleDetection": "force", "typeRoots": [str(ROOT / "node_modules/@types")]}
    project = {"compilerOptions": options, "files": [str(TYPES), "data.ts"]}
    (folder / "tsconfig.json").write_text(json.dumps(project))
    ran = subprocess.run(
        [compiler, "--project", folder], capture_output=True, text=True, check=False
    )
    return ran.stdout


def test_the_page_is_given_what_its_scripts_are_told(facts: MapFacts, compiler, tmp_path):
    data = page_data(facts, Columns(), language="zh")
    for part in ("zones", "balance", "land_uses", "investment", "warnings"):
        assert data[part], part
    assert complaints(compiler, tmp_path, data) == ""


@pytest.mark.parametrize("change", [{"more": 1}, {"name": None}])
def test_a_field_more_or_of_another_kind_is_seen(facts: MapFacts, compiler, tmp_path, change):
    data = page_data(facts, Columns(), language="zh")
    data["zones"][0] |= change
    assert "error TS" in complaints(compiler, tmp_path, data)

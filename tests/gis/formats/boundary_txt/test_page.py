"""The Python of `docs/boundary-txt.md` runs as one program, and says what the page says."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from gis.formats.boundary_txt.write import PROFILES

REPO = Path(__file__).resolve().parents[4]
PAGE = (REPO / "docs" / "boundary-txt.md").read_text(encoding="utf-8")


@pytest.mark.process
def test_the_python_of_the_page_runs(tmp_path):
    program = "\n".join(re.findall(r"^```python\n(.*?)^```$", PAGE, re.M | re.S))
    call = [sys.executable, "-X", "utf8", "-c", program]
    settings = {"cwd": tmp_path, "env": {"PYTHONPATH": str(REPO)}}
    found = subprocess.run(call, check=False, capture_output=True, text=True, **settings)
    assert found.returncode == 0, found.stderr
    assert "4526 gb18030 1 ('界址点数'" in found.stdout
    assert "['ha', 'mu', 'm2'] [1.     1.     0.9998]" in found.stdout
    assert "文件写明 CGCS2000 3度带 38 带（EPSG:4526） False" in found.stdout
    assert "--crs EPSG:4526" in found.stdout
    assert "J1,1,2563100.000,38433000.000" in found.stdout
    assert ",A-1,地块一,面,,工业,,@" in found.stdout


def test_every_profile_is_on_the_page():
    rows = re.findall(r"^\| `(\w+)` \| (\d+) \| (\d+) \|", PAGE, re.M)
    told = {name: (int(fields), int(columns)) for name, fields, columns in rows}
    assert told == {name: (one.fields, one.columns) for name, one in PROFILES.items()}


def test_every_kind_of_the_verdict_is_on_the_page():
    code = (REPO / "gis" / "formats" / "verdict.py").read_text(encoding="utf-8")
    code += (REPO / "gis" / "formats" / "whereabouts.py").read_text(encoding="utf-8")
    kinds = set(
        re.findall(
            r"^\| `(\w+)` \| \w.* \|.*\|$", PAGE.split("## Which")[1].split("## Write")[0], re.M
        )
    )
    assert len(kinds) == 9
    assert [kind for kind in kinds if f'"{kind}"' not in code] == []

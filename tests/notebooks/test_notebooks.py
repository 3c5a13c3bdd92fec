"""The notebooks run from the first cell to the last, and are kept without outputs."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.ipynb"))
WITH_A_MAP = ("01", "06")
MOST_CELLS = 12


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def path(request):
    return request.param


@pytest.fixture
def own_database(path, databases, with_builtin, monkeypatch):
    url = databases.new(f"notebook_{path.stem}", with_builtin)
    monkeypatch.setenv("LANDPLAN_DATABASE_URL", url.render_as_string(hide_password=False))


@pytest.mark.process
def test_a_notebook_runs_whole(path, own_database, repo, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(repo))
    notebook = nbformat.read(path, as_version=4)
    resources = {"metadata": {"path": str(tmp_path)}}
    NotebookClient(notebook, timeout=120, resources=resources).execute()
    outputs = [out for cell in notebook.cells for out in cell.get("outputs", ())]
    assert outputs
    assert not [out for out in outputs if out.output_type == "error"]
    shows_a_map = any("iframe" in str(out.get("data", {}).get("text/html")) for out in outputs)
    assert shows_a_map is path.name.startswith(WITH_A_MAP)


def test_a_notebook_is_short_and_holds_its_figures_against_the_balance(path):
    cells = nbformat.read(path, as_version=4).cells
    assert len(cells) <= MOST_CELLS
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    assert "assert " in code
    assert "plan.balance(" in code


def test_a_notebook_is_kept_without_outputs(path):
    for cell in nbformat.read(path, as_version=4).cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None

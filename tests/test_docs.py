"""The documentation is what a user can do: its commands run, its names and links exist."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from landplan.command.contents import application

REPO = Path(__file__).resolve().parents[1]
PAGES = ["README.md", "README.zh-CN.md", *sorted(f"docs/{p.name}" for p in REPO.glob("docs/*.md"))]
RUN_ELSEWHERE = ("scripts/demo", "scripts/test", ". .venv/bin/activate", "landplan db start",
                 "landplan db stop", "landplan db roles")  # fmt: skip


def blocks(page, language):
    told = (REPO / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", told, re.M | re.S)


def commands():
    """Give each command once, by the first page that shows it."""
    found = {}
    for page in PAGES:
        for line in "".join(blocks(page, "sh")).splitlines():
            found.setdefault(line, pytest.param(line, id=f"{page}: {line}"))
    return [found[line] for line in found if line not in RUN_ELSEWHERE]


@pytest.fixture(scope="module")
def loaded(databases):
    """Give an environment in which the built-in plan is loaded and `landplan` is on the path."""
    url = databases.new("docs")
    environment = os.environ | {
        "LANDPLAN_DATABASE_URL": url.render_as_string(hide_password=False),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    load = ["landplan", "load", "plans/tianhe-2021-2025"]
    subprocess.run(load, cwd=REPO, env=environment, check=True, capture_output=True)
    return environment, url


@pytest.mark.process
@pytest.mark.parametrize("line", commands())
def test_every_command_of_the_docs_runs(line, loaded, tmp_path):
    environment, _ = loaded
    (tmp_path / "build").mkdir()
    (tmp_path / "plans").symlink_to(REPO / "plans")
    found = subprocess.run(
        ["bash", "-euc", line], cwd=tmp_path, env=environment, capture_output=True, check=False
    )
    assert found.returncode == 0, found.stderr.decode()
    assert found.stdout


@pytest.mark.parametrize("block", [b for page in PAGES for b in blocks(page, "sql")])
def test_every_query_of_the_docs_answers(block, loaded):
    from gis.database.engine import engine

    _, url = loaded
    opened = engine(url.render_as_string(hide_password=False))
    with opened.connect() as connection:
        assert connection.execute(text(block)).all()
    opened.dispose()


@pytest.mark.process
def test_the_python_of_the_docs_runs_as_one_program(loaded, tmp_path):
    environment, _ = loaded
    program = "\n".join(blocks("docs/python.md", "python"))
    call = [sys.executable, "-c", program]
    settings = {"cwd": tmp_path, "env": environment | {"PYTHONPATH": str(REPO)}}
    found = subprocess.run(call, check=False, capture_output=True, text=True, **settings)
    assert found.returncode == 0, found.stderr
    assert "smart-city" in found.stdout
    assert "there is no zone 'moon'" in found.stdout
    assert {file.name for file in tmp_path.iterdir()} == {"m.html", "page.html", "report.xlsx"}


@pytest.mark.process
def test_the_json_of_the_docs_has_the_keys_of_the_command(loaded):
    environment, _ = loaded
    [shown] = [json.loads(block) for block in blocks("docs/commands.md", "json")]
    call = shlex.split("landplan balance --format json --as-of 2025-12-31 --zone smart-city")
    found = subprocess.run(call, env=environment, capture_output=True, check=True)
    told = json.loads(found.stdout)
    assert list(shown) == list(told)
    assert list(shown["rows"][0]) == list(told["rows"][0])
    assert shown["rows"][0]["source"] == told["rows"][0]["source"]


def test_every_command_is_in_the_docs():
    app = application()
    guide = (REPO / "docs" / "commands.md").read_text(encoding="utf-8")
    names = [c.name or c.callback.__name__ for c in app.registered_commands]
    names += [g.name for g in app.registered_groups]
    assert len(names) >= 6
    for name in names:
        assert f"## landplan {name}" in guide
        assert f"landplan {name}" in (REPO / "README.md").read_text(encoding="utf-8")
    for group in app.registered_groups:
        section = guide.split(f"## landplan {group.name}")[1].split("\n## ")[0]
        for command in group.typer_instance.registered_commands:
            name = command.name or command.callback.__name__
            assert f"landplan {group.name} {name}" in section


def test_every_setting_is_in_the_docs():
    guide = (REPO / "docs" / "commands.md").read_text(encoding="utf-8")
    from gis.database.settings import Settings
    from landplan.settings import PlanSettings
    from landplan.web.settings import JobSettings, SiteSettings

    for name in [
        field
        for kind in (Settings, PlanSettings, SiteSettings, JobSettings)
        for field in kind.model_fields
    ]:
        assert f"LANDPLAN_{name.upper()}" in guide


@pytest.mark.parametrize("page", [*PAGES, "CONTRIBUTING.md"])
def test_every_link_leads_somewhere(page):
    told = (REPO / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", told):
        assert ((REPO / page).parent / target).exists(), target


def test_both_readmes_show_the_same_commands():
    assert blocks("README.md", "sh") == blocks("README.zh-CN.md", "sh")

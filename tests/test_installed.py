"""The wheel, in fresh environments and folders with nothing of the repo on the path.

Without extras and with each of them, in the Python of the tests, and with all of them in the
others that this machine has, on the path or by pyenv.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import tomllib
import urllib.request
from collections.abc import Callable, Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement

from gis.extras import MODULES
from tests.run_folder import remove_with_servers

SOURCES = ("gis", "projects", "layers", "landplan", "plans")
FILES = ("pyproject.toml", "README.md", "LICENSE")
PACKAGE = Path("share") / "landplan" / "plans" / "tianhe-2021-2025"
PAGES = re.compile(r"http://127\.0\.0\.1:\d+/")


def version_of(python: Path) -> tuple[int, int] | None:
    """Return the version of a Python, None where there is none that runs."""
    call = [python, "-c", "import sys; print(*sys.version_info[:2])"]
    told = subprocess.run(call, capture_output=True, text=True, check=False)
    if told.returncode != 0:
        return None
    major, minor = told.stdout.split()
    return int(major), int(minor)


def other_pythons() -> dict[str, Path]:
    """Return a Python of each other version that landplan is declared for and that is here."""
    by_pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found: dict[str, Path] = {}
    for minor in (11, 12, 13):
        on_path = shutil.which(f"python3.{minor}")
        candidates = [*by_pyenv.glob(f"3.{minor}.*/bin/python"), *([Path(on_path)] * bool(on_path))]
        for candidate in candidates:
            version = version_of(candidate)
            if version == (3, minor) != sys.version_info[:2]:
                found.setdefault(f"3.{minor}", candidate)
    return found


OTHERS = other_pythons()


@pytest.fixture(scope="module")
def wheel(repo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the wheel, built of a copy: setuptools leaves what it made beside the sources."""
    source = tmp_path_factory.mktemp("source")
    for name in SOURCES:
        shutil.copytree(repo / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy(repo / name, source / name)
    pip("wheel", "--no-deps", "--no-build-isolation", "-w", source / "dist", source)
    [built] = (source / "dist").glob("*.whl")
    return built


def pip(*arguments: object, python: object = sys.executable) -> None:
    call = [python, "-m", "pip", "-q", *arguments]
    found = subprocess.run([*map(str, call)], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr


class Installed:
    """landplan in an environment, called from a folder elsewhere."""

    def __init__(self, environment: Path, elsewhere: Path, settings: dict[str, str]) -> None:
        self.python = environment / "bin" / "python"
        self.package = environment / PACKAGE
        self.elsewhere = elsewhere
        self.settings = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **settings}

    def __call__(self, *arguments: object, told: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command of it."""
        return subprocess.run(
            [self.python, "-m", "landplan", *map(str, arguments)], cwd=self.elsewhere,
            env=self.settings, capture_output=True, text=True, input=told, check=False, timeout=300,
        )  # fmt: skip

    def answers(self, *arguments: object) -> str:
        """Run a command that does what it should; return what it prints."""
        found = self(*arguments)
        assert found.returncode == 0, found.stderr
        return found.stdout

    def shows_pages(self) -> list[str]:
        """Run `landplan demo` until it serves; return its pages of the map and of the balance."""
        call = [self.python, "-m", "landplan", "demo", "--port", "0"]
        with subprocess.Popen(
            call, cwd=self.elsewhere, env=self.settings, stdout=subprocess.PIPE, text=True
        ) as demo:
            assert demo.stdout is not None
            try:
                url = next(found[0] for line in demo.stdout if (found := PAGES.search(line)))
                return [read(url), read(f"{url}balance")]
            finally:
                demo.send_signal(signal.SIGINT)


def read(url: str) -> str:
    with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310 – of this machine
        return answer.read().decode()


Install = Callable[..., Installed]


@pytest.fixture(scope="module")
def environments(run_folder: Path) -> Iterator[Path]:
    """Give a folder for environments, which are large and go as soon as they are not needed."""
    folder = Path(tempfile.mkdtemp(dir=run_folder))
    yield folder
    remove_with_servers(folder)


@pytest.fixture(scope="module")
def core(wheel: Path, environments: Path) -> Path:
    """Give an environment with the wheel and no extra."""
    return installed(wheel, environments / "core", python=sys.executable)


def installed(wanted: object, environment: Path, *, python: object) -> Path:
    subprocess.run([python, "-m", "venv", environment], check=True)
    pip("install", "--no-compile", wanted, python=environment / "bin" / "python")
    return environment


@pytest.fixture
def with_extra(core: Path, wheel: Path, environments: Path, databases, tmp_path: Path) -> Install:
    """Give a function that adds an extra to an environment that has the core alone."""

    def install(extra: str) -> Installed:
        environment = environments / extra
        shutil.copytree(core, environment, symlinks=True, copy_function=os.link)
        pip("install", "--no-compile", f"{wheel}[{extra}]", python=environment / "bin" / "python")
        return Installed(environment, tmp_path, of_database(databases, extra))

    return install


def of_database(databases, name: str) -> dict[str, str]:
    url = databases.new(f"installed_{name}")
    return {"LANDPLAN_DATABASE_URL": url.render_as_string(hide_password=False)}


@pytest.mark.process
def test_the_core_loads_balances_and_maps_and_says_what_the_rest_needs(
    core, environments, tmp_path
):
    environments.chmod(0o777)  # the user of the private server goes into it
    landplan = Installed(core, tmp_path, {"LANDPLAN_DATA_DIR": str(environments / "data")})
    found = landplan("demo")
    assert found.returncode == 0, found.stderr
    assert "226.87" in found.stdout
    assert {file.name for file in landplan.elsewhere.rglob("*.html")} == {"tianhe-map.html"}
    assert "landplan[report]" in found.stderr and "landplan[web]" in found.stderr
    assert "210" in landplan.answers("export", "parcels", "地块.xlsx")
    for extra, *call in (
        ("report", "report", "报告.xlsx"),
        ("web", "serve"),
        ("web", "users", "add", "王工", "--password-stdin"),
        ("scale", "balance", "--engine", "dask", "--package", landplan.package),
    ):
        refused = landplan(*call, told="three grey herons\n")
        assert (refused.returncode, refused.stdout) == (1, "")
        assert refused.stderr.count(f"pip install 'landplan[{extra}]'") == 1
        assert refused.stderr.count("\n") == 1


@pytest.mark.process
def test_with_the_pages_the_demo_serves_them(with_extra):
    landplan = with_extra("web")
    map_page, balance = landplan.shows_pages()
    assert "天河" in map_page and "226.87" in balance
    added = landplan("users", "add", "王工", "--password-stdin", told="three grey herons\n")
    assert added.returncode == 0, added.stderr


@pytest.mark.process
def test_with_reports_the_demo_writes_one(with_extra):
    landplan = with_extra("report")
    landplan.answers("demo", "--no-serve")
    assert "226.87" in (landplan.elsewhere / "build" / "tianhe-report.html").read_text("utf-8")
    for suffix in ("pdf", "docx", "xlsx"):
        landplan.answers("report", f"r.{suffix}", "--zone", "smart-city", "--as-of", "2024-06-30")


@pytest.mark.process
def test_with_dask_the_balance_is_taken_from_files(with_extra):
    landplan = with_extra("scale")
    call = ("balance", "--as-of", "2025-12-31", "--engine", "dask", "--package", landplan.package)
    assert "226.87" in landplan.answers(*call, "--workers", 1)


@pytest.mark.process
@pytest.mark.parametrize("version", OTHERS)
def test_all_of_it_runs_in_other_pythons(version, wheel, environments, databases, tmp_path):
    wanted = f"{wheel}[report,scale,web]"
    environment = installed(wanted, environments / version, python=OTHERS[version])
    landplan = Installed(environment, tmp_path, of_database(databases, version))
    map_page, balance = landplan.shows_pages()
    assert "天河" in map_page and "226.87" in balance
    names = {file.name for file in landplan.elsewhere.rglob("*.html")}
    assert names == {"tianhe-map.html", "tianhe-report.html"}


@pytest.mark.process
def test_the_wheel_has_every_file_of_the_rooms(wheel, repo):
    with ZipFile(wheel) as archive:
        held = set(archive.namelist())
    ours = {
        file.relative_to(repo).as_posix()
        for room in ("gis", "projects", "layers", "landplan")
        for file in (repo / room).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    assert not ours - held


@pytest.mark.process
@pytest.mark.parametrize("kind", ["--prefix", "--target"])
def test_the_plan_is_found_wherever_the_installer_put_it(kind, wheel, tmp_path):
    base = tmp_path / "of a user"
    pip("install", "--no-deps", "--no-compile", "--ignore-installed", kind, base, wheel)
    [code] = base.rglob("landplan/builtin.py")
    told = "from landplan.builtin import builtin_plan; print(builtin_plan().folder)"
    found = subprocess.run(
        [sys.executable, "-c", told], cwd=tmp_path, env={"PYTHONPATH": str(code.parents[1])},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert found.stdout.strip() == str(base / PACKAGE), found.stderr


@pytest.mark.process
def test_the_script_of_the_wheel_is_the_command(core):
    call = [core / "bin" / "landplan", "--version"]
    assert subprocess.run(call, check=True, capture_output=True).stdout.startswith(b"landplan ")


def test_each_extra_is_asked_for_by_all_that_it_installs(repo):
    declared = tomllib.loads((repo / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    distributions = packages_distributions()
    for extra, modules in MODULES.items():
        wanted = {Requirement(each).name for each in declared["optional-dependencies"][extra]}
        assert {name for module in modules for name in distributions[module]} == wanted

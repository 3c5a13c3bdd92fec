"""`landplan new`: from an empty package to a plan that loads, by doing what each message says."""

import csv
import json
import re

import pytest

AS_TOLD = {
    "zh": re.compile(r"如 (.+)$"),
    "en": re.compile(r"such as (.+)$"),
}
DRAWN = {
    "zones.geojson": (116.40, 39.90, 116.42, 39.92),
    "ledger/parcels.geojson": (116.405, 39.905, 116.406, 39.9065),
}
"""What is drawn, for no message can give it: boxes in degrees."""

STEPS = [
    [("plan.yaml", key) for key in ("id", "title", "starts_on", "ends_on", "crs")],
    [("zones.csv", ""), ("zones.geojson", "")],
    [("targets.csv", ""), ("ledger/parcels.geojson", ""), ("ledger/events.csv", "")],
    [],
]
"""What each load tells of, one after the other."""


@pytest.fixture
def fresh(databases, environment, request):
    name = re.sub(r"\W", "_", request.node.name)[-40:]
    url = databases.new(name).render_as_string(hide_password=False)
    ours = {key: value for key, value in environment.items() if key != "LANDPLAN_PLAN"}
    return ours | {"LANDPLAN_DATABASE_URL": url}


def cells_of(example):
    return dict(cell.split("=", 1) for cell in re.split("，|, ", example))


def do_as_told(folder, problem, language):
    """Write what a message says where it says it: nothing else is known of the package."""
    file = folder / problem["place"]
    told = AS_TOLD[language].search(problem[language])
    if file.suffix == ".yaml":
        lines = file.read_text("utf-8").splitlines(keepends=True)
        assert lines[problem["row"] - 1] == f"{problem['column']}:\n"
        lines[problem["row"] - 1] = f"{problem['column']}: {told[1]}\n"
        file.write_text("".join(lines), "utf-8")
    elif file.suffix == ".csv":
        lines = file.read_text("utf-8").splitlines()
        assert len(lines) == problem["row"] - 1
        header, cells = lines[0].split(","), cells_of(told[1])
        assert cells.keys() <= set(header)
        with file.open("a", encoding="utf-8", newline="") as out:
            csv.DictWriter(out, header, restval="", lineterminator="\n").writerow(cells)
    else:
        west, south, east, north = DRAWN[problem["place"]]
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        feature = {
            "type": "Feature", "properties": cells_of(told[1]),
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }  # fmt: skip
        file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_messages_lead_from_nothing_to_a_plan_that_loads(landplan, fresh, tmp_path, language):
    folder, report = tmp_path / "district", tmp_path / "problems.json"
    made = landplan("new", folder, "--lang", language, env=fresh)
    assert (made.returncode, made.stderr) == (0, "")
    assert f"landplan load {folder}" in made.stdout
    for number, step in enumerate(STEPS):
        found = landplan("load", folder, "--report", report, "--lang", language, env=fresh)
        problems = json.loads(report.read_text("utf-8"))["problems"]
        assert [(one["place"], one["column"] or "") for one in problems] == step
        assert found.returncode == (1 if number < 2 else 0), found.stderr
        for problem in problems:
            assert problem["place"] in found.stderr
            do_as_told(folder, problem, language)
    assert (found.returncode, found.stderr) == (0, "")
    balance = landplan("balance", "--format", "json", "--as-of", "2027-12-31", env=fresh)
    [storage] = [row for row in json.loads(balance.stdout)["rows"] if row["measure"] == "storage"]
    assert (storage["zone"], storage["target_ha"], storage["actual_ha"]) == ("district", 100, 1.5)
    assert storage["source"] == {"document": "plan", "place": "表1", "line": 12}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_guide_tells_of_every_column_of_every_file(landplan, tmp_path, language):
    folder = tmp_path / "district"
    landplan("new", folder, "--lang", language)
    [guide] = [path.read_text("utf-8") for path in folder.glob("*.md")]
    files = sorted(folder.rglob("*.csv"))
    assert len(files) == 7
    for path in files:
        section = guide.split(f"## {path.relative_to(folder)}")[1].split("\n## ")[0]
        header = path.read_text("utf-8").splitlines()[0].split(",")
        assert re.findall(r"^- `(\w+)`", section, re.M) == header


def test_nothing_is_written_over(landplan, tmp_path):
    mine = tmp_path / "mine.txt"
    mine.write_text("mine", "utf-8")
    refused = landplan("new", tmp_path)
    assert refused.returncode == 2
    assert "已有内容" in refused.stderr
    assert "not empty" in landplan("new", tmp_path, "--lang", "en").stderr
    assert [*tmp_path.iterdir()] == [mine]
    assert landplan("new", mine).returncode == 2
    assert landplan("new", tmp_path / "none" / "such").returncode == 2

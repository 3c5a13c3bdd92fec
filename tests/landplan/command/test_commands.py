"""Each command as a user calls it, on a real server: output, exit status, errors."""

import csv
import io
import json
import os
import shutil
import socket
from pathlib import Path

import pytest

from layers.texts import texts
from projects.labels import ROUNDED

KEYS = {
    "zone", "zone_name", "parent", "measure", "target_ha", "actual_ha", "measured_ha",
    "declared_ha", "percent", "expected_ha", "remaining_ha", "needed_ha_per_year", "forecast_ha",
    "status", "events", "source",
}  # fmt: skip
TABLE_3 = {
    "smart-city": (500, 233, 184, 49),
    "smart-city-core": (255, 127, 93, 34),
    "smart-valley": (245, 106, 91, 15),
}
FLOWS = ("storage", "supply", "supply_industry", "supply_housing_services")


def balance_json(call, *options):
    found = call("balance", "--format", "json", "--as-of", "2025-12-31", *options)
    assert found.returncode == 0, found.stderr
    return json.loads(found.stdout)


def test_loading_twice_says_what_is_new(landplan, environment, builtin, databases):
    url = databases.new("loaded_twice").render_as_string(hide_password=False)
    new = environment | {"LANDPLAN_DATABASE_URL": url}
    for events in (233, 0):
        found = landplan("load", builtin, "--lang", "en", env=new)
        assert found.returncode == 0
        assert f"({events} of them new)" in found.stdout


def test_the_balance_has_the_rows_of_table_3_with_their_sources(loaded, documents):
    found = balance_json(loaded)
    assert (found["plan"], found["as_of"]) == ("tianhe-2021-2025", "2025-12-31")
    assert (found["basis"], found["sample"]) == ("declared", True)
    rows = {(row["zone"], row["measure"]): row for row in found["rows"]}
    lines = (documents / "smart-city.txt").read_text(encoding="utf-8").split("\n")
    for zone, targets in TABLE_3.items():
        for measure, target in zip(FLOWS, targets, strict=True):
            row = rows[zone, measure]
            assert set(row) == KEYS
            assert row["target_ha"] == target
            assert row["source"]["document"] == "smart-city"
            assert lines[row["source"]["line"] - 1].strip() == str(target)


def test_the_balance_adds_up(loaded):
    found = balance_json(loaded)
    rows = {(row["zone"], row["measure"]): row for row in found["rows"]}
    for measure in FLOWS:
        parts = sum(rows[z, measure]["actual_ha"] for z in ("smart-city-core", "smart-valley"))
        assert rows["smart-city", measure]["actual_ha"] == pytest.approx(parts, rel=1e-6)
    statuses = {rows["smart-city", measure]["status"] for measure in FLOWS}
    assert statuses == {"done", "on track", "behind", "at risk"}


def test_both_engines_print_the_same(loaded):
    sql = balance_json(loaded, "--zone", "smart-city")
    shapely = balance_json(loaded, "--zone", "smart-city", "--engine", "shapely")
    assert len(sql["rows"]) == len(shapely["rows"]) == 20
    for one, other in zip(sql["rows"], shapely["rows"], strict=True):
        assert one["actual_ha"] == pytest.approx(other["actual_ha"], rel=1e-6)
        assert (one["status"], one["events"]) == (other["status"], other["events"])


def test_csv_has_the_columns_of_the_json(loaded):
    found = loaded("balance", "--format", "csv", "--as-of", "2025-12-31")
    rows = list(csv.DictReader(io.StringIO(found.stdout)))
    assert {"sample", "source_line", *KEYS} - {"source"} <= set(rows[0])
    told = {(row["zone"], row["measure"]): row for row in balance_json(loaded)["rows"]}
    assert len(rows) == len(told)
    for row in rows:
        assert float(row["actual_ha"]) == told[row["zone"], row["measure"]]["actual_ha"]
        assert row["sample"] == "true"


def test_the_table_says_sample_in_both_languages(loaded):
    assert "样例数据，非实际成果" in loaded("balance").stdout
    assert "SAMPLE DATA" in loaded("balance", "--lang", "en").stdout


def test_zones_stand_in_below_their_parents(loaded):
    lines = loaded("balance", "--as-of", "2024-06-30").stdout.splitlines()
    names = [line.split("│")[1] for line in lines if line.startswith("│")]
    told = [name[1:].rstrip() for name in names if name.strip()]
    assert told == ["天河区", "　天河智慧城", "　　智慧城核心区", "　　　2112工园", "　　智谷片区"]
    only = loaded("balance", "--as-of", "2024-06-30", "--zone", "smart-city-core").stdout
    assert "│ 智慧城核心区 " in only and "│ 　2112工园 " in only


def test_the_words_of_a_balance_are_those_of_the_report_and_the_map(loaded):
    said = texts("zh")
    heads = loaded("balance").stdout.splitlines()[2]
    for figure in ("target", "actual", "percent", "expected", "remaining", "needed", "status"):
        assert said[figure] in heads.replace("┃", "").split()


@pytest.mark.parametrize("command", ["balance", "series", "pace"])
def test_a_table_says_that_its_figures_are_rounded(loaded, command):
    assert ROUNDED.zh in loaded(command).stdout
    assert ROUNDED.en in " ".join(loaded(command, "--lang", "en").stdout.split())


def test_a_map_is_written_as_a_page_alone(loaded, tmp_path):
    refused = loaded("map", tmp_path / "map.pdf")
    assert (refused.returncode, list(tmp_path.iterdir())) == (2, [])
    assert ".html" in refused.stderr


def test_what_was_known_then(loaded):
    now = balance_json(loaded, "--known", "2025-12-31")
    then = balance_json(loaded, "--known", "2022-12-31")
    total = [sum(row["actual_ha"] for row in found["rows"]) for found in (now, then)]
    assert 0 < total[1] < total[0]


def test_the_map_is_written_twice_the_same(loaded, landplan_process, tmp_path):
    for call, name in ((loaded, "one.html"), (landplan_process, "two.html")):
        assert call("map", tmp_path / name, "--as-of", "2025-12-31").returncode == 0
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()


def test_of_several_plans_one_is_to_be_named(loaded, environment, builtin, tmp_path):
    other = tmp_path / "plan"
    shutil.copytree(builtin, other)
    told = (other / "plan.yaml").read_text(encoding="utf-8")
    told = told.replace("id: tianhe-2021-2025", "id: another")
    (other / "plan.yaml").write_text(told, encoding="utf-8")
    assert loaded("load", other).returncode == 0
    unset = {name: value for name, value in environment.items() if name != "LANDPLAN_PLAN"}
    found = loaded("balance", "--lang", "en", env=unset)
    assert found.returncode == 2
    assert "another" in found.stderr and "tianhe-2021-2025" in found.stderr
    assert loaded("balance", "--plan", "another", env=unset).returncode == 0


def test_a_bad_package_lists_its_problems_and_loads_nothing(loaded, builtin, tmp_path):
    bad = tmp_path / "bad"
    shutil.copytree(builtin, bad)
    text = (bad / "targets.csv").read_text(encoding="utf-8")
    (bad / "targets.csv").write_text(text.replace("smart-valley", "moon"), encoding="utf-8")
    before = balance_json(loaded)
    found = loaded("load", bad, "--lang", "en")
    assert found.returncode == 1
    assert found.stderr.count("moon") == 4
    assert "nothing was loaded" in found.stderr
    assert balance_json(loaded) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["balance", "--zone", "moon"], "no zone 'moon'"),
        (["balance", "--as-of", "yesterday"], "is no date"),
        (["balance", "--basis", "guessed"], "declared, measured"),
        (["balance", "--engine", "abacus"], "sql, shapely, dask"),
        (["balance", "--plan", "mars-2030"], "no plan 'mars-2030'"),
        (["balance", "--no-such-option"], "No such option"),
        (["load", "."], "no plan.yaml"),
        (["fly"], "fly"),
    ],
)
def test_wrong_use_is_one_sentence_and_status_2(loaded, arguments, said):
    found = loaded(*arguments, "--lang", "en")
    assert found.returncode == 2
    assert said in found.stderr
    assert found.stdout == ""


def test_an_unknown_language_is_wrong_use(landplan):
    found = landplan("balance", "--lang=fr")
    assert found.returncode == 2
    assert "--lang" in found.stderr


def test_an_unwritable_map_is_one_sentence(loaded, tmp_path):
    found = loaded("map", tmp_path / "none" / "map.html", "--lang", "en")
    assert found.returncode == 1
    assert len(found.stderr.strip().splitlines()) == 1


def test_an_unreachable_server_is_one_sentence_without_the_password(landplan, environment):
    url = "postgresql://planner:s3cret@127.0.0.1:9/plans"
    found = landplan("balance", "--lang", "en", env=environment | {"LANDPLAN_DATABASE_URL": url})
    assert found.returncode == 1
    assert "does not answer" in found.stderr or "LANDPLAN_DATABASE_URL" in found.stderr
    assert "s3cret" not in found.stderr


def test_no_postgis_says_what_to_install(landplan, environment, tmp_path):
    ours = {k: v for k, v in environment.items() if k != "LANDPLAN_DATABASE_URL"}
    ours |= {"LANDPLAN_PG_BINDIR": str(tmp_path), "LANDPLAN_DATA_DIR": str(tmp_path / "data")}
    found = landplan("balance", "--lang", "en", env=ours)
    assert found.returncode == 1
    assert "apt install" in found.stderr


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_port_in_use_is_one_sentence_and_nothing_else(
    loaded, landplan_process, command, tmp_path
):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        found = landplan_process(command, "--port", port, "--lang", "en", cwd=tmp_path)
    assert found.returncode == 1
    assert f"port {port} is already in use" in found.stderr
    assert found.stdout == ""
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("output", ["json", "csv", "table"])
def test_a_stream_without_chinese_is_no_fault(loaded, landplan_process, environment, output):
    ascii_only = environment | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    options = ("--as-of", "2025-12-31", "--format", output)
    found = landplan_process("balance", *options, env=ascii_only)
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout.isascii()
    if output == "json":
        assert json.loads(found.stdout) == balance_json(loaded)


def test_text_that_is_no_utf8_is_wrong_use(loaded, landplan_process):
    found = landplan_process("balance", "--plan", os.fsdecode(b"\xff"), "--lang", "en")
    assert found.returncode == 2
    assert "text that is not UTF-8" in found.stderr
    assert found.stderr.count("\n") == 1


def test_a_full_disk_is_one_sentence(loaded, landplan_process):
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        found = landplan_process("balance", capture_output=False, stdout=full, stderr=-1)
    assert found.returncode == 1
    assert "No space left" in found.stderr


def test_reset_asks_first_and_names_what_it_would_empty(loaded, environment):
    refused = loaded("db", "reset", "--lang", "en", told="n\n")
    assert refused.returncode == 1
    assert environment["LANDPLAN_DATABASE_URL"].rpartition("/")[2].split("?")[0] in refused.stdout
    assert balance_json(loaded)["rows"]

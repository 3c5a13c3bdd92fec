"""`landplan series` as a user calls it: table, JSON and CSV, the words, wrong use."""

import csv
import io
import json

import pytest

DAY = ("--as-of", "2023-12-31")


def rows_of(call, by, *options):
    found = call("series", "--by", by, "--format", "json", *DAY, *options)
    assert found.returncode == 0, found.stderr
    return json.loads(found.stdout)


@pytest.mark.parametrize("by", ["year", "method", "land_use", "owner_kind"])
def test_the_series_sums_to_the_balance(loaded, by):
    told = rows_of(loaded, by)
    assert (told["as_of"], told["basis"], told["sample"], told["by"]) == (
        "2023-12-31", "declared", True, by,
    )  # fmt: skip
    reached = json.loads(loaded("balance", "--format", "json", *DAY).stdout)["rows"]
    for row in reached:
        place = (row["zone"], row["measure"])
        keys = [one for one in told["rows"] if (one["zone"], one["measure"]) == place]
        if by != "year" or row["measure"] != "reserve":
            assert sum(one["declared_ha"] for one in keys) == pytest.approx(row["declared_ha"])


def test_the_table_tells_in_words(loaded):
    found = loaded("series", "--by", "land_use", "--zone", "smart-city", *DAY).stdout
    for word in ("样例数据，非实际成果", "天河智慧城", "产业用地 工业用地 1001", "未注明"):
        assert word in found
    found = loaded("series", "--by", "owner_kind", "--lang", "en", *DAY).stdout
    for word in ("SAMPLE DATA", "collective", "state"):
        assert word in found
    assert "more zones have no land" in loaded("series", "--lang", "en", *DAY).stdout
    for by in ("year", "method"):
        found = loaded("series", "--by", by, "--zone", "ifc", *DAY)
        assert found.returncode == 0
        assert "没有台账" in found.stdout


def test_csv_has_the_columns_of_the_json_also_without_rows(loaded):
    found = loaded("series", "--by", "method", "--format", "csv", *DAY).stdout
    rows = list(csv.DictReader(io.StringIO(found)))
    told = rows_of(loaded, "method")
    assert [float(row["actual_ha"]) for row in rows] == [one["actual_ha"] for one in told["rows"]]
    empty = loaded("series", "--format", "csv", "--as-of", "2020-01-01").stdout
    assert empty.splitlines() == [found.splitlines()[0]]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--by", "moon"], "year, method, land_use, owner_kind"),
        (["--zone", "moon"], "no zone 'moon'"),
        (["--basis", "guessed"], "declared, measured"),
        (["--format", "pdf"], "table, json, csv"),
    ],
)
def test_wrong_use_is_one_sentence_and_status_2(loaded, arguments, said):
    found = loaded("series", *arguments, "--lang", "en")
    assert found.returncode == 2
    assert said in found.stderr
    assert found.stdout == ""

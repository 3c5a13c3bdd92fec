"""plan.yaml at the edge: what it says is taken as it stands, what it need not be is refused."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.errors import BadDataError
from projects.package.folder import read_package
from projects.package.plan_file import read_plan
from tests.small_land import write_folder

CASES = Path(__file__).resolve().parents[2] / "cases"
SOUND = {
    "id": "small", "title": "小规划", "starts_on": "2021-01-01", "ends_on": "2025-12-31",
    "crs": "EPSG:4490",
}  # fmt: skip


def problems_of(folder):
    with pytest.raises(BadDataError) as caught:
        read_package(folder)
    return [(p.file, p.row, p.column, p.kind) for p in caught.value.problems]


def plan_of(folder, **changed):
    folder.mkdir(exist_ok=True)
    told = "".join(f"{key}: {value}\n" for key, value in (SOUND | changed).items())
    (folder / "plan.yaml").write_text(told, encoding="utf-8")
    problems = []
    return read_plan(folder, problems), [(p.column, p.kind) for p in problems]


@pytest.mark.parametrize(
    ("case", "problem"),
    [
        ("break-yamldeep", ("plan.yaml", 13, "", "not_plain_yaml")),
        ("break-yamldupkey", ("plan.yaml", 13, "id", "repeated")),
        ("break-yamlself2", ("plan.yaml", 10, "*d", "not_plain_yaml")),
        ("break-yamltitle", ("plan.yaml", 2, "*a0", "not_plain_yaml")),
    ],
)
def test_what_is_no_plain_list_of_keys_is_refused_at_its_line(case, problem):
    assert problems_of(CASES / case) == [problem]


def test_an_id_of_digits_is_the_text_that_stands_there():
    assert read_package(CASES / "m17-yaml-id-number").plan.plan_id == "0123"


@pytest.mark.parametrize("written", ["0x1F", "1e3", "2021-01-01", "yes", "1_000", "1:30", "007"])
def test_an_id_is_never_taken_for_a_number_or_a_date(tmp_path, written):
    plan, problems = plan_of(tmp_path, id=written, title=written)
    assert problems == []
    assert (plan.plan_id, plan.title) == (written, written)


@pytest.mark.parametrize("written", ["'2021-01-01'", '"2021-01-01"', "2021-1-1", "2021年1月1日"])
def test_dates_may_be_quoted_and_written_as_in_the_tables(tmp_path, written):
    plan, problems = plan_of(tmp_path, starts_on=written)
    assert problems == []
    assert plan.starts_on == date(2021, 1, 1)


@pytest.mark.parametrize("sample", ["true", "yes", '"true"', "True"])
def test_the_sample_mark_may_be_quoted(tmp_path, sample):
    plan, problems = plan_of(tmp_path, sample=sample)
    assert problems == []
    assert plan.sample is True


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        ("2021-06-30", "2021-06-30"), ("9999-12-31", "9999-12-31"),
        ("0001-01-01", "0100-12-31"), ("1950-01-01", "2049-12-31"), ("9900-01-01", "9999-12-31"),
    ],
)  # fmt: skip
def test_a_plan_has_a_day_or_more(tmp_path, starts_on, ends_on):
    plan, problems = plan_of(tmp_path, starts_on=starts_on, ends_on=ends_on)
    assert problems == []
    assert (plan.starts_on.isoformat(), plan.ends_on.isoformat()) == (starts_on, ends_on)


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"ends_on": "2020-12-31"}, ("ends_on", "bad_date")),
        ({"starts_on": "0001-01-01", "ends_on": "9999-12-31"}, ("ends_on", "too_long")),
        ({"starts_on": "2021-01-01", "ends_on": "2121-01-01"}, ("ends_on", "too_long")),
        ({"ends_on": "2025-02-30"}, ("ends_on", "bad_date")),
        ({"ends_on": "10000-01-01"}, ("ends_on", "bad_date")),
        ({"title": "[甲, 乙]"}, ("title", "not_allowed")),
        ({"title": "{甲: 乙}"}, ("title.甲", "unknown_key")),
        ({"title": "~"}, ("title", "missing_key")),
        ({"[a, b]": "甲"}, ("", "unknown_key")),
        ({"documents": "[{id: doc, issuer: [甲]}]"}, ("documents.issuer", "not_allowed")),
        ({"documents": "[{id: doc, id: other}]"}, ("documents.id", "repeated")),
        ({"documents": "[[{id: doc}]]"}, ("documents", "bad_documents")),
        ({"title": "'甲"}, ("", "not_yaml")),
        ({"title": "甲: 乙"}, ("", "not_yaml")),
        ({"title": "!!python/object/apply:os.system [ls]"}, ("title", "not_allowed")),
    ],
)
def test_a_slip_is_named_by_its_key(tmp_path, changed, problem):
    plan, problems = plan_of(tmp_path, **changed)
    assert plan is None
    assert problem in problems


@given(st.text(max_size=200))
def test_no_text_is_more_than_a_list_of_problems(tmp_path_factory, told):
    folder = tmp_path_factory.mktemp("any")
    (folder / "plan.yaml").write_text(told, encoding="utf-8", errors="replace")
    problems = []
    assert (read_plan(folder, problems) is None) == bool(problems)


def test_a_package_of_one_day_is_read(tmp_path):
    folder = write_folder(tmp_path / "包")
    file = folder / "plan.yaml"
    told = file.read_text(encoding="utf-8").replace("2021-01-01", "2025-12-31")
    file.write_text(told, encoding="utf-8")
    assert read_package(folder).plan.starts_on == date(2025, 12, 31)

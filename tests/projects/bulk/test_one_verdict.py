"""One verdict: the same rows have the same problems and values, read one by one or by columns.

The files are made cell by cell, as texts, numbers, dates and times, as each format can hold them.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyproj import CRS

from gis.geometry.datum import wgs84_to_gcj02
from gis.geometry.outline_store import OutlineStore
from gis.problems import Problem, errors_in
from projects.bulk import large_ledger as by_columns
from projects.bulk.shifted import check_shifts, suspects_in_store
from projects.package.columns import EVENTS, PARCELS
from projects.package.folder import with_ledger
from projects.scale.exchange import by_id, corrections_in, join, rings_in, settle
from projects.scale.partitions import Terms, events_in, parcels_in
from tests.projects.bulk.typed_files import KINDS, WRITERS, Rows, write_geojson, write_parquet
from tests.small_land import block, package

PLAN = package()

made_files = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


# --- the ways -------------------------------------------------------------------------------


def row_by_row(folder: Path) -> tuple[Counter, list[dict], list[dict]]:
    problems: list[Problem] = []
    found = with_ledger(folder, PLAN, problems)
    parcels = [PARCELS.values(one) | {"outline": one.outline} for one in found.parcels]
    events = [
        EVENTS.values(one) | {"outline": one.extent, "whole": one.whole} for one in found.events
    ]
    for event in events:
        event["parcel_ids"].sort()
    return told(problems), parcels, events


class Kept:
    """Keeps what would be written."""

    def __init__(self) -> None:
        self.parcels: list[dict] = []
        self.events: list[dict] = []

    def write_parcels(self, parcels: pa.RecordBatch) -> None:
        self.parcels += parcels.to_pylist()

    def write_events(self, events: pa.RecordBatch) -> None:
        self.events += events.to_pylist()


def in_columns(folder: Path) -> tuple[Counter, list[dict], list[dict]]:
    problems: list[Problem] = []
    ledger = by_columns.large_ledger(folder, CRS.from_epsg(4490), least=0)
    if ledger is None:  # cannot be read at all
        return row_by_row(folder)
    kept = Kept()
    with OutlineStore() as store:
        parcels = by_columns.read_ledger(ledger, PLAN, kept, store, problems)
        check_shifts(
            parcels, suspects_in_store(parcels), file=ledger.parcels.name, problems=problems
        )
        for event in kept.events:  # an outline as the parcel's is not written twice
            parcel = event.pop("parcel")
            if parcel is not None:
                [event["outline"]] = store.wkb(np.array([parcel]))
    for one in (*kept.parcels, *kept.events):
        one.pop("measured_m2")
        one["outline"] = one["outline"] and shapely.from_wkb(one["outline"])
    return told(problems), kept.parcels, kept.events


def in_parts(folder: Path) -> Counter:
    """Return the problems that the workers of a cluster find, on two files in two parts."""
    terms = Terms.of(PLAN)
    names = [str(path) for stem in ("parcels", "events") for path in folder.glob(f"ledger/{stem}*")]
    parcels, problems = parcels_in(Path(names[0]), 0, terms)
    events, more = events_in(Path(names[1]), 1, terms)
    problems += more
    if events is not None:
        apart = by_id(events, "event_id", 2)
        corrections = by_id(corrections_in(events), "corrects", 2)
        problems += rings_in(corrections, files=names)
        mentions = []
        for piece, naming in zip(apart, corrections, strict=True):
            faults, _, mentioned = settle(
                [piece], [naming], files=names, as_of=date(2025, 12, 31), known=None
            )
            problems += faults
            mentions += by_id(mentioned, "parcel_id", 2)
        there = [None, None] if parcels is None else by_id(parcels, "parcel_id", 2)
        for part in range(2):
            problems += join([there[part]], [mentions[part], mentions[2 + part]], files=names)[0]
    return told(problems)


def told(problems: Sequence[Problem]) -> Counter:
    """Return the errors; of a ledger without any the warnings, which a refusal leaves out."""
    return Counter(
        (Path(one.file).name, one.row, one.column, one.value, one.zh, one.en)
        for one in errors_in(problems) or problems
    )


# --- the files ------------------------------------------------------------------------------


def parcel_rows(prefix: str) -> Rows:
    return [
        {
            "parcel_id": f"{prefix}{n}", "name": f"地块{n}", "owner_kind": "state",
            "declared_ha": "4", "land_use": "1001", "land_use_set": "2023",
            "established_on": "2015-01-01", "geometry": block(2 * n, 0, 2 * n + 2, 2),
        }
        for n in range(6)
    ]  # fmt: skip


def event_rows(prefix: str) -> Rows:
    told = [
        ("0", "storage", "0", "2021-03-01", "4", "", None),
        ("1", "storage", "1", "2021-04-01", "2", "", block(2, 0, 3, 2)),
        ("2", "storage", "2;3", "2021-05-01", "8", "", None),
        ("3", "supply", "0", "2022-01-01", "4", "1001", block(0, 0, 2, 2)),
        ("4", "storage", "", "2021-07-01", "6", "", block(8, 10, 11, 12)),
        ("5", "reversal", "", "2022-05-01", "", "", None),
        ("6", "storage", "4", "2022-06-01", "3", "", None),
        ("7", "storage", "4", "2022-06-01", "2.5", "", block(8, 0, 9.2, 2)),
    ]
    corrects = {"5": "1", "7": "6"}
    return [
        {
            "event_id": f"9{n}", "kind": kind,
            "parcel_id": ";".join(prefix + one for one in parcels.split(";") if one),
            "date": day, "recorded_on": "2023-01-01" if n in corrects else "",
            "declared_ha": area, "method": "挂牌" if kind == "supply" else "",
            "land_use": use, "land_use_set": "2023" if use else "",
            "document_no": f"文〔{n}〕", "contract_no": f"44{n}",
            "price_10k_cny": "800.5", "corrects": f"9{corrects[n]}" if n in corrects else "",
            "geometry": outline,
        }
        for n, kind, parcels, day, area, use, outline in told
    ]  # fmt: skip


BOW = shapely.transform(
    shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)]), lambda xy: [113.4, 23.15] + xy * 0.001
)
TEXTS = [
    "", None, " P4 ", "P1", "P 1", "P2;P3", "地块５", "x" * 101, "P\x07", "<b>", "<script>",
    "\u3000名", "a\u00a0", "\ufeffb", "１２", "90071992547409930123", "1e3", "0.0", "-0", "nan",
    "NaT", "true", "4.0", "012",
]  # fmt: skip
NUMBERS = [
    "", None, "0", "-1", "nan", "inf", "1e13", "60", "40000", "4.3", " 4 ", "4 公顷", "4", "４",
    "4_0", "1e0", "+4", "4.", ".4", "4,000", "0x4", "4.00", "3.9999999999999999", "1e400",
]  # fmt: skip
DAYS = [
    "", None, "2015/1/1", "2022年6月1日", "2022-02-30", "1066-01-01", "2014-12-31", "2024-01-01",
    "soon", "20220101", " 2022-06-01", "2022-06-01T00:00:00", "2022-06-01 23:59:59+08:00",
    "2022-05-31T16:00:00Z", "2022-06-01T25:00:00", "2022-06-01T08", "２０２２-06-01", "2022-6-1",
    "9999-12-31", "0001-01-01", "44713",
]  # fmt: skip
OUTLINES = [
    None,
    shapely.Polygon(),
    shapely.MultiPolygon(),
    BOW,
    shapely.Point(113.4, 23.15),
    shapely.LineString([(113.4, 23.15), (113.5, 23.15)]),
    shapely.GeometryCollection([block(0, 0, 2, 2)]),
    shapely.transform(block(0, 0, 2, 2), lambda xy: xy[:, ::-1]),
    shapely.transform(block(0, 0, 2, 2), lambda xy: xy + np.array([30, 0])),
    shapely.transform(block(0, 0, 2, 2), lambda xy: xy + np.array([1, 0])),
    shapely.transform(block(0, 0, 2, 2), lambda xy: xy * np.array([np.inf, 1])),
    block(19, 0, 21.5, 2),
    block(0, 0, 2, 2),
    block(0.5, 0.5, 1, 1),
    block(2, 0, 6, 4),
    block(0, 0, 1e-6, 1e-6),
    shapely.force_3d(block(2, 0, 4, 2), 3.0),
    wgs84_to_gcj02(block(2, 0, 4, 2)),
    block(2, 0, 4, 2).geoms[0],
]
IDS = ["", None, "90", "91", "95", "96", "97", "99", " 91"]
CODES = ["1001", "9999", "", None, "0701", " 1001"]
SETS = ["2023", "2020", "", None]

parcel_slips = st.one_of(
    st.tuples(st.sampled_from(["parcel_id", "name"]), st.sampled_from(TEXTS)),
    st.tuples(st.just("parcel_id"), st.sampled_from(["0", "1", "P0", "P1"])),
    st.tuples(st.just("owner_kind"), st.sampled_from(["private", "", None, "state ", "State"])),
    st.tuples(st.just("declared_ha"), st.sampled_from(NUMBERS)),
    st.tuples(st.just("land_use"), st.sampled_from(CODES)),
    st.tuples(st.just("land_use_set"), st.sampled_from(SETS)),
    st.tuples(st.just("established_on"), st.sampled_from(DAYS)),
    st.tuples(st.just("geometry"), st.sampled_from(OUTLINES)),
)
event_slips = st.one_of(
    st.tuples(st.just("event_id"), st.sampled_from([*TEXTS, *IDS])),
    st.tuples(
        st.just("kind"),
        st.sampled_from(["storage", "supply", "reversal", "theft", None, "supply "]),
    ),
    st.tuples(
        st.just("parcel_id"),
        st.sampled_from(
            [*TEXTS, "P9", "P0;P99", "P1; P2", "P3;P3", ";", "P1 ;", "0", "1;2", "P99;P99"]
        ),
    ),
    st.tuples(st.sampled_from(["date", "recorded_on"]), st.sampled_from(DAYS)),
    st.tuples(st.sampled_from(["method", "contract_no"]), st.sampled_from(TEXTS)),
    st.tuples(st.sampled_from(["declared_ha", "price_10k_cny"]), st.sampled_from(NUMBERS)),
    st.tuples(st.just("land_use"), st.sampled_from(CODES)),
    st.tuples(st.just("land_use_set"), st.sampled_from(SETS)),
    st.tuples(st.just("corrects"), st.sampled_from(IDS)),
    st.tuples(st.just("geometry"), st.sampled_from(OUTLINES)),
)


SOUND_TEXTS = [
    "", None, " P4 ", "地块５", "\u3000名", "a\u00a0", "\ufeffb", "１２", "1e3", "0.0", "4.0",
    "012", "nan", "é", "e\u0301", "a\u2028b", "x" * 300, "90071992547409930123",
]  # fmt: skip
SOUND_NUMBERS = [" 4 ", "４", "+4", "4.", "4.00", "3.9999999999999999", "4e0", "3.7", "04"]
SOUND_DAYS = [
    "2015/1/1", "2011年6月1日", " 2012-06-01", "2012.6.1", "2012-06-01T00:00:00",
    "2012-06-01 23:59:59+08:00", "2012-05-31T16:00:00Z", "２０１２-06-01", "2012-6-1", "", None,
]  # fmt: skip
odd_parcels = st.one_of(
    st.tuples(st.just("name"), st.sampled_from(SOUND_TEXTS)),
    st.tuples(st.just("owner_kind"), st.sampled_from(["state ", "collective"])),
    st.tuples(st.just("declared_ha"), st.sampled_from(SOUND_NUMBERS)),
    st.tuples(st.just("land_use"), st.sampled_from([" 1001", "0701", "0901 "])),
    st.tuples(st.just("established_on"), st.sampled_from(SOUND_DAYS)),
)
odd_events = st.one_of(
    st.tuples(st.sampled_from(["method", "contract_no"]), st.sampled_from(SOUND_TEXTS)),
    st.tuples(st.just("price_10k_cny"), st.sampled_from([*SOUND_NUMBERS, "", None])),
    st.tuples(st.just("event_id"), st.sampled_from([" 9a", "9b ", "９", "<", "-", "é"])),
    st.tuples(
        st.just("recorded_on"), st.sampled_from(["2023/6/1", "2023-06-01T08:00", " 2024-1-1"])
    ),
    st.tuples(st.just("land_use"), st.sampled_from([" 1001", "0701"])),
    st.tuples(st.just("land_use_set"), st.sampled_from([" 2023", "2023"])),
)


def files(some: Any, columns: Sequence[str]) -> Any:
    """Draw the changed cells of a file, and what its columns are made into."""
    slips = st.lists(st.tuples(st.integers(0, 11), some), max_size=4)
    return st.tuples(slips, st.dictionaries(st.sampled_from(columns), st.sampled_from(KINDS)))


def spoiled(rows: Rows, slips: Any) -> Rows:
    for number, (column, value) in slips:
        rows[number % len(rows)][column] = value
    return rows


PARCEL_COLUMNS = [name for name in parcel_rows("P")[0] if name != "geometry"]
EVENT_COLUMNS = [name for name in event_rows("P")[0] if name != "geometry"]


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    """Let a dozen rows fill several batches."""
    monkeypatch.setattr(by_columns, "BATCH", 3)


suffixes = st.sampled_from(sorted(WRITERS))
prefixes = st.sampled_from(["P", "", "9007199254740993"])


@made_files
@given(suffixes, prefixes, files(parcel_slips, PARCEL_COLUMNS), files(event_slips, EVENT_COLUMNS))
def test_the_same_rows_have_the_same_problems(tmp_path_factory, suffix, prefix, parcels, events):
    folder = ledger_of(tmp_path_factory, suffix, prefix, parcels, events)
    assert_one_verdict(folder)


@made_files
@given(suffixes, prefixes, files(odd_parcels, PARCEL_COLUMNS), files(odd_events, EVENT_COLUMNS))
def test_what_is_odd_but_sound_has_the_same_values(
    tmp_path_factory, suffix, prefix, parcels, events
):
    folder = ledger_of(tmp_path_factory, suffix, prefix, parcels, events)
    assert_one_verdict(folder)


@pytest.mark.parametrize("suffix", sorted(WRITERS))
def test_a_parcel_named_twice_is_wrong(tmp_path_factory, suffix):
    slips = ([(2, ("parcel_id", "P3;P3"))], {})
    folder = ledger_of(tmp_path_factory, suffix, "P", ([], {}), slips)
    assert_one_verdict(folder)
    assert [en for *_, en in row_by_row(folder)[0]] == ["names a parcel twice"]


@pytest.mark.parametrize("suffix", sorted(WRITERS))
def test_a_parcel_that_is_not_there_is_told_once_though_it_is_named_twice(tmp_path_factory, suffix):
    slips = ([(2, ("parcel_id", "P99;P99"))], {})
    folder = ledger_of(tmp_path_factory, suffix, "P", ([], {}), slips)
    assert_one_verdict(folder)
    said = sorted(en for *_, en in row_by_row(folder)[0])
    assert said == ["names a parcel twice", "there is no parcel P99"]


def test_a_file_without_parcels_has_none(tmp_path):
    """An event that names one is wrong, drawn or not."""
    (tmp_path / "ledger").mkdir()
    write_geojson(tmp_path / "ledger" / "parcels.geojson", [], {})
    write_parquet(tmp_path / "ledger" / "events.parquet", event_rows("P"), {})
    assert_one_verdict(tmp_path)
    said = [en for *_, en in row_by_row(tmp_path)[0].elements()]
    assert [said.count(f"there is no parcel P{n}") for n in range(5)] == [2, 1, 1, 1, 2]


def test_a_file_that_cannot_be_read_is_told_and_nothing_for_its_sake(tmp_path):
    (tmp_path / "ledger").mkdir()
    (tmp_path / "ledger" / "parcels.parquet").write_bytes(b"PAR1 torn")
    write_parquet(tmp_path / "ledger" / "events.parquet", event_rows("P")[:4], {})
    assert_one_verdict(tmp_path)
    assert [column for _, _, column, *_ in row_by_row(tmp_path)[0]] == [""]


def ledger_of(tmp_path_factory, suffix, prefix, parcels, events) -> Path:
    folder = tmp_path_factory.mktemp("verdict")
    (folder / "ledger").mkdir()
    for stem, rows, (slips, kinds) in (
        ("parcels", parcel_rows(prefix), parcels),
        ("events", event_rows(prefix), events),
    ):
        WRITERS[suffix](folder / f"ledger/{stem}.{suffix}", spoiled(rows, slips), kinds)
    return folder


def assert_one_verdict(folder: Path) -> None:
    one, its_parcels, its_events = row_by_row(folder)
    other, other_parcels, other_events = in_columns(folder)
    assert other == one
    is_sound = all("is loaded as it stands" in en for *_, en in one)
    assert_as_in_parts(in_parts(folder), Counter() if is_sound else one)
    if is_sound:
        assert_same(other_parcels, its_parcels)
        assert_same(other_events, its_events)


def assert_as_in_parts(found: Counter, wanted: Counter) -> None:
    """No worker has an event and its parcels together.

    So none tells what is wrong with the two; and a correction is judged though a parcel is wrong.
    """
    beside = ("before parcel", "than its parcels", "its parcels", "lies on other parcels")
    missing = [one for one in wanted - found if not any(words in one[-1] for words in beside)]
    assert missing == []
    assert wanted or not found
    assert {column for _, _, column, *_ in found - wanted} <= {"corrects"}


def assert_same(found: list[dict], wanted: list[dict]) -> None:
    assert len(found) == len(wanted)
    for one, other in zip(found, wanted, strict=True):
        assert set(one) == set(other)
        for name, value in other.items():
            if name == "outline" and value is not None:
                assert shapely.equals_identical(one[name], value)
            else:
                assert one[name] == value, name

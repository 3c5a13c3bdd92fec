"""Parcels of the plan that a list sends again: as they are, and in a web map's coordinates."""

import geopandas as gpd
import pytest

from gis.geometry.area import area_ha
from gis.geometry.datum import wgs84_to_bd09, wgs84_to_gcj02
from projects.imports.opening import ImportOptions
from projects.imports.run import Run, import_list
from projects.load import load_package
from tests.projects.imports.conftest import TODAY
from tests.small_land import block, package, parcel

THERE = {f"P{n}": block(4 * n, 8, 4 * n + 2, 10) for n in range(4)}
"""Four parcels of 4 ha, 200 m apart."""


@pytest.fixture(params=[1_000, 1], ids=["by row", "by column"])
def send(request, connection, tmp_path):
    """Give what imports outlines by id into a plan with `THERE`, the small way and the large."""
    load_package(
        connection, package(parcels=[parcel(*one, declared_ha=4.0) for one in THERE.items()])
    )

    def call(outlines, **options):
        frame = gpd.GeoDataFrame(
            {"DKBH": [*outlines], "DKMJ": [round(area_ha(one), 1) for one in outlines.values()],
             "QSXZ": ["国有"] * len(outlines)},
            geometry=[*outlines.values()], crs=4490,
        )  # fmt: skip
        frame.to_file(path := tmp_path / "list.gpkg")
        run = Run(kind="parcels", path=path, options=ImportOptions(**options), dry=False,
                  today=TODAY, large=request.param)  # fmt: skip
        return import_list(connection, "small", run)

    return call


def told(outcome, *kinds):
    return [(p.row, p.kind, p.severity) for p in outcome.problems if p.kind in kinds]


@pytest.mark.parametrize(("datum", "there"), [("gcj02", wgs84_to_gcj02), ("bd09", wgs84_to_bd09)])
def test_their_own_outlines_in_a_shifted_datum_are_refused_with_the_option(send, datum, there):
    shifted = {"P1": there(THERE["P1"]), "P2": block(8, 8, 10, 11)}
    outcome = send(shifted)
    assert told(outcome, "sent_in_a_datum") == [(1, "sent_in_a_datum", "error")]
    assert f"--datum {datum}" in next(p.zh for p in outcome.problems if p.severity == "error")
    assert (outcome.batch, outcome.counts.alters) == (None, False)
    back = send({"P1": shifted["P1"]}, datum=datum)
    assert (back.counts.same, back.counts.changed) == (1, 0)


def test_the_users_word_on_the_system_lets_them_in(send):
    outcome = send({"P1": wgs84_to_gcj02(THERE["P1"])}, crs="4490")
    assert told(outcome, "sent_in_a_datum") == [(1, "sent_in_a_datum", "warning")]
    assert outcome.counts.changed == 1


def test_parcels_that_moved_or_were_surveyed_anew_are_let_in(send):
    outcome = send({"P1": block(4, 13, 6, 15), "P2": block(8, 8, 10.01, 10)})
    assert told(outcome, "sent_in_a_datum") == []
    assert outcome.counts.changed == 2


def test_the_same_file_is_the_same_whatever_lies_on_it_by_now(send):
    on_them = {f"Q{n}": block(4 * n, 8, 4 * n + 2, 11) for n in range(4)}
    assert send(on_them, crs="4490").counts.added == 4
    again = send(THERE)
    assert told(again, "shifted") == []
    assert (again.counts.same, again.counts.alters) == (4, False)


def test_the_same_land_under_other_ids_is_no_sign_of_a_shift(send):
    outcome = send({f"N{n}": outline for n, outline in enumerate(THERE.values())})
    assert told(outcome, "shifted") == []
    on_others = told(outcome, "same_land", "overlap")
    assert [severity for _, _, severity in on_others] == ["warning"] * 4
    assert outcome.counts.added == 4

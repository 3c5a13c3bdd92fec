"""The small land that reports are made of, and how a test reads one."""

from datetime import date

import pytest

from layers.report.document import Paragraph
from tests.small_land import block, parcel, storage, supply, target

HALF = date(2023, 7, 2)
PARCELS = (
    parcel("P1", block(0, 0, 5, 2), name="地块一"),
    parcel("P2", block(9, 4, 11, 5), name="地块二", owner_kind="collective"),
)
EVENTS = (
    storage("E1", "2020-05-01", block(0, 0, 1, 2), parcel_ids=("P1",), method="收回"),
    storage("E2", "2021-05-01", block(1, 0, 5, 2), parcel_ids=("P1",), method="征收"),
    storage("E3", "2022-05-01", block(9, 4, 11, 5), parcel_ids=("P2",), method="征收"),
    supply("E4", "2022-07-01", block(1, 0, 3, 1), parcel_ids=("P1",), method="挂牌"),
    supply("E5", "2023-05-01", block(3, 0, 4, 1), use="0701", parcel_ids=("P1",), method="划拨"),
    storage("E6", "2023-06-01", block(4, 0, 5, 1), parcel_ids=("P1",), method="征收"),  # twice
    storage("E7", "2023-06-30", block(0, 9, 1, 10), document_no=""),
    storage("E8", "2023-07-03", block(0, 19, 1, 20)),  # after the day
)
TARGETS = (target("west", "storage", 20), target("west", "supply", 8))


def tables_of(report):
    return {made.table_id: made for made in report.tables()}


def summary_of(report):
    return [block.text for block in report.chapters[0].blocks if isinstance(block, Paragraph)]


def near(*row):
    return tuple(pytest.approx(v, abs=1e-4) if isinstance(v, float) else v for v in row)

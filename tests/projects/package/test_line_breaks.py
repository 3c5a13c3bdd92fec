"""A CSV cell over several lines: a slip in a name or number, for quotes swallow rows so."""

import pytest

from gis.errors import BadDataError
from projects.package.folder import read_package
from tests.small_land import write_folder

EVENTS = """\
event_id,kind,parcel_id,date,recorded_on,method,land_use,land_use_set,declared_ha,document_no,corrects
E-1,storage,P1,2022-03-15,,,,,1.0,号1,
E-2,storage,P1,2022-03-16,,,,,1.0,"号2,
E-3,storage,P2,2022-03-17,,,,,1.0,号3",
E-4,storage,P2,2022-03-17,,,,,1.0,号4,
"""


def problems_of(folder):
    with pytest.raises(BadDataError) as caught:
        read_package(folder)
    return [(p.file, p.row, p.column, p.kind, p.value) for p in caught.value.problems]


def test_two_stray_quotes_swallow_no_row(tmp_path):
    folder = write_folder(tmp_path / "包")
    for file in (folder / "ledger").glob("events.*"):
        file.unlink()
    (folder / "ledger" / "events.csv").write_text(EVENTS, encoding="utf-8")
    assert problems_of(folder) == [
        ("ledger/events.csv", 3, "document_no", "line_break", "号2,"),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_note_may_have_lines_and_a_name_may_not(tmp_path, end):
    folder = write_folder(tmp_path / "包")
    file = folder / "land_use.csv"
    head = "code,code_set,name,group,note\n"
    file.write_text(f'{head}1001,2023,甲,industry,"一{end}二"\n', encoding="utf-8", newline="")
    assert [use.name for use in read_package(folder).land_uses] == ["甲"]
    file.write_text(f'{head}1001,2023,"甲{end}乙",industry,\n', encoding="utf-8", newline="")
    assert ("land_use.csv", 2, "name", "line_break", "甲") in problems_of(folder)

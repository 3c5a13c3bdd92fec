"""The balance as a file: every figure of the page, for a zone and those under it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np
import pyarrow as pa
from fastapi import APIRouter, Response

from gis.formats.write import LayerToWrite, WriteBatch, Writer
from gis.formats.write_csv import write_csv
from gis.formats.write_excel import write_excel
from landplan.language import Say
from landplan.web.asked import Asked, Meant
from landplan.web.database import Reading
from landplan.web.security.guards import MayRead
from projects.labels import FIGURES, MEASURES, status_label
from projects.model import Balance, BalanceRow, value_as_told
from projects.view import PlanView

router = APIRouter(dependencies=[MayRead])

_EXCEL: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/balance.csv")
def balance_as_csv(asked: Meant, connection: Reading) -> Response:
    """Give the balance as of the day as CSV."""
    return _file(asked, asked.view(connection), write_csv, "csv", "text/csv; charset=utf-8")


@router.get("/balance.xlsx")
def balance_as_workbook(asked: Meant, connection: Reading) -> Response:
    """Give the balance as of the day as a workbook."""
    return _file(asked, asked.view(connection), write_excel, "xlsx", _EXCEL)


def _file(asked: Asked, view: PlanView, write: Writer, suffix: str, media: str) -> Response:
    zone_id = view.zones_meant(asked.zone)[0].zone_id
    view = view.in_set_of(zone_id)
    layer = _layer(view, view.balance(zone_id), asked.say)
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"balance.{suffix}"
        write(file, [layer])
        content = file.read_bytes()
    name = f"balance-{view.as_of}.{suffix}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media, headers=headers)


def _layer(view: PlanView, told: Balance, say: Say) -> LayerToWrite:
    columns = dict(_columns(say, is_over=view.plan.is_over(view.as_of)))
    cells = {
        name: pa.array([value_as_told(tell(row)) for row in told.rows], type=kind)
        for name, (kind, tell) in columns.items()
    }
    if told.sample:  # a file, too, says so in each row
        mark = say("样例数据，非实际成果", "sample data, not actual results")
        cells[say("说明", "Note")] = pa.array([mark] * len(told.rows), type=pa.string())
    table = pa.table(cells)
    batch = WriteBatch(table, np.empty(0, dtype=object))
    return LayerToWrite(
        name=say("对账", "Balance"), schema=table.schema, shape=None, crs=None,
        batches=lambda: iter([batch]),
    )  # fmt: skip


Tell = Callable[[BalanceRow], Any]


def _columns(say: Say, *, is_over: bool) -> Iterator[tuple[str, tuple[pa.DataType, Tell]]]:
    """Tell the headings of the file, and what of a row stands under each."""

    def status(row: BalanceRow) -> str:
        has_target = row.target_ha is not None
        label = status_label(row.status, is_over=is_over, has_target=has_target)
        return say(label.zh, label.en)

    def figure(name: str, unit_zh: str, unit_en: str) -> str:
        return say(f"{FIGURES[name].zh}（{unit_zh}）", f"{FIGURES[name].en} ({unit_en})")

    text, number = pa.string(), pa.float64()
    yield say("片区编号", "Zone id"), (text, lambda row: row.zone)
    yield say("片区", "Zone"), (text, lambda row: row.zone_name)
    yield say("指标", "Measure"), (text, lambda row: say(*MEASURES[row.measure]))
    yield figure("target", "公顷", "ha"), (number, lambda row: row.target_ha)
    yield figure("actual", "公顷", "ha"), (number, lambda row: row.actual_ha)
    yield say("申报（公顷）", "Declared (ha)"), (number, lambda row: row.declared_ha)
    yield say("量算（公顷）", "Measured (ha)"), (number, lambda row: row.measured_ha)
    yield figure("percent", "%", "%"), (number, lambda row: row.percent)
    yield figure("expected", "公顷", "ha"), (number, lambda row: row.expected_ha)
    yield say(*FIGURES["status"]), (text, status)
    yield figure("remaining", "公顷", "ha"), (number, lambda row: row.remaining_ha)
    yield figure("needed", "公顷", "ha"), (number, lambda row: row.needed_ha_per_year)
    yield figure("forecast", "公顷", "ha"), (number, lambda row: row.forecast_ha)
    yield say("笔数", "Events"), (pa.int64(), lambda row: row.events)

"""The audit as a file that other programs open: CSV or a workbook."""

import json
from collections.abc import Iterator
from datetime import tzinfo
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
from sqlalchemy import Connection

from gis.formats.write import LayerToWrite, WriteBatch, write_layers
from projects.people.audit import AuditFilter, AuditRow, every_audit_row

MEDIA_TYPES: Final = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""How a file's name ends → what it is."""

_SCHEMA: Final = pa.schema(
    [("audit_id", pa.int64())]
    + [
        (name, pa.string())
        for name in ("happened_at", "person", "role", "address", "action", "subject", "details")
    ]
)


def write_audit_file(
    connection: Connection, wanted: AuditFilter, file: Path, *, time_zone: tzinfo
) -> int:
    """Write the rows that are meant, the last one first; return how many.

    Parameters
    ----------
    time_zone
        In which times are told, with their distance from UTC.

    Raises
    ------
    WrongUseError
        If a worksheet does not hold so many rows.
    LandplanError
        If the file cannot be written.
    """
    count = 0

    def batches() -> Iterator[WriteBatch]:
        nonlocal count
        for part in every_audit_row(connection, wanted):
            count += len(part)
            cells = pa.Table.from_pylist([_cells(row, time_zone) for row in part], schema=_SCHEMA)
            yield WriteBatch(cells, np.full(len(part), None, dtype=object))

    write_layers(
        file, [LayerToWrite(name="audit", schema=_SCHEMA, shape=None, crs=None, batches=batches)]
    )
    return count


def _cells(row: AuditRow, time_zone: tzinfo) -> dict[str, object]:
    return {
        "audit_id": row.audit_id,
        "happened_at": row.happened_at.astimezone(time_zone).isoformat(" ", "seconds"),
        "person": row.person,
        "role": row.role,
        "address": row.address,
        "action": row.action,
        "subject": row.subject,
        "details": json.dumps(row.details, ensure_ascii=False) if row.details else "",
    }

"""Records of a plan as frames: what the methods of `landplan.Plan` return.

Columns that a plan package has too are those of the catalogue (`projects.package.columns`): name,
type and unit. The others end in their unit. Outlines are shapely geometries in EPSG:4490.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd

from gis.geometry.area import M2_PER_HA, areas_m2
from gis.model import LandEvent, ParcelStatus, Source, Zone
from projects.balance.conflicts import Conflict
from projects.balance.pace import Pace, PaceRow
from projects.balance.reserve import ReserveRow
from projects.balance.series import SeriesRow
from projects.model import (
    Balance,
    EarlyWarning,
    Figure,
    Finding,
    IndicatorLine,
    InvestmentNode,
    Project,
)
from projects.package.columns import EVENTS, INVESTMENT, PARCELS, PROJECTS, ZONES, columns_of

CRS: Final = "EPSG:4490"

_TEXT, _NUMBER, _COUNT, _DAY = "str", "float64", "int64", "datetime64[s]"

# what is read first stands first and last: pandas leaves out the middle where a line is short
_BALANCE: Final = {
    "zone_id": _TEXT, "measure": _TEXT,
    "target_ha": _NUMBER, "actual_ha": _NUMBER, "declared_ha": _NUMBER, "measured_ha": _NUMBER,
    "events": _COUNT, "expected_ha": _NUMBER, "remaining_ha": _NUMBER,
    "needed_ha_per_year": _NUMBER, "forecast_ha": _NUMBER, "zone_name": _TEXT, "parent_id": _TEXT,
    "source": _TEXT, "percent": _NUMBER, "status": _TEXT,
}  # fmt: skip
_PACE: Final = {
    "zone_id": _TEXT, "measure": _TEXT,
    "target_ha": _NUMBER, "actual_ha": _NUMBER, "needed_ha_per_year": _NUMBER,
    "forecast_ha": _NUMBER, "low_ha": _NUMBER, "high_ha": _NUMBER, "chance_of_target": _NUMBER,
    "status": _TEXT, "events": _COUNT, "event_days": _COUNT, "zone_name": _TEXT,
}  # fmt: skip
_SERIES: Final = {
    "zone_id": _TEXT, "zone_name": _TEXT, "measure": _TEXT, "key": _TEXT, "name": _TEXT,
    "actual_ha": _NUMBER, "cumulative_ha": _NUMBER, "declared_ha": _NUMBER,
    "measured_ha": _NUMBER, "events": _COUNT,
}  # fmt: skip
_RESERVE: Final = {
    "event_id": _TEXT, "stored_on": _DAY, "years": _NUMBER, "declared_ha": _NUMBER,
    "measured_ha": _NUMBER, "method": _TEXT, "document_no": _TEXT, "parcel_ids": "object",
    "parcel_names": "object", "owner_kinds": "object",
}  # fmt: skip
_CONFLICTS: Final = {
    "event_id": _TEXT, "kind": _TEXT, "happened_on": _DAY, "area_ha": _NUMBER,
    "other_events": "object",
}  # fmt: skip
_INDICATORS: Final = {
    "zone_id": _TEXT, "zone_name": _TEXT, "indicator": _TEXT, "parent_indicator": _TEXT,
    "scope": _TEXT, "unit": _TEXT, "span": _TEXT, "kind": _TEXT,
    "base": _NUMBER, "base_year": "Int64", "latest": _NUMBER, "latest_year": "Int64",
    "goal": _NUMBER, "goal_to": _NUMBER, "goal_year": "Int64",
    "progress": _NUMBER, "expected": _NUMBER, "status": _TEXT, "source": _TEXT,
}  # fmt: skip
_WARNINGS: Final = {
    "severity": _COUNT, "kind": _TEXT, "zone_id": _TEXT, "subject": _TEXT, "warning": _TEXT,
}  # fmt: skip
_FINDINGS: Final = {"kind": _TEXT, "subject": _TEXT, "finding": _TEXT, "source": _TEXT}


def balance_frame(found: Balance) -> pd.DataFrame:
    """Return one row for each zone and measure, which are the index."""
    rows = [
        asdict(row) | {"zone_id": row.zone, "parent_id": row.parent, "source": cited(row.source)}
        for row in found.rows
    ]
    return _frame(rows, _BALANCE).set_index(["zone_id", "measure"])


def pace_frame(found: Pace) -> pd.DataFrame:
    """Return one row for each zone and measure, which are the index; years are columns."""
    columns = dict(_PACE)
    rows = []
    for row in found.rows:
        told = {name: getattr(row, name) for name in PaceRow.__dataclass_fields__}
        told["zone_id"] = row.zone
        for figure in told.pop("by_year"):
            for name in ("added_ha", "cumulative_ha", "expected_ha"):
                told[f"{name}_{figure.year}"] = getattr(figure, name)
                columns[f"{name}_{figure.year}"] = _NUMBER
        rows.append(told)
    return _frame(rows, columns).set_index(["zone_id", "measure"])


def series_frame(rows: Iterable[SeriesRow]) -> pd.DataFrame:
    """Return one row for each zone, measure and key."""
    return _frame((asdict(row) | {"zone_id": row.zone} for row in rows), _SERIES)


def reserve_frame(rows: Iterable[ReserveRow]) -> pd.DataFrame:
    """Return one row for each storage that still holds land."""
    return _frame(map(asdict, rows), _RESERVE)


def conflicts_frame(conflicts: Iterable[Conflict]) -> pd.DataFrame:
    """Return one row for what of an event disagrees with earlier ones."""
    return _frame(map(asdict, conflicts), _CONFLICTS)


def indicators_frame(lines: Iterable[IndicatorLine]) -> pd.DataFrame:
    """Return one row for each indicator of a zone."""
    return _frame(map(_indicator, lines), _INDICATORS)


def warnings_frame(warnings: Iterable[EarlyWarning], *, language: str) -> pd.DataFrame:
    """Return one row for what wants attention, in the order given."""
    rows = (
        {
            "severity": one.severity,
            "kind": one.kind,
            "zone_id": one.zone_id,
            "subject": one.subject_id,
            "warning": one.en if language == "en" else one.zh,
        }
        for one in warnings
    )
    return _frame(rows, _WARNINGS)


def findings_frame(findings: Iterable[Finding], *, language: str) -> pd.DataFrame:
    """Return one row for what does not add up."""
    rows = (
        {
            "kind": one.kind,
            "subject": one.subject,
            "finding": one.en if language == "en" else one.zh,
            "source": cited(one.source),
        }
        for one in findings
    )
    return _frame(rows, _FINDINGS)


def zones_frame(zones: Sequence[Zone]) -> gpd.GeoDataFrame:
    """Return one row for each zone, parents before children."""
    rows = [ZONES.values(zone) | {"source": cited(zone.source)} for zone in zones]
    for row, zone in zip(rows, zones, strict=True):
        row["measured_ha"] = zone.measured_ha
    return _geo_frame(rows, _catalogue("zones"), [zone.outline for zone in zones])


def parcels_frame(parcels: Sequence[ParcelStatus]) -> gpd.GeoDataFrame:
    """Return one row for each parcel."""
    rows = [
        PARCELS.values(status.parcel)
        | {
            "state": status.state,
            "measured_ha": status.measured_ha,
            "in_reserve_ha": status.in_reserve_ha,
            "supplied_ha": status.supplied_ha,
        }
        for status in parcels
    ]
    return _geo_frame(rows, _catalogue("parcels"), [status.parcel.outline for status in parcels])


def events_frame(events: Sequence[LandEvent], *, corrected: Collection[str]) -> gpd.GeoDataFrame:
    """Return one row for each event; reversals have no outline and measure nothing.

    Parameters
    ----------
    corrected
        Ids of the events that are out of force.
    """
    measured_m2 = areas_m2(np.array([event.extent for event in events], dtype=object))
    rows = [
        EVENTS.values(event)
        | {
            "measured_ha": None if event.extent is None else float(m2) / M2_PER_HA,
            "in_force": event.kind != "reversal" and event.event_id not in corrected,
        }
        for event, m2 in zip(events, measured_m2, strict=True)
    ]
    columns = _catalogue("events", without=("counted_ha",))  # by zone: a matter of the balance
    return _geo_frame(rows, columns, [event.extent for event in events])


def projects_frame(projects: Sequence[Project], names: Mapping[str, str]) -> gpd.GeoDataFrame:
    """Return one row for each major project; drawn as its outline, else its point, else not."""
    shapes = [one.point if one.outline is None else one.outline for one in projects]
    rows = [
        PROJECTS.values(one)
        | {
            "zone_name": names.get(one.zone_id or ""),
            "stage_on": one.stage_on,
            "invested_10k_cny": one.invested_10k_cny,
            "known_only_by_zone": shape is None,
        }
        for one, shape in zip(projects, shapes, strict=True)
    ]
    return _geo_frame(rows, _catalogue("projects", without=("point", "invested_on")), shapes)


def investment_frame(nodes: Iterable[InvestmentNode]) -> pd.DataFrame:
    """Return one row for each category of the tree of investment, parents before children."""
    rows = (INVESTMENT.values(node) | {"source": cited(node.source)} for node in nodes)
    return _frame(rows, _catalogue("investment") | {"source": _TEXT})


def cited(source: Source | None) -> str | None:
    """Return a citation as the files of a package have it: `document|place|line`."""
    if source is None:
        return None
    return f"{source.document}|{source.place}|{source.line or ''}"


def _indicator(line: IndicatorLine) -> dict[str, Any]:
    row: dict[str, Any] = {name: getattr(line, name) for name in _INDICATORS if hasattr(line, name)}
    for role in ("base", "latest", "goal"):
        figure: Figure | None = getattr(line, role)
        row[role] = figure and figure.value
        row[f"{role}_year"] = figure and figure.year
    row["goal_to"] = line.goal and line.goal.value_to
    told = line.goal or line.latest or line.figures[-1]
    return row | {"source": cited(told.source)}


def _catalogue(name: str, *, without: Collection[str] = ()) -> dict[str, str]:
    """Return name and type of the columns of a table of the catalogue that are no outline."""
    return {
        column.shown: column.dtype
        for column in columns_of(name)
        if column.kind != "outline" and column.shown not in without
    }


def _frame(rows: Iterable[Mapping[str, Any]], columns: Mapping[str, str]) -> pd.DataFrame:
    """Return a frame with these columns in their order, of these types, rows or none."""
    told = list(rows)
    return pd.DataFrame(
        {name: _column([row[name] for row in told], dtype) for name, dtype in columns.items()}
    )


def _column(values: Sequence[Any], dtype: str) -> "pd.Series[Any]":
    if dtype == "object":
        column = pd.Series(index=range(len(values)), dtype=object)
        column[:] = [tuple(value or ()) for value in values]
        return column
    return pd.Series(values, dtype=dtype, index=range(len(values)))


def _geo_frame(
    rows: Iterable[Mapping[str, Any]], columns: Mapping[str, str], outlines: Sequence[Any]
) -> gpd.GeoDataFrame:
    frame = _frame(rows, columns)
    shapes = gpd.GeoSeries(list(outlines), crs=CRS, index=frame.index)
    return gpd.GeoDataFrame(frame.assign(outline=shapes), geometry="outline", crs=CRS)

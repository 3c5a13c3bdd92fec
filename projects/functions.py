"""Functions of the plan that give tables, to select from as SQLAlchemy Core.

What each one does, and its units, stand in its file of `projects/sql/`. A plan is told by its id;
`known` leaves out what was recorded later (None: nothing).
"""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, TableValuedAlias

from gis.database.functions import table_of


def land_target(plan_id: str, as_of: date | ColumnElement[Any]) -> TableValuedAlias:
    """Return targets, and what should be reached of each as of a date."""
    return table_of(
        "land_target", plan_id, as_of,
        columns="zone_id measure target_ha expected_ha source_document source_place source_line",
    )  # fmt: skip


def land_counted(plan_id: str, as_of: date, known: date | None = None) -> TableValuedAlias:
    """Return the land of each measure in each zone, event by event."""
    return table_of(
        "land_counted", plan_id, as_of, known,
        columns="zone_id measure event_id measured_ha declared_ha",
    )  # fmt: skip


def land_balance(
    plan_id: str,
    as_of: date | ColumnElement[Any],
    basis: str,
    known: date | None,
    on_track: float,
    behind: float,
) -> TableValuedAlias:
    """Return the balance: a row a zone and measure, zones in the order of their trees."""
    return table_of(
        "land_balance", plan_id, as_of, basis, known, on_track, behind,
        columns="zone zone_name parent measure target_ha actual_ha measured_ha declared_ha percent"
        " expected_ha remaining_ha needed_ha_per_year forecast_ha status events"
        " source_document source_place source_line",
    )  # fmt: skip


def land_series(plan_id: str, by: str, as_of: date, known: date | None = None) -> TableValuedAlias:
    """Return the land of the balance by year, method, land use or owner kind."""
    return table_of(
        "land_series", plan_id, by, as_of, known,
        columns="zone zone_name measure key name declared_ha measured_ha events",
    )  # fmt: skip


def land_pace(plan_id: str, as_of: date, basis: str, known: date | None = None) -> TableValuedAlias:
    """Return what each year brought to each measure but the reserve, and on how many days."""
    return table_of(
        "land_pace", plan_id, as_of, basis, known,
        columns="zone_id measure year added_ha days days_ha squares_ha2",
    )  # fmt: skip


def project_now(plan_id: str, as_of: date | None = None) -> TableValuedAlias:
    """Return stage and investment of each project as recorded last by a date (None: at all)."""
    return table_of(
        "project_now", plan_id, as_of,
        columns="project_id stage stage_on invested_10k_cny invested_on",
    )  # fmt: skip


def project_progress(plan_id: str, as_of: date | None = None) -> TableValuedAlias:
    """Return 形象进度 of the projects as recorded last by a date (None: at all)."""
    return table_of(
        "project_progress", plan_id, as_of,
        columns="project_id progress_percent progress_on progress_note",
    )  # fmt: skip


def indicator_figures(plan_id: str) -> TableValuedAlias:
    """Return every figure of every indicator: printed, then recorded."""
    return table_of(
        "indicator_figures", plan_id,
        columns="zone_id indicator parent_indicator scope unit year value value_to role span kind"
        " note source_document source_place source_line recorded_by recorded_at",
    )  # fmt: skip


def record_history(plan_id: str) -> TableValuedAlias:
    """Return everything recorded of projects and indicators, as text for people, oldest first."""
    return table_of(
        "record_history", plan_id,
        columns="record_id subject subject_name what value happened_on note recorded_by"
        " recorded_at in_force",
    )  # fmt: skip

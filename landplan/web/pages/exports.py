"""导出: lists of the plan as files, at once where they are small, in the background else."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import Connection
from starlette.background import BackgroundTask

from gis.errors import NotFoundError
from landplan.export_file import (
    listed,
    refuse_suffix,
    wanted_of,
    write_listed,
    write_package_zip,
)
from landplan.session import chosen_plan, parsed_day, today_in
from landplan.web.asked import Asked, Meant
from landplan.web.database import Reading, Writing
from landplan.web.downloads import file_answer
from landplan.web.jobs.asking import STATES, ask_for, led_to
from landplan.web.page import page
from landplan.web.pages.land_asked import WantedLandOfStates
from landplan.web.pages.made import made_lately, routes_of_made
from landplan.web.security.guards import MayRead
from landplan.web.unchanged import unless_unchanged_with
from projects.exports.file_names import file_names
from projects.exports.land_filter import LandFilter
from projects.jobs import queue
from projects.jobs.queue import Kind
from projects.labels import METHODS, OWNER_KINDS, PARCEL_STATES, Label
from projects.model import Plan
from projects.people.audit import audit
from projects.store.loaded import ledger_size
from projects.store.plans import every_zone_of, land_uses_of

router = APIRouter(prefix="/exports", dependencies=[MayRead])

_EXPORT: Final[Kind] = "export"
_UNLESS_UNCHANGED: Final = unless_unchanged_with(
    lambda connection: queue.jobs_version(connection, [_EXPORT])
)

LARGE_ROWS: Final = 20_000
"""A list with more rows is written in the background."""

_LISTS: Final = {
    "parcels": Label("地块", "Parcels"),
    "events": Label("台账", "Events"),
    "zones": Label("片区", "Zones"),
    "projects": Label("项目", "Projects"),
    "package": Label("规划包（全部，zip）", "Plan package (all of it, zip)"),
}
_FORMATS: Final = {
    ".xlsx": Label("Excel", "Excel"),
    ".csv": Label("CSV", "CSV"),
    ".gpkg": Label("GeoPackage", "GeoPackage"),
    ".geojson": Label("GeoJSON", "GeoJSON"),
    ".parquet": Label("GeoParquet", "GeoParquet"),
    ".zip": Label("Shapefile（zip）", "Shapefile (zip)"),
    ".txt": Label("界址点 TXT（仅地块）", "boundary points TXT (parcels)"),
    ".kml": Label("KML", "KML"),
    ".gml": Label("GML", "GML"),
    ".fgb": Label("FlatGeobuf", "FlatGeobuf"),
    ".dxf": Label("DXF", "DXF"),
}


@router.get("", dependencies=[_UNLESS_UNCHANGED])
def exports(
    request: Request, asked: Meant, land: WantedLandOfStates, connection: Reading
) -> Response:
    """Show what can be exported, and what was made in the background."""
    plan = chosen_plan(connection, asked.plan)
    uses = {one.code: f"{one.code} {one.name}" for one in land_uses_of(connection, plan.plan_id)}
    return page(
        request, "exports.html",
        plan=plan, land=land, asked=asked, typed=request.query_params,
        zones=every_zone_of(connection, plan.plan_id), has_filter=land != LandFilter(),
        list_options=_options(asked, _LISTS, every=False),
        format_options=_options(asked, _FORMATS, every=False),
        state_options=_options(asked, PARCEL_STATES),
        owner_options=_options(asked, OWNER_KINDS),
        method_options=_options(asked, METHODS),
        use_options=[("", asked.say("全部", "all")), *uses.items()],
        make_address=f"/exports?{request.url.query}",
        job_states=STATES, large_rows=LARGE_ROWS,
        made=made_lately(connection, _EXPORT, plan.plan_id),
        days=request.app.state.job_settings.job_days,
    )  # fmt: skip


@router.get("/file")
def chosen_file(request: Request, list: str, format: str) -> Response:  # noqa: A002
    """Lead from the form to the address of the file that it means."""
    told = {
        name: value
        for name, value in request.query_params.items()
        if value and name not in ("list", "format")
    }
    suffix = ".zip" if list == "package" else format
    name = f"/exports/{list}{suffix}" if list in _LISTS else "/exports/none.none"
    return RedirectResponse(f"{name}?{urlencode(told)}", status_code=303)


@router.get("/{name}.{suffix}")
def file(
    request: Request,
    name: str,
    suffix: str,
    asked: Meant,
    land: WantedLandOfStates,
    connection: Reading,
    crs: str = "",
) -> Response:
    """Write a list and hand it out; lead to the background where it is large."""
    plan = chosen_plan(connection, asked.plan)
    told = _told(plan, name, f".{suffix}", asked, land, crs)
    folder = Path(mkdtemp(prefix="landplan-export-"))
    try:
        target = folder / told["file"]
        if not _write(connection, plan, told, target, asked):
            rmtree(folder, ignore_errors=True)
            query = {**request.query_params, "list": name, "format": f".{suffix}", "large": "yes"}
            return RedirectResponse(f"/exports?{urlencode(query)}", status_code=303)
    except BaseException:
        rmtree(folder, ignore_errors=True)
        raise
    return file_answer(target, BackgroundTask(rmtree, folder, ignore_errors=True))


@router.post("")
def make(
    request: Request,
    asked: Meant,
    land: WantedLandOfStates,
    connection: Writing,
    list: str,  # noqa: A002
    format: str = ".zip",  # noqa: A002
    crs: str = "",
) -> Response:
    """Let a list be written in the background."""
    plan = chosen_plan(connection, asked.plan)
    told = _told(plan, list, ".zip" if list == "package" else format, asked, land, crs)
    job_id = ask_for(request, connection, _EXPORT, plan.plan_id, told)
    audit(
        connection, request.state.person, "export.make", told["file"],
        {"job": job_id, "plan": plan.plan_id}, request,
    )  # fmt: skip
    return led_to(request, "/exports", row=f"job-{job_id}")


routes_of_made(router, _EXPORT, "/exports")


def _options(
    asked: Asked, labels: Mapping[Any, Label], *, every: bool = True
) -> list[tuple[str, str]]:
    """Return what a field offers: each by its name, and nothing where all may be meant."""
    told = [(str(name), asked.say(*label)) for name, label in labels.items()]
    return [("", asked.say("全部", "all")), *told] if every else told


def _told(
    plan: Plan, name: str, suffix: str, asked: Asked, land: LandFilter, crs: str
) -> dict[str, Any]:
    """Return what is asked for, as a job keeps it.

    Raises
    ------
    NotFoundError, WrongUseError
        If there is no such list or format, or the day is none.
    """
    if name not in _LISTS or (name == "package" and suffix != ".zip"):
        raise NotFoundError(
            f"没有“{name}{suffix}”这样的导出；请从导出页选择",
            f"there is no export {name}{suffix}: choose one on the page of exports",
        )
    if name != "package":
        refuse_suffix(name, suffix)
    day = today_in(plan) if asked.as_of is None else parsed_day(asked.as_of, "as_of")
    return {
        "list": name,
        "file": next(file_names([f"{plan.plan_id}-{name}-{day}"], suffix)),
        "zone": asked.zone,
        "as_of": None if asked.as_of is None else day.isoformat(),
        "crs": crs.strip() or None,
        "land": asdict(land),
        "language": asked.language,
    }


def _write(
    connection: Connection, plan: Plan, told: dict[str, Any], target: Path, asked: Asked
) -> bool:
    """Write what is asked for, unless it is large; tell whether that was done."""
    if told["list"] == "package":
        size = ledger_size(connection, plan.plan_id)
        if size.parcels + size.events > LARGE_ROWS:
            return False
        write_package_zip(connection, plan.plan_id, target)
        return True
    made = listed(connection, plan, wanted_of(told), today=today_in(plan))
    if made.count > LARGE_ROWS:
        return False
    write_listed(connection, plan, [made], target, crs=told["crs"], language=asked.language)
    return True

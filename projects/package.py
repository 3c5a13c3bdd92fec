"""A plan package: a folder that a planner edits, read and checked whole.

`read_package` gives a `Package` or raises with every problem of every file at once.
"""

from datetime import date
from pathlib import Path
from typing import Any, Final

import yaml

from gis.crs import crs_of
from gis.errors import BadDataError, CrsError, WrongUseError
from gis.problems import Problem
from projects.check_ledger import check_events, check_parcels
from projects.check_zones import check_zones
from projects.model import Document, Package, Plan
from projects.read_indicators import read_figures, read_findings, read_investment
from projects.read_ledger import read_events, read_parcels
from projects.read_plan import read_land_uses, read_schedule, read_targets, read_zones
from projects.read_projects import read_projects

PLAN_FILE: Final = "plan.yaml"


def read_package(folder: Path) -> Package:
    """Read a plan package and check everything in it; nothing is written anywhere.

    Raises
    ------
    WrongUseError
        If the folder is no plan package.
    BadDataError
        With every problem: file, row, column, value, what is wrong.
    """
    if not (folder / PLAN_FILE).is_file():
        raise WrongUseError(
            f"“{folder}”不是规划包：其中没有 {PLAN_FILE}；请给出规划包所在的文件夹",
            f"{str(folder)!r} is no plan package: it has no {PLAN_FILE}; name the folder of one",
        )
    problems: list[Problem] = []
    plan = read_plan(folder, problems)
    if plan is None:
        raise _refused(folder, problems)
    crs = crs_of(plan.crs)
    documents = [document.document_id for document in plan.documents]

    zones_read = read_zones(folder, problems, crs=crs, documents=documents)
    check_zones(zones_read)
    zones = tuple(read.zone for read in zones_read)
    zone_ids = {zone.zone_id for zone in zones}
    land_uses = read_land_uses(folder, problems)
    targets = read_targets(folder, problems, plan=plan, zone_ids=zone_ids)

    parcels_read = read_parcels(folder, problems, crs=crs, land_uses=land_uses)
    check_parcels(parcels_read, zones)
    parcels = {parcel.parcel_id: parcel for parcel, _ in parcels_read}
    events_read = read_events(folder, problems, crs=crs, land_uses=land_uses, parcels=parcels)
    check_events(events_read, parcels)
    package = Package(
        plan=plan,
        zones=zones,
        land_uses=land_uses,
        targets=targets,
        schedule=read_schedule(folder, problems, targets=targets),
        projects=read_projects(folder, problems, crs=crs, documents=documents, zone_ids=zone_ids),
        parcels=tuple(parcels.values()),
        events=tuple(event for event, _ in events_read),
        figures=read_figures(folder, problems, documents=documents, zone_ids=zone_ids),
        investment=read_investment(folder, problems, documents=documents),
        findings=read_findings(folder, problems, documents=documents),
    )
    if problems:
        raise _refused(folder, problems)
    return package


def read_plan(folder: Path, problems: list[Problem]) -> Plan | None:
    """Return what plan.yaml says, or None with problems."""
    found_before = len(problems)
    try:
        told = yaml.safe_load((folder / PLAN_FILE).read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        problems.append(
            Problem(file=PLAN_FILE, zh=f"无法读取：{reason}", en=f"cannot be read: {reason}")
        )
        return None
    if not isinstance(told, dict):
        problems.append(Problem(file=PLAN_FILE, zh="应为“键: 值”", en="must hold key: value"))
        return None
    for key in ("id", "title", "starts_on", "ends_on", "crs"):
        if not told.get(key):
            problems.append(_missing(key))
    for key in ("starts_on", "ends_on"):
        if told.get(key) and type(told[key]) is not date:
            problems.append(_no_day(key, told[key]))
    if len(problems) > found_before:
        return None
    if told["starts_on"] >= told["ends_on"]:
        problems.append(_no_day("ends_on", told["ends_on"]))
        return None
    try:
        crs_of(told["crs"])
    except CrsError as error:
        problems.append(
            Problem(file=PLAN_FILE, column="crs", value=str(told["crs"]), zh=error.zh, en=error.en)
        )
        return None
    return Plan(
        plan_id=str(told["id"]),
        title=str(told["title"]),
        starts_on=told["starts_on"],
        ends_on=told["ends_on"],
        sample=told.get("sample") is True,
        crs=str(told["crs"]),
        documents=_documents(told.get("documents") or [], problems),
    )


def _documents(told: list[Any], problems: list[Problem]) -> tuple[Document, ...]:
    documents = []
    for entry in told:
        if not isinstance(entry, dict) or not entry.get("id"):
            problems.append(_missing("documents.id"))
            continue
        documents.append(
            Document(
                document_id=str(entry["id"]),
                title=str(entry.get("title") or entry["id"]),
                issuer=str(entry.get("issuer") or ""),
                issued_on=str(entry.get("issued_on") or ""),
            )
        )
    return tuple(documents)


def _missing(key: str) -> Problem:
    return Problem(file=PLAN_FILE, column=key, zh="缺少这一项", en="this key is missing")


def _no_day(key: str, value: object) -> Problem:
    return Problem(
        file=PLAN_FILE,
        column=key,
        value=str(value),
        zh="应为日期（如 2021-01-01），且 ends_on 晚于 starts_on",
        en="must be a date (such as 2021-01-01), ends_on after starts_on",
    )


def _refused(folder: Path, problems: list[Problem]) -> BadDataError:
    return BadDataError(
        f"规划包“{folder.name}”有 {len(problems)} 个问题，未导入任何内容；请改正后重试",
        f"the plan package {folder.name!r} has {len(problems)} problems; nothing was loaded: "
        "mend them and try again",
        problems,
    )

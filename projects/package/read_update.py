"""A folder with this month's rows only: what it leaves out is as the database has it.

Its ledger adds to the one that is there. Any other file that is there is whole and takes the place
of what the database has; zones, land uses and documents may be added and changed but not taken
away so, for the ledger and what was left out count by them.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

from gis.errors import WrongUseError
from gis.geometry.crs import crs_of
from gis.problems import Problem
from projects.model import Package
from projects.package.check_district import check_district
from projects.package.check_zones import check_zones
from projects.package.column import PackageTable
from projects.package.columns import (
    FINDINGS,
    INDICATORS,
    INVESTMENT,
    LAND_USES,
    PROJECT_PLACES,
    PROJECTS,
    SCHEDULE,
    STRUCTURE,
    STRUCTURE_LINES,
    TARGETS,
    ZONE_OUTLINES,
    ZONES,
)
from projects.package.folder import files_of, refusal
from projects.package.plan_file import PLAN_FILE, read_plan
from projects.package.read_indicators import read_figures, read_findings, read_investment
from projects.package.read_plan import read_land_uses, read_schedule, read_targets, read_zones
from projects.package.read_projects import read_projects
from projects.package.read_structure import read_structure


@dataclass(frozen=True, slots=True)
class Update:
    """A plan as it is to be, and the tables of the catalogue that the folder has files of."""

    package: Package
    told: frozenset[str]


def read_update(folder: Path, stored: Package, problems: list[Problem]) -> Update:
    """Read everything of a folder but its ledger.

    Parameters
    ----------
    stored
        The plan as the database has it, without its ledger.

    Raises
    ------
    WrongUseError
        If the folder has nothing that could be updated.
    BadDataError
        If plan.yaml does not say what the other files are read by.
    """
    plan = read_plan(folder, problems, stored=stored.plan)
    if plan is None:
        raise refusal(folder, problems)
    files = files_of(folder)
    if files.keys() == {PLAN_FILE} and plan == stored.plan:
        raise WrongUseError(
            f"“{folder}”中没有可更新的文件：除 {PLAN_FILE} 外没有规划包的文件，它也没有改动；"
            "本月的事件请放在 ledger/events.* 中",
            f"{str(folder)!r} has no file to update from: nothing of a plan package but "
            f"{PLAN_FILE}, which says nothing new; put this month's events into ledger/events.*",
        )
    crs = crs_of(plan.crs)
    documents = [document.document_id for document in plan.documents]
    _not_taken_away(
        PLAN_FILE, "documents.id", documents,
        [document.document_id for document in stored.plan.documents], problems,
    )  # fmt: skip
    package = replace(stored, plan=plan)
    told: set[str] = set()

    def has(*tables: PackageTable) -> bool:
        there = any(table.file in files for table in tables)
        told.update(table.name for table in tables if there)
        return there

    were = [zone.zone_id for zone in stored.zones]
    zone_ids: Collection[str] | None = were
    if has(ZONES, ZONE_OUTLINES):
        read, named, outline_crs = read_zones(folder, problems, crs=crs, documents=documents)
        check_zones(read)
        check_district([one.zone for one in read], outline_crs, plan.district, problems)
        _not_taken_away(ZONES.file, "zone_id", named, were, problems)
        package, zone_ids = replace(package, zones=tuple(one.zone for one in read)), named
    if has(LAND_USES):
        uses = read_land_uses(folder, problems)
        _not_taken_away(
            LAND_USES.file, "code", [f"{use.code} {use.code_set}" for use in uses],
            [f"{use.code} {use.code_set}" for use in stored.land_uses], problems,
        )  # fmt: skip
        package = replace(package, land_uses=uses)
    if has(TARGETS):
        targets = read_targets(folder, problems, plan=plan, zone_ids=zone_ids)
        package = replace(package, targets=targets)
    if has(SCHEDULE):
        schedule = read_schedule(folder, problems, plan=plan, targets=package.targets)
        package = replace(package, schedule=schedule)
    if has(PROJECTS, PROJECT_PLACES):
        projects = read_projects(folder, problems, crs=crs, documents=documents, zone_ids=zone_ids)
        package = replace(package, projects=projects)
    if has(INDICATORS):
        figures = read_figures(folder, problems, documents=documents, zone_ids=zone_ids)
        package = replace(package, figures=figures)
    if has(INVESTMENT):
        investment = read_investment(folder, problems, documents=documents)
        package = replace(package, investment=investment)
    if has(FINDINGS):
        package = replace(package, findings=read_findings(folder, problems, documents=documents))
    if has(STRUCTURE, STRUCTURE_LINES):
        structure = read_structure(
            folder, problems, crs=crs, documents=documents, zone_ids=zone_ids
        )
        package = replace(package, structure=structure)
    return Update(package, frozenset(told))


def _not_taken_away(
    file: str,
    column: str,
    named: Collection[str] | None,
    there: Collection[str],
    problems: list[Problem],
) -> None:
    """Report what the database has and a file has no more."""
    if named is None:
        return
    for one in there:
        if one not in named:
            zh = "库中有而此文件没有；更新只增改，要去掉请导入整个规划包"
            en = "is in the database and not in this file; an update adds and changes only: to "
            en += "take it away load the whole package"
            problems.append(
                Problem(file=file, column=column, value=one, zh=zh, en=en, kind="taken_away")
            )

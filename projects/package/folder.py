"""A plan package: a folder that a planner edits, read and checked whole.

`read_package` gives a `Package` or raises with every problem of every file at once.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import yaml

from gis.errors import BadDataError, CrsError, WrongUseError
from gis.geometry.crs import crs_of
from gis.problems import Problem
from projects.model import Document, Package, Plan
from projects.package.check_ledger import check_events, check_parcels
from projects.package.check_zones import check_zones
from projects.package.files import decoded
from projects.package.read_indicators import read_figures, read_findings, read_investment
from projects.package.read_ledger import read_events, read_parcels
from projects.package.read_plan import read_land_uses, read_schedule, read_targets, read_zones
from projects.package.read_projects import read_projects
from projects.package.read_structure import read_structure
from projects.package.rows import IDENTIFIER, faults_of_text

PLAN_FILE: Final = "plan.yaml"
_KEYS: Final = ("id", "title", "starts_on", "ends_on", "crs", "sample", "documents")


def read_package(folder: Path, *, ledger: bool = True) -> Package:
    """Read a plan package and check everything in it; nothing is written anywhere.

    Parameters
    ----------
    ledger
        Whether the ledger is read too; else the package has no parcels and no events.

    Raises
    ------
    WrongUseError
        If the folder is no plan package.
    BadDataError
        With every problem: file, row, column, value, what is wrong.
    """
    problems: list[Problem] = []
    package = read_plan_files(folder, problems)
    if ledger:
        package = with_ledger(folder, package, problems)
    refuse_problems(folder, problems)
    return package


def read_plan_files(folder: Path, problems: list[Problem]) -> Package:
    """Read everything of a package but its ledger.

    Raises
    ------
    WrongUseError
        If the folder is no plan package.
    BadDataError
        If plan.yaml does not say what the other files are read by.
    """
    if not (folder / PLAN_FILE).is_file():
        raise WrongUseError(
            f"“{folder}”不是规划包：其中没有 {PLAN_FILE}；请给出规划包所在的文件夹",
            f"{str(folder)!r} is no plan package: it has no {PLAN_FILE}; name the folder of one",
        )
    plan = read_plan(folder, problems)
    if plan is None:
        raise _refused(folder, problems)
    crs = crs_of(plan.crs)
    documents = [document.document_id for document in plan.documents]
    zones_read, zone_ids = read_zones(folder, problems, crs=crs, documents=documents)
    check_zones(zones_read)
    targets = read_targets(folder, problems, plan=plan, zone_ids=zone_ids)
    return Package(
        plan=plan,
        zones=tuple(read.zone for read in zones_read),
        land_uses=read_land_uses(folder, problems),
        targets=targets,
        schedule=read_schedule(folder, problems, plan=plan, targets=targets),
        projects=read_projects(folder, problems, crs=crs, documents=documents, zone_ids=zone_ids),
        parcels=(),
        events=(),
        figures=read_figures(folder, problems, documents=documents, zone_ids=zone_ids),
        investment=read_investment(folder, problems, documents=documents),
        findings=read_findings(folder, problems, documents=documents),
        structure=read_structure(folder, problems, crs=crs, documents=documents, zone_ids=zone_ids),
    )


def refuse_problems(folder: Path, problems: list[Problem]) -> None:
    """Raise BadDataError if there are any problems."""
    if problems:
        raise _refused(folder, problems)


def with_ledger(folder: Path, package: Package, problems: list[Problem]) -> Package:
    """Read the ledger of a package into memory and check it."""
    crs, land_uses = crs_of(package.plan.crs), package.land_uses
    parcels_read, parcel_ids = read_parcels(folder, problems, crs=crs, land_uses=land_uses)
    check_parcels(parcels_read, package.zones)
    parcels = {parcel.parcel_id: parcel for parcel, _ in reversed(parcels_read)}
    events_read = read_events(
        folder, problems, crs=crs, land_uses=land_uses, parcels=parcels, parcels_named=parcel_ids
    )
    check_events(events_read, parcels, package.zones)
    return replace(
        package,
        parcels=tuple(parcel for parcel, _ in parcels_read),
        events=tuple(event for event, _ in events_read),
    )


def read_plan(folder: Path, problems: list[Problem]) -> Plan | None:
    """Return what plan.yaml says, or None with problems."""
    found_before = len(problems)
    told = _told(folder, problems)
    if told is None:
        return None
    listed = ", ".join(_KEYS)
    for key in sorted(told.keys() - _KEYS):
        problems.append(
            _wrong(
                key,
                "",
                f"不认识；可用：{listed}",
                f"is not known; {listed} are",
                kind="unknown_key",
            )
        )
    for key in _KEYS[:5]:
        if not told.get(key):
            problems.append(
                _wrong(key, "", "缺少这一项", "this key is missing", kind="missing_key")
            )
    for key in ("starts_on", "ends_on"):
        if told.get(key) and type(told[key]) is not date:
            problems.append(_no_day(key, told[key]))
    if not isinstance(told.get("sample", False), bool):
        problems.append(
            _wrong(
                "sample",
                told["sample"],
                "应为 true 或 false",
                "is true or false",
                kind="not_allowed",
            )
        )
    documents = _documents(told.get("documents") or [], problems)
    _check_texts({key: told.get(key) for key in ("id", "title", "crs")}, problems)
    if len(problems) == found_before and told["starts_on"] >= told["ends_on"]:
        problems.append(_no_day("ends_on", told["ends_on"]))
    try:
        crs_of(told.get("crs") or "EPSG:4490")
    except CrsError as error:
        problems.append(_wrong("crs", told["crs"], error.zh, error.en, kind="bad_crs"))
    if len(problems) > found_before:
        return None
    return Plan(
        plan_id=str(told["id"]),
        title=str(told["title"]),
        starts_on=told["starts_on"],
        ends_on=told["ends_on"],
        sample=told.get("sample", False),
        crs=str(told["crs"]),
        documents=documents,
    )


def _told(folder: Path, problems: list[Problem]) -> dict[str, Any] | None:
    text = decoded(folder, PLAN_FILE, problems)
    if text is None:
        return None
    try:
        told = yaml.safe_load(text)
    except yaml.YAMLError as error:
        reason = " ".join(str(error).split())
        problems.append(
            _wrong("", "", f"不是 YAML：{reason}", f"is no YAML: {reason}", kind="not_yaml")
        )
        return None
    if not isinstance(told, dict):
        problems.append(_wrong("", "", "应为“键: 值”", "must hold key: value", kind="not_yaml"))
        return None
    return {str(key): value for key, value in told.items()}


def _documents(told: object, problems: list[Problem]) -> tuple[Document, ...]:
    entries = told if isinstance(told, list) else [told]
    documents: dict[str, Document] = {}
    for entry in entries:
        if not isinstance(entry, dict) or not entry.get("id"):
            zh, en = "应为一列 {id, title, issuer, issued_on}", "is a list of {id, title, …}"
            problems.append(_wrong("documents", entry, zh, en, kind="bad_documents"))
            continue
        texts = {key: str(entry.get(key) or "") for key in ("id", "title", "issuer", "issued_on")}
        _check_texts({f"documents.{key}": text for key, text in texts.items()}, problems)
        if texts["id"] in documents:
            problems.append(
                _wrong("documents.id", texts["id"], "重复", "stands twice", kind="repeated")
            )
        documents[texts["id"]] = Document(
            document_id=texts["id"],
            title=texts["title"] or texts["id"],
            issuer=texts["issuer"],
            issued_on=texts["issued_on"],
        )
    return tuple(documents.values())


def _check_texts(texts: dict[str, Any], problems: list[Problem]) -> None:
    """Report what no text may hold; ids moreover have no space, semicolon or bar."""
    for key, value in texts.items():
        for kind, zh, en in faults_of_text(str(value or "")):
            problems.append(_wrong(key, value, zh, en, kind=kind))
        if key.endswith("id") and value and not IDENTIFIER.fullmatch(str(value)):
            zh, en = "不含空格、分号和竖线，至多 100 字", "has no space, semicolon or bar"
            problems.append(_wrong(key, value, zh, en, kind="bad_id"))


def _wrong(key: str, value: object, zh: str, en: str, *, kind: str) -> Problem:
    return Problem(file=PLAN_FILE, column=key, value=str(value), zh=zh, en=en, kind=kind)


def _no_day(key: str, value: object) -> Problem:
    return _wrong(
        key,
        value,
        "应为日期（如 2021-01-01），且 ends_on 晚于 starts_on",
        "must be a date (such as 2021-01-01), ends_on after starts_on",
        kind="bad_date",
    )


def _refused(folder: Path, problems: list[Problem]) -> BadDataError:
    return BadDataError(
        f"规划包“{folder.name}”有 {len(problems)} 个问题，未导入任何内容；请改正后重试",
        f"the plan package {folder.name!r} has {len(problems)} problems; nothing was loaded: "
        "mend them and try again",
        problems,
    )

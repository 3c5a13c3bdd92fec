"""A plan package: a folder that a planner edits, read and checked whole.

`read_package` gives a `Package` or raises with every problem of every file at once.
"""

from dataclasses import replace
from pathlib import Path

from gis.errors import BadDataError, WrongUseError
from gis.geometry.crs import crs_of
from gis.problems import Problem, errors_in
from projects.model import Package
from projects.package.check_district import check_district
from projects.package.check_ledger import check_events, check_known_events, check_parcels
from projects.package.check_zones import check_zones
from projects.package.columns import TABLES, ZONE_OUTLINES, ZONES
from projects.package.entries import misplaced, no_files
from projects.package.files import guessed_encoding
from projects.package.known_ledger import NOTHING_KNOWN, KnownLedger
from projects.package.ledger_files import LEDGER_STEMS, ledger_file_name
from projects.package.methods import method_remarks
from projects.package.plan_file import PLAN_FILE, read_plan
from projects.package.read_indicators import read_figures, read_findings, read_investment
from projects.package.read_ledger import read_events, read_parcels
from projects.package.read_plan import read_land_uses, read_schedule, read_targets, read_zones
from projects.package.read_projects import read_projects
from projects.package.read_structure import read_structure


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
        If the folder is no plan package, or none that is whole.
    BadDataError
        If plan.yaml does not say what the other files are read by, or a file is none.
    """
    check_folder(folder, problems)
    _refuse_month(folder)
    plan = read_plan(folder, problems)
    if plan is None:
        raise refusal(folder, problems)
    crs = crs_of(plan.crs)
    documents = [document.document_id for document in plan.documents]
    zones_read, zone_ids, outline_crs = read_zones(folder, problems, crs=crs, documents=documents)
    check_zones(zones_read)
    zones = [read.zone for read in zones_read]
    check_district(zones, outline_crs, plan.district, problems)
    targets = read_targets(folder, problems, plan=plan, zone_ids=zone_ids)
    return Package(
        plan=plan,
        zones=tuple(zones),
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


def check_folder(folder: Path, problems: list[Problem]) -> None:
    """Look at a folder and what lies in it, before anything is read.

    Raises
    ------
    WrongUseError
        If it is no plan package.
    BadDataError
        If something in it that should be a file is none, or a file of the ledger is elsewhere.
    """
    _refuse_no_package(folder)
    problems += [*no_files(folder), *misplaced(folder)]
    refuse_problems(folder, problems)


def files_of(folder: Path) -> dict[str, Path]:
    """Return the files of a package by their names in it."""
    names = [PLAN_FILE, *(table.file for table in TABLES.values())]
    names += filter(None, (ledger_file_name(folder, stem, []) for stem in LEDGER_STEMS))
    return {name: folder / name for name in sorted(names) if (folder / name).is_file()}


def remarks_on(folder: Path) -> list[Problem]:
    """Return what of a package's files was decided though it is not certain."""
    texts = [name for name in files_of(folder) if name.lower().endswith((".csv", ".yaml"))]
    return [
        Problem(
            file=name,
            zh=f"作 UTF-8 和 GBK 都读得通，按 {encoding} 读取；请核对，或另存为带 BOM 的 UTF-8",
            en=f"is sound as UTF-8 and as GBK and was read as {encoding}; look at it, or save it "
            "as UTF-8 with a BOM",
            kind="guessed_encoding",
            severity="warning",
        )
        for name in texts
        if (encoding := guessed_encoding(folder, name))
    ]


def _refuse_no_package(folder: Path) -> None:
    zh, en = f"其中没有 {PLAN_FILE}", f"it has no {PLAN_FILE}"
    if not folder.is_dir():
        zh, en = (
            ("这不是文件夹", "it is no folder") if folder.exists() else ("不存在", "it is missing")
        )
    elif (folder / PLAN_FILE).exists():
        return
    raise WrongUseError(
        f"“{folder}”不是规划包：{zh}；请给出规划包所在的文件夹",
        f"{str(folder)!r} is no plan package: {en}; name the folder of one",
    )


def _refuse_month(folder: Path) -> None:
    """Refuse a folder without zones, which no plan has: it is for `load --update`, it seems."""
    there = files_of(folder).keys() - {PLAN_FILE}
    if not there or there & {ZONES.file, ZONE_OUTLINES.file}:
        return
    raise WrongUseError(
        f"“{folder}”中没有 {ZONES.file} 和 {ZONE_OUTLINES.file}，像是只有本月新行的文件夹；"
        f"如是，请用 landplan load --update {folder}，如是整个规划包，请补上这两个文件",
        f"{str(folder)!r} has neither {ZONES.file} nor {ZONE_OUTLINES.file}: it has this month's "
        f"rows only, it seems. If so, run landplan load --update {folder}; if it is a whole "
        "package, add the two files",
    )


def refuse_problems(folder: Path, problems: list[Problem]) -> None:
    """Raise BadDataError if there are any errors among the problems."""
    if errors_in(problems):
        raise refusal(folder, problems)


def with_ledger(
    folder: Path, package: Package, problems: list[Problem], known: KnownLedger = NOTHING_KNOWN
) -> Package:
    """Read the ledger of a package into memory and check it, against what is known too."""
    crs, land_uses = crs_of(package.plan.crs), package.land_uses
    parcels_read, parcel_ids = read_parcels(folder, problems, crs=crs, land_uses=land_uses)
    check_parcels(parcels_read, package.zones, known)
    parcels = {parcel.parcel_id: parcel for parcel, _ in reversed(parcels_read)}
    events_read = read_events(
        folder, problems, crs=crs, land_uses=land_uses, parcels=parcels, parcels_named=parcel_ids,
        known=known,
    )  # fmt: skip
    named = {parcel_id for event, _ in events_read for parcel_id in event.parcel_ids}
    parcels = known.parcels(named - parcels.keys()) | parcels
    check_events(events_read, parcels, package.zones, known)
    events = tuple(event for event, _ in events_read)
    check_known_events(parcels_read, events, known)
    if not errors_in(problems):
        problems += method_remarks(events_read)
    return replace(package, parcels=tuple(parcel for parcel, _ in parcels_read), events=events)


def refusal(folder: Path, problems: list[Problem]) -> BadDataError:
    """Return the error that tells the errors among the problems of a package."""
    errors = errors_in(problems)
    return BadDataError(
        f"规划包“{folder.name}”有 {len(errors)} 个问题，未导入任何内容；请改正后重试",
        f"the plan package {folder.name!r} has {len(errors)} problems; nothing was loaded: "
        "mend them and try again",
        errors,
    )

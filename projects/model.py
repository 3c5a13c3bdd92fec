"""The words of the plan as plain records: plan, document, target, project, balance."""

from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from math import floor, log10
from typing import TYPE_CHECKING, Any, Literal, get_args

from shapely import Point
from shapely.geometry.base import BaseGeometry

from gis.model import LandEvent, Parcel, Source, Zone

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Flow = Literal["storage", "supply", "supply_industry", "supply_housing_services"]
"""What sums over a period and can have a target; the reserve is what there is on a day."""
Measure = Literal[Flow, "reserve"]
FLOWS: tuple[Flow, ...] = get_args(Flow)
MEASURES: tuple[Measure, ...] = (*FLOWS, "reserve")
PARTS_OF_SUPPLY: tuple[Flow, ...] = FLOWS[2:]
Basis = Literal["declared", "measured"]
Status = Literal["done", "on track", "behind", "at risk"]
LandUseGroup = Literal["industry", "housing_services", "other"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A planning document or another source; `issued_on` is the date as printed, or empty."""

    document_id: str
    title: str
    issuer: str
    issued_on: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """A plan: its period (both days inclusive), its documents, whether its ledger is a sample.

    `district` is the box (west, south, east, north, degrees) that its land must lie in, where its
    package states one; the database keeps none.
    """

    plan_id: str
    title: str
    starts_on: date
    ends_on: date
    sample: bool
    crs: str
    documents: tuple[Document, ...]
    district: tuple[float, float, float, float] | None = field(default=None, compare=False)

    def is_over(self, day: date) -> bool:
        """Tell whether its period has ended by a day, so that a target is reached or is not."""
        return day >= self.ends_on

    def is_under_way(self, year: int, day: date) -> bool:
        """Tell whether a year is told until a day in it only: neither it nor the period is over."""
        return year == day.year and day < min(date(year, 12, 31), self.ends_on)


@dataclass(frozen=True, kw_only=True, slots=True)
class LandUse:
    """A land-use code of one code set (2020 or 2023) and the group that targets count it in."""

    code: str
    code_set: str
    name: str
    group: LandUseGroup


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """A figure that a zone should reach by the end of a year."""

    zone_id: str
    measure: Measure
    value: float
    unit: str
    year: int
    kind: str
    source: Source


@dataclass(frozen=True, kw_only=True, slots=True)
class ScheduleStep:
    """What a target should have reached, cumulative, by the end of a year."""

    zone_id: str
    measure: Measure
    year: int
    value: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Project:
    """A major project; with neither outline nor point it is known only by its zone.

    Read from a package it says what the documents print; read from the database, `stage`,
    `stage_on` and `invested_10k_cny` are those recorded last.
    """

    project_id: str
    name: str
    category: str
    stage: str
    zone_id: str | None
    site_area_m2: float | None
    floor_area_m2: float | None
    investment_10k_cny: float | None
    point: Point | None
    note: str
    sources: tuple[Source, ...]
    outline: BaseGeometry | None = None
    geometry_quality: str = ""
    stage_on: date | None = None
    invested_10k_cny: float | None = None

    @property
    def place(self) -> BaseGeometry | None:
        """Where it is drawn: its outline, else its point; None where both are empty or unknown."""
        known = (one for one in (self.outline, self.point) if one is not None)
        return next((one for one in known if not one.is_empty), None)


STAGES = ("储备", "开工", "在建", "投产")
"""Stages of a project in the order in which it goes through them."""

Role = Literal["base", "actual", "goal"]
Span = Literal["year", "period_total", "period_mean"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """One figure of an indicator as a document prints it, or as it was recorded.

    `value` None is a figure that the document says is missing; `value_to` ends a range.
    """

    zone_id: str | None
    indicator: str
    parent_indicator: str
    scope: str
    unit: str
    year: int
    value: float | None
    value_to: float | None
    role: Role
    span: Span
    kind: str
    note: str
    source: Source | None
    recorded_by: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class IndicatorLine:
    """One indicator of one zone: where it began, where it stands, where it should be.

    Parameters
    ----------
    base, latest, goal
        The figure that the plan starts from, the last known one, the plan's last one.
    progress, expected
        Shares (0–1) of the way from base to goal: gone, and due by the latest figure's year.
    status
        None where there is no goal, no base, or no figure from within the period.
    figures
        Everything known of it, in the order of the documents, then of recording.
    """

    zone_id: str | None
    zone_name: str
    indicator: str
    parent_indicator: str
    scope: str
    unit: str
    span: Span
    kind: str
    base: Figure | None
    latest: Figure | None
    goal: Figure | None
    progress: float | None
    expected: float | None
    status: Status | None
    figures: tuple[Figure, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class EarlyWarning:
    """Something that wants attention; `severity` 3 is worst.

    `kind` is target, indicator, project, parcel or event, and `subject_id` the id of that; `topic`
    tells apart what one subject can be warned of: the measure of a target, an indicator's scope,
    the storage that holds a parcel.
    """

    kind: str
    severity: int
    zone_id: str | None
    subject_id: str
    zh: str
    en: str
    topic: str = ""

    @property
    def key(self) -> str:
        """What stays the same as long as it is the same warning, whatever its figures."""
        return "|".join((self.kind, self.zone_id or "", self.subject_id, self.topic))


@dataclass(frozen=True, kw_only=True, slots=True)
class InvestmentNode:
    """A category of the tree of major projects: count, investment in all and in the period."""

    node: str
    parent: str | None
    name: str
    count: int | None
    total_10k_cny: float | None
    period_10k_cny: float | None
    note: str
    source: Source | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """Something that does not add up, with its place."""

    kind: str
    subject: str
    zh: str
    en: str
    source: Source | None


StructureKind = Literal["axis", "belt", "area", "core", "point"]
StructureLevel = Literal["区", "市"]


@dataclass(frozen=True, kw_only=True, slots=True)
class StructurePart:
    """An axis, a belt or another part of the spatial structure, and the zones it rests on.

    `level` tells whether the district's plan draws it or the city's. Without an `outline`
    (EPSG:4490) a part is its zones.
    """

    structure_id: str
    name: str
    kind: StructureKind
    level: StructureLevel
    zone_ids: tuple[str, ...]
    note: str
    source: Source | None
    outline: BaseGeometry | None = None
    geometry_quality: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Package:
    """A whole plan package, checked: what a load writes and what the second engine reads."""

    plan: Plan
    zones: tuple[Zone, ...]
    land_uses: tuple[LandUse, ...]
    targets: tuple[Target, ...]
    schedule: tuple[ScheduleStep, ...]
    projects: tuple[Project, ...]
    parcels: tuple[Parcel, ...]
    events: tuple[LandEvent, ...]
    figures: tuple[Figure, ...] = ()
    investment: tuple[InvestmentNode, ...] = ()
    findings: tuple[Finding, ...] = ()
    structure: tuple[StructurePart, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class BalanceRow:
    """Actual against target for one zone and one measure, as of a date; hectares."""

    zone: str
    zone_name: str
    parent: str | None
    measure: Measure
    target_ha: float | None
    actual_ha: float
    measured_ha: float
    declared_ha: float
    percent: float | None
    expected_ha: float | None
    remaining_ha: float | None
    needed_ha_per_year: float | None
    forecast_ha: float | None
    status: Status | None
    events: int
    source: Source | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Balance:
    """The balance of a plan as of a date: rows in the order of the zone tree, then of measures."""

    plan: str
    plan_title: str
    sample: bool
    as_of: date
    basis: Basis
    rows: tuple[BalanceRow, ...]

    def as_json(self) -> dict[str, Any]:
        """Return what `landplan balance --format json` prints."""
        return {
            "plan": self.plan,
            "as_of": self.as_of.isoformat(),
            "basis": self.basis,
            "sample": self.sample,
            "rows": [as_told(row) for row in self.rows],
        }


def settled(figure: float) -> float:
    """Return a figure rounded so far that it is the same in whatever order it was summed.

    To 6 decimals (0.01 m² of hectares), of figures below 10 to 8 digits, at most 9 decimals.
    """
    if figure == 0:
        return 0.0
    decimals = 7 - floor(log10(abs(figure)))
    return round(figure, min(9, max(6, decimals))) + 0.0  # never -0.0


def as_told(row: "DataclassInstance") -> dict[str, Any]:
    """Return a record as a dictionary, its figures settled: as files and pages tell it."""
    return {one.name: value_as_told(getattr(row, one.name)) for one in fields(row)}


def value_as_told(value: Any) -> Any:
    """Return one value of a record, as `as_told` has it."""
    if isinstance(value, float):
        return settled(value)
    if value is None or isinstance(value, str | int | date):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return as_told(value)
    if isinstance(value, dict):
        return {name: value_as_told(one) for name, one in value.items()}
    return [value_as_told(one) for one in value] if isinstance(value, list | tuple) else value

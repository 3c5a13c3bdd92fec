"""The rest of the small plan: projects that can be drawn, indicators, investment, warnings."""

from dataclasses import replace
from datetime import date

from shapely import LineString, MultiPoint, box

from gis.model import Source
from projects.balance.status import Thresholds
from projects.model import (
    EarlyWarning,
    Figure,
    IndicatorLine,
    InvestmentNode,
    LandUse,
    Plan,
    Project,
    Role,
    Span,
)
from projects.monitoring.indicators import line_of

SOURCE = Source(document="smart", place="表1", line=60)
HOSTILE = "<img src=x onerror=alert(1)>"

LAND_USES = (
    LandUse(code="0803", code_set="2023", name="文化用地<b>", group="housing_services"),
    LandUse(code="100101", code_set="2023", name="一类工业用地<i>", group="industry"),
    LandUse(code="0901", code_set="2023", name="商业用地", group="industry"),
)


def drawn_projects(like: Project) -> tuple[Project, ...]:
    """Return a schematic line, an official area and two points, made from a project with none."""
    return (
        replace(
            like,
            project_id="line",
            name=f"环城路{HOSTILE}",
            stage="储备",
            stage_on=date(2023, 5, 8),
            investment_10k_cny=250_000.0,
            invested_10k_cny=50_000.0,
            outline=LineString([(113.31, 23.21), (113.33, 23.214), (113.35, 23.21)]),
            geometry_quality="schematic",
        ),
        replace(
            like,
            project_id="area",
            name="湿地公园",
            category="<b>金融业</b>",
            outline=box(113.38, 23.21, 113.40, 23.22),
            geometry_quality="official",
        ),
        replace(
            like,
            project_id="points",
            name="十一号线",
            category="轨道交通",
            stage="",
            outline=MultiPoint([(113.31, 23.12), (113.31, 23.18)]),
            geometry_quality="schematic",
        ),
    )


def indicator(
    plan: Plan,
    name: str,
    told: tuple[tuple[int, Role, float | None], ...],
    *,
    zone: str | None = "smart",
    parent: str = "",
    scope: str = "",
    span: Span = "year",
    kind: str = "expected",
) -> IndicatorLine:
    figures = [
        Figure(
            zone_id=zone,
            indicator=name,
            parent_indicator=parent,
            scope=scope,
            unit="亿元",
            year=year,
            value=value,
            value_to=None,
            role=role,
            span=span,
            kind=kind,
            note="左右<u>" if role == "goal" else "",
            source=None if role == "actual" else SOURCE,
            recorded_by="王工<i>" if role == "actual" else "",
        )
        for year, role, value in told
    ]
    return line_of(plan, "", figures, Thresholds())


def indicators_of(plan: Plan) -> tuple[IndicatorLine, ...]:
    """Return lines of every sort: on track, behind, not judged, without goal, under a parent."""
    rising = ((2020, "base", 100.0), (2021, "actual", 123.456), (2023, "actual", 160.0))
    slow = ((2020, "base", 50.0), (2023, "actual", 75.0 / 1.25))
    return (
        indicator(plan, "单位与产值", ((2016, "actual", 3791.46), (2020, "actual", None))),
        indicator(plan, HOSTILE, (*rising, (2025, "goal", 200.0)), kind="binding"),
        indicator(plan, "工业产值", (*slow, (2025, "goal", 75.0))),
        indicator(plan, "工业产值之软件", (*slow, (2025, "goal", 75.0)), parent="工业产值"),
        indicator(plan, "企业数", ((2020, "base", 10.0), (2025, "goal", 20.0))),
        indicator(plan, "新增企业", ((2025, "goal", 8.0),), scope="软件园<b>", span="period_total"),
        indicator(plan, "产值", ((2023, "actual", 5.0), (2025, "goal", 20.0)), zone="district"),
        indicator(
            plan, "服务业", (*rising, (2025, "goal", 160.0)), zone=None, scope="广州市<script>"
        ),
    )


def node(name: str, parent: str | None, count: int, total: float, period: float) -> InvestmentNode:
    return InvestmentNode(
        node=name,
        parent=parent,
        name=f"{name}<b>类</b>",
        count=count,
        total_10k_cny=total,
        period_10k_cny=period,
        note="",
        source=SOURCE,
    )


INVESTMENT = (
    node("all", None, 30, 42_387_486.0, 24_347_338.0),
    node("roads", "all", 12, 20_052_135.0, 8_712_017.0),
    node("streets", "roads", 12, 20_052_135.0, 8_712_017.0),
    node("schools", "all", 18, 22_335_351.0, 15_635_320.0),
)
"""What `all` prints for the period is one more than the sum of its parts."""


def warning(kind: str, severity: int, zone: str | None, subject: str) -> EarlyWarning:
    text = f"{kind}有问题<script>alert(1)</script>"
    return EarlyWarning(
        kind=kind,
        severity=severity,
        zone_id=zone,
        subject_id=subject,
        zh=text,
        en=f"{kind} wants attention",
    )


WARNINGS = (
    warning("parcel", 1, None, "P-05"),
    warning("event", 1, None, "E021"),
    warning("target", 3, "core", "core"),
    warning("project", 2, "district", "line"),
    warning("indicator", 2, "smart", "工业产值之软件"),
)
_IN_CORE = frozenset({"district", "smart", "core"})
WARNED_ZONES = dict(
    zip(
        (warning.key for warning in WARNINGS),
        (_IN_CORE, _IN_CORE, _IN_CORE, frozenset({"district"}), frozenset({"district", "smart"})),
        strict=True,
    )
)

"""Facts of a report around those of a map: what the writers of PDF and HTML ask for."""

from layers.map.map_facts import MapFacts
from layers.report.report_facts import ReportFacts
from projects.balance.pace import Pace
from projects.balance.status import Thresholds
from projects.monitoring.warnings import Limits


def report_facts_around(facts: MapFacts) -> ReportFacts:
    """Give the facts of a report on the whole plan of a map."""
    return ReportFacts(
        plan=facts.plan,
        zone=None,
        zones=facts.zones,
        inside=frozenset(zone.zone_id for zone in facts.zones),
        as_of=facts.as_of,
        known=None,
        balance=facts.balance,
        pace=Pace(
            plan=facts.plan.plan_id, plan_title=facts.plan.title, sample=facts.plan.sample,
            as_of=facts.as_of, basis="declared", level=0.8, assumes_zh="", assumes_en="", rows=(),
        ),
        series={},
        parcels=facts.parcels,
        events=(),
        reserve=(),
        conflicts=(),
        warnings=facts.warnings,
        findings=(),
        projects=facts.projects,
        indicators=facts.indicators,
        investment=facts.investment,
        structure=facts.structure,
        land_uses=facts.land_uses,
        thresholds=Thresholds(),
        limits=Limits(),
        map_facts=facts,
    )  # fmt: skip

"""How far zones are with their targets, as a printed map fills them."""

from typing import Final

from layers.report.report_facts import ReportFacts
from layers.styles import STATUSES, AreaStyle, status_style
from projects.model import Measure, Status

HEADLINES: Final[tuple[Measure, ...]] = ("storage", "supply")
"""The measures that a zone is judged by: where it has both targets, by the poorer one."""

_POOREST_FIRST: Final[tuple[Status, ...]] = tuple(reversed(STATUSES))


def fulfilment(facts: ReportFacts) -> dict[str, AreaStyle]:
    """Return how each zone is filled, by its id: by its poorer target, or as having none.

    Once the period is over a target is reached or is not.
    """
    aimed = [
        row for row in facts.balance.rows if row.measure in HEADLINES and row.target_ha is not None
    ]
    statuses: dict[str, set[Status | None]] = {zone.zone_id: set() for zone in facts.zones}
    for row in aimed:
        if row.zone in statuses:
            statuses[row.zone].add(row.status)
    return {zone: _style(found, is_over=facts.is_over) for zone, found in statuses.items()}


def _style(statuses: set[Status | None], *, is_over: bool) -> AreaStyle:
    poorest = next((status for status in _POOREST_FIRST if status in statuses), None)
    return status_style(poorest, is_over=is_over, has_target=bool(statuses))

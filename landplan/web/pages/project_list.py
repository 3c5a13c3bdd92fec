"""The projects that a page is asked for: chosen, in order, and summed by stage."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import Depends

from projects.choice import chosen
from projects.model import STAGES, Project

UNKNOWN_STAGE: Final = ""
"""Of a project whose documents do not say and for which nothing is recorded."""

ORDERS: Final[dict[str, Callable[[Project], Any]]] = {
    "name": lambda one: one.name,
    "category": lambda one: one.category,
    "stage": lambda one: STAGES.index(one.stage) if one.stage in STAGES else -1,
    "investment": lambda one: -(one.investment_10k_cny or 0.0),
    "invested": lambda one: -(one.invested_10k_cny or 0.0),
}
"""By what a list can be ordered; what is summed comes largest first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ProjectFilter:
    """Which projects, in which order; "" chooses all, and leaves the plan's own order."""

    category: str
    stage: str
    text: str
    order: str

    def of(self, projects: Iterable[Project]) -> list[Project]:
        """Return those that are meant."""
        found = [one for one in projects if self._means(one)]
        return sorted(found, key=ORDERS[self.order]) if self.order else found

    def _means(self, project: Project) -> bool:
        told = f"{project.project_id}\n{project.name}\n{project.category}\n{project.note}".lower()
        return (
            self.category in ("", project.category)
            and self.stage in ("", project.stage)
            and self.text.lower() in told
        )


def project_filter(
    category: str = "", stage: str = "", text: str = "", order: str = ""
) -> ProjectFilter:
    """Return what the address asks for.

    Raises
    ------
    WrongUseError
        If there is no such stage or order.
    """
    if stage:
        chosen("stage", stage, STAGES)
    if order:
        chosen("order", order, tuple(ORDERS))
    return ProjectFilter(category=category, stage=stage, text=text.strip(), order=order)


AskedProjects = Annotated[ProjectFilter, Depends(project_filter)]


@dataclass(frozen=True, kw_only=True, slots=True)
class StageSum:
    """The projects at one stage: how many, their investment, what is done of it, in 万元."""

    stage: str
    projects: tuple[Project, ...]

    @property
    def investment_10k_cny(self) -> float | None:
        """What they are to cost, as far as that is known; None if it is of none."""
        return _sum(one.investment_10k_cny for one in self.projects)

    @property
    def invested_10k_cny(self) -> float | None:
        """What is recorded as invested; None if nothing is."""
        return _sum(one.invested_10k_cny for one in self.projects)


def _sum(figures: Iterable[float | None]) -> float | None:
    told = [one for one in figures if one is not None]
    return sum(told) if told else None


def by_stage(projects: Sequence[Project]) -> list[StageSum]:
    """Return a sum for each stage in their order, and one for those of no known stage."""
    known = [*STAGES, UNKNOWN_STAGE]
    return [
        StageSum(
            stage=stage,
            projects=tuple(
                one
                for one in projects
                if one.stage == stage or (stage == UNKNOWN_STAGE and one.stage not in STAGES)
            ),
        )
        for stage in known
    ]

"""Settings of the command line: where the statuses begin, which plan is meant."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from projects.status import Thresholds
from projects.warnings import Limits


class PlanSettings(BaseSettings):
    """Read from the environment; `PlanSettings()` reads it.

    Parameters
    ----------
    plan
        `LANDPLAN_PLAN`: the plan that commands mean; without it, the only one in the database.
    on_track, behind
        `LANDPLAN_ON_TRACK`, `LANDPLAN_BEHIND`: shares of the expected figure (0–1).
    stalled_months, reserve_years
        `LANDPLAN_STALLED_MONTHS`, `LANDPLAN_RESERVE_YEARS`: how long a project's stage and land in
        reserve may stand still before they are warned of.
    """

    model_config = SettingsConfigDict(env_prefix="LANDPLAN_", env_ignore_empty=True, frozen=True)

    plan: str | None = None
    on_track: float = Field(default=0.95, ge=0, le=1)
    behind: float = Field(default=0.75, ge=0, le=1)
    stalled_months: int = Field(default=12, ge=1)
    reserve_years: float = Field(default=2.0, gt=0)

    @property
    def thresholds(self) -> Thresholds:
        """The two shares as `projects.balance` takes them."""
        return Thresholds(on_track=self.on_track, behind=self.behind)

    @property
    def limits(self) -> Limits:
        """The two durations as `projects.warnings` takes them."""
        return Limits(stalled_months=self.stalled_months, reserve_years=self.reserve_years)

"""Settings of the command line: where the statuses begin, which plan is meant."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from projects.status import Thresholds


class PlanSettings(BaseSettings):
    """Read from the environment; `PlanSettings()` reads it.

    Parameters
    ----------
    plan
        `LANDPLAN_PLAN`: the plan that commands mean; without it, the only one in the database.
    on_track, behind
        `LANDPLAN_ON_TRACK`, `LANDPLAN_BEHIND`: shares of the expected figure (0–1).
    """

    model_config = SettingsConfigDict(env_prefix="LANDPLAN_", env_ignore_empty=True, frozen=True)

    plan: str | None = None
    on_track: float = Field(default=0.95, ge=0, le=1)
    behind: float = Field(default=0.75, ge=0, le=1)

    @property
    def thresholds(self) -> Thresholds:
        """The two shares as `projects.balance` takes them."""
        return Thresholds(on_track=self.on_track, behind=self.behind)

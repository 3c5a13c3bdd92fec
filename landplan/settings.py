"""Settings of the command line: where the statuses begin, which plan is meant."""

from pathlib import Path
from typing import Final, Self, TypeVar

from pydantic import Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from gis.errors import WrongUseError
from projects.balance.status import Thresholds
from projects.monitoring.lights import LightRule
from projects.monitoring.warnings import Limits


class PlanSettings(BaseSettings):
    """Read from the environment with `read_settings(PlanSettings)`.

    Parameters
    ----------
    plan
        `LANDPLAN_PLAN`: the plan that commands mean; without it, the only one in the database.
    on_track, behind
        `LANDPLAN_ON_TRACK`, `LANDPLAN_BEHIND`: shares of the expected figure (0–1).
    stalled_months, reserve_years
        `LANDPLAN_STALLED_MONTHS`, `LANDPLAN_RESERVE_YEARS`: how long a project's stage and land in
        reserve may stand still before they are warned of.
    longest_list
        `LANDPLAN_LONGEST_LIST`: rows of a list that a report still prints whole.
    area_tolerance
        `LANDPLAN_AREA_TOLERANCE`: the share by which two areas of one piece of land may differ
        (`projects.imports.outlines.tolerance_m2`, where the default is from).
    synonyms
        `LANDPLAN_SYNONYMS`: a file with names of columns beside those that are known.
    signatures
        `LANDPLAN_SIGNATURES`: whether a report has lines for those who sign it.
    green, yellow
        `LANDPLAN_GREEN`, `LANDPLAN_YELLOW`: where the lights of projects change
        (`projects.monitoring.lights`).
    """

    model_config = SettingsConfigDict(env_prefix="LANDPLAN_", env_ignore_empty=True, frozen=True)

    plan: str | None = None
    on_track: float = Field(default=0.95, ge=0, le=1)
    behind: float = Field(default=0.75, ge=0, le=1)
    stalled_months: int = Field(default=12, ge=1, le=1200)
    reserve_years: float = Field(default=2.0, gt=0, le=100)
    longest_list: int = Field(default=1000, ge=30, le=1_000_000)
    area_tolerance: float = Field(default=0.006, gt=0, le=0.2)
    synonyms: Path | None = None
    signatures: bool = True
    green: float = Field(default=0.9, ge=0, le=1)
    yellow: float = Field(default=0.6, ge=0, le=1)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.on_track < self.behind:
            raise WrongUseError(
                f"LANDPLAN_ON_TRACK（{self.on_track:g}）小于 LANDPLAN_BEHIND（{self.behind:g}）；"
                "基本同步的界限应不低于滞后的界限",
                f"LANDPLAN_ON_TRACK ({self.on_track:g}) is less than LANDPLAN_BEHIND "
                f"({self.behind:g}); on track begins where behind ends, or above",
            )
        if self.green < self.yellow:
            raise WrongUseError(
                f"LANDPLAN_GREEN（{self.green:g}）小于 LANDPLAN_YELLOW（{self.yellow:g}）；"
                "绿灯的界限应不低于黄灯的界限",
                f"LANDPLAN_GREEN ({self.green:g}) is less than LANDPLAN_YELLOW "
                f"({self.yellow:g}); green begins where yellow ends, or above",
            )
        return self

    @property
    def light_rule(self) -> LightRule:
        """Where the lights of projects change."""
        return LightRule(green=self.green, yellow=self.yellow, stalled_months=self.stalled_months)

    @property
    def thresholds(self) -> Thresholds:
        """The two shares as `projects.balance.sql_engine` takes them."""
        return Thresholds(on_track=self.on_track, behind=self.behind)

    @property
    def limits(self) -> Limits:
        """The two durations as `projects.monitoring.warnings` takes them."""
        return Limits(stalled_months=self.stalled_months, reserve_years=self.reserve_years)


_WANTED: Final = {
    "on_track": ("0 至 1 之间的数", "a number from 0 to 1"),
    "behind": ("0 至 1 之间的数", "a number from 0 to 1"),
    "green": ("0 至 1 之间的数", "a number from 0 to 1"),
    "yellow": ("0 至 1 之间的数", "a number from 0 to 1"),
    "stalled_months": ("1 至 1200 的整数", "a whole number from 1 to 1200"),
    "reserve_years": ("大于 0、不超过 100 的数", "a number above 0 and at most 100"),
    "longest_list": ("30 至 1000000 的整数", "a whole number from 30 to 1000000"),
    "area_tolerance": ("大于 0、不超过 0.2 的数", "a number above 0 and at most 0.2"),
    "signatures": ("yes 或 no", "yes or no"),
    "reading": ("open（公开）或 login（须登录）", "open or login"),
    "trusted_proxies": (
        "逗号分开的地址或网段，如 127.0.0.1",
        "addresses or networks parted by commas, such as 127.0.0.1",
    ),
    "parcels_in_page": ("0 至 100000 的整数", "a whole number from 0 to 100000"),
    "jobs": ("1 至 64 的整数", "a whole number from 1 to 64"),
    "jobs_each": ("1 至 1000 的整数", "a whole number from 1 to 1000"),
    "job_minutes": ("大于 0、不超过 1440 的数", "a number above 0 and at most 1440"),
    "job_mb": ("256 至 1000000 的整数", "a whole number from 256 to 1000000"),
    "job_days": ("大于 0、不超过 3650 的数", "a number above 0 and at most 3650"),
    "upload_mb": ("1 至 100000 的整数", "a whole number from 1 to 100000"),
    "basemap_datum": ("wgs84 或 gcj02", "wgs84 or gcj02"),
}

AnySettings = TypeVar("AnySettings", bound=BaseSettings)


def read_settings(kind: type[AnySettings]) -> AnySettings:
    """Read the settings of one kind from the environment.

    Raises
    ------
    WrongUseError
        If a variable holds what it cannot mean.
    """
    try:
        return kind()
    except ValidationError as error:
        raise _refusal(error) from error
    except RuntimeError as error:  # of Path.expanduser
        raise WrongUseError(
            "LANDPLAN_DATA_DIR 或 LANDPLAN_PG_BINDIR 以 ~ 开头，但找不到该用户的主目录；"
            "请写出完整路径",
            "LANDPLAN_DATA_DIR or LANDPLAN_PG_BINDIR begins with ~ of a user without a home "
            "folder; write the whole path",
        ) from error


def _refusal(error: ValidationError) -> WrongUseError:
    zh, en = [], []
    for each in error.errors():
        field = str(each["loc"][0])
        variable = f"LANDPLAN_{field.upper()}"
        wanted_zh, wanted_en = _WANTED[field]  # any text will do for the others
        zh.append(f"{variable} 现为“{each['input']}”，应为：{wanted_zh}")
        en.append(f"{variable} is {wanted_en}, not {each['input']!r}")
    return WrongUseError("；".join(zh), "; ".join(en))

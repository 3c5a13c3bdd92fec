"""Settings of the site: its names, who may read, which proxy is believed, background work."""

from ipaddress import ip_network
from typing import Literal

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class SiteSettings(BaseSettings):
    """Read from the environment with `landplan.settings.read_settings(SiteSettings)`.

    Parameters
    ----------
    reading
        `LANDPLAN_READING`: `open`, everybody may read, or `login`. Writing always wants a log-in.
    trusted_proxies
        `LANDPLAN_TRUSTED_PROXIES`: addresses or networks, parted by commas, of the proxies whose
        word on a request's address and on TLS is believed. None: no proxy's.
    allowed_hosts
        `LANDPLAN_ALLOWED_HOSTS`: names, parted by commas, by which the site may be asked beside
        those of this machine (`landplan.web.security.hosts`): the one that a proxy serves it by.
    """

    model_config = SettingsConfigDict(env_prefix="LANDPLAN_", env_ignore_empty=True, frozen=True)

    reading: Literal["open", "login"] = "open"
    trusted_proxies: str = ""
    allowed_hosts: str = ""

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, told: str) -> str:
        for each in filter(None, (one.strip() for one in told.split(","))):
            ip_network(each)
        return told


class JobSettings(BaseSettings):
    """How work is done in the background; read with `read_settings(JobSettings)`.

    Parameters
    ----------
    jobs
        `LANDPLAN_JOBS`: how many run at once, on all the machines that serve one database.
    jobs_each
        `LANDPLAN_JOBS_EACH`: how many may wait or run for one person.
    job_minutes, job_mb
        `LANDPLAN_JOB_MINUTES`, `LANDPLAN_JOB_MB`: how long one may take, and how much memory.
    job_days
        `LANDPLAN_JOB_DAYS`: how long what it was given and what it made are kept.
    upload_mb
        `LANDPLAN_UPLOAD_MB`: how much may be uploaded at once.
    """

    model_config = SettingsConfigDict(env_prefix="LANDPLAN_", env_ignore_empty=True, frozen=True)

    jobs: int = Field(default=2, ge=1, le=64)
    jobs_each: int = Field(default=5, ge=1, le=1000)
    job_minutes: float = Field(default=60, gt=0, le=1440)
    job_mb: int = Field(default=4096, ge=256, le=1_000_000)
    job_days: float = Field(default=30, gt=0, le=3650)
    upload_mb: int = Field(default=512, ge=1, le=100_000)

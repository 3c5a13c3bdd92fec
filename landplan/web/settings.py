"""Settings of the site: who may read, and which proxy is believed."""

from ipaddress import ip_network
from typing import Literal

from pydantic import field_validator
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
    """

    model_config = SettingsConfigDict(env_prefix="LANDPLAN_", env_ignore_empty=True, frozen=True)

    reading: Literal["open", "login"] = "open"
    trusted_proxies: str = ""

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, told: str) -> str:
        for each in filter(None, (one.strip() for one in told.split(","))):
            ip_network(each)
        return told

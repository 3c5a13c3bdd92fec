"""Settings of the site: by which names it may be asked, who may read, which proxy is believed."""

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

"""Settings of the site: by which names it may be asked."""

from pydantic_settings import BaseSettings, SettingsConfigDict


class SiteSettings(BaseSettings):
    """Read from the environment with `landplan.settings.read_settings(SiteSettings)`.

    Parameters
    ----------
    allowed_hosts
        `LANDPLAN_ALLOWED_HOSTS`: names, parted by commas, by which the site may be asked beside
        those of this machine (`landplan.web.security.hosts`): the one that a proxy serves it by.
    """

    model_config = SettingsConfigDict(env_prefix="LANDPLAN_", env_ignore_empty=True, frozen=True)

    allowed_hosts: str = ""

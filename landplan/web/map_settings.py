"""Settings of the map that is served: how much land a page carries, what lies under the land."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class MapSettings(BaseSettings):
    """Read from the environment with `read_settings(MapSettings)`.

    Parameters
    ----------
    parcels_in_page
        `LANDPLAN_PARCELS_IN_PAGE`: up to so many parcels the map's page carries all of them; of
        more it shows tiles.
    """

    model_config = SettingsConfigDict(env_prefix="LANDPLAN_", env_ignore_empty=True, frozen=True)

    parcels_in_page: int = Field(default=20_000, ge=0, le=100_000)

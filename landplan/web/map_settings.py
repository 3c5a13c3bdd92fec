"""Settings of the map that is served: how much land a page carries, what lies under the land."""

from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class MapSettings(BaseSettings):
    """Read from the environment with `read_settings(MapSettings)`.

    Parameters
    ----------
    parcels_in_page
        `LANDPLAN_PARCELS_IN_PAGE`: up to so many parcels the map's page carries all of them; of
        more it shows tiles.
    basemap
        `LANDPLAN_BASEMAP`: what lies under the land (`landplan.web.tiles.basemap`): `tianditu` or
        `tianditu-img`, the template of an address, an `.mbtiles` or `.pmtiles` file.
    basemap_key
        `LANDPLAN_BASEMAP_KEY`: the bureau's key of 天地图. Every reader's browser sends it.
    basemap_datum
        `LANDPLAN_BASEMAP_DATUM`: `gcj02` where the basemap is shifted; the basemap is then moved
        to the land.
    basemap_credit
        `LANDPLAN_BASEMAP_CREDIT`: whose map it is and its 审图号, as the map must show it.
    """

    model_config = SettingsConfigDict(env_prefix="LANDPLAN_", env_ignore_empty=True, frozen=True)

    parcels_in_page: int = Field(default=20_000, ge=0, le=100_000)
    basemap: str = ""
    basemap_key: str = ""
    basemap_datum: Literal["wgs84", "gcj02"] = "wgs84"
    basemap_credit: str = ""

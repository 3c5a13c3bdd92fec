"""geopandas.overlay with pyproj's Geod as a peer: the balance in a few well-known calls."""

from datetime import date
from typing import Final

import geopandas
import numpy as np
import pandas as pd

from benchmarks.land import Floats, Land, polygons
from benchmarks.ledger import STARTS_ON, STORAGE, SUPPLY, USES, Ledger, part_rings
from gis.geometry.area import GEOD, M2_PER_HA

_CRS: Final = "EPSG:4490"


class Overlay:
    """The land and the ledger as frames in memory; making them is not part of the time."""

    def __init__(self, land: Land, ledger: Ledger) -> None:
        self.zones = geopandas.GeoDataFrame(
            {"zone": range(len(land.zones))},
            geometry=[zone.outline for zone in land.zones],
            crs=_CRS,
        )
        self.parcels = geopandas.GeoDataFrame(
            geometry=polygons(land.rings(slice(None))), crs=_CRS
        ).rename_axis("parcel")
        part = np.flatnonzero(ledger.part)
        self.parts = geopandas.GeoDataFrame(
            {"parcel": ledger.parcel[part]},
            geometry=polygons(part_rings(land, ledger.parcel[part])),
            index=pd.Index(part, name="event"),
            crs=_CRS,
        )
        columns = ("parcel", "kind", "day", "use", "part", "corrects")
        self.events = pd.DataFrame({name: getattr(ledger, name) for name in columns})

    def balance(self, as_of: date) -> Floats:
        """Return hectares by (zone, measure)."""
        events = self.events
        standing = ~events.index.isin(events["corrects"])
        events = events[standing & (events["day"] <= (as_of - STARTS_ON).days)]
        stored = events.loc[events["kind"] == STORAGE, "parcel"].unique()
        supplies = events[events["kind"] == SUPPLY]
        groups = supplies.set_index("parcel")["use"].map(dict(enumerate(u[2] for u in USES)))

        touched = self.parcels.loc[self.parcels.index.isin([*stored, *supplies["parcel"]])]
        inside = self._inside(touched.reset_index())
        part = self._inside(self.parts.loc[supplies.index[supplies["part"]]])
        found = inside.merge(part, on=["zone", "parcel"], how="left", suffixes=("", "_of_part"))
        partly = found["parcel"].isin(supplies.loc[supplies["part"], "parcel"])
        found["stored"] = found["ha"].where(found["parcel"].isin(stored), 0.0)
        found["group"] = found["parcel"].map(groups)
        supplied = found["ha_of_part"].fillna(0.0).where(partly, found["ha"])
        found["supplied"] = supplied.where(found["group"].notna(), 0.0)
        return self._summed(found)

    def _inside(self, land: geopandas.GeoDataFrame) -> pd.DataFrame:
        """Return the hectares of each piece of land in each zone that it meets."""
        cut = land.overlay(self.zones, how="intersection", keep_geom_type=True)
        cut["ha"] = [abs(GEOD.geometry_area_perimeter(one)[0]) / M2_PER_HA for one in cut.geometry]
        return cut[["zone", "parcel", "ha"]]

    def _summed(self, found: pd.DataFrame) -> Floats:
        industry = found["supplied"].where(found["group"] == "industry", 0.0)
        housing = found["supplied"].where(found["group"] == "housing_services", 0.0)
        reserve = (found["stored"] - found["supplied"]).where(found["stored"] > 0, 0.0)
        table = pd.DataFrame([found["stored"], found["supplied"], industry, housing, reserve]).T
        sums = table.groupby(found["zone"]).sum().reindex(range(len(self.zones)), fill_value=0.0)
        return sums.to_numpy()

"""What a plan says of the land, as frames: the balance and what follows from it, zones, ledger."""

from typing import TYPE_CHECKING, Literal, get_args

from gis.model import ParcelState
from landplan import frames
from landplan.open_plan import Day, OpenPlan
from projects.balance.series import SeriesKind
from projects.choice import chosen
from projects.model import Basis

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd


class LandFrames(OpenPlan):
    """The frames of the land; `landplan.Plan` says what is common to them."""

    def balance(
        self,
        *,
        as_of: Day | None = None,
        zone: str | None = None,
        zone_set: str | None = None,
        basis: Basis = "declared",
        known: Day | None = None,
        engine: Literal["sql", "shapely"] = "sql",
    ) -> "pd.DataFrame":
        """Return plan against actual (对账).

        Parameters
        ----------
        zone_set
            The zones of this set. None: the main one.
        engine
            `shapely` computes it again from the outlines, without the database's sums, to check.

        Returns
        -------
        DataFrame
            Indexed by `zone_id` and `measure` (`storage`, `supply`, `supply_industry`,
            `supply_housing_services`, `reserve`): `target_ha`, `actual_ha`, `declared_ha`,
            `measured_ha` (floats), `events` (how many), `expected_ha`, `remaining_ha`,
            `needed_ha_per_year`, `forecast_ha`, `zone_name`, `parent_id`, `source` (of the
            target: `document|place|line`), `percent` (of the target), `status` (`done`,
            `on track`, `behind`, `at risk`).

        Examples
        --------
        >>> balance = plan.balance(as_of="2025-12-31", zone="songling")
        >>> print(balance.loc["songling", ["target_ha", "percent", "status"]].round(1))
                                 target_ha  percent    status
        measure
        storage                       90.0     64.4  on track
        supply                        60.0     58.3  on track
        supply_industry                NaN      NaN       NaN
        supply_housing_services        NaN      NaN       NaN
        reserve                        NaN      NaN       NaN
        """
        with self._view(as_of, known, basis=basis, zone_set=zone_set) as view:
            if engine == "sql":
                return self._told(frames.balance_frame(view.balance(zone)), view, basis=basis)
            chosen("engine", engine, ("sql", "shapely"))
            return self._told(frames.balance_frame(view.balance_again(zone)), view, basis=basis)

    def pace(
        self,
        *,
        as_of: Day | None = None,
        zone: str | None = None,
        basis: Basis = "declared",
        known: Day | None = None,
        level: float = 0.8,
    ) -> "pd.DataFrame":
        """Return what each year added, what is needed, and where the pace leads.

        Parameters
        ----------
        level
            The chance that the interval wants to hold what will really be reached.

        Returns
        -------
        DataFrame
            Indexed by `zone_id` and `measure` (all but the reserve): `target_ha`, `actual_ha`,
            `needed_ha_per_year`, `forecast_ha`, `low_ha` and `high_ha` (the interval),
            `chance_of_target` (0–1), `status`, `events`, `event_days` (days with land),
            `zone_name`, and for each year until the day, as in `added_ha_2021`: `added_ha_…`,
            `cumulative_ha_…`, `expected_ha_…`.

        Examples
        --------
        >>> pace = plan.pace(as_of="2025-12-31", zone="yunshan")
        >>> print(pace.loc["yunshan", ["forecast_ha", "low_ha", "high_ha"]].round(0).iloc[0])
        forecast_ha    167.0
        low_ha         104.0
        high_ha        246.0
        Name: storage, dtype: float64
        """
        with self._view(as_of, known, basis=basis) as view:
            return self._told(frames.pace_frame(view.pace(zone, level=level)), view, basis=basis)

    def series(
        self,
        by: SeriesKind = "year",
        *,
        as_of: Day | None = None,
        zone: str | None = None,
        basis: Basis = "declared",
        known: Day | None = None,
    ) -> "pd.DataFrame":
        """Return storage and supply by `year`, `method`, `land_use` or `owner_kind`.

        Over its keys a measure sums to that of the balance.

        Returns
        -------
        DataFrame
            `zone_id`, `zone_name`, `measure`, `key` (the year, the method, `group/code/code
            set` of the land use, or the owner kind; empty where the ledger does not say), `name`
            (of the land use), `actual_ha`, `cumulative_ha` (by year only), `declared_ha`,
            `measured_ha` (floats), `events` (how many).

        Examples
        --------
        >>> years = plan.series("year", as_of="2025-12-31", zone="songling")
        >>> print(years.pivot(index="measure", columns="key", values="actual_ha").shape)
        (4, 3)
        """
        with self._view(as_of, known, basis=basis) as view:
            return self._told(frames.series_frame(view.series(by, zone)), view, basis=basis)

    def reserve(
        self, *, as_of: Day | None = None, zone: str | None = None, known: Day | None = None
    ) -> "pd.DataFrame":
        """Return land in reserve (已储未供), storage by storage, the longest there first.

        Returns
        -------
        DataFrame
            `event_id`, `stored_on` (day), `years` (how long), `declared_ha`, `measured_ha` (still
            there, floats), `method`, `document_no`, `parcel_ids`, `parcel_names`, `owner_kinds`
            (tuples, in one order).

        Examples
        --------
        >>> reserve = plan.reserve(as_of="2025-12-31")
        >>> print(len(reserve), reserve.stored_on.min().date())
        3 2023-08-15
        """
        with self._view(as_of, known) as view:
            return self._told(frames.reserve_frame(view.reserve(zone)), view)

    def conflicts(
        self, *, as_of: Day | None = None, zone: str | None = None, known: Day | None = None
    ) -> "pd.DataFrame":
        """Return what of the ledger disagrees with earlier events, in order of date.

        Returns
        -------
        DataFrame
            `event_id`, `kind` (`stored_twice`, `supplied_twice`, `supplied_before_storage`,
            `supplied_without_storage`), `happened_on` (day), `area_ha` (measured), `other_events`
            (tuple of those concerned).

        Examples
        --------
        >>> print(len(plan.conflicts(as_of="2025-12-31")))
        0
        """
        with self._view(as_of, known) as view:
            return self._told(frames.conflicts_frame(view.conflicts(zone)), view)

    def zones(self, *, zone: str | None = None, zone_set: str | None = None) -> "gpd.GeoDataFrame":
        """Return the zones of one set (None: of the main one), parents before children.

        Returns
        -------
        GeoDataFrame
            `zone_id`, `name`, `parent_id`, `zone_set`, `declared_ha` (as published),
            `geometry_quality` (`official`, `digitised`, `schematic`), `source`
            (`document|place|line`), `note`, `measured_ha`, `outline` (EPSG:4490).

        Examples
        --------
        >>> zones = plan.zones()
        >>> print(len(zones), zones.crs)
        3 EPSG:4490
        """
        with self._view(None, None, ever=True, zone_set=zone_set) as view:
            return self._told(frames.zones_frame(view.zones_meant(zone)), view)

    def parcels(
        self,
        *,
        as_of: Day | None = None,
        zone: str | None = None,
        state: ParcelState | None = None,
        known: Day | None = None,
    ) -> "gpd.GeoDataFrame":
        """Return the parcels with their state; those with more than 1 m² in a zone.

        Parameters
        ----------
        state
            Only those that are `not_stored`, `in_reserve`, `partly_supplied` or `supplied`.

        Returns
        -------
        GeoDataFrame
            `parcel_id`, `name`, `owner_kind` (`state`, `collective`), `declared_ha`, `land_use`,
            `land_use_set`, `established_on` (day), `state`, `measured_ha`, `in_reserve_ha`,
            `supplied_ha` (floats), `outline` (EPSG:4490).

        Examples
        --------
        >>> parcels = plan.parcels(as_of="2025-12-31", zone="yunshan", state="in_reserve")
        >>> print(len(parcels), parcels.crs, parcels.state.unique().tolist())
        2 EPSG:4490 ['in_reserve']
        """
        if state is not None:
            chosen("state", state, get_args(ParcelState))
        with self._view(as_of, known) as view:
            found = [one for one in view.parcels(zone) if state in (None, one.state)]
            return self._told(frames.parcels_frame(found), view)

    def events(
        self, *, as_of: Day | None = None, zone: str | None = None, known: Day | None = None
    ) -> "gpd.GeoDataFrame":
        """Return the ledger in order of date, then id: corrected events and reversals included.

        Returns
        -------
        GeoDataFrame
            `event_id`, `kind` (`storage`, `supply`, `reversal`), `parcel_ids` (tuple),
            `happened_on`, `recorded_on` (days), `declared_ha`, `method`, `land_use`,
            `land_use_set`, `document_no`, `contract_no`, `supervision_no`, `price_10k_cny`,
            `responsible_unit`, `corrects` (id), `measured_ha`, `in_force` (bool: not corrected),
            `outline` (EPSG:4490; None for a reversal).

        Examples
        --------
        >>> print(plan.events(as_of="2025-12-31", zone="songling").kind.value_counts().to_dict())
        {'storage': 3, 'supply': 2}
        """
        with self._view(as_of, known) as view:
            found = frames.events_frame(view.events(zone), corrected=view.corrected)
            return self._told(found, view)

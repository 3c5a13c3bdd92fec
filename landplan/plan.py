"""`landplan.Plan`: a plan of the database as frames, maps and files."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Literal, Self, TypeVar, get_args

from sqlalchemy import Engine

from gis.model import ParcelState
from landplan import frames
from landplan.session import parsed_day, reading, today_in, view_on
from projects import model
from projects.balance.series import SeriesKind
from projects.choice import chosen
from projects.model import STAGES, Basis, Flow
from projects.view import EVER, PlanView

if TYPE_CHECKING:
    import folium
    import geopandas as gpd
    import pandas as pd
    from branca.element import Element

Frame = TypeVar("Frame", bound="pd.DataFrame")

Day = str | date
"""A day as `2025-12-31` or as a date."""


class Plan:
    """A plan: what it wants, what the ledger has, as of any day; made by `landplan.open`.

    Each call reads the database anew, in one transaction: what was loaded or recorded meanwhile is
    seen. Common to the methods:

    as_of
        The day at whose end everything holds. None: today in Beijing, at most the plan's last day.
    known
        Leave out events recorded after this day: what a report of that day said.
    zone
        Id of a zone: only that one and those under it.
    basis
        The actual figure: `declared` areas, or `measured` ones. Both are in the frames.

    Names ending in `_ha` are hectares, `_m2` square metres, `_10k_cny` 万元; all areas are
    ellipsoidal. Outlines are in EPSG:4490, (x, y) = (longitude, latitude). A missing figure is
    NaN. An unknown zone, state or word, or a day that is none, raises WrongUseError.
    """

    def __init__(self, engine: Engine, record: model.Plan, *, language: str = "zh") -> None:
        self._engine: Final = engine
        self.language: Final = language
        self.plan_id: Final = record.plan_id
        self.title: Final = record.title
        self.starts_on: Final = record.starts_on
        self.ends_on: Final = record.ends_on
        self.sample: Final = record.sample
        self._record: Final = record

    def __repr__(self) -> str:
        told = f"{self.plan_id}, {self.starts_on} to {self.ends_on}"
        return f"<Plan {told}, sample data>" if self.sample else f"<Plan {told}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections to the database; a later call opens them again."""
        self._engine.dispose()

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
        >>> balance = plan.balance(as_of="2025-12-31", zone="smart-city")
        >>> print(balance.loc["smart-city", ["target_ha", "percent", "status"]].round(1))
                                 target_ha  percent    status
        measure
        storage                      500.0     98.5  on track
        supply                       233.0     81.8    behind
        supply_industry              184.0     68.6   at risk
        supply_housing_services       49.0    116.8      done
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
        >>> pace = plan.pace(as_of="2023-12-31", zone="smart-city")
        >>> print(pace.loc["smart-city", ["forecast_ha", "low_ha", "high_ha"]].round(0).iloc[0])
        forecast_ha    433.0
        low_ha         371.0
        high_ha        502.0
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
        >>> years = plan.series("year", as_of="2025-12-31", zone="park-2112")
        >>> print(years.pivot(index="measure", columns="key", values="actual_ha").shape)
        (4, 5)
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
        124 2017-07-07
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
        >>> print(plan.conflicts(as_of="2025-12-31").kind.tolist())
        ['supplied_without_storage', 'stored_twice']
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
        18 EPSG:4490
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
        >>> parcels = plan.parcels(as_of="2025-12-31", zone="smart-city", state="in_reserve")
        >>> print(len(parcels), parcels.crs, parcels.state.unique().tolist())
        113 EPSG:4490 ['in_reserve']
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
        >>> print(plan.events(as_of="2025-12-31", zone="park-2112").kind.value_counts().to_dict())
        {'storage': 25, 'supply': 9}
        """
        with self._view(as_of, known) as view:
            found = frames.events_frame(view.events(zone), corrected=view.corrected)
            return self._told(found, view)

    def projects(
        self,
        *,
        as_of: Day | None = None,
        zone: str | None = None,
        stage: str | None = None,
        category: str | None = None,
    ) -> "gpd.GeoDataFrame":
        """Return the major projects (重大项目); without `as_of` as recorded last.

        Parameters
        ----------
        stage, category
            Only those at this stage (储备, 开工, 在建, 投产), of this category as printed.

        Returns
        -------
        GeoDataFrame
            `project_id`, `name`, `category`, `stage`, `zone_id`, `site_area_m2`,
            `floor_area_m2`, `investment_10k_cny` (floats), `note`, `zone_name`, `stage_on` (day),
            `invested_10k_cny`, `known_only_by_zone` (bool), `outline` (EPSG:4490: its outline,
            else its point, else None).

        Examples
        --------
        >>> projects = plan.projects(zone="ifc")
        >>> print(len(projects), projects.zone_id.unique().tolist())
        21 ['ifc', 'ifc-start', 'ifc-north', 'ifc-east']
        """
        if stage is not None:
            chosen("stage", stage, STAGES)
        with self._view(as_of, None, ever=True) as view:
            found = [
                one
                for one in view.projects(zone)
                if stage in (None, one.stage) and category in (None, one.category)
            ]
            names = {each.zone_id: each.name for each in view.every_zone}
            return self._told(frames.projects_frame(found, names), view)

    def indicators(self, *, as_of: Day | None = None, zone: str | None = None) -> "pd.DataFrame":
        """Return the indicators on their way from base to goal; without `as_of` all figures.

        Returns
        -------
        DataFrame
            `zone_id`, `zone_name`, `indicator`, `parent_indicator`, `scope`, `unit`, `span`
            (`year`, `period_total`, `period_mean`), `kind` (`binding`, `expected`, `planned`),
            `base`, `base_year`, `latest`, `latest_year`, `goal`, `goal_to` (the upper end of a
            range), `goal_year`, `progress` and `expected` (shares of the way), `status`,
            `source` (of the goal: `document|place|line`). Figures are in `unit`.

        Examples
        --------
        >>> found = plan.indicators(zone="cbd").query("indicator == '地区生产总值'")
        >>> print(*found.iloc[0][["indicator", "base", "goal", "unit", "goal_year"]])
        地区生产总值 3552.96 4800.0 亿元 2025
        """
        with self._view(as_of, None, ever=True) as view:
            return self._told(frames.indicators_frame(view.indicators(zone)), view)

    def warnings(self, *, as_of: Day | None = None, known: Day | None = None) -> "pd.DataFrame":
        """Return what wants attention (监测预警), worst first.

        Returns
        -------
        DataFrame
            `severity` (3 is worst), `kind` (`target`, `indicator`, `project`, `parcel`,
            `event`), `zone_id`, `subject` (id), `warning` (a sentence).

        Examples
        --------
        >>> warnings = plan.warnings(as_of="2024-12-31")
        >>> print(warnings.groupby("severity").size().to_dict())
        {1: 37, 2: 4, 3: 3}
        """
        with self._view(as_of, known) as view:
            return self._told(frames.warnings_frame(view.warnings, language=self.language), view)

    def checks(self, *, deep: bool = False) -> "pd.DataFrame":
        """Return everything that does not add up: documents, zones, ledger, records.

        Parameters
        ----------
        deep
            Also compute anew all that is stored beside the ledger; minutes on a large ledger.

        Returns
        -------
        DataFrame
            `kind`, `subject`, `finding` (a sentence), `source` (`document|place|line`).

        Examples
        --------
        >>> print(plan.checks().kind.value_counts().head(2).to_dict())
        {'count_differs': 7, 'sum_differs': 4}
        """
        with self._view(None, None, ever=True) as view:
            found = view.deep_findings if deep else view.findings
            return self._told(frames.findings_frame(found, language=self.language), view)

    def map(
        self,
        m: "folium.Map | None" = None,
        *,
        as_of: Day | None = None,
        known: Day | None = None,
        zone: str | None = None,
        measure: Flow = "storage",
        tiles: "str | folium.TileLayer | None" = None,
        most_parcels: int = 3_000,
    ) -> "folium.Map":
        """Return the plan on a folium map, for a notebook: add to it what you like.

        Parameters
        ----------
        m
            A map to add the plan to. None: a new one.
        zone
            Of any zone set; the map shows zones of its set.
        measure
            What the zones are coloured by.
        tiles
            Ground of a new map, as `folium.Map` takes it. None: plain.
        most_parcels
            Parcels are drawn up to this many; of more none is, and the legend says so.

        Examples
        --------
        >>> m = plan.map(as_of="2025-12-31")
        >>> landplan.save_offline(m, "map.html")
        []
        """
        from layers.folium_map.plan_map import plan_map
        from layers.map.map_facts import map_facts

        with self._view(as_of, known) as view:
            facts = map_facts(view.in_set_of(zone))
        return plan_map(
            facts,
            m=m,
            zone=zone,
            measure=measure,
            language=self.language,
            tiles=tiles,
            most_parcels=most_parcels,
        )

    def page(
        self,
        file: str | os.PathLike[str],
        *,
        as_of: Day | None = None,
        known: Day | None = None,
        children: "Iterable[Element]" = (),
    ) -> None:
        """Write the planner's map, as `landplan map`: one file that needs no network.

        Parameters
        ----------
        children
            Parts of folium or its plug-ins to draw on it: markers, layers, controls. Their text
            is markup, as in folium.

        Raises
        ------
        LandplanError
            If the file cannot be written; an OfflineError if a child needs a host.

        Examples
        --------
        >>> plan.page("page.html", as_of="2025-12-31")
        """
        from layers.map.map_facts import map_facts
        from layers.map.map_page import write_map

        with self._view(as_of, known) as view:
            facts = map_facts(view)
        write_map(facts, file, language=self.language, children=children)

    def report(
        self,
        file: str | os.PathLike[str],
        *,
        zone: str | None = None,
        as_of: Day | None = None,
        known: Day | None = None,
        paper: Literal["A4", "A3"] = "A4",
        template: str | os.PathLike[str] | None = None,
        atlas: Literal["zones", "parcels"] | None = None,
    ) -> None:
        """Write the report, as `landplan report`: .pdf, .docx, .xlsx or .html.

        Parameters
        ----------
        paper, template
            A4 or A3 (PDF, Word); a .docx whose styles Word uses.
        atlas
            Only a map book (PDF): a page for each of the `zones` or `parcels`.

        Raises
        ------
        LandplanError
            If the file cannot be written, or is of another format.

        Examples
        --------
        >>> plan.report("report.xlsx", zone="smart-city", as_of="2025-12-31")
        """
        from landplan import report_file
        from layers.report.report_facts import report_facts

        target, styles = Path(file), None if template is None else Path(template)
        chosen("paper", paper, report_file.PAPERS)
        if atlas is not None:
            chosen("atlas", atlas, report_file.ATLASES)
        report_file.refuse_format(target, template=styles, book=atlas is not None)
        report_file.refuse_unwritable(target)
        with self._view(as_of, known) as view:
            facts = report_facts(view, zone=zone)
        if atlas is None:
            report_file.write(facts, target, paper=paper, template=styles, language=self.language)
        else:
            report_file.write_book(facts, target, by=atlas, paper=paper, language=self.language)

    @contextmanager
    def _view(
        self,
        as_of: Day | None,
        known: Day | None,
        *,
        ever: bool = False,
        basis: Basis = "declared",
        zone_set: str | None = None,
    ) -> Iterator[PlanView]:
        """Open a view; without `as_of` of today, or of all that was ever recorded."""
        day = _day("as_of", as_of) or (EVER if ever else today_in(self._record))
        with reading(self._engine) as connection:
            yield view_on(
                connection,
                self._record,
                as_of=day,
                known=_day("known", known),
                basis=basis,
                zone_set=zone_set,
            )

    def _told(self, frame: Frame, view: PlanView, *, basis: Basis | None = None) -> Frame:
        """Write into a frame what it is of; the basis where its figures have one."""
        days = {"as_of": None if view.as_of == EVER else view.as_of, "known": view.known}
        frame.attrs |= {"plan": self.plan_id, "sample": self.sample}
        frame.attrs |= {name: day.isoformat() for name, day in days.items() if day is not None}
        if basis is not None:
            frame.attrs["basis"] = basis
        return frame


def _day(name: str, told: Day | None) -> date | None:
    """Return a day that a call gives as text, date or timestamp."""
    if told is None:
        return None
    if isinstance(told, datetime) and told == told:  # noqa: PLR0124  # pandas' missing day is not
        return told.date()
    if isinstance(told, date) and not isinstance(told, datetime):
        return told
    return parsed_day(str(told), name)

"""`landplan.Plan`: a plan of the database as frames, maps and files."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from landplan import frames
from landplan.land_frames import LandFrames
from landplan.open_plan import Day
from projects.choice import chosen
from projects.model import Basis, Flow

if TYPE_CHECKING:
    import folium
    import geopandas as gpd
    import pandas as pd
    from branca.element import Element


class Plan(LandFrames):
    """A plan: what it wants, what the ledger has, as of any day; made by `landplan.open`.

    Each call reads the database anew, in one transaction: what was loaded or recorded meanwhile is
    seen. Common to the methods:

    as_of
        The day at whose end everything holds. None: today in Beijing, at most the plan's last day.
    known
        Leave out events recorded after this day: what a report of that day said.
    zone
        Id of a zone, or a name that no other has: only that one and those under it.
    basis
        The actual figure: `declared` areas, or `measured` ones. Both are in the frames.

    Names ending in `_ha` are hectares, `_m2` square metres, `_10k_cny` 万元; all areas are
    ellipsoidal. Outlines are in EPSG:4490, (x, y) = (longitude, latitude). A missing figure is
    NaN. An unknown zone, state or word, or a day that is none, raises WrongUseError.
    """

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
        >>> projects = plan.projects(zone="songling")
        >>> print(len(projects), projects.zone_id.unique().tolist())
        1 ['songling']
        """
        with self._view(as_of, None, ever=True) as view:
            found = view.projects(zone, stage=stage, category=category)
            names = {each.zone_id: each.name for each in view.every_zone}
            return self._told(frames.projects_frame(found, names), view)

    def investment(self) -> "pd.DataFrame":
        """Return what the major projects cost by category, as printed; parents before children.

        Returns
        -------
        DataFrame
            `node`, `parent` (of the tree of categories), `name`, `project_count`,
            `total_10k_cny`, `period_10k_cny` (in all and in the plan's period, floats), `note`,
            `source` (`document|place|line`).

        Examples
        --------
        >>> print(plan.investment().columns[:4].tolist())
        ['node', 'parent', 'name', 'project_count']
        """
        with self._view(None, None, ever=True) as view:
            return self._told(frames.investment_frame(view.investment), view)

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
        >>> found = plan.indicators(zone="yunshan").query("indicator == '地区生产总值'")
        >>> print(*found.iloc[0][["indicator", "base", "goal", "unit", "goal_year"]])
        地区生产总值 120.0 180.0 亿元 2027
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
        >>> warnings = plan.warnings(as_of="2025-12-31")
        >>> print(warnings.groupby("severity").size().to_dict())
        {1: 1, 2: 2}
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
        >>> print(len(plan.checks()))
        0
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
            facts = map_facts(view.in_set_of(zone), in_time=False)
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
        basis: Basis = "declared",
        known: Day | None = None,
        paper: Literal["A4", "A3"] = "A4",
        template: str | os.PathLike[str] | None = None,
        atlas: Literal["zones", "parcels"] | None = None,
        brief: bool = False,
    ) -> None:
        """Write the report, as `landplan report`: .pdf, .docx, .xlsx or .html.

        Parameters
        ----------
        paper, template
            A4 or A3 (PDF, Word); a .docx whose styles Word uses.
        atlas
            Only a map book (PDF): a page for each of the `zones` or `parcels`.
        brief
            Only the brief report, two to four pages (PDF, Word, HTML).

        Raises
        ------
        LandplanError
            If the file cannot be written, or is of another format.

        Examples
        --------
        >>> plan.report("report.xlsx", zone="songling", as_of="2025-12-31")
        """
        from landplan import report_file
        from layers.report.report_facts import report_facts

        target, styles = Path(file), None if template is None else Path(template)
        chosen("paper", paper, report_file.PAPERS)
        if atlas is not None:
            chosen("atlas", atlas, report_file.ATLASES)
        report_file.refuse_format(target, template=styles, book=atlas is not None, brief=brief)
        report_file.refuse_unwritable(target)
        with self._view(as_of, known, basis=basis) as view:
            facts = report_facts(view, zone=zone, is_brief=brief)
        if atlas is None:
            report_file.write(
                facts, target, paper=paper, template=styles, brief=brief, language=self.language
            )
        else:
            report_file.write_book(facts, target, by=atlas, paper=paper, language=self.language)

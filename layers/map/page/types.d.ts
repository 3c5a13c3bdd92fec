// What the page's scripts speak of, for the type checker alone: nothing of this reaches the page.
//
// First what stands in the packed data, as layers/map/page_data.py, plan_data.py, land_data.py,
// outline_columns.py and layers/style_sheet.py write it; then what the scripts make of it.

export {};

declare global {
  // Columns of numbers beside the JSON

  interface Column {
    place: number;
    count: number;
    /** Bytes of each number. */
    planes: number;
  }

  interface DecimalColumn {
    whole: Column;
    decimals: number;
  }

  interface OutlineColumns {
    lon: Column;
    lat: Column;
    places: Column;
    rings: Column;
    polygons: Column;
    outlines: Column;
  }

  // The JSON

  type Measure = "storage" | "supply" | "supply_industry" | "supply_housing_services" | "reserve";
  type Quality = "official" | "digitised" | "schematic";
  type Position = [lon: number, lat: number];

  interface PageData {
    language: string;
    texts: Record<string, string>;
    /** Those of the statuses before the period is over. */
    status_texts: Record<string, string>;
    styles: Styles;
    measures: Measure[];
    flows: Measure[];
    plan: PlanRecord;
    zones: ZoneRecord[];
    balance: BalanceRow[];
    by_day: DayColumns;
    outlines: OutlineColumns;
    parcels: ParcelColumns;
    spans: SpanColumns;
    events: EventColumns;
    counted: {
      /** null: what counts whole is the event's declared area. */
      whole_ha: DecimalColumn | number[] | null;
      /** In the period, and in reserve. */
      flow: CountedColumns;
      held: CountedColumns;
    };
    /** The events that others correct. */
    corrected: Column;
    /** What methods are called, where they are called otherwise in the page's language. */
    methods: Record<string, string>;
    land_uses: LandUse[];
    projects: ProjectData;
    indicators: { lines: IndicatorLine[]; tallies: Record<string, Tally> };
    investment: InvestmentNode[];
    structure: StructurePart[];
    warnings: WarningRecord[];
    /** What parcels can be filtered by, where the page is not told of them. */
    choices?: Record<"use" | "method" | "owner" | "year", string[]>;
  }

  /** An area: its ground and edge, and a hatch in the colour `line`. */
  interface AreaStyle {
    fill: string;
    edge: string;
    hatch: string;
    line: string;
  }

  /** As Leaflet takes it; its width in pixels. */
  interface LineStyle {
    color: string;
    weight: number;
  }

  interface Styles {
    statuses: Record<string, AreaStyle>;
    states: Record<ParcelState, AreaStyle>;
    parcel_px: number;
    zone: LineStyle;
    high_zone: LineStyle;
    district: LineStyle;
    chosen_zone: LineStyle;
    chosen_parcel: LineStyle;
    changed_parcel: LineStyle;
    zone_dashes: string;
    district_dashes: string;
    hatches: { px: number; stroke_px: number; paths: Record<string, string> };
    project_px: number;
    project_halo: LineStyle;
    project_opacity: number;
    project_dashes: string;
    categories: string[];
    other_category: string;
    structure: Record<string, string>;
    measuring: string;
  }

  interface Citation {
    document: string;
    place: string;
    line: number | null;
  }

  interface PlanRecord {
    title: string;
    sample: boolean;
    starts_on: string;
    ends_on: string;
    as_of: string;
    is_over: boolean;
    basis: string;
    documents: Record<string, string>;
  }

  interface ZoneRecord {
    id: string;
    name: string;
    parent: string | null;
    declared_ha: number | null;
    measured_ha: number;
    quality: Quality;
    source: Citation | null;
    note: string;
    /** The zones within it hide its colour. */
    covered: boolean;
    label: Position;
  }

  interface BalanceRow {
    zone: string;
    measure: Measure;
    target_ha: number | null;
    actual_ha: number;
    measured_ha: number;
    declared_ha: number;
    percent: number | null;
    expected_ha: number | null;
    remaining_ha: number | null;
    needed_ha_per_year: number | null;
    forecast_ha: number | null;
    status: string | null;
    events: number;
    source: Citation | null;
  }

  /** The days before the map's own, and the figures of each row of the balance on them. */
  interface DayColumns {
    days_per_year: number;
    days: string[];
    rows: DayRow[];
  }

  // How many parcels of a zone changed after one day until another; null where that cannot be told.
  type CountChanged = (zone: Zone, after: string, until: string) => Promise<number | null>;

  interface DayRow {
    declared_ha: number[];
    measured_ha: number[];
    events: number[];
    // Where there is a target.
    percent?: (number | null)[];
    expected_ha?: number[];
    status?: (string | null)[];
  }

  interface LandUse {
    code: string;
    code_set: string;
    name: string;
    group: string;
  }

  interface ParcelKind {
    owner: string;
    land_use: string;
    land_use_set: string;
    state: ParcelState;
    zones: string[];
  }

  type ParcelState = "not_stored" | "in_reserve" | "partly_supplied" | "supplied";

  /** Attributes that a file brought beside ours, by its names. */
  type Further = Record<string, string | number | boolean>;

  interface ParcelColumns {
    id: string[];
    name: string[];
    kinds: ParcelKind[];
    kind: Column;
    declared_ha: DecimalColumn | number[];
    measured_ha: DecimalColumn | number[];
    /** 0 where it is not known. */
    established_on: Column;
    /** What few parcels have, by the number of the parcel. */
    further: Record<string, Further>;
    event_counts: Column;
    events: Column;
    parts: Column;
    in_reserve_ha: DecimalColumn | number[];
    supplied_ha: DecimalColumn | number[];
  }

  /** Spans of days in which nothing changed of a parcel; before its first it is not stored. */
  interface SpanColumns {
    states: ParcelState[];
    counts: Column;
    from_on: Column;
    state: Column;
    /** Spans that are over, by number, with only a part in reserve. */
    parts: Column;
    in_reserve_ha: DecimalColumn | number[];
    supplied_ha: DecimalColumn | number[];
  }

  interface EventKind {
    kind: "storage" | "supply" | "reversal";
    method: string;
    land_use: string;
    land_use_set: string;
  }

  interface EventColumns {
    id: string[];
    kinds: EventKind[];
    kind: Column;
    happened_on: Column;
    recorded_after_days: Column;
    declared_ha: DecimalColumn | number[];
    document_no: string[];
    // What few events have, by the number of the event.
    corrects: Record<string, string>;
    contract_no: Record<string, string>;
    supervision_no: Record<string, string>;
    price_10k_cny: Record<string, number>;
    responsible_unit: Record<string, string>;
    further: Record<string, Further>;
    parcels: Column;
  }

  /** What events count for: how each does, and the rest event by event and zone by zone. */
  interface CountedColumns {
    how: Column;
    events: Column;
    zones: Column;
    ha: DecimalColumn | number[];
  }

  interface ProjectData {
    groups: string[];
    categories: CategoryRecord[];
    stages: string[];
    list: ProjectRecord[];
  }

  interface CategoryRecord {
    name: string;
    group: string;
    colour: string;
  }

  interface Place {
    points: Position[];
    lines: Position[][];
    areas: Position[][][];
  }

  interface ProjectRecord {
    id: string;
    name: string;
    category: string;
    stage: string;
    stage_on: string | null;
    zone: string | null;
    site_area_m2: number | null;
    floor_area_m2: number | null;
    investment_10k_cny: number | null;
    invested_10k_cny: number | null;
    place: Place | null;
    quality: Quality | "";
    note: string;
    sources: Citation[];
  }

  interface IndicatorFigure {
    year: number;
    role: "base" | "actual" | "goal";
    value: number | null;
    value_to: number | null;
    note: string;
    source: Citation | null;
    recorded_by: string;
  }

  interface IndicatorLine {
    zone: string | null;
    name: string;
    parent: string | null;
    scope: string;
    unit: string;
    span: "year" | "period_total" | "period_mean";
    kind: string;
    base: IndicatorFigure | null;
    latest: IndicatorFigure | null;
    goal: IndicatorFigure | null;
    progress: number | null;
    expected: number | null;
    status: string | null;
    figures: IndicatorFigure[];
  }

  /** How many indicators are on track, are judged, have a goal. */
  interface Tally {
    good: number;
    judged: number;
    goals: number;
  }

  type MoneyField = "count" | "total_10k_cny" | "period_10k_cny";

  interface InvestmentNode {
    id: string;
    depth: number;
    name: string;
    count: number | null;
    total_10k_cny: number | null;
    period_10k_cny: number | null;
    note: string;
    source: Citation | null;
    /** Of the printed figures that are not the sum of their parts. */
    sums: { [Field in MoneyField]?: { sum: number; difference: number } };
  }

  interface StructurePart {
    id: string;
    name: string;
    kind: string;
    zones: string[];
    note: string;
    quality: Quality | "";
    lines: Position[][];
    source: Citation | null;
  }

  interface WarningRecord {
    kind: string;
    severity: number;
    zone: string | null;
    /** Those that it belongs to, also by its land. */
    zones: string[];
    subject: string;
    text: string;
  }

  // What the scripts make of it

  /** A flat row lon, lat, lon, lat, … without closing point. */
  type Ring = Float64Array;
  type Polygons = Ring[][];

  interface Bounds {
    west: number;
    south: number;
    east: number;
    north: number;
  }

  interface Zone extends ZoneRecord {
    polygons: Polygons;
    bounds: Bounds;
    children: Zone[];
    depth: number;
  }

  interface Parcel extends Omit<ParcelKind, "zones"> {
    index: number;
    id: string;
    name: string;
    declared_ha: number;
    measured_ha: number;
    established_on: string | null;
    further: Further;
    /** Only where a part of it is in reserve. */
    part: { in_reserve_ha: number; supplied_ha: number } | null;
    /** From the outermost to the innermost. */
    zones: Zone[];
    events: LandEvent[];
  }

  interface LandEvent extends EventKind {
    id: string;
    happened_on: string;
    recorded_on: string;
    declared_ha: number;
    document_no: string;
    corrects: string | null;
    contract_no: string | null;
    supervision_no: string | null;
    price_10k_cny: number | null;
    responsible_unit: string | null;
    further: Further;
    parcels: number;
  }

  type Project = Omit<ProjectRecord, "zone"> & { zone: Zone | undefined };
  type PlacedProject = Project & { place: Place };
  type Category = CategoryRecord & { members: Project[] };
  type Warning = Omit<WarningRecord, "zone" | "zones"> & { zone: Zone | undefined; zones: Zone[] };

  /** Projects that a badge stands for: of a zone, or those whose marks lie close together. */
  interface Section {
    zone?: Zone;
    projects: Project[];
  }

  interface State {
    zone: Zone | null;
    measure: Measure;
    /** Its number. */
    parcel: number | null;
    /** The id of the parcel whose card is open. */
    card: string | null;
    /** The open tab of the panel. */
    tab: Tab;
    /** What is hidden of the projects. */
    filter: Filter;
    /** The day that figures and parcels are told of. */
    day: string;
    /** The day that it is compared with. */
    compare: string | null;
    /** Which parcels are shown. */
    parcel_filter: ParcelFilter;
    /** What of the map is shown. */
    layers: Set<LayerKey>;
  }

  /** An empty set or text, or null, lets all pass. */
  interface ParcelFilter {
    state: Set<ParcelState>;
    /** Code and code set with a line break between. */
    use: string;
    method: string;
    owner: string;
    /** In which something was stored or supplied. */
    year: string;
    min_ha: number | null;
    max_ha: number | null;
    text: string;
  }

  type LayerKey = "district" | "zones" | "parcels" | "reserve" | "structure" | "labels" | "parcel_labels";

  type Tab = "balance" | "compare" | "indicators" | "projects" | "investment" | "parcels" | "zones" | "warnings";
  type Filter = Record<"category" | "stage", Set<string>>;
  type StateListener = (current: State, change: Partial<State>) => unknown;

  /** In pixels of the map. */
  interface Box {
    left: number;
    right: number;
    top: number;
    bottom: number;
  }

  // Elements

  type Child = Node | string | false | null | undefined | Child[];
  type Fact = [label: Child, value: Child];
  type AttributeValue = string | number | boolean | null | undefined;
  type Handlers = {
    [Name in keyof HTMLElementEventMap as `on${Name}`]?: (event: HTMLElementEventMap[Name]) => unknown;
  };
  interface Attributes extends Handlers {
    [name: string]: AttributeValue | ((event: never) => unknown);
  }

  // Libraries

  /** GeographicLib, of which the page measures with the polygon alone. */
  const geodesic: {
    Geodesic: { Geodesic: new (a: number, f: number) => Ellipsoid };
  };
  interface Ellipsoid {
    Polygon(isLine: boolean): {
      AddPoint(lat: number, lon: number): void;
      Compute(reverse: boolean, sign: boolean): { perimeter: number; area: number };
    };
  }
}

// What a renderer of one's own overrides and uses; Leaflet's published types leave it out.
declare module "leaflet" {
  interface Renderer {
    _bounds: Bounds;
    _zoom: number;
    _container: HTMLElement;
    _update(): void;
  }
  interface Map {
    _animatingZoom?: boolean;
  }
}

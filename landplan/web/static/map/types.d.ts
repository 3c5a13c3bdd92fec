// What the scripts of the served map speak of beside layers/map/page/types.d.ts, for the type
// checker alone.

export {};

// What Leaflet's layers of tiles have for those that build on them, and its types leave out.
declare module "leaflet" {
  interface GridLayer {
    _getTiledPixelBounds(center: LatLng): Bounds;
    _getTilePos(coords: Coords): Point;
  }
}

declare global {
  /** The features of a layer of a vector tile, as columns; places in pixels of the tile. */
  interface TileLayerColumns {
    name: string;
    ids: Float64Array;
    /** The first ring of each feature, and one more: where they all end. */
    firstRings: Uint32Array;
    ringStarts: Uint32Array;
    x: Float32Array;
    y: Float32Array;
    tags: Record<string, number | string>[];
  }

  interface ParcelTile {
    parcels?: TileLayerColumns;
    /** What is in reserve where that is not all of a parcel. */
    parts?: TileLayerColumns;
    /** Of each parcel: 4 × day + state, the first first. */
    changes: number[][];
    /** The first day on which the filter lets it pass. */
    since: number[];
  }

  /** What of a tile is shown. */
  interface Shown {
    day: string;
    compare: string | null;
    /** None: all. */
    states: Set<ParcelState>;
    withParts: boolean;
  }

  interface CellTile {
    /** The month of the first column: 12 × (year - 2000) + month - 1. */
    first: number;
    months: number;
    cells: Uint8Array;
    ha: Float32Array;
    /** Cell by cell, month by month, in 255ths. */
    reserve: Uint8Array;
    supplied: Uint8Array;
    /** Of what the filter lets pass; null where that is all land on any day. */
    shown: Uint8Array | null;
  }

  /** As projects/exports/land_summary.py tells it. */
  interface LandTold {
    count: number;
    ha: number;
    all: { count: number; ha: number };
    states: Record<ParcelState, number>;
    rows: (Omit<ParcelCard, "measured_ha" | "spans"> & { state: ParcelState })[];
  }

  /** As landplan/web/tiles/basemap.py tells it. */
  interface BasemapRecord {
    templates: string[];
    last_zoom: number;
    datum: "wgs84" | "gcj02";
    credit: string;
  }

  /** As projects/store/parcel_card.py tells it. */
  interface FoundParcel {
    bounds: Bounds;
    cards: ParcelCard[];
  }

  /** As projects/store/parcel_card.py tells it. */
  interface ParcelCard {
    parcel_id: string;
    name: string;
    owner_kind: "state" | "collective";
    land_use: string;
    land_use_set: string;
    declared_ha: number;
    measured_ha: number;
    spans: { from_on: string; state: ParcelState; in_reserve_ha: number; supplied_ha: number }[];
  }
}

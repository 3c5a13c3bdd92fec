// Parcels by tiles, where a page cannot carry all of them: cells from afar, parcels near by. A tile
// holds all days, so another day is drawn from what is there, without asking the server.

import * as cellTile from "./cell_tile.js";
import * as parcelCard from "./parcel_card.js";
import * as parcelTile from "./parcel_tile.js";
import * as layers from "./layers.js";
import { layer as parcelLayer } from "./parcels.js";
import * as server from "./server.js";
import * as state from "./state.js";

const TYPING_MS = 250;
const SIZE = 256;

/** @typedef {{ z: number, x: number, y: number, context: CanvasRenderingContext2D, stop: AbortController, cells?: CellTile, parcels?: ParcelTile }} Drawn */

class LandTiles extends L.GridLayer {
  /** @param {string} address @param {number} parcelsFromZoom */
  constructor(address, parcelsFromZoom) {
    super({ pane: "tiles", noWrap: true, keepBuffer: 1, updateWhenZooming: false });
    this.address = address;
    this.parcelsFromZoom = parcelsFromZoom;
    /** @type {Map<string, Drawn>} */
    this.drawn = new Map();
    this.asked = asked();
    this.waiting = 0;
    this.on("tileunload", (/** @type {{ coords: L.Coords }} */ { coords }) => this.forget(coords));
  }

  /** @param {L.Coords} coords @param {L.DoneCallback} done */
  createTile(coords, done) {
    const canvas = document.createElement("canvas");
    const isGrid = coords.z < this.parcelsFromZoom;
    const ratio = !isGrid && window.devicePixelRatio > 1 ? 2 : 1;
    canvas.width = canvas.height = ratio * SIZE;
    // What is drawn anew many times is drawn faster by the processor than by way of the graphics card.
    const context = canvas.getContext("2d", { willReadFrequently: true });
    if (!context) return canvas;
    context.scale(ratio, ratio);
    const { x, y, z } = coords;
    /** @type {Drawn} */
    const tile = { x, y, z, context, stop: new AbortController() };
    this.drawn.set(keyOf(coords), tile);
    const path = isGrid ? `grid/${z}/${x}/${y}${this.asked.grid}` : `parcels/${z}/${x}/${y}.mvt${this.asked.parcels}`;
    fetched(`${this.address}/${path}`, tile.stop.signal).then(
      (buffer) => {
        if (isGrid) tile.cells = cellTile.read(buffer);
        else tile.parcels = parcelTile.read(buffer);
        paint(tile);
        done(undefined, canvas);
      },
      // One that was let go is no news: another may stand at its place by now, still asked for.
      (error) => { if (!tile.stop.signal.aborted) done(error, canvas); },
    );
    return canvas;
  }

  /** @param {L.Coords} coords */
  forget(coords) {
    this.drawn.get(keyOf(coords))?.stop.abort();
    this.drawn.delete(keyOf(coords));
  }

  recolour() {
    for (const tile of this.drawn.values()) paint(tile);
  }

  // Another filter: other tiles, but where the state is the matter of it, which parcels tell.
  filter() {
    const before = this.asked;
    this.asked = asked();
    const isGrid = this._tileZoom != null && this._tileZoom < this.parcelsFromZoom;
    window.clearTimeout(this.waiting);
    if (isGrid ? before.grid === this.asked.grid : before.parcels === this.asked.parcels) {
      this.recolour();
      return;
    }
    document.body.dataset.tiles = "asked";
    this.waiting = window.setTimeout(() => this.redraw(), TYPING_MS);
  }

  // The place whose parcel is drawn there.
  /** @param {L.LatLng} latLng */
  placeAt(latLng) {
    const zoom = this._tileZoom;
    if (zoom == null || zoom < this.parcelsFromZoom) return null;
    const { x, y } = this._map.project(latLng, zoom);
    const [column, row] = [Math.floor(x / SIZE), Math.floor(y / SIZE)];
    const tile = this.drawn.get(keyOf({ x: column, y: row, z: zoom }));
    return tile?.parcels ? parcelTile.at(tile.parcels, x - SIZE * column, y - SIZE * row, shown()) : null;
  }
}

/** @param {{ x: number, y: number, z: number }} coords */
const keyOf = ({ x, y, z }) => `${z}/${x}/${y}`;

// What of the filter the server looks at; of cells the states too, which parcels tell themselves.
function asked() {
  const told = server.put(new URLSearchParams(), server.filtered());
  const parcels = String(told) && `?${told}`;
  server.put(told, { states: [...state.current.parcel_filter.state].join() });
  return { parcels, grid: String(told) && `?${told}` };
}

/** @returns {Shown} */
function shown() {
  const { day, compare, parcel_filter: { state: states } } = state.current;
  return { day, compare, states, withParts: layers.isShown("reserve") };
}

/** @param {Drawn} tile */
function paint({ context, cells, parcels, ...coords }) {
  if (cells) cellTile.draw(context, cells, coords, shown());
  if (parcels) parcelTile.draw(context, parcels, shown());
}

// While the server makes the tiles it says so, and when to ask again.
/** @param {string} address @param {AbortSignal} [signal] @returns {Promise<ArrayBuffer>} */
async function fetched(address, signal) {
  const answer = await fetch(address, { signal });
  if (answer.ok) return answer.arrayBuffer();
  const waitS = Number(answer.headers.get("Retry-After"));
  if (answer.status !== 503 || !waitS) throw new Error(`${address}: ${answer.status}`);
  await new Promise((resolve) => { setTimeout(resolve, 1000 * waitS); });
  return fetched(address, signal);
}

/** @param {L.Map} map @param {string} address */
export async function begin(map, address) {
  const told = JSON.parse(new TextDecoder().decode(await fetched(address)));
  map.createPane("tiles").style.zIndex = "325";
  const layer = new LandTiles(address, told.parcels_from_zoom);
  layer.on("loading", () => { document.body.dataset.tiles = "loading"; });
  layer.on("load", () => { document.body.dataset.tiles = "drawn"; });
  // They come and go with the layer of parcels, whose place they take.
  map.on("layeradd", (event) => event.layer === parcelLayer && layer.addTo(map));
  map.on("layerremove", (event) => event.layer === parcelLayer && layer.remove());
  if (map.hasLayer(parcelLayer)) layer.addTo(map);
  state.listen((_, change) => {
    if ("parcel_filter" in change) layer.filter();
    else if (["day", "compare", "layers"].some((part) => part in change)) layer.recolour();
  });
  map.on("click", ({ latlng }) => {
    const place = layer.placeAt(latlng);
    if (place != null) parcelCard.openAt(latlng, place);
  });
  return layer;
}

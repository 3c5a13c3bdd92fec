// Parcels on one canvas: projected once, then drawn state by state. Leaflet's own shapes would
// make an object with its events for each parcel, which a page of 100 000 cannot carry.

import * as data from "./data.js";
import * as geometry from "./geometry.js";
import * as land from "./land.js";
import * as layers from "./layers.js";
import * as filter from "./parcel_filter.js";
import * as labels from "./parcel_labels.js";
import * as spans from "./spans.js";
import * as state from "./state.js";

const { lon, lat, places, ringStarts, firstRings, polygons } = data.outlines;

/** @typedef {{ fill?: string, edge: string, width?: number }} Style */
/** @typedef {{ scale: number, x: number, y: number, left: number, right: number, top: number, bottom: number }} View */


const STYLES = data.styles.states;
export const STATES = Object.keys(STYLES);
// A path of very many shapes takes the browser far longer than its shapes in portions.
const AT_ONCE = 16;
/** @type {Style} */
const CHANGED = { edge: data.styles.changed_parcel.color, width: data.styles.changed_parcel.weight };
const FAINT = 0.22;
/** @type {Style} */
const CHOSEN = { edge: data.styles.chosen_parcel.color, width: data.styles.chosen_parcel.weight };

// Places in the map's plane at zoom 0, and the box there of each outline.
const x = new Float64Array(lon.length);
const y = new Float64Array(lon.length);
for (let place = 0; place < x.length; place += 1) {
  const point = L.CRS.EPSG3857.latLngToPoint(L.latLng(lat[place], lon[place]), 0);
  x[place] = point.x;
  y[place] = point.y;
}
const count = firstRings.length - 1;
const box = {
  left: new Float64Array(count).fill(Infinity), right: new Float64Array(count).fill(-Infinity),
  top: new Float64Array(count).fill(Infinity), bottom: new Float64Array(count).fill(-Infinity),
};
for (let outline = 0; outline < count; outline += 1) {
  const end = ringStarts[firstRings[outline + 1]];
  for (let i = ringStarts[firstRings[outline]]; i < end; i += 1) {
    box.left[outline] = Math.min(box.left[outline], x[places[i]]);
    box.right[outline] = Math.max(box.right[outline], x[places[i]]);
    box.top[outline] = Math.min(box.top[outline], y[places[i]]);
    box.bottom[outline] = Math.max(box.bottom[outline], y[places[i]]);
  }
}

const outlines = Array.from({ length: land.parcelCount }, (_, index) => land.parcelOutline(index));
// Where only a part is in reserve and nothing is supplied, the rest is not stored.
/** @param {number} index */
function ground(index) {
  const name = land.parcelState(index);
  return name === "in_reserve" && land.partOf(index) ? "not_stored" : name;
}

// The parcels that the filter lets pass.
/** @type {number[]} */
let shown = [];
/** @typedef {{ style: Style, members: number[], faint: boolean }} Group */

// What is drawn, one after the other: the parcels that the filter lets pass, state by state, then
// what of them is in reserve in part. While two days are compared, those that nothing happened to
// between are faint, and lie below.
/** @returns {Group[]} */
function grouped() {
  const { compare, day } = state.current;
  const changed = compare == null ? null : spans.changedBetween(compare, day);
  shown = outlines.map((_, index) => index).filter(filter.passes);
  /** @param {boolean} faint */
  const half = (faint) => {
    const some = changed ? shown.filter((index) => faint !== Boolean(changed[index])) : faint ? [] : shown;
    /** @type {Map<string, number[]>} */
    const byState = new Map(STATES.map((name) => [name, []]));
    for (const index of some) byState.get(ground(index))?.push(outlines[index]);
    /** @type {Group[]} */
    const found = Object.entries(STYLES).map(([name, style]) =>
      ({ style: changed && !faint ? { ...style, ...CHANGED } : style, members: byState.get(name) ?? [], faint }));
    const parts = layers.isShown("reserve") ? some.map(land.partOf).filter((part) => part != null) : [];
    return [...found, { style: STYLES.in_reserve, members: parts.map(({ outline }) => outline), faint }];
  };
  return [...half(true), ...half(false)];
}
/** @type {Group[]} */
let groups = [];

class ParcelLayer extends L.Renderer {
  _initContainer() {
    this._canvas = document.createElement("canvas");
    this._canvas.setAttribute("aria-hidden", "true");
    this._container = this._canvas;
  }

  _destroyContainer() {
    this._container.remove();
  }

  _updatePaths() {}

  _update() {
    if ((this._map._animatingZoom && this._bounds) || !this._canvas) return;
    super._update();
    // What is drawn anew for each day is drawn faster by the processor than by the graphics card.
    const context = this._canvas.getContext("2d", { willReadFrequently: true });
    if (!context) return;
    const ratio = window.devicePixelRatio > 1 ? 2 : 1;
    const size = this._bounds.getSize();
    L.DomUtil.setPosition(this._canvas, this._bounds.getTopLeft());
    this._canvas.width = ratio * size.x;
    this._canvas.height = ratio * size.y;
    this._canvas.style.width = `${size.x}px`;
    this._canvas.style.height = `${size.y}px`;
    context.scale(ratio, ratio);
    paint(context, this._view(size));
  }

  // What of the map's plane is seen.
  /** @param {L.Point} size @returns {View} */
  _view(size) {
    const scale = this._map.getZoomScale(this._zoom, 0);
    const { x: left, y: top } = this._map.getPixelOrigin().add(this._bounds.getTopLeft());
    return {
      scale, x: left, y: top,
      left: left / scale, right: (left + size.x) / scale,
      top: top / scale, bottom: (top + size.y) / scale,
    };
  }
}

/** @param {number} outline @param {View} view */
const isSeen = (outline, view) =>
  box.right[outline] >= view.left && box.left[outline] <= view.right &&
  box.bottom[outline] >= view.top && box.top[outline] <= view.bottom;

/** @param {CanvasRenderingContext2D} context @param {View} view */
function paint(context, view) {
  for (const { style, members, faint } of groups) {
    context.globalAlpha = faint ? FAINT : 1;
    stroke(context, members, view, style);
  }
  if (layers.isShown("parcel_labels")) {
    const named = shown.filter((index) => isSeen(outlines[index], view));
    labels.paint(context, named, view);
  }
  const chosen = state.current.parcel;
  if (chosen != null) stroke(context, [outlines[chosen]], view, CHOSEN);
}

/** @param {CanvasRenderingContext2D} context @param {number[]} members @param {View} view @param {Style} style */
function stroke(context, members, view, { fill, edge, width = data.styles.parcel_px }) {
  if (fill) context.fillStyle = fill;
  context.strokeStyle = edge;
  context.lineWidth = width;
  const seen = members.filter((outline) => isSeen(outline, view));
  for (let from = 0; from < seen.length; from += AT_ONCE) {
    context.beginPath();
    for (const outline of seen.slice(from, from + AT_ONCE)) trace(context, outline, view);
    if (fill) context.fill("evenodd");
    context.stroke();
  }
}

/** @param {CanvasRenderingContext2D} context @param {number} outline @param {View} view */
function trace(context, outline, view) {
  for (let ring = firstRings[outline]; ring < firstRings[outline + 1]; ring += 1) {
    const from = ringStarts[ring];
    for (let i = from; i < ringStarts[ring + 1]; i += 1) {
      const right = x[places[i]] * view.scale - view.x;
      const down = y[places[i]] * view.scale - view.y;
      if (i === from) context.moveTo(right, down);
      else context.lineTo(right, down);
    }
    context.closePath();
  }
}

/** @param {number} outline @param {L.Point} point */
const isOver = (outline, point) =>
  point.x >= box.left[outline] && point.x <= box.right[outline] &&
  point.y >= box.top[outline] && point.y <= box.bottom[outline];

// The smallest parcel under a point.
/** @param {L.LatLng} latLng */
export function at(latLng) {
  const point = L.CRS.EPSG3857.latLngToPoint(latLng, 0);
  /** @type {number[]} */
  const hits = [];
  outlines.forEach((outline, index) => {
    if (isOver(outline, point) && filter.passes(index) && geometry.contains(polygons(outline), latLng.lng, latLng.lat)) {
      hits.push(index);
    }
  });
  hits.sort((a, b) => land.columns.measured_ha[a] - land.columns.measured_ha[b]);
  return hits[0] ?? null;
}

/** @param {number} index */
export const boundsOf = (index) => geometry.latLngBounds(geometry.bounds(polygons(outlines[index])));

export const layer = new ParcelLayer({ pane: "parcels", padding: 0.3 });
/** @param {L.Map} map */
export function draw(map) {
  map.createPane("parcels").style.zIndex = "330";
  groups = grouped();
  layers.add(map, "parcels", layer);
  // Names want their font, which is there a little later than the page.
  document.fonts.ready.then(() => labels.areShownAt(map.getZoom()) && map.hasLayer(layer) && layer._update());
  state.listen((_, change) => {
    const isOther = ["day", "compare", "parcel_filter", "layers"].some((name) => name in change);
    if (isOther) groups = grouped();
    if ((isOther || "parcel" in change) && map.hasLayer(layer)) layer._update();
  });
}

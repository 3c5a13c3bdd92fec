// Names of parcels on the canvas, where they fit into them: at close zoom.

import * as data from "./data.js";
import * as land from "./land.js";

const FROM_ZOOM = 14;
const FONT_PX = 11;
const { polygons } = data.outlines;

/** @param {number} zoom */
export const areShownAt = (zoom) => zoom >= FROM_ZOOM;

/** @typedef {{ x: number, y: number, width: number }} Room in the map's plane at zoom 0 */
/** @type {Map<number, Room | null>} */
const rooms = new Map();
/** @type {Map<number, number>} */
const widths = new Map();

// The widest place for a name at half the height of an outline: its middle, and how wide it is.
/** @param {number} outline @returns {Room | null} */
function roomOf(outline) {
  const rings = polygons(outline).flat();
  let [south, north] = [Infinity, -Infinity];
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i += 2) {
      south = Math.min(south, ring[i]);
      north = Math.max(north, ring[i]);
    }
  }
  const lat = (south + north) / 2;
  const crossings = rings.flatMap((ring) => crossingsOf(ring, lat)).sort((a, b) => a - b);
  let [from, to] = [0, 0];
  for (let i = 0; i + 1 < crossings.length; i += 2) {
    if (crossings[i + 1] - crossings[i] > to - from) [from, to] = [crossings[i], crossings[i + 1]];
  }
  if (to <= from) return null;
  const [left, right] = [from, to].map((lon) => L.CRS.EPSG3857.latLngToPoint(L.latLng(lat, lon), 0));
  return { x: (left.x + right.x) / 2, y: left.y, width: right.x - left.x };
}

// Where a ring crosses a latitude.
/** @param {Ring} ring @param {number} lat */
function crossingsOf(ring, lat) {
  /** @type {number[]} */
  const found = [];
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    if (ring[i + 1] > lat !== ring[j + 1] > lat) {
      found.push(ring[i] + ((lat - ring[i + 1]) * (ring[j] - ring[i])) / (ring[j + 1] - ring[i + 1]));
    }
  }
  return found;
}

/** @template T @param {Map<number, T>} kept @param {number} key @param {() => T} make @returns {T} */
function once(kept, key, make) {
  const told = kept.get(key);
  if (told !== undefined || kept.has(key)) return /** @type {T} */ (told);
  const made = make();
  kept.set(key, made);
  return made;
}

/** @param {CanvasRenderingContext2D} context @param {number[]} members parcels in view @param {{ scale: number, x: number, y: number }} view */
export function paint(context, members, view) {
  if (view.scale < 2 ** FROM_ZOOM) return;
  context.font = `${FONT_PX}px ${getComputedStyle(document.body).fontFamily}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.strokeStyle = "#fff";
  context.fillStyle = data.styles.chosen_parcel.color;
  for (const index of members) {
    const room = once(rooms, index, () => roomOf(land.parcelOutline(index)));
    if (!room) continue;
    const title = land.parcelTitle(index);
    const width = once(widths, index, () => context.measureText(title).width);
    if (width > room.width * view.scale) continue;
    const [x, y] = [room.x * view.scale - view.x, room.y * view.scale - view.y];
    context.strokeText(title, x, y);
    context.fillText(title, x, y);
  }
}

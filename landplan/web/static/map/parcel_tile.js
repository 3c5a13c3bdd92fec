// A tile of parcels on its canvas, in the colours of a day; told by landplan.parcel_tile.

import { styles } from "./data.js";
import { vectorTile } from "./vector_tile.js";

// The order of landplan.parcel_states().
/** @type {ParcelState[]} */
export const STATES = ["in_reserve", "not_stored", "partly_supplied", "supplied"];
const [IN_RESERVE, NOT_STORED] = [0, 1];

// A path of many shapes takes the browser longer than its shapes in portions.
const AT_ONCE = 16;
const FAINT = 0.22;

const DAY_2000 = Date.UTC(2000, 0, 1) / 864e5;
// Days as tiles number them: from 2000-01-01.
/** @param {string} day */
export const dayNumber = (day) => Date.parse(day) / 864e5 - DAY_2000;

/** @param {ArrayBuffer} buffer @returns {ParcelTile} */
export function read(buffer) {
  const layers = vectorTile(buffer);
  const parcels = layers.get("parcels");
  return {
    parcels,
    parts: layers.get("parts"),
    changes: (parcels?.tags ?? []).map(({ c1, c2, c3, c4, more }) =>
      [c1, c2, c3, c4, ...String(more ?? "").split(" ").filter(Boolean).map(Number)]
        .filter((change) => change != null).map(Number)),
  };
}

// The place among STATES of a parcel's state on a day.
/** @param {number[]} changes @param {number} day */
export function stateOn(changes, day) {
  let state = NOT_STORED;
  for (const change of changes) {
    const from = Math.floor(change / 4);
    if (from > day) break;
    state = change - 4 * from;
  }
  return state;
}

// Whether anything happened to a parcel after one day until another.
/** @param {number[]} changes @param {number} after @param {number} until */
const changedBetween = (changes, after, until) =>
  changes.some((change) => {
    const from = Math.floor(change / 4);
    return from > after && from <= until;
  });

// While two days are compared, parcels that nothing happened to between are faint.
/** @param {CanvasRenderingContext2D} context @param {ParcelTile} tile @param {string} shown @param {{ compare: string | null, withParts: boolean }} options */
export function draw(context, tile, shown, { compare, withParts }) {
  context.clearRect(0, 0, 256, 256);
  const { parcels, parts, changes } = tile;
  const day = dayNumber(shown);
  /** @type {number[][]} */
  const byState = STATES.map(() => []);
  changes.forEach((told, index) => byState[stateOn(told, day)].push(index));
  const held = (parts?.tags ?? []).flatMap(({ from_day: from, until_day: until }, index) =>
    (Number(from) <= day && (until == null || Number(until) > day) ? [index] : []));
  const days = [compare == null ? day : dayNumber(compare), day].sort((a, b) => a - b);
  for (const isFaint of compare == null ? [false] : [true, false]) {
    context.globalAlpha = isFaint ? FAINT : 1;
    /** @param {number} index */
    const passes = (index) =>
      compare == null || isFaint !== changedBetween(changes[index], days[0], days[1]);
    STATES.forEach((name, state) =>
      parcels && fill(context, parcels, byState[state].filter(passes), styles.states[name]));
  }
  if (parts && withParts) fill(context, parts, held, styles.states[STATES[IN_RESERVE]]);
}

/** @param {CanvasRenderingContext2D} context @param {TileLayerColumns} columns @param {number[]} members @param {{ fill: string, edge: string }} style */
function fill(context, columns, members, style) {
  context.fillStyle = style.fill;
  context.strokeStyle = style.edge;
  context.lineWidth = styles.parcel_px;
  for (let from = 0; from < members.length; from += AT_ONCE) {
    context.beginPath();
    for (const index of members.slice(from, from + AT_ONCE)) trace(context, columns, index);
    context.fill("evenodd");
    context.stroke();
  }
}

/** @param {CanvasRenderingContext2D} context @param {TileLayerColumns} columns @param {number} index */
function trace(context, { firstRings, ringStarts, x, y }, index) {
  for (let ring = firstRings[index]; ring < firstRings[index + 1]; ring += 1) {
    const from = ringStarts[ring];
    context.moveTo(x[from], y[from]);
    for (let i = from + 1; i < ringStarts[ring + 1]; i += 1) context.lineTo(x[i], y[i]);
    context.closePath();
  }
}

// The place whose parcel is under a point of the tile, in its pixels.
/** @param {ParcelTile} tile @param {number} right @param {number} down */
export function at({ parcels }, right, down) {
  if (!parcels) return null;
  for (let index = 0; index < parcels.ids.length; index += 1) {
    if (holds(parcels, index, right, down)) return parcels.ids[index];
  }
  return null;
}

/** @param {TileLayerColumns} columns @param {number} index @param {number} right @param {number} down */
function holds({ firstRings, ringStarts, x, y }, index, right, down) {
  let inside = false;
  for (let ring = firstRings[index]; ring < firstRings[index + 1]; ring += 1) {
    const [from, end] = [ringStarts[ring], ringStarts[ring + 1]];
    for (let i = from, before = end - 1; i < end; before = i, i += 1) {
      const crosses = y[i] > down !== y[before] > down &&
        right < x[i] + ((down - y[i]) / (y[before] - y[i])) * (x[before] - x[i]);
      if (crosses) inside = !inside;
    }
  }
  return inside;
}

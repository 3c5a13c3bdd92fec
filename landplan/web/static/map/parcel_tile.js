// A tile of parcels on its canvas, in the colours of a day; told by landplan.parcel_tile.

import { styles } from "./data.js";
import { vectorTile } from "./vector_tile.js";

// The order of landplan.parcel_states().
/** @type {ParcelState[]} */
export const STATES = ["in_reserve", "not_stored", "partly_supplied", "supplied"];
const [IN_RESERVE, NOT_STORED] = [0, 1];

// A path of many shapes takes the browser longer than its shapes in portions.
const AT_ONCE = 16;
export const FAINT = 0.22;
const CHANGED = { edge: styles.changed_parcel.color, width: styles.changed_parcel.weight };

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
    since: (parcels?.tags ?? []).map(({ since }) => Number(since ?? -Infinity)),
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

// The parts that are in reserve on a day, by number.
/** @param {ParcelTile} tile @param {number} day */
const heldOn = ({ parts }, day) =>
  (parts?.tags ?? []).flatMap(({ from_day: from, until_day: until }, index) =>
    (Number(from) <= day && (until == null || Number(until) > day) ? [index] : []));

// Whether the filter lets a parcel pass on a day; of one that is in reserve in part the rest is drawn
// as not stored. Its other conditions the server has looked at.
/** @param {ParcelTile} tile @param {number} day @param {Set<ParcelState>} states @returns {(index: number) => boolean} */
function passing(tile, day, states) {
  const { parcels, parts, changes, since } = tile;
  const inPart = new Set(heldOn(tile, day).map((part) => parts?.ids[part]));
  /** @param {number} index */
  const has = (index) => {
    const ground = stateOn(changes[index], day);
    const isHeld = ground === NOT_STORED && inPart.has(parcels?.ids[index]);
    return states.has(STATES[isHeld ? IN_RESERVE : ground]);
  };
  return (index) => since[index] <= day && (!states.size || has(index));
}

// While two days are compared, parcels that something happened to between have an edge of their own,
// and the others are faint.
/** @param {CanvasRenderingContext2D} context @param {ParcelTile} tile @param {Shown} shown */
export function draw(context, tile, { day: shown, compare, states, withParts }) {
  context.clearRect(0, 0, 256, 256);
  const { parcels, parts, changes } = tile;
  if (!parcels) return;
  const day = dayNumber(shown);
  const lets = passing(tile, day, states);
  /** @type {number[][]} */
  const byState = STATES.map(() => []);
  changes.forEach((told, index) => lets(index) && byState[stateOn(told, day)].push(index));
  const held = withParts ? heldOn(tile, day) : [];
  const days = [compare == null ? day : dayNumber(compare), day].sort((a, b) => a - b);
  for (const isFaint of compare == null ? [false] : [true, false]) {
    context.globalAlpha = isFaint ? FAINT : 1;
    /** @param {number} index */
    const passes = (index) =>
      compare == null || isFaint !== changedBetween(changes[index], days[0], days[1]);
    STATES.forEach((name, state) => {
      const style = styles.states[name];
      fill(context, parcels, byState[state].filter(passes), compare == null || isFaint ? style : { ...style, ...CHANGED });
    });
    if (!parts) continue;
    const drawn = new Set(byState.flat().filter(passes).map((index) => parcels.ids[index]));
    fill(context, parts, held.filter((part) => drawn.has(parts.ids[part])), styles.states[STATES[IN_RESERVE]]);
  }
}

// The places of the parcels that are shown.
/** @param {ParcelTile} tile @param {Pick<Shown, "day" | "states">} shown */
export function shownIds(tile, { day: shown, states }) {
  const day = dayNumber(shown);
  const lets = passing(tile, day, states);
  return [...tile.parcels?.ids ?? []].filter((_, index) => lets(index));
}

/** @param {CanvasRenderingContext2D} context @param {TileLayerColumns} columns @param {number[]} members @param {{ fill: string, edge: string, width?: number }} style */
function fill(context, columns, members, { fill: ground, edge, width = styles.parcel_px }) {
  context.fillStyle = ground;
  context.strokeStyle = edge;
  context.lineWidth = width;
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

// The place whose parcel is shown under a point of the tile, in its pixels.
/** @param {ParcelTile} tile @param {number} right @param {number} down @param {Pick<Shown, "day" | "states">} shown */
export function at(tile, right, down, { day, states }) {
  const { parcels } = tile;
  if (!parcels) return null;
  const lets = passing(tile, dayNumber(day), states);
  for (let index = 0; index < parcels.ids.length; index += 1) {
    if (holds(parcels, index, right, down) && lets(index)) return parcels.ids[index];
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

// A tile of cells on its canvas: each cell a mixture of the states' colours by their hectares; told by
// gis/database/tile_cells.py.

import { styles } from "./data.js";
import * as format from "./format.js";
import { FAINT } from "./parcel_tile.js";

const SIDE = 16;
const PIXELS = SIDE * SIDE;
const SHARES = 255;
const WORLD_M = 40075016.685578488;

// Each pixel's rank among those of a cell, like ranks far from each other.
const RANKS = Float64Array.from({ length: PIXELS }, (_, pixel) => {
  const [x, y] = [pixel % SIDE, Math.floor(pixel / SIDE)];
  let rank = 0;
  for (let bit = 0; bit < 4; bit += 1) {
    const [right, down] = [(x >> bit) & 1, (y >> bit) & 1];
    rank = 4 * rank + 2 * (right ^ down) + down;
  }
  return rank;
});

/** @param {string} colour */
function colourNumber(colour) {
  const [red, green, blue] = [1, 3, 5].map((from) => parseInt(colour.slice(from, from + 2), 16));
  return (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0;
}
const { in_reserve: reserveStyle, supplied: suppliedStyle, not_stored: restStyle } = styles.states;
// In reserve, supplied, neither; then the same, faint.
const FULL = [reserveStyle, suppliedStyle, restStyle].map((style) => colourNumber(style.fill));
const COLOURS = [...FULL, ...FULL.map((colour) => ((Math.round(255 * FAINT) << 24) | (colour & 0xffffff)) >>> 0)];

/** @param {ArrayBuffer} buffer @returns {CellTile} */
export function read(buffer) {
  const view = new DataView(buffer);
  const [first, months, count] = [view.getInt16(0, true), view.getUint16(2, true), view.getUint16(4, true)];
  const bytes = new Uint8Array(buffer);
  let at = 6;
  const cells = bytes.subarray(at, (at += count));
  const ha = new Float32Array(buffer.slice(at, (at += 4 * count)));
  const [reserve, supplied] = [0, 1].map(() => sums(bytes.subarray(at, (at += count * months)), months));
  const shown = at < bytes.length ? sums(bytes.subarray(at), months) : null;
  return { first, months, cells, ha, reserve, supplied, shown };
}

/** @param {Uint8Array} steps @param {number} months */
function sums(steps, months) {
  const shares = Uint8Array.from(steps);
  for (let i = 1; i < shares.length; i += 1) if (i % months) shares[i] += shares[i - 1];
  return shares;
}

// A cell's share on a day: of its month's end, and before that between the ends on both sides of it.
/** @param {CellTile} tile @param {Uint8Array} shares @param {number} cell @param {string} day @param {number} [before] its share before the first month */
function shareOn({ first, months }, shares, cell, day, before = 0) {
  const [year, month, date] = day.split("-").map(Number);
  const column = 12 * (year - 2000) + month - 1 - first;
  /** @param {number} at */
  const end = (at) => (at < 0 || !months ? before : shares[cell * months + Math.min(at, months - 1)] / SHARES);
  const gone = date / new Date(Date.UTC(year, month, 0)).getUTCDate();
  return end(column - 1) * (1 - gone) + end(column) * gone;
}

// A cell's shares on a day: in reserve, supplied, and what else of it the filter lets pass.
/** @param {CellTile} tile @param {number} cell @param {string} day */
function sharesOn(tile, cell, day) {
  const [held, gone] = [tile.reserve, tile.supplied].map((shares) => shareOn(tile, shares, cell, day));
  const { shown, months } = tile;
  const all = shown ? shareOn(tile, shown, cell, day, shown[cell * months] / SHARES) : 1;
  return [held, gone, Math.max(0, all - held - gone)];
}

// Hectares of land in all, in reserve and supplied.
/** @param {CellTile} tile @param {string} day */
export function hectares(tile, day) {
  const found = { land: 0, reserve: 0, supplied: 0 };
  tile.ha.forEach((ha, cell) => {
    const [held, gone, rest] = sharesOn(tile, cell, day);
    found.land += ha * (held + gone + rest);
    found.reserve += ha * held;
    found.supplied += ha * gone;
  });
  return found;
}

// Hectares that are in another state on a day than on another one, on balance of each cell: now in
// reserve, now supplied, now neither.
/** @param {CellTile} tile @param {string} day @param {string} other */
export function changedHectares(tile, day, other) {
  const found = { reserve: 0, supplied: 0, rest: 0 };
  tile.ha.forEach((ha, cell) => {
    const [held, gone, rest] = changes(tile, cell, day, other);
    found.reserve += ha * held;
    found.supplied += ha * gone;
    found.rest += ha * rest;
  });
  return found;
}

/** @param {CellTile} tile @param {number} cell @param {string} day @param {string} other */
function changes(tile, cell, day, other) {
  const before = sharesOn(tile, cell, other);
  return sharesOn(tile, cell, day).map((share, state) => Math.max(0, share - before[state]));
}

// What is drawn of a cell by colour: while two days are compared, what changed in full, the rest faint.
/** @param {CellTile} tile @param {number} cell @param {Pick<Shown, "day" | "compare">} shown */
function drawnShares(tile, cell, { day, compare }) {
  const now = sharesOn(tile, cell, day);
  if (compare == null) return now;
  const changed = changes(tile, cell, day, compare);
  return [...changed, ...now.map((share, state) => share - changed[state])];
}

/** @param {CanvasRenderingContext2D} context @param {CellTile} tile @param {{ y: number, z: number }} coords @param {Pick<Shown, "day" | "compare">} shown */
export function draw(context, tile, coords, shown) {
  const image = new ImageData(256, 256);
  const pixels = new Uint32Array(image.data.buffer);
  // What does not fit into a cell (its land reaches beyond it) goes on to the next.
  let parts = COLOURS.map(() => 0);
  tile.cells.forEach((number, cell) => {
    const row = Math.floor(number / SIDE);
    const land = tile.ha[cell] / cellHa(coords, row);
    drawnShares(tile, cell, shown).forEach((share, part) => { parts[part] += share * land; });
    const all = parts.reduce((sum, part) => sum + part, 0);
    const fits = all > 1 ? 1 / all : 1;
    let end = 0;
    paint(pixels, number % SIDE, row, parts.map((part) => (end += part * fits)));
    parts = parts.map((part) => part * (1 - fits));
  });
  context.putImageData(image, 0, 0);
}

// Each cell rounds by a chance of its own: a rule for all would round all the same way.
/** @param {Uint32Array} pixels @param {number} column @param {number} row @param {number[]} ends */
function paint(pixels, column, row, ends) {
  const chance = Math.random();
  const landEnd = ends[ends.length - 1];
  for (let pixel = 0; pixel < PIXELS; pixel += 1) {
    const level = (RANKS[pixel] + chance) / PIXELS;
    if (level >= landEnd) continue;
    let part = 0;
    while (level >= ends[part]) part += 1;
    pixels[(SIDE * row + Math.floor(pixel / SIDE)) * 256 + SIDE * column + (pixel % SIDE)] = COLOURS[part];
  }
}

// Hectares of ground that a cell covers, by its row: the web's map stretches them to the north.
/** @param {{ y: number, z: number }} coords @param {number} row */
function cellHa({ y, z }, row) {
  const north = Math.PI * (1 - (2 * (y + (row + 0.5) / SIDE)) / 2 ** z);
  const side = WORLD_M / 2 ** z / SIDE / Math.cosh(north);
  return (side * side) / format.M2_PER_HA;
}

// A tile of cells on its canvas: each cell a mixture of the states' colours by their hectares; told by
// gis/database/tile_cells.py.

import { styles } from "./data.js";
import * as format from "./format.js";

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
const COLOURS = {
  reserve: colourNumber(styles.states.in_reserve.fill),
  supplied: colourNumber(styles.states.supplied.fill),
  rest: colourNumber(styles.states.not_stored.fill),
};

/** @param {ArrayBuffer} buffer @returns {CellTile} */
export function read(buffer) {
  const view = new DataView(buffer);
  const [first, months, count] = [view.getInt16(0, true), view.getUint16(2, true), view.getUint16(4, true)];
  const bytes = new Uint8Array(buffer);
  let at = 6;
  const cells = bytes.subarray(at, (at += count));
  const ha = new Float32Array(buffer.slice(at, (at += 4 * count)));
  const [reserve, supplied] = [0, 1].map(() => sums(bytes.subarray(at, (at += count * months)), months));
  return { first, months, cells, ha, reserve, supplied };
}

/** @param {Uint8Array} steps @param {number} months */
function sums(steps, months) {
  const shares = Uint8Array.from(steps);
  for (let i = 1; i < shares.length; i += 1) if (i % months) shares[i] += shares[i - 1];
  return shares;
}

// A cell's share on a day: of its month's end, and before that between the ends on both sides of it.
/** @param {CellTile} tile @param {Uint8Array} shares @param {number} cell @param {string} day */
function shareOn({ first, months }, shares, cell, day) {
  const [year, month, date] = day.split("-").map(Number);
  const column = 12 * (year - 2000) + month - 1 - first;
  /** @param {number} at */
  const end = (at) => (at < 0 || !months ? 0 : shares[cell * months + Math.min(at, months - 1)] / SHARES);
  const gone = date / new Date(Date.UTC(year, month, 0)).getUTCDate();
  return end(column - 1) * (1 - gone) + end(column) * gone;
}

// Hectares of land in all, in reserve and supplied.
/** @param {CellTile} tile @param {string} day */
export function hectares(tile, day) {
  const found = { land: 0, reserve: 0, supplied: 0 };
  tile.ha.forEach((ha, cell) => {
    found.land += ha;
    found.reserve += ha * shareOn(tile, tile.reserve, cell, day);
    found.supplied += ha * shareOn(tile, tile.supplied, cell, day);
  });
  return found;
}

/** @param {CanvasRenderingContext2D} context @param {CellTile} tile @param {{ y: number, z: number }} coords @param {string} day */
export function draw(context, tile, coords, day) {
  const image = new ImageData(256, 256);
  const pixels = new Uint32Array(image.data.buffer);
  // What does not fit into a cell (its land reaches beyond it) goes on to the next.
  let [reserve, supplied, rest] = [0, 0, 0];
  tile.cells.forEach((number, cell) => {
    const row = Math.floor(number / SIDE);
    const land = tile.ha[cell] / cellHa(coords, row);
    const held = shareOn(tile, tile.reserve, cell, day) * land;
    const gone = shareOn(tile, tile.supplied, cell, day) * land;
    reserve += held;
    supplied += gone;
    rest += Math.max(0, land - held - gone);
    const fits = Math.min(1, 1 / (reserve + supplied + rest));
    const ends = [reserve * fits, (reserve + supplied) * fits, (reserve + supplied + rest) * fits];
    paint(pixels, number % SIDE, row, ends);
    [reserve, supplied, rest] = [reserve, supplied, rest].map((share) => share * (1 - fits));
  });
  context.putImageData(image, 0, 0);
}

// Each cell rounds by a chance of its own: a rule for all would round all the same way.
/** @param {Uint32Array} pixels @param {number} column @param {number} row @param {number[]} ends */
function paint(pixels, column, row, [reserveEnd, suppliedEnd, landEnd]) {
  const chance = Math.random();
  for (let pixel = 0; pixel < PIXELS; pixel += 1) {
    const level = (RANKS[pixel] + chance) / PIXELS;
    if (level >= landEnd) continue;
    const at = (SIDE * row + Math.floor(pixel / SIDE)) * 256 + SIDE * column + (pixel % SIDE);
    pixels[at] = level < reserveEnd ? COLOURS.reserve : level < suppliedEnd ? COLOURS.supplied : COLOURS.rest;
  }
}

// Hectares of ground that a cell covers, by its row: the web's map stretches them to the north.
/** @param {{ y: number, z: number }} coords @param {number} row */
function cellHa({ y, z }, row) {
  const north = Math.PI * (1 - (2 * (y + (row + 0.5) / SIDE)) / 2 ** z);
  const side = WORLD_M / 2 ** z / SIDE / Math.cosh(north);
  return (side * side) / format.M2_PER_HA;
}

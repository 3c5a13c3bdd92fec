// The parcels of a table: in what order, how many hectares, and as a file.

import * as csv from "./csv.js";
import { raw } from "./data.js";
import * as land from "./land.js";
import { once } from "./once.js";
import * as spans from "./spans.js";
import * as state from "./state.js";

/** @typedef {"title" | "state" | "declared_ha"} SortKey */
/** @typedef {{ by: SortKey | null, isDown: boolean }} Sorting */

const { columns } = land;

// The place of each parcel by its title: numbers in it count as numbers.
const titleRank = once(() => {
  const { compare } = new Intl.Collator(raw.language, { numeric: true });
  const titles = columns.id.map((_, index) => land.parcelTitle(index));
  const rank = new Int32Array(titles.length);
  titles.map((_, index) => index).sort((a, b) => compare(titles[a], titles[b]))
    .forEach((index, place) => { rank[index] = place; });
  return rank;
});

/** @type {Record<SortKey, () => (index: number) => number>} */
const KEYS = {
  title: () => (index) => titleRank()[index],
  state: () => (index) => spans.states.indexOf(land.parcelState(index)),
  declared_ha: () => (index) => columns.declared_ha[index],
};

/** @param {number[]} members @param {Sorting} sorting */
export function sorted(members, { by, isDown }) {
  if (!by) return members;
  const key = KEYS[by]();
  const sign = isDown ? -1 : 1;
  return [...members].sort((a, b) => sign * (key(a) - key(b)) || a - b);
}

/** @param {number[]} members */
export const hectares = (members) => members.reduce((sum, index) => sum + columns.declared_ha[index], 0);

const HEADER = ["parcel_id", "name", "owner_kind", "declared_ha", "land_use", "land_use_set",
  "established_on", "state", "measured_ha", "in_reserve_ha"];

/** @param {number} index */
function cells(index) {
  const parcel = land.parcel(index);
  const whole = parcel.state === "in_reserve" ? parcel.measured_ha : 0;
  return [parcel.id, parcel.name, parcel.owner, parcel.declared_ha, parcel.land_use, parcel.land_use_set,
    parcel.established_on, parcel.state, parcel.measured_ha, parcel.part?.in_reserve_ha ?? whole];
}

// As `landplan export parcels` names the columns.
/** @param {Zone} zone @param {number[]} members */
export const download = (zone, members) =>
  csv.download(`${zone.id}-${state.current.day}.csv`, [HEADER, ...members.map(cells)]);

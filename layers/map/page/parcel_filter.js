// Which parcels are shown: by state on the chosen day, use, owner, and by what has happened by then.

import { plan, raw } from "./data.js";
import * as land from "./land.js";
import { once } from "./once.js";
import { having, plain } from "./plain.js";
import * as spans from "./spans.js";
import * as state from "./state.js";

/** @param {ParcelFilter} filter */
export const isOn = (filter = state.current.parcel_filter) =>
  filter.state.size > 0 || [filter.use, filter.method, filter.owner, filter.year, filter.text].some(Boolean) ||
  filter.min_ha != null || filter.max_ha != null;

/** @param {{ land_use: string, land_use_set: string }} kind */
export const useOf = ({ land_use: use, land_use_set: set }) => (use ? `${use}\n${set}` : "");

/** @param {string[]} values */
const distinct = (values) => [...new Set(values)].filter(Boolean).sort();
const { kinds } = land.columns;
// What there is to choose among.
export const values = {
  use: () => raw.choices?.use ?? distinct(kinds.map(useOf)),
  method: () => raw.choices?.method ?? distinct(land.ledger.kinds.map(({ method }) => method)),
  owner: () => raw.choices?.owner ?? distinct(kinds.map(({ owner }) => owner)),
  year: once(() => raw.choices?.year ?? distinct(Array.from(new Set(land.ledger.happened_on), (day) => spans.dayOf(day).slice(0, 4)))),
};

// Made at the first filter by text: a page of 100 000 parcels should not wait for it.
const keys = once(() => land.columns.id.map((id, index) => `${plain(land.columns.name[index])}\n${plain(id)}`));

// Of each event, whether it has the method and falls into the year that are wanted.
/** @param {ParcelFilter} filter @returns {((event: number) => boolean) | null} */
function eventTest({ method, year }) {
  if (!method && !year) return null;
  const { ledger } = land;
  const isOf = ledger.kinds.map((kind) => kind.kind !== "reversal" && (!method || kind.method === method));
  const first = year ? spans.numberOf(`${year}-01-01`) : -Infinity;
  const last = Math.min(spans.numberOf(state.current.day), year ? spans.numberOf(`${year}-12-31`) : Infinity);
  return (event) =>
    isOf[ledger.kind[event]] && ledger.happened_on[event] >= first && ledger.happened_on[event] <= last;
}

/** @param {ParcelFilter} filter @returns {(index: number) => boolean} */
function test(filter) {
  const { state: states, use, owner, text } = filter;
  const [min, max] = [filter.min_ha ?? -Infinity, filter.max_ha ?? Infinity];
  const isOf = kinds.map((kind) => (!use || useOf(kind) === use) && (!owner || kind.owner === owner));
  const { kind, declared_ha: ha } = land.columns;
  const happened = eventTest(filter);
  const wanted = plain(text);
  const has = wanted ? having(wanted) : null;
  return (index) =>
    isOf[kind[index]] && ha[index] >= min && ha[index] <= max &&
    (!states.size || states.has(land.parcelState(index))) &&
    (!happened || land.eventsOf(index).some(happened)) &&
    (!has || has(keys()[index]));
}

/** @type {{ day: string, filter: ParcelFilter | null, mask: Uint8Array }} */
let made = { day: plan.as_of, filter: null, mask: new Uint8Array(0) };
/** @param {number} index */
export function passes(index) {
  const { day, parcel_filter: filter } = state.current;
  if (!isOn(filter)) return true;
  if (made.day !== day || made.filter !== filter) {
    const lets = test(filter);
    made = { day, filter, mask: Uint8Array.from(land.columns.id, (_, each) => Number(lets(each))) };
  }
  return made.mask[index] === 1;
}

/** @param {Partial<ParcelFilter>} change */
export const set = (change) =>
  state.set({ parcel_filter: { ...state.current.parcel_filter, ...change } });

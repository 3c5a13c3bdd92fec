// Parcels on other days than the map's own, as layers/map/time_data.py tells them: spans of days in
// which nothing changed. Days are numbered as the columns number them, 0001-01-01 being 1.

import { decimal, raw, whole } from "./data.js";
import { starts } from "./outlines.js";

const told = raw.spans;
const firsts = starts(whole(told.counts));
const fromOn = whole(told.from_on);
const stateOf = whole(told.state);
const inReserve = decimal(told.in_reserve_ha);
const supplied = decimal(told.supplied_ha);
const NOT_STORED = told.states.indexOf("not_stored");

const YEAR_1970 = 719163;
/** @param {string} day */
export const numberOf = (day) => Date.parse(day) / 864e5 + YEAR_1970;
/** @param {number} number */
export const dayOf = (number) => new Date((number - YEAR_1970) * 864e5).toISOString().slice(0, 10);

// The span of a parcel that a day is in; null before its first.
/** @param {number} parcel @param {number} day */
function spanOn(parcel, day) {
  let span = firsts[parcel + 1] - 1;
  while (span >= firsts[parcel] && fromOn[span] > day) span -= 1;
  return span < firsts[parcel] ? null : span;
}

// The states of all parcels on a day, by their places among `states`.
export const states = told.states;
/** @param {string} day */
export function statesOn(day) {
  const number = numberOf(day);
  return Uint8Array.from({ length: firsts.length - 1 }, (_, parcel) => {
    const span = spanOn(parcel, number);
    return span == null ? NOT_STORED : stateOf[span];
  });
}

const parts = new Map(Array.from(whole(told.parts), (span, part) => [span, part]));
// What was in reserve of a parcel where that was only a part, with its place among such; "last" in
// the last span of the parcel, of which the map's own day tells.
/** @param {number} parcel @param {string} day */
export function partOn(parcel, day) {
  const span = spanOn(parcel, numberOf(day));
  if (span == null) return null;
  if (span === firsts[parcel + 1] - 1) return "last";
  const part = parts.get(span);
  return part == null ? null : { part, in_reserve_ha: inReserve[part], supplied_ha: supplied[part] };
}

// Whether anything happened to a parcel after one day until another.
/** @param {string} one @param {string} other */
export function changedBetween(one, other) {
  const [after, until] = [numberOf(one), numberOf(other)].sort((a, b) => a - b);
  return Uint8Array.from({ length: firsts.length - 1 }, (_, parcel) => {
    const span = spanOn(parcel, until);
    return Number(span != null && fromOn[span] > after);
  });
}

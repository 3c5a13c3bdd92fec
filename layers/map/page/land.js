// The land: parcels and events. They stay columns; one becomes a record when it is asked for.

import { plan, raw, whole, decimal, zones } from "./data.js";
import { once } from "./once.js";
import { starts } from "./outlines.js";
import * as spans from "./spans.js";
import * as state from "./state.js";

/** @param {string[]} ids */
const numbered = (ids) => new Map(ids.map((id, number) => [id, number]));

// The ledger's events, as columns.
export const ledger = {
  ...raw.events,
  kind: whole(raw.events.kind),
  happened_on: whole(raw.events.happened_on),
  recorded_after_days: whole(raw.events.recorded_after_days),
  declared_ha: decimal(raw.events.declared_ha),
  parcels: whole(raw.events.parcels),
};
/** @param {number} number @returns {LandEvent} */
export function event(number) {
  const day = ledger.happened_on[number];
  return {
    ...ledger.kinds[ledger.kind[number]],
    id: ledger.id[number],
    happened_on: spans.dayOf(day),
    recorded_on: spans.dayOf(day + ledger.recorded_after_days[number]),
    declared_ha: ledger.declared_ha[number],
    document_no: ledger.document_no[number],
    corrects: ledger.corrects[number] ?? null,
    contract_no: ledger.contract_no[number] ?? null,
    supervision_no: ledger.supervision_no[number] ?? null,
    price_10k_cny: ledger.price_10k_cny[number] ?? null,
    responsible_unit: ledger.responsible_unit[number] ?? null,
    further: ledger.further[number] ?? {},
    parcels: ledger.parcels[number],
  };
}

const eventNumbers = once(() => numbered(ledger.id));
/** @param {string | null} id */
export const eventNumber = (id) => (id == null ? null : eventNumbers().get(id) ?? null);
/** @param {string | null} id */
export function eventOf(id) {
  const number = eventNumber(id);
  return number == null ? null : event(number);
}

export const columns = {
  ...raw.parcels,
  kind: whole(raw.parcels.kind),
  declared_ha: decimal(raw.parcels.declared_ha),
  measured_ha: decimal(raw.parcels.measured_ha),
  established_on: whole(raw.parcels.established_on),
  events: whole(raw.parcels.events),
  eventStarts: starts(whole(raw.parcels.event_counts)),
  in_reserve_ha: decimal(raw.parcels.in_reserve_ha),
  supplied_ha: decimal(raw.parcels.supplied_ha),
};
export const parcelCount = columns.id.length;
// Those that are neither wholly in reserve nor wholly out of it, with their place among them.
const parts = new Map(Array.from(whole(columns.parts), (index, part) => [index, part]));

/** @param {number} index @returns {Parcel} */
export function parcel(index) {
  const part = partOf(index);
  return {
    ...kindOf(index),
    state: parcelState(index),
    index,
    id: columns.id[index],
    name: columns.name[index],
    declared_ha: columns.declared_ha[index],
    measured_ha: columns.measured_ha[index],
    established_on: columns.established_on[index] ? spans.dayOf(columns.established_on[index]) : null,
    further: columns.further[index] ?? {},
    part: part && { in_reserve_ha: part.in_reserve_ha, supplied_ha: part.supplied_ha },
    zones: parcelZones(index),
    events: toldOf(index).map(event),
  };
}

/** @param {number} index */
const kindOf = (index) => columns.kinds[columns.kind[index]];
// The states of all parcels on the chosen day, made when they are first asked for.
let statesOn = { day: plan.as_of, states: new Uint8Array(0) };
/** @param {number} index @returns {ParcelState} */
export function parcelState(index) {
  const { day } = state.current;
  if (day === plan.as_of) return kindOf(index).state;
  if (statesOn.day !== day) statesOn = { day, states: spans.statesOn(day) };
  return spans.states[statesOn.states[index]];
}

// Where only a part of a parcel is in reserve on the chosen day: how much, and the outline of that.
/** @param {number} index */
export function partOf(index) {
  const { day } = state.current;
  const told = day === plan.as_of ? "last" : spans.partOn(index, day);
  if (told !== "last") return told && { ...told, outline: pastParts + told.part };
  const part = parts.get(index);
  return part == null ? null : {
    in_reserve_ha: columns.in_reserve_ha[part], supplied_ha: columns.supplied_ha[part],
    outline: raw.zones.length + parcelCount + part,
  };
}
const pastParts = raw.zones.length + parcelCount + parts.size;
/** @param {number} index */
const parcelZones = (index) =>
  kindOf(index).zones.map((id) => zones.get(id)).filter((zone) => zone != null)
    .sort((a, b) => a.depth - b.depth);
/** @param {number} index */
export const parcelTitle = (index) => columns.name[index] || columns.id[index];
/** @param {number} index @param {Zone} zone */
export const isIn = (index, zone) => kindOf(index).zones.includes(zone.id);
/** @param {Zone} zone */
export function parcelsWithin(zone) {
  const isWithin = columns.kinds.map(({ zones: ids }) => ids.includes(zone.id));
  /** @type {number[]} */
  const found = [];
  columns.kind.forEach((each, index) => isWithin[each] && found.push(index));
  return found;
}

// The numbers of a parcel's events, and the first parcel of an event.
/** @param {number} index */
export const eventsOf = (index) =>
  columns.events.subarray(columns.eventStarts[index], columns.eventStarts[index + 1]);
const firstParcels = once(() => {
  const found = new Int32Array(ledger.id.length).fill(-1);
  for (let index = parcelCount - 1; index >= 0; index -= 1) {
    for (const number of eventsOf(index)) found[number] = index;
  }
  return found;
});
/** @param {number} number */
export function firstParcel(number) {
  const index = firstParcels()[number];
  return index < 0 ? null : index;
}

// A reversal without parcels is told with those of the event that it undoes.
/** @param {number} number */
function undoneBy(number) {
  const isReversal = ledger.kinds[ledger.kind[number]].kind === "reversal";
  return isReversal && firstParcel(number) == null ? eventNumber(ledger.corrects[number]) : null;
}
const undoing = once(() => {
  /** @type {Map<number, number[]>} */
  const found = new Map();
  for (const number of Object.keys(ledger.corrects).map(Number)) {
    const undone = undoneBy(number);
    if (undone != null) found.set(undone, [...found.get(undone) ?? [], number]);
  }
  return found;
});
/** @param {number} index */
const toldOf = (index) =>
  Array.from(eventsOf(index), (number) => [number, ...undoing().get(number) ?? []]).flat();
// The parcel with which an event is told.
/** @param {number} number */
export function parcelTelling(number) {
  const undone = undoneBy(number);
  return firstParcel(undone ?? number);
}
const parcelNumbers = once(() => numbered(columns.id));
/** @param {string} id */
export const parcelOf = (id) => parcelNumbers().get(id) ?? parcelOfEvent(id);
/** @param {string} id */
export function parcelOfEvent(id) {
  const number = eventNumber(id);
  return number == null ? null : parcelTelling(number);
}

// The outline of a parcel, by its number.
/** @param {number} index */
export const parcelOutline = (index) => raw.zones.length + index;

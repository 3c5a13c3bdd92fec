// What is chosen now. Parts listen; whoever changes it names only what changes.

import { plan } from "./data.js";

// Lets every parcel pass.
/** @returns {ParcelFilter} */
export const noFilter = () =>
  ({ state: new Set(), use: "", method: "", owner: "", year: "", min_ha: null, max_ha: null, text: "" });

// What is shown at first: all but the spatial structure.
/** @type {LayerKey[]} */
export const FIRST_LAYERS = ["district", "zones", "parcels", "reserve", "labels", "parcel_labels"];

/** @type {State} */
export const current = {
  zone: null,
  measure: "storage",
  parcel: null,
  card: null,
  tab: "balance",
  filter: { category: new Set(), stage: new Set() },
  day: plan.as_of,
  compare: null,
  parcel_filter: noFilter(),
  layers: new Set(FIRST_LAYERS),
};

/** @type {StateListener[]} */
const listeners = [];

/** @param {StateListener} listener */
export function listen(listener) {
  listeners.push(listener);
}

/** @param {Partial<State>} change */
export function set(change) {
  Object.assign(current, change);
  for (const listener of listeners) listener(current, change);
}

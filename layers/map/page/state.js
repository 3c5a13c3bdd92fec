// What is chosen now. Parts listen; whoever changes it names only what changes.

/** @type {State} */
export const current = {
  zone: null,
  measure: "storage",
  parcel: null,
  tab: "balance",
  filter: { category: new Set(), stage: new Set() },
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

// Going to a thing by name, from the tree, a list, the path or the search.

import * as counted from "./counted.js";
import * as data from "./data.js";
import * as geometry from "./geometry.js";
import * as land from "./land.js";
import * as parcelPopup from "./parcel_popup.js";
import * as parcels from "./parcels.js";
import * as projects from "./projects.js";
import * as sheet from "./sheet.js";
import * as state from "./state.js";
import * as view from "./view.js";

/** @param {Zone} chosen */
export function zone(chosen) {
  view.closePopup();
  view.fit(geometry.latLngBounds(chosen.bounds));
  state.set({ zone: chosen });
}

/** @param {number} index @param {Kept} [kept] */
export function parcel(index, { keepsView = false, keepsZone = false } = {}) {
  sheet.showMap();
  if (!keepsView) view.fitForPopup(parcels.boundsOf(index));
  const inner = keepsZone ? null : land.parcel(index).zones.pop();
  if (inner) state.set({ zone: inner });
  parcelPopup.open(index);
}

/** @typedef {{ keepsView?: boolean, keepsZone?: boolean }} Kept what of the map stays */
/** @type {((id: string, kept: Kept) => unknown) | null} */
let told = null;
// A site that has the parcels knows where one is.
/** @param {(id: string, kept: Kept) => unknown} open */
export function cardsBy(open) {
  told = open;
}

// A parcel by its id; one that is not there is passed over.
/** @param {string} id @param {Kept} [kept] */
export function card(id, kept) {
  if (told) return void told(id, kept ?? {});
  const index = land.parcelOf(id);
  if (index != null) parcel(index, kept);
}

// An event is told with its parcel, or among those of its zone.
/** @param {number} number */
export function event(number) {
  const index = land.parcelTelling(number);
  if (index != null) return parcel(index);
  zone(counted.smallestZone(number) ?? data.roots[0]);
  state.set({ tab: "balance" });
}

/** @param {Project} chosen */
export function project(chosen) {
  sheet.showMap();
  if (chosen.place) view.fitForPopup(projects.boundsOf(chosen.place), 15);
  else if (chosen.zone) view.fitForPopup(geometry.latLngBounds(chosen.zone.bounds), 15);
  if (chosen.zone) state.set({ zone: chosen.zone });
  projects.open(chosen);
}

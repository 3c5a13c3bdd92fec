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

/** @param {number} index */
export function parcel(index) {
  sheet.showMap();
  view.fitForPopup(parcels.boundsOf(index));
  const inner = land.parcel(index).zones.pop();
  if (inner) state.set({ zone: inner });
  parcelPopup.open(index);
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

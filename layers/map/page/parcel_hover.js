// The parcel under the pointer: its name and state, and that a click opens it.

import { el, name } from "./dom.js";
import * as land from "./land.js";
import * as measure from "./measure.js";
import * as parcels from "./parcels.js";
import { t } from "./words.js";

/** @param {number} index */
const content = (index) =>
  el("span", {}, name(land.parcelTitle(index)), " ",
    el("span", { class: `state-mark state-${land.parcelState(index)}` }, t(`state_${land.parcelState(index)}`)));

/** @param {L.Map} map */
export function draw(map) {
  const tip = L.tooltip({ className: "project-tip parcel-tip", direction: "right", offset: [10, 0] });
  /** @param {L.LatLng} latLng */
  function tell(latLng) {
    const index = map.hasLayer(parcels.layer) ? parcels.at(latLng) : null;
    map.getContainer().classList.toggle("is-over-parcel", index != null);
    if (index == null || measure.isOn()) tip.remove();
    else tip.setLatLng(latLng).setContent(content(index)).openOn(map);
  }
  // Asked once a frame; a mark, a line or a popup above the parcels tells of itself.
  /** @type {L.LatLng | null} */
  let pointer = null;
  map.on("mousemove", ({ latlng, originalEvent: { target } }) => {
    if (target instanceof Element && target.closest(".leaflet-interactive, .leaflet-popup")) {
      pointer = null;
      tip.remove();
      return;
    }
    if (!pointer) requestAnimationFrame(() => { if (pointer) tell(pointer); pointer = null; });
    pointer = latlng;
  });
  map.on("mouseout", () => { pointer = null; tip.remove(); });
}

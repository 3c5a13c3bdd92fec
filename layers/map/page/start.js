// Joins the parts. The page calls landplan.start.draw with folium's map.

import * as controls from "./controls.js";
import * as data from "./data.js";
import * as figures from "./figures.js";
import * as labels from "./labels.js";
import * as legend from "./legend.js";
import * as link from "./link.js";
import * as measure from "./measure.js";
import * as panel from "./panel.js";
import * as parcelHover from "./parcel_hover.js";
import * as parcelPopup from "./parcel_popup.js";
import * as parcels from "./parcels.js";
import * as print from "./print.js";
import * as projects from "./projects.js";
import * as search from "./search.js";
import * as server from "./server.js";
import * as sheet from "./sheet.js";
import * as state from "./state.js";
import * as structure from "./structure.js";
import * as timeline from "./timeline.js";
import * as view from "./view.js";
import * as zones from "./zones.js";

/** @param {L.Map} map */
export function draw(map) {
  const resized = () => map.invalidateSize({ animate: false });
  view.draw(map);
  // The legend takes its room, the view is set, and only then is anything drawn: once.
  legend.draw(map);
  view.showAllAtFirst();
  zones.draw(map);
  parcels.draw(map);
  structure.draw(map);
  projects.draw(map);
  labels.draw(map); // after the marks that names keep clear of
  controls.draw(map, () => view.showAll());
  sheet.draw(resized);
  panel.draw();
  timeline.draw();
  search.draw();
  chooseByClick(map);
  parcelHover.draw(map);
  const firstZone = data.zoneOf(server.opensAt) ?? [...data.zones.values()].find(hasTarget) ?? data.roots[0];
  if (firstZone) {
    state.set({ zone: firstZone });
    link.draw(map, firstZone);
  }
  print.draw(map);
  document.body.dataset.ready = "true";
}

// Asked for nothing, the page opens on a zone that has something to compare: the first with a target.
/** @param {Zone} zone */
const hasTarget = (zone) =>
  figures.rows(zone).some(({ target_ha }) => target_ha != null);

// A click on the map chooses the smallest zone there, and opens the parcel there.
/** @param {L.Map} map */
function chooseByClick(map) {
  map.on("click", ({ latlng }) => {
    if (measure.isOn()) return;
    const zone = zones.at(latlng);
    if (zone) state.set({ zone });
    const parcel = map.hasLayer(parcels.layer) ? parcels.at(latlng) : null;
    if (parcel != null) parcelPopup.open(parcel, latlng);
  });
  document.addEventListener("keydown", ({ key }) => key === "Escape" && map.closePopup());
}

// What is seen of the map, and the popup on it.

import * as data from "./data.js";
import * as geometry from "./geometry.js";

const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** @type {L.Map} */
let map;

/** @param {L.Map} onMap */
export function draw(onMap) {
  map = onMap;
}

// The room on the left of the map that the open legend takes, where it leaves more than half.
function legendRoom() {
  /** @type {HTMLElement | null} */
  const legend = document.querySelector("#legend details[open]");
  const taken = legend ? legend.offsetWidth + 24 : 0;
  return taken < map.getSize().x / 2 ? taken : 0;
}

// Room is kept for what lies on the map: the legend on the left where it is open, the tools.
/** @param {L.LatLngBounds} bounds */
export function fit(bounds, maxZoom = 17, animate = !still) {
  map.fitBounds(bounds, {
    paddingTopLeft: [legendRoom() || 16, 56], paddingBottomRight: [60, 28], maxZoom, animate,
  });
}

export function showAll({ animate = !still } = {}) {
  if (!data.roots.length) return;
  const all = L.latLngBounds([]);
  for (const zone of data.roots) all.extend(geometry.latLngBounds(zone.bounds));
  fit(all, 17, animate);
}

// A frame without size (a hidden tab) shows all once it has one.
export function showAllAtFirst() {
  const { x, y } = map.getSize();
  if (x && y) showAll({ animate: false });
  else map.once("resize", showAllAtFirst);
}

/** @param {L.LatLng} latLng @param {HTMLElement} content */
export function openPopup(latLng, content) {
  const { x: width, y: height } = map.getSize();
  const popup = L.popup({
    maxWidth: Math.min(360, width - 40),
    minWidth: Math.min(280, width - 40),
    maxHeight: Math.max(160, Math.min(460, height - 130)),
    autoPanPaddingTopLeft: [legendRoom() || 12, 60],
    autoPanPaddingBottomRight: [60, 30],
  });
  return popup.setLatLng(latLng).setContent(content).openOn(map);
}

export function closePopup() {
  map.closePopup();
}

// What is seen of the map, and the popup on it.

import * as data from "./data.js";
import * as geometry from "./geometry.js";
import * as sheet from "./sheet.js";

const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** @type {L.Map} */
let map;

/** @param {L.Map} onMap */
export function draw(onMap) {
  map = onMap;
}

// The open legend lies on the left of the map. It is open at first where it leaves more than half.
const LEGEND = { width: 260, height: 480 };
export function hasRoomForLegend() {
  const { x, y } = map.getSize();
  return x > 2 * LEGEND.width && y > LEGEND.height;
}
const legendRoom = () =>
  (hasRoomForLegend() && document.querySelector("#legend details[open]") ? LEGEND.width : 0);

// Room is kept for what lies on the map: the legend on the left where it is open, the tools.
/** @param {L.LatLngBounds} bounds */
export function fit(bounds, maxZoom = 17, animate = !still) {
  map.fitBounds(bounds, {
    paddingTopLeft: [legendRoom() || 16, 56], paddingBottomRight: [60, 28], maxZoom, animate,
  });
}

// Where a popup opens next: at once, as Leaflet finds room for it by where the map is now.
/** @param {L.LatLngBounds} bounds */
export const fitForPopup = (bounds, maxZoom = 16) => fit(bounds, maxZoom, false);

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

// So wide, map.css hides for a card what stands on the map beside its tools.
const NARROW = 480;

/** @param {L.LatLng} latLng @param {HTMLElement} content */
export function openPopup(latLng, content) {
  sheet.showMap();
  const { x: width, y: height } = map.getSize();
  const [above, below] = width <= NARROW ? [12, 12] : [60, hasRoomForLegend() ? 30 : 56];
  const popup = L.popup({
    maxWidth: Math.min(360, width - 106),
    minWidth: Math.min(280, width - 106),
    maxHeight: Math.max(120, Math.min(460, height - above - below - 54)),
    autoPanPaddingTopLeft: [legendRoom() || 12, above],
    autoPanPaddingBottomRight: [60, below],
  });
  return popup.setLatLng(latLng).setContent(content).openOn(map);
}

// Focus goes into the open popup, and back when it closes.
/** @param {HTMLElement | SVGElement} backTo */
export function focusPopup(backTo) {
  /** @type {HTMLElement | null} */
  const popup = document.querySelector(".leaflet-popup .popup");
  if (!popup) return;
  popup.tabIndex = -1;
  popup.focus({ preventScroll: true });
  map.once("popupclose", () => backTo.focus({ preventScroll: true }));
}

export function closePopup() {
  map.closePopup();
}

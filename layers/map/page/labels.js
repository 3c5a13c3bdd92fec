// Zone names on the map: those that fit, the chosen zone first, then the larger ones.

import * as data from "./data.js";
import { el } from "./dom.js";
import * as figures from "./figures.js";
import * as layers from "./layers.js";
import * as projects from "./projects.js";
import * as state from "./state.js";

const GAP_PX = 4;
/** @type {Map<Zone, { marker: L.Marker, text: HTMLElement }>} */
const labels = new Map();
export const group = L.layerGroup();
/** @type {L.Map} */
let map;

/** @param {Zone} zone */
function label(zone) {
  const text = el("span", { class: `zone-label depth-${Math.min(zone.depth, 3)}` }, zone.name);
  if (zone.covered) colour(zone, text);
  const [lon, lat] = zone.label;
  const icon = L.divIcon({ className: "zone-label-anchor", html: text, iconSize: [0, 0] });
  const marker = L.marker([lat, lon], { icon, interactive: false, keyboard: false, pane: "labels" });
  return { marker, text };
}

// Where inner zones hide a zone's colour, its name carries it.
/** @param {Zone} zone @param {HTMLElement} text */
function colour(zone, text) {
  text.classList.add("has-status");
  text.dataset.status = figures.status(zone, state.current.measure);
}

// In pixels of the map: the zone's own extent, and the box that its name would take.
/** @param {Zone} zone @param {HTMLElement} text */
function boxOf(zone, text) {
  const [lon, lat] = zone.label;
  const { x, y } = map.latLngToContainerPoint([lat, lon]);
  const [width, height] = [text.offsetWidth, text.offsetHeight];
  const top = y + (projects.hasBadge(zone) ? 14 : -height / 2);
  return { left: x - width / 2, right: x + width / 2, top, bottom: top + height, width };
}

/** @param {Zone} zone */
function widthOf(zone) {
  const { west, east, north } = zone.bounds;
  return map.latLngToContainerPoint([north, east]).x - map.latLngToContainerPoint([north, west]).x;
}

/** @param {Box} a @param {Box} b */
const overlaps = (a, b) =>
  a.left < b.right + GAP_PX && b.left < a.right + GAP_PX &&
  a.top < b.bottom + GAP_PX && b.top < a.bottom + GAP_PX;

export function arrange() {
  if (!map.hasLayer(group)) return;
  const chosen = state.current.zone;
  const order = [...labels].sort(([a], [b]) =>
    Number(b === chosen) - Number(a === chosen) || b.measured_ha - a.measured_ha);
  const placed = [...projects.markBoxes(map)];
  for (const [zone, { marker, text }] of order) {
    const element = marker.getElement();
    if (!element) continue;
    element.classList.toggle("below-badge", projects.hasBadge(zone));
    const box = boxOf(zone, text);
    const fits = zone === chosen || widthOf(zone) > box.width * 0.8;
    const shown = fits && !placed.some((other) => overlaps(box, other));
    element.classList.toggle("is-shown", shown);
    element.classList.toggle("is-chosen", zone === chosen);
    if (shown) placed.push(box);
  }
}

/** @param {L.Map} onMap */
export function draw(onMap) {
  map = onMap;
  Object.assign(map.createPane("labels").style, { zIndex: "620", pointerEvents: "none" });
  for (const zone of data.zones.values()) {
    const made = label(zone);
    labels.set(zone, made);
    group.addLayer(made.marker);
  }
  layers.add(map, "labels", group);
  map.on("zoomend moveend resize", arrange);
  arrange();
  state.listen((_, change) => {
    if ("zone" in change || "filter" in change || "layers" in change) arrange();
    if (!("measure" in change || "day" in change)) return;
    for (const [zone, { text }] of labels) {
      if (zone.covered) colour(zone, text);
    }
  });
}

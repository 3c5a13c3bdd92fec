// The map's small tools: zoom, whole plan, measuring, print, scale, coordinates.

import { byId, el, svg } from "./dom.js";
import * as measure from "./measure.js";
import * as print from "./print.js";
import { t } from "./words.js";

const ICONS = {
  zoom_in: "M10 4v12M4 10h12",
  zoom_out: "M4 10h12",
  whole_plan: "M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4",
  measure_distance: "M3 14L14 3l3 3L6 17zM6 11l2 2M9 8l2 2M12 5l2 2",
  measure_area: "M4 6l8-3 5 6-4 8-8-2zM4 6h.01M12 3h.01M17 9h.01M13 17h.01M5 15h.01",
  print: "M6 7V3h8v4M6 14H3V7h14v7h-3M6 12h8v5H6z",
};

/** @param {keyof typeof ICONS} key */
const icon = (key) =>
  svg("svg", { viewBox: "0 0 20 20", "aria-hidden": "true" },
    svg("path", { d: ICONS[key], fill: "none", stroke: "currentColor", "stroke-width": 1.6,
      "stroke-linecap": "round", "stroke-linejoin": "round" }));

/** @param {keyof typeof ICONS} key @param {() => unknown} onclick */
function button(key, onclick) {
  return el("button", { type: "button", class: "tool", "data-tool": key, "aria-label": t(key), title: t(key), onclick },
    icon(key));
}

/** @param {L.Map} map @param {() => void} showAll */
function tools(map, showAll) {
  const measuring = {
    distance: button("measure_distance", () => measure.start("distance")),
    area: button("measure_area", () => measure.start("area")),
  };
  measure.draw(map, (kind) => {
    for (const [key, each] of Object.entries(measuring)) each.setAttribute("aria-pressed", String(key === kind));
  });
  byId("tools").append(
    el("div", { class: "tool-group" },
      button("zoom_in", () => map.zoomIn()), button("zoom_out", () => map.zoomOut()),
      button("whole_plan", showAll)),
    el("div", { class: "tool-group" }, measuring.distance, measuring.area),
    el("div", { class: "tool-group only-wide" }, button("print", print.ask)));
}

/** @param {L.Map} map */
function coordinates(map) {
  const output = byId("coordinates");
  map.on("mousemove", ({ latlng }) => {
    output.textContent = `${latlng.lng.toFixed(5)}°E\u2002${latlng.lat.toFixed(5)}°N`;
  });
  map.on("mouseout", () => { output.textContent = ""; });
}

/** @param {L.Map} map @param {() => void} showAll */
export function draw(map, showAll) {
  tools(map, showAll);
  coordinates(map);
  L.control.scale({ imperial: false, maxWidth: 120, position: "bottomright" }).addTo(map);
}

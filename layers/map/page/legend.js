// The legend, which is also the list of layers, and the choice of the measure zones show.

import * as data from "./data.js";
import { byId, el, svg, fill } from "./dom.js";
import * as figures from "./figures.js";
import * as layers from "./layers.js";
import * as parcelLayer from "./parcels.js";
import * as projectLegend from "./project_legend.js";
import * as server from "./server.js";
import * as state from "./state.js";
import * as structure from "./structure.js";
import * as view from "./view.js";
import { t } from "./words.js";
import * as zoneLayer from "./zones.js";

const LINE = data.styles.zone.color;
/** @type {L.Map} */
let map;
const zoneTitle = el("span", {});

function measures() {
  const radios = data.flows.map((measure) =>
    el("label", {},
      el("input", {
        type: "radio", name: "measure", value: measure, checked: measure === state.current.measure,
        onchange: () => state.set({ measure }),
      }),
      el("span", {}, t(`measure_${measure}`))));
  byId("measures").append(...radios);
}

// A switch for a layer.
/** @param {Child} title @param {LayerKey} key */
function check(title, key) {
  const input = el("input", { type: "checkbox", checked: layers.isShown(key), "data-layer": key });
  input.addEventListener("change", () => layers.set(key, input.checked));
  state.listen((_, change) => { if ("layers" in change) input.checked = layers.isShown(key); });
  return el("label", { class: "layer" }, input, title);
}

/** @param {HTMLElement} head @param {Child[]} rows */
const group = (head, ...rows) => el("div", { class: "legend-group" }, head, rows);

/** @param {string} status */
const swatch = (status) =>
  svg("svg", { class: "legend-swatch", viewBox: "0 0 24 14", "aria-hidden": "true" },
    svg("rect", { x: 0.5, y: 0.5, width: 23, height: 13, fill: zoneLayer.fill(status), stroke: LINE }));

/** @param {string} dash */
const line = (dash) =>
  svg("svg", { class: "legend-swatch", viewBox: "0 0 24 14", "aria-hidden": "true" },
    svg("path", { d: "M0 7H24", stroke: LINE, "stroke-width": 1.6, "stroke-dasharray": dash }));

/** @param {Element} mark @param {string} text */
const entry = (mark, text) => el("li", {}, mark, el("span", {}, text));

// The statuses of the chosen day: fewer once the period is over.
const statusRows = el("ul", { class: "legend-rows two" });
let shownStatuses = "";
function tellStatuses() {
  const shown = figures.statuses();
  if (shown.join() === shownStatuses) return;
  shownStatuses = shown.join();
  const qualities = new Set([...data.zones.values()].map((zone) => zone.quality));
  fill(statusRows, shown.map((status) => entry(swatch(status), figures.statusWord(status))),
    qualities.has("schematic") && entry(line(data.styles.zone_dashes), t("outline_schematic")),
    (qualities.has("official") || qualities.has("digitised")) &&
      entry(line("none"), t("outline_other")));
}

const zones = () =>
  group(check(zoneTitle, "zones"), statusRows,
    [...data.zones.values()].some((zone) => zone.covered) && el("ul", { class: "legend-rows" },
      entry(el("span", { class: "ring-swatch", "aria-hidden": "true" }), t("zone_ring"))));

// Only while two days are compared.
const changedRow = el("ul", { class: "legend-rows", hidden: true });
/** @param {State} current */
function tellCompared({ day, compare }) {
  changedRow.hidden = compare == null;
  if (compare == null) return;
  const [from, to] = [compare, day].sort();
  fill(changedRow, entry(el("span", { class: "changed-swatch", "aria-hidden": "true" }), t("parcel_changed", { from, to })),
    server.tellsOfLand && entry(el("span", { class: "state-swatch state-supplied", "aria-hidden": "true" }), t("cells_changed")));
}

const parcels = () =>
  group(check(t("layer_parcels"), "parcels"),
    el("ul", { class: "legend-rows two" }, parcelLayer.STATES.map((key) =>
      entry(el("span", { class: `state-swatch state-${key}`, "aria-hidden": "true" }), t(`state_${key}`)))),
    changedRow,
    el("div", { class: "layer-branch" },
      check(t("layer_reserve"), "reserve"),
      !server.tellsOfLand && check(t("layer_parcel_labels"), "parcel_labels")));

/** @param {L.Map} onMap */
export function draw(onMap) {
  map = onMap;
  measures();
  tellStatuses();
  const body = el("div", { class: "legend-body", id: "legend-body" },
    zones(), parcels(), projectLegend.draw(),
    el("div", { class: "legend-group only-screen" }, check(t("layer_labels"), "labels"),
      check(t("layer_district"), "district"),
      structure.drawn.length > 0 && check(t("layer_structure"), "structure")));
  const fold = el("details", { open: view.hasRoomForLegend() }, el("summary", {}, t("legend")), body);
  byId("legend").append(fold);
  // Where the legend would lie on it, a popup closes it.
  map.on("popupopen", () => { if (!view.hasRoomForLegend()) fold.open = false; });
  /** @param {State} current */
  const title = (current) => fill(zoneTitle,
    t("layer_zones", { measure: t(`measure_${current.measure}`) }));
  title(state.current);
  state.listen((current, change) => {
    if ("measure" in change) title(current);
    if ("day" in change) tellStatuses();
    if ("compare" in change || "day" in change) tellCompared(current);
  });
}

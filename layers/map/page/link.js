// The state in the address: view, zone, days, layers and filter as a fragment. What a fragment says
// that this map does not know is passed over.

import * as data from "./data.js";
import * as figures from "./figures.js";
import * as go from "./go.js";
import * as land from "./land.js";
import * as filter from "./parcel_filter.js";
import * as server from "./server.js";
import * as spans from "./spans.js";
import * as state from "./state.js";

const WAIT_MS = 250;
// Changes of one kind that follow each other within this time are one step back.
const ONE_STEP_MS = 2000;
const LONGEST_TEXT = 100;
const TOLD = ["zone", "measure", "day", "compare", "layers", "parcel_filter", "filter", "tab"];

/** @type {L.Map} */
let map;
/** @type {Zone} */
let firstZone;

// A fragment of nothing but what is not as at first.
function written() {
  const { zone, measure, day, compare, tab, layers, parcel_filter: asked, filter: hidden } = state.current;
  const { lng, lat } = map.getCenter();
  const told = new URLSearchParams({ v: [lng.toFixed(5), lat.toFixed(5), Number(map.getZoom().toFixed(2))].join() });
  /** @type {[string, string | number | null | undefined][]} */
  const single = [
    ["zone", zone?.id], ["measure", measure === "storage" ? null : measure],
    ["day", day === data.plan.as_of ? null : day], ["vs", compare], ["tab", tab === "balance" ? null : tab],
    ["use", asked.use.replace("\n", "/")], ["method", asked.method], ["owner", asked.owner], ["year", asked.year],
    ["min", asked.min_ha], ["max", asked.max_ha], ["text", asked.text],
    ["state", [...asked.state].join()],
    ["layers", sameLayers(layers) ? null : [...layers].join() || "none"],
  ];
  for (const [key, value] of single) if (value != null && value !== "") told.set(key, String(value));
  for (const category of hidden.category) told.append("no-category", category);
  for (const stage of hidden.stage) told.append("no-stage", stage);
  return String(told).replaceAll("%2C", ",").replaceAll("%2F", "/");
}

/** @param {Set<LayerKey>} layers */
const sameLayers = (layers) =>
  layers.size === state.FIRST_LAYERS.length && state.FIRST_LAYERS.every((key) => layers.has(key));

/** @template {string} T @param {string | null} value @param {Iterable<T>} known @returns {T | null} */
const oneOf = (value, known) => [...known].find((each) => each === value) ?? null;
/** @template {string} T @param {string | null} value @param {Iterable<T>} known @returns {T[]} */
const someOf = (value, known) => {
  const named = new Set((value ?? "").split(","));
  return [...known].filter((each) => named.has(each));
};
/** @param {string | null} value */
const hectares = (value) => {
  const number = value == null || value.trim() === "" ? NaN : Number(value);
  return Number.isFinite(number) && number >= 0 ? number : null;
};

/** @param {URLSearchParams} told @returns {ParcelFilter} */
const filterOf = (told) => ({
  state: new Set(someOf(told.get("state"), spans.states)),
  use: oneOf((told.get("use") ?? "").replace("/", "\n"), filter.values.use()) ?? "",
  method: oneOf(told.get("method"), filter.values.method()) ?? "",
  owner: oneOf(told.get("owner"), filter.values.owner()) ?? "",
  year: oneOf(told.get("year"), filter.values.year()) ?? "",
  min_ha: hectares(told.get("min")),
  max_ha: hectares(told.get("max")),
  text: (told.get("text") ?? "").slice(0, LONGEST_TEXT).trim(),
});

/** @type {Tab[]} */
const TABS = ["balance", "compare", "indicators", "projects", "investment", "parcels", "zones", "warnings"];
/** @type {LayerKey[]} */
const LAYERS = [...state.FIRST_LAYERS, "structure"];

/** @param {URLSearchParams} told */
function view(told) {
  const [lng, lat, zoom, ...more] = (told.get("v") ?? "").split(",").map(Number);
  const isPlace = Math.abs(lng) <= 180 && Math.abs(lat) <= 85 && zoom >= map.getMinZoom() && zoom <= map.getMaxZoom();
  if (isPlace && !more.length) map.setView([lat, lng], zoom, { animate: false });
}

// The parcel that the address names, opened; where tiles tell of the land, brought into view.
/** @param {string | null} id */
async function toParcel(id) {
  if (!id) return;
  const index = land.parcelOf(id);
  if (index != null) {
    go.parcel(index);
    return;
  }
  const outline = server.tellsOfLand ? await server.outlineOf(id) : null;
  if (outline) map.fitBounds(L.geoJSON(outline).getBounds(), { maxZoom: 17, animate: false });
}

let isReading = false;
function read() {
  const told = new URLSearchParams(window.location.hash.slice(1));
  const { filter: hidden } = state.current;
  hidden.category = new Set(told.getAll("no-category"));
  hidden.stage = new Set(told.getAll("no-stage"));
  const shown = told.get("layers");
  isReading = true;
  state.set({
    zone: data.zoneOf(told.get("zone")) ?? firstZone,
    measure: oneOf(told.get("measure"), data.flows) ?? "storage",
    day: oneOf(told.get("day"), figures.days) ?? data.plan.as_of,
    compare: oneOf(told.get("vs"), figures.days),
    tab: oneOf(told.get("tab"), TABS) ?? "balance",
    layers: new Set(shown == null ? state.FIRST_LAYERS : someOf(shown, LAYERS)),
    parcel_filter: filterOf(told),
    filter: hidden,
  });
  view(told);
  toParcel(told.get("parcel"));
  isReading = false;
}

let waiting = 0;
let last = { kind: "", at: -Infinity };
// A move of the map takes the place of what stands there; a choice is a step that leads back.
/** @param {string} kind */
function write(kind) {
  const fragment = `#${written()}`;
  if (fragment === window.location.hash) return;
  const isNew = kind !== "view" && (kind !== last.kind || performance.now() - last.at > ONE_STEP_MS);
  if (kind !== "view") last = { kind, at: performance.now() };
  window.history[isNew ? "pushState" : "replaceState"](null, "", fragment);
}

let pending = "";
/** @param {string} kind */
function later(kind) {
  if (isReading) return;
  pending = kind === "view" ? pending || kind : kind;
  window.clearTimeout(waiting);
  waiting = window.setTimeout(() => {
    write(pending);
    pending = "";
  }, WAIT_MS);
}

// A page in a frame without an address of its own has none to write.
const hasAddress = ["http:", "https:", "file:"].includes(window.location.protocol);

/** @param {L.Map} onMap @param {Zone} zone the one that is chosen at first */
export function draw(onMap, zone) {
  map = onMap;
  firstZone = zone;
  if (!hasAddress) return;
  if (window.location.hash) read();
  window.addEventListener("hashchange", read);
  map.on("moveend", () => later("view"));
  state.listen((_, change) => {
    const kind = TOLD.find((each) => each in change);
    if (kind) later(kind);
  });
}

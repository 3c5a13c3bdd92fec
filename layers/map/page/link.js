// The state in the address: view, zone, parcel, days, layers and filter as a fragment. What a fragment
// says that this map does not know is passed over.

import * as compare from "./compare.js";
import * as data from "./data.js";
import * as figures from "./figures.js";
import * as geometry from "./geometry.js";
import * as go from "./go.js";
import * as filter from "./parcel_filter.js";
import * as server from "./server.js";
import * as spans from "./spans.js";
import * as state from "./state.js";
import * as view from "./view.js";

const WAIT_MS = 250;
const LONGEST_TEXT = 100;
/** @type {(keyof State)[]} */
const TOLD = ["zone", "measure", "day", "compare", "layers", "parcel_filter", "filter", "tab", "card"];
// What is typed or slid: changes of it that follow each other within this time are one step back.
const BIT_BY_BIT = new Set(["day", "text", "min_ha", "max_ha"]);
const ONE_STEP_MS = 2000;

/** @type {L.Map} */
let map;
/** @type {Zone} */
let firstZone;

// A fragment of nothing but what is not as at first.
function written() {
  const { zone, card, measure, day, compare: other, tab, layers, parcel_filter: asked, filter: hidden } = state.current;
  const { lng, lat } = map.getCenter();
  const told = new URLSearchParams({ v: [lng.toFixed(5), lat.toFixed(5), Number(map.getZoom().toFixed(2))].join() });
  /** @type {[string, string | number | null | undefined][]} */
  const single = [
    ["zone", zone?.id], ["parcel", card], ["measure", measure === "storage" ? null : measure],
    ["day", day === data.plan.as_of ? null : day], ["vs", other], ["tab", tab === "balance" ? null : tab],
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

/** @param {string | null} day */
const dayCompared = (day) => (day != null && compare.canTell(day) ? day : null);

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

// Moves the map to the view that is told; returns whether one is.
/** @param {URLSearchParams} told */
function look(told) {
  const [lng, lat, zoom, ...more] = (told.get("v") ?? "").split(",").map(Number);
  const isPlace = Math.abs(lng) <= 180 && Math.abs(lat) <= 85 && zoom >= map.getMinZoom() && zoom <= map.getMaxZoom();
  if (!isPlace || more.length) return false;
  map.setView([lat, lng], zoom, { animate: false });
  return true;
}

let isReading = false;
// The fragment that was last read or written. Where the address has another, it was changed from
// without and the event that tells so is on its way: what is asked for there wins over what waits.
let known = "";
function read() {
  known = window.location.hash;
  const told = new URLSearchParams(window.location.hash.slice(1));
  const { filter: hidden } = state.current;
  hidden.category = new Set(told.getAll("no-category"));
  hidden.stage = new Set(told.getAll("no-stage"));
  const shown = told.get("layers");
  isReading = true;
  window.clearTimeout(waiting);
  pending = null;
  const zone = data.zoneOf(told.get("zone"));
  state.set({
    zone: zone ?? firstZone,
    measure: oneOf(told.get("measure"), data.flows) ?? "storage",
    day: oneOf(told.get("day"), figures.days) ?? data.plan.as_of,
    compare: dayCompared(told.get("vs")),
    tab: oneOf(told.get("tab"), TABS) ?? "balance",
    layers: new Set(shown == null ? state.FIRST_LAYERS : someOf(shown, LAYERS)),
    parcel_filter: filterOf(told),
    filter: hidden,
  });
  const keepsView = look(told);
  const parcel = told.get("parcel");
  if (zone && !keepsView) view.fit(geometry.latLngBounds(zone.bounds), 17, false);
  if (parcel) go.card(parcel, { keepsView, keepsZone: Boolean(zone) });
  else if (state.current.card != null) view.closePopup();
  isReading = false;
  last = { kind: "", at: -Infinity };
}

let waiting = 0;
let last = { kind: "", at: -Infinity };
/** @param {string} fragment */
const choices = (fragment) => fragment.replace(/^#v=[^&]*/, "");
// A move of the map takes the place of what stands there; a choice is a step that leads back.
/** @param {string} kind @param {string} fragment */
function write(kind, fragment) {
  if (window.location.hash !== known || fragment === known) return;
  const goesOn = BIT_BY_BIT.has(kind) && kind === last.kind && performance.now() - last.at < ONE_STEP_MS;
  const isNew = kind !== "view" && !goesOn && choices(fragment) !== choices(known);
  if (kind !== "view") last = { kind, at: performance.now() };
  window.history[isNew ? "pushState" : "replaceState"](null, "", fragment);
  known = window.location.hash;
}

/** @type {{ kind: string, fragment: string } | null} */
let pending = null;
// What waits is written now.
export function settle() {
  window.clearTimeout(waiting);
  if (pending) write(pending.kind, pending.fragment);
  pending = null;
}

// A choice is written at once, with all that is set with it; what comes bit by bit when it rests.
/** @param {string} kind */
function later(kind) {
  if (isReading) return;
  if (pending && kind !== "view" && kind !== pending.kind && BIT_BY_BIT.has(pending.kind)) settle();
  const told = kind === "view" && pending ? pending.kind : kind;
  pending = { kind: told, fragment: `#${written()}` };
  window.clearTimeout(waiting);
  waiting = window.setTimeout(settle, told === "view" || BIT_BY_BIT.has(told) ? WAIT_MS : 0);
}

let filterBefore = state.current.parcel_filter;
// What a change is about; of the filter, which part of it.
/** @param {Partial<State>} change */
function kindOf(change) {
  const before = filterBefore;
  const now = state.current.parcel_filter;
  filterBefore = now;
  const kind = TOLD.find((each) => each in change);
  if (kind !== "parcel_filter") return kind;
  return /** @type {(keyof ParcelFilter)[]} */ (Object.keys(now)).find((part) => now[part] !== before[part]);
}

// A page in a frame without an address of its own has none to write.
const hasAddress = ["http:", "https:", "file:"].includes(window.location.protocol);

/** @param {L.Map} onMap @param {Zone} zone the one that is chosen at first */
export function draw(onMap, zone) {
  map = onMap;
  firstZone = zone;
  if (!hasAddress) return;
  if (window.location.hash) read();
  else if (server.opensAt) view.fit(geometry.latLngBounds(zone.bounds), 17, false);
  window.addEventListener("hashchange", read);
  map.on("moveend", () => later("view"));
  state.listen((_, change) => {
    const kind = kindOf(change);
    if (kind) later(kind);
  });
}

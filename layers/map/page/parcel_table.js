// The parcels of a zone that the filter lets pass, as a table: sorted as wanted, a page at a time.

import { byId, el, fill, name } from "./dom.js";
import * as format from "./format.js";
import * as go from "./go.js";
import * as land from "./land.js";
import * as filter from "./parcel_filter.js";
import { form } from "./parcel_form.js";
import * as list from "./parcel_list.js";
import * as parcelLayer from "./parcels.js";
import * as server from "./server.js";
import * as state from "./state.js";
import { t } from "./words.js";

const A_PAGE = 100;
const FILES = [["xlsx", "Excel"], ["gpkg", "GeoPackage"]];
/** @type {list.Sorting} */
let sorting = { by: null, isDown: false };
let pageNumber = 0;
const results = el("div", { class: "parcel-results" });

/** @type {{ key: list.SortKey, label: string }[]} */
const COLUMNS = [
  { key: "title", label: "parcel" },
  { key: "state", label: "state" },
  { key: "declared_ha", label: "unit_ha" },
];

/** @param {Set<ParcelState>} chosen @param {ParcelState} one */
const toggled = (chosen, one) =>
  (chosen.has(one) ? new Set([...chosen].filter((each) => each !== one)) : new Set([...chosen, one]));

/** @param {number[]} members */
function counted(members) {
  const counts = new Map(parcelLayer.STATES.map((key) => [key, 0]));
  for (const index of members) {
    const key = land.parcelState(index);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

// Counts by state are the filter by state too.
/** @param {Map<string, number>} counts */
export function states(counts) {
  const { state: wanted } = state.current.parcel_filter;
  return el("ul", { class: "state-counts" }, [...counts].map(([key, many]) => {
    const one = /** @type {ParcelState} */ (key);
    const input = el("input", { type: "checkbox", name: "state", value: key, "data-keep": `state-${key}`, checked: wanted.has(one),
      onchange: () => filter.set({ state: toggled(wanted, one) }) });
    return el("li", {}, el("label", {}, input,
      el("span", { class: `state-mark state-${key}` }, t(`state_${key}`))),
    el("span", { class: "count" }, String(many)));
  }));
}

/** @typedef {{ count: number, ha: number }} Amount */
/** @param {Amount} shown @param {Amount} all */
export const total = (shown, all) =>
  el("p", { class: "parcel-total", role: "status", "data-count": shown.count, "data-ha": shown.ha },
    t("parcels_total", {
      n: shown.count, all: all.count, ha: format.number(shown.ha), of_ha: format.number(all.ha),
    }));

/** @param {number[]} members @returns {Amount} */
const amount = (members) => ({ count: members.length, ha: list.hectares(members) });

/** @param {Zone} zone @param {number[]} shown */
function downloads(zone, shown) {
  const files = server.hasFiles ? FILES : [];
  return el("p", { class: "parcel-downloads" }, t("download"),
    el("button", { type: "button", "data-download": "csv", onclick: () => list.download(zone, shown) }, "CSV"),
    files.map(([suffix, title]) =>
      el("a", { href: server.parcelFile(suffix, zone), "data-download": suffix }, title)));
}

/** @param {{ key: list.SortKey, label: string }} column */
const heading = ({ key, label }) => sortable(key, label, sorting, (now) => {
  sorting = now;
  pageNumber = 0;
  show();
});

/** @template {string} Key @param {Key} key @param {string} label @param {{ by: Key | null, isDown: boolean }} now @param {(sorting: { by: Key, isDown: boolean }) => void} sort */
export function sortable(key, label, { by, isDown }, sort) {
  const isBy = by === key;
  return el("th", { scope: "col", "aria-sort": isBy ? (isDown ? "descending" : "ascending") : "none" },
    el("button", {
      type: "button", "data-sort": key, "data-keep": `sort-${key}`,
      onclick: () => sort({ by: key, isDown: isBy && !isDown }),
    }, t(label), el("span", { "aria-hidden": "true" }, isBy ? (isDown ? " ▾" : " ▴") : "")));
}

/** @param {number} index */
function row(index) {
  const { land_use: use, land_use_set: set, owner } = land.columns.kinds[land.columns.kind[index]];
  const key = land.parcelState(index);
  return el("tr", {},
    el("td", {}, el("button", { type: "button", class: "row", onclick: () => go.parcel(index) },
      name(land.parcelTitle(index)),
      el("span", { class: "row-note" }, name([use && format.landUse(use, set), t(`owner_${owner}`)].filter(Boolean).join(" · "))))),
    el("td", {}, el("span", { class: `state-mark state-${key}` }, t(`state_${key}`))),
    el("td", { class: "figure" }, format.number(land.columns.declared_ha[index])));
}

/** @param {number} many */
const pager = (many) => turning(many, pageNumber, (to) => { pageNumber = to; show(); });

/** @param {number} many @param {number} at @param {(to: number) => void} turnTo */
export function turning(many, at, turnTo) {
  const pages = Math.ceil(many / A_PAGE);
  if (pages < 2) return null;
  /** @param {string} key @param {number} to */
  const turn = (key, to) =>
    el("button", { type: "button", "data-turn": key, "data-keep": key, disabled: to < 0 || to >= pages,
      onclick: () => { turnTo(to); byId("tab-panels").scrollTop = 0; } }, t(key));
  const from = at * A_PAGE;
  return el("p", { class: "pager" },
    turn("page_before", at - 1),
    el("span", {}, t("page_of", { from: from + 1, to: Math.min(many, from + A_PAGE), n: many })),
    turn("page_after", at + 1));
}

// Made anew, with the focus where it was.
function show() {
  const { zone } = state.current;
  if (!zone) return;
  const focused = results.contains(document.activeElement) && document.activeElement;
  const kept = focused instanceof HTMLElement ? focused.dataset.keep : null;
  const members = land.parcelsWithin(zone);
  const shown = list.sorted(members.filter(filter.passes), sorting);
  pageNumber = Math.min(pageNumber, Math.max(0, Math.ceil(shown.length / A_PAGE) - 1));
  const page = shown.slice(pageNumber * A_PAGE, (pageNumber + 1) * A_PAGE);
  fill(results,
    states(counted(members)), total(amount(shown), amount(members)), downloads(zone, shown),
    page.length > 0 && el("table", { class: "parcel-table" },
      el("caption", {}, t("parcel_caption", { date: state.current.day })),
      el("thead", {}, el("tr", {}, COLUMNS.map(heading))),
      el("tbody", {}, page.map(row))),
    pager(shown.length));
  const again = kept && results.querySelector(`[data-keep="${kept}"]`);
  if (again instanceof HTMLElement) again.focus();
}

/** @type {((zone: Zone) => Child) | null} */
let told = null;
// A site that has the parcels tells of them.
/** @param {(zone: Zone) => Child} tell */
export function tellBy(tell) {
  told = tell;
}

/** @param {Zone} zone */
export function content(zone) {
  if (server.tellsOfLand) return told?.(zone);
  if (!land.parcelsWithin(zone).length) return el("p", { class: "quiet" }, t("no_parcels"));
  show();
  return [form(), results];
}

// The filter changes what is shown without the form being made anew.
state.listen(({ tab }, change) => {
  if ("zone" in change) pageNumber = 0;
  if ("parcel_filter" in change && tab === "parcels" && !server.tellsOfLand) show();
});

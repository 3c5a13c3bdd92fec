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

// Counts by state are the filter by state too.
/** @param {number[]} members */
function states(members) {
  const counts = new Map(parcelLayer.STATES.map((key) => [key, 0]));
  for (const index of members) {
    const key = land.parcelState(index);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
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

/** @param {number[]} shown @param {number[]} members */
function total(shown, members) {
  return el("p", { class: "parcel-total", role: "status", "data-count": shown.length, "data-ha": list.hectares(shown) },
    t("parcels_total", {
      n: shown.length, all: members.length,
      ha: format.number(list.hectares(shown)), of_ha: format.number(list.hectares(members)),
    }));
}

/** @param {Zone} zone @param {number[]} shown */
function downloads(zone, shown) {
  const files = server.hasFiles ? FILES : [];
  return el("p", { class: "parcel-downloads" }, t("download"),
    el("button", { type: "button", "data-download": "csv", onclick: () => list.download(zone, shown) }, "CSV"),
    files.map(([suffix, title]) => {
      const href = server.parcelFile(suffix, zone);
      return href && el("a", { href, "data-download": suffix }, title);
    }));
}

/** @param {{ key: list.SortKey, label: string }} column */
function heading({ key, label }) {
  const isBy = sorting.by === key;
  return el("th", { scope: "col", "aria-sort": isBy ? (sorting.isDown ? "descending" : "ascending") : "none" },
    el("button", {
      type: "button", "data-sort": key, "data-keep": `sort-${key}`,
      onclick: () => {
        sorting = { by: key, isDown: isBy && !sorting.isDown };
        pageNumber = 0;
        show();
      },
    }, t(label), el("span", { "aria-hidden": "true" }, isBy ? (sorting.isDown ? " ▾" : " ▴") : "")));
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
function pager(many) {
  const pages = Math.ceil(many / A_PAGE);
  if (pages < 2) return null;
  /** @param {string} key @param {number} to */
  const turn = (key, to) =>
    el("button", { type: "button", "data-turn": key, "data-keep": key, disabled: to < 0 || to >= pages,
      onclick: () => { pageNumber = to; show(); byId("tab-panels").scrollTop = 0; } }, t(key));
  const from = pageNumber * A_PAGE;
  return el("p", { class: "pager" },
    turn("page_before", pageNumber - 1),
    el("span", {}, t("page_of", { from: from + 1, to: Math.min(many, from + A_PAGE), n: many })),
    turn("page_after", pageNumber + 1));
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
    states(members), total(shown, members), downloads(zone, shown),
    page.length > 0 && el("table", { class: "parcel-table" },
      el("caption", {}, t("parcel_caption", { date: state.current.day })),
      el("thead", {}, el("tr", {}, COLUMNS.map(heading))),
      el("tbody", {}, page.map(row))),
    pager(shown.length));
  const again = kept && results.querySelector(`[data-keep="${kept}"]`);
  if (again instanceof HTMLElement) again.focus();
}

/** @param {Zone} zone */
export function content(zone) {
  if (server.tellsOfLand) return el("p", {}, el("a", { href: server.ledgerOf("parcels", zone) }, t("parcels_in_ledger")));
  if (!land.parcelsWithin(zone).length) return el("p", { class: "quiet" }, t("no_parcels"));
  show();
  return [form(), results];
}

// The filter changes what is shown without the form being made anew.
state.listen(({ tab }, change) => {
  if ("zone" in change) pageNumber = 0;
  if ("parcel_filter" in change && tab === "parcels") show();
});

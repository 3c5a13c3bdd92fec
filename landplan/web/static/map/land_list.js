// The tab of parcels of a map that shows tiles: the server counts and lists what the filter means.

import { byId, el, fill, name } from "./dom.js";
import * as format from "./format.js";
import { form } from "./parcel_form.js";
import * as table from "./parcel_table.js";
import * as server from "./server.js";
import * as state from "./state.js";
import { t } from "./words.js";

const WAIT_MS = 250;
const ROWS = 100;
const FILES = [["csv", "CSV"], ["xlsx", "Excel"], ["gpkg", "GeoPackage"]];

/** @typedef {"parcel_id" | "state" | "declared_ha"} Order */
/** @type {{ by: Order | null, isDown: boolean }} */
let sorting = { by: "parcel_id", isDown: false };
let pageNumber = 0;
let stop = new AbortController();
let waiting = 0;
const results = el("div", { class: "parcel-results", "aria-live": "polite" });

/** @type {{ key: Order, label: string }[]} */
const COLUMNS = [
  { key: "parcel_id", label: "parcel" },
  { key: "state", label: "state" },
  { key: "declared_ha", label: "unit_ha" },
];

/** @param {Zone} zone */
async function show(zone) {
  stop.abort();
  stop = new AbortController();
  results.dataset.told = "asked";
  const address = server.parcelsTold(byId("landplan-data").dataset.parcels ?? "", zone, {
    order: sorting.by, down: sorting.isDown ? "true" : "", begin: pageNumber * ROWS,
  });
  /** @type {LandTold | null} */
  const told = await fetch(address, { signal: stop.signal }).then(
    (answer) => (answer.ok ? answer.json() : null),
    (error) => (error.name === "AbortError" ? undefined : null),
  );
  if (told === undefined) return; // somebody asks for something else by now
  const focused = results.contains(document.activeElement) && document.activeElement;
  const kept = focused instanceof HTMLElement ? focused.dataset.keep : null;
  if (told) write(zone, told);
  else fill(results, el("p", { class: "quiet", role: "alert" }, t("parcels_away")));
  results.dataset.told = "told";
  const again = kept && results.querySelector(`[data-keep="${kept}"]`);
  if (again instanceof HTMLElement) again.focus();
}

/** @param {Zone} zone @param {LandTold} told */
function write(zone, told) {
  const again = () => { show(zone); };
  fill(results,
    table.states(new Map(Object.entries(told.states))), table.total(told, told.all), downloads(zone),
    told.rows.length > 0 && el("table", { class: "parcel-table" },
      el("caption", {}, t("parcel_caption", { date: state.current.day })),
      el("thead", {}, el("tr", {}, COLUMNS.map(({ key, label }) =>
        table.sortable(key, label, sorting, (now) => { sorting = now; pageNumber = 0; again(); })))),
      el("tbody", {}, told.rows.map(row))),
    table.turning(told.count, pageNumber, (to) => { pageNumber = to; again(); }));
}

/** @param {Zone} zone */
const downloads = (zone) =>
  el("p", { class: "parcel-downloads" }, t("download"),
    FILES.map(([suffix, title]) =>
      el("a", { href: server.parcelFile(suffix, zone), "data-download": suffix }, title)),
    el("a", { href: server.ledgerOf("parcels", zone) }, t("parcels_in_ledger")));

/** @param {LandTold["rows"][number]} parcel */
const row = ({ parcel_id: id, name: title, owner_kind: owner, land_use: use, land_use_set: set, state: its, declared_ha: ha }) =>
  el("tr", { "data-parcel": id },
    el("td", {}, el("a", { class: "row", href: server.pageOf(id) },
      name(title || id),
      el("span", { class: "row-note" }, name([use && format.landUse(use, set), t(`owner_${owner}`)].filter(Boolean).join(" · "))))),
    el("td", {}, el("span", { class: `state-mark state-${its}` }, t(`state_${its}`))),
    el("td", { class: "figure" }, format.number(ha)));

/** @param {Zone} zone */
function content(zone) {
  show(zone);
  return [form(), results];
}

export function begin() {
  table.tellBy(content);
  state.listen(({ zone, tab }, change) => {
    if ("zone" in change || "parcel_filter" in change) pageNumber = 0;
    if (!("parcel_filter" in change) || tab !== "parcels" || !zone) return;
    results.dataset.told = "asked";
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => show(zone), WAIT_MS);
  });
  if (state.current.tab === "parcels") state.set({ tab: "parcels" });
}

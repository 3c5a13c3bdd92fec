// The panel beside the map: the chosen zone, its figures, and what lies in it.

import * as balance from "./balance.js";
import * as compare from "./compare.js";
import * as data from "./data.js";
import { byId, el, name, facts, fill } from "./dom.js";
import * as figures from "./figures.js";
import * as format from "./format.js";
import * as go from "./go.js";
import * as indicators from "./indicators.js";
import * as investment from "./investment.js";
import * as land from "./land.js";
import * as lists from "./lists.js";
import * as parcelTable from "./parcel_table.js";
import * as plan from "./plan.js";
import * as projectList from "./project_list.js";
import * as server from "./server.js";
import * as sheet from "./sheet.js";
import * as state from "./state.js";
import * as warnings from "./warnings.js";
import { t } from "./words.js";

/**
 * @typedef {object} Page
 * @property {Tab} key
 * @property {(zone: Zone) => Child} content
 * @property {(zone: Zone) => number | null} [count] null: it is not known yet
 * @property {boolean} [isEmpty] of the whole plan: then it has no tab
 * @property {boolean} [ofOwnDay] it is told as of the map's own day, whatever day is chosen
 * @property {HTMLButtonElement} tab
 * @property {HTMLElement} panel
 */

/** @type {Omit<Page, "tab" | "panel">[]} */
const PAGES = [
  { key: "balance", content: balance.table },
  { key: "compare", content: compare.content, isEmpty: compare.isEmpty },
  { key: "indicators", content: indicators.list, count: indicators.countOf, isEmpty: !plan.lines.length, ofOwnDay: true },
  { key: "projects", content: projectList.list, count: (zone) => plan.projectsWithin(zone).length, ofOwnDay: true },
  { key: "investment", content: investment.chart, isEmpty: !plan.investment.length },
  { key: "parcels", content: parcelTable.content, count: server.tellsOfLand ? undefined : (zone) => land.parcelsWithin(zone).length },
  { key: "zones", content: lists.tree },
  { key: "warnings", content: warnings.list, count: warnings.countOf, isEmpty: !plan.warnings.length && !server.tellsOfLand, ofOwnDay: true },
];

/** @type {Page[]} */
const pages = PAGES.filter(({ isEmpty }) => !isEmpty).map((page) => ({
  ...page,
  tab: el("button", {
    type: "button", role: "tab", id: `tab-${page.key}`, "aria-controls": `panel-${page.key}`,
    onclick: () => state.set({ tab: page.key }), onkeydown: press,
  }),
  panel: el("section", {
    class: "tab-panel", role: "tabpanel", id: `panel-${page.key}`, "aria-labelledby": `tab-${page.key}`,
  }),
}));

/** @param {Zone} zone */
function breadcrumb(zone) {
  const steps = data.path(zone).map((step, i) => [
    i > 0 && el("span", { class: "step-mark", "aria-hidden": "true" }, "›"),
    step === zone
      ? el("span", { "aria-current": "page" }, name(step.name))
      : el("button", { type: "button", onclick: () => go.zone(step) }, name(step.name)),
  ]);
  fill(byId("breadcrumb"), steps.flat());
}

/** @param {Zone} zone */
function head(zone) {
  const { declared_ha: declared, measured_ha: measured } = zone;
  const difference = declared ? `${format.number((100 * (measured - declared)) / declared, 1)}%` : null;
  fill(byId("zone-head"),
    el("div", { class: "zone-title" },
      el("h2", { "data-zone": zone.id }, name(zone.name)),
      balance.chip(figures.status(zone, state.current.measure), { measure: state.current.measure }),
      el("span", { class: `quality quality-${zone.quality}` }, t(`quality_${zone.quality}`))),
    facts([
      [t("zone_area"), declared == null ? t("not_stated") : format.zoneArea(declared)],
      [t("measured_area"), difference
        ? `${format.zoneArea(measured)}${t("comma")}${t("difference")} ${difference}`
        : format.zoneArea(measured)],
    ]),
    about(zone));
}

/** @param {Zone} zone */
function about(zone) {
  /** @type {Fact[]} */
  const rows = [
    [t("source"), zone.source && name(format.source(zone.source))],
    [t("note"), zone.note && name(zone.note)],
  ];
  return rows.some(([, value]) => value) &&
    el("details", { class: "about" }, el("summary", {}, t("about_zone")), facts(rows));
}

/** @param {Zone} zone */
function show(zone) {
  for (const { key, tab, panel, content, ofOwnDay } of pages) {
    const isOpen = key === state.current.tab;
    tab.setAttribute("aria-selected", String(isOpen));
    tab.tabIndex = isOpen ? 0 : -1;
    panel.classList.toggle("is-open", isOpen);
    if (!isOpen) continue;
    fill(panel,
      ofOwnDay && el("p", { class: "own-day" }, t("own_day", { date: data.plan.as_of })), content(zone));
    reveal(tab);
  }
}

// Moves the strip of tabs, and nothing else, so that a tab is seen whole.
/** @param {HTMLElement} tab */
function reveal(tab) {
  const strip = byId("tabs");
  const [left, right] = [tab.offsetLeft - strip.offsetLeft, tab.offsetLeft - strip.offsetLeft + tab.offsetWidth];
  if (left < strip.scrollLeft) strip.scrollLeft = left - 24;
  else if (right > strip.scrollLeft + strip.clientWidth) strip.scrollLeft = right - strip.clientWidth + 24;
}

// Arrow keys move between tabs, as in every tab list.
/** @param {KeyboardEvent} event */
function press(event) {
  const move = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  if (!move) return;
  const now = pages.findIndex(({ key }) => key === state.current.tab);
  const { key, tab } = pages[(now + move + pages.length) % pages.length];
  state.set({ tab: key });
  tab.focus();
  event.preventDefault();
}

// The names of the tabs, with how much stands in each.
/** @param {Zone} zone */
export function tellCounts(zone) {
  for (const { key, tab, count } of pages) {
    const many = count?.(zone);
    fill(tab, t(`tab_${key}`), many != null && el("span", { class: "tab-count" }, String(many)));
  }
}

/** @param {Zone} zone */
function update(zone) {
  breadcrumb(zone);
  head(zone);
  tellCounts(zone);
  for (const { key, panel, content } of pages) {
    // The balance is always there: print shows it whichever tab is open.
    if (key === "balance") fill(panel, content(zone));
  }
  show(zone);
}

// The button in the page's head, where the plan has warnings.
function leadToWarnings() {
  document.getElementById("warnings-button")?.addEventListener("click", () => {
    state.set({ tab: "warnings" });
    sheet.set("tall");
  });
}

export function draw() {
  byId("tabs").append(...pages.map(({ tab }) => tab));
  byId("tab-panels").append(...pages.map(({ panel }) => panel));
  leadToWarnings();
  state.listen(({ zone, tab }, change) => {
    if (!zone) return;
    if ("zone" in change || "measure" in change || "day" in change) update(zone);
    else if ("tab" in change || ("filter" in change && tab === "projects") ||
      ("compare" in change && tab === "compare")) show(zone);
    if ("zone" in change) byId("tab-panels").scrollTop = 0;
  });
}

// What was stored and supplied between two days: the differences of the balance, zone by zone.

import * as data from "./data.js";
import { el, name } from "./dom.js";
import * as figures from "./figures.js";
import * as format from "./format.js";
import * as go from "./go.js";
import * as land from "./land.js";
import * as server from "./server.js";
import * as spans from "./spans.js";
import * as state from "./state.js";
import { t } from "./words.js";

export const isEmpty = figures.days.length < 2;

/** @param {Zone} zone @param {Measure} measure @param {string} from @param {string} to */
function difference(zone, measure, from, to) {
  const [before, after] = [figures.row(zone, measure, from), figures.row(zone, measure, to)];
  return before && after ? after.actual_ha - before.actual_ha : null;
}

// The sign is told in any case: what grew and what shrank is the matter here.
/** @param {number | null} value */
const signed = (value) =>
  (value != null && value >= 0.005 ? `+${format.number(value)}` : format.number(value));

const choice = () =>
  el("select", {
    id: "compare-day",
    onchange: (event) => {
      if (event.target instanceof HTMLSelectElement) state.set({ compare: event.target.value || null });
    },
  },
  el("option", { value: "" }, t("compare_none")),
  figures.days.map((day) => el("option", { value: day, selected: day === state.current.compare }, day)));

/** @param {Zone} zone @param {number} depth @param {string} from @param {string} to */
function line(zone, depth, from, to) {
  return el("tr", { "data-zone": zone.id },
    el("th", { scope: "row", class: `depth-${Math.min(depth, 3)}` },
      el("button", { type: "button", class: "to-zone-row", onclick: () => go.zone(zone) }, name(zone.name))),
    data.measures.map((measure) => {
      const value = difference(zone, measure, from, to);
      return el("td", { class: "figure", "data-measure": measure, "data-value": value ?? "" }, signed(value));
    }));
}

// A zone and those within it, parents first.
/** @param {Zone} zone @returns {Zone[]} */
const within = (zone) => [zone, ...zone.children.flatMap(within)];

/** @param {Zone} zone @param {string} compare */
export function table(zone, compare) {
  const { day } = state.current;
  const [from, to] = [compare, day].sort();
  const changed = spans.changedBetween(from, to);
  const many = land.parcelsWithin(zone).filter((index) => changed[index]).length;
  return [
    !server.tellsOfLand && el("p", { class: "compare-count", "data-changed": many }, t("compare_changed", { n: many, from, to })),
    el("div", { class: "compare-scroll", tabindex: 0, role: "region", "aria-label": t("tab_compare") },
      el("table", { class: "compare-table" },
        el("caption", {}, t("compare_caption", { from, to })),
        el("thead", {}, el("tr", {},
          el("th", { scope: "col" }, t("zone")),
          data.measures.map((measure) => el("th", { scope: "col" }, t(`measure_${measure}`))))),
        el("tbody", {}, within(zone).map((one) => line(one, one.depth - zone.depth, from, to))))),
  ];
}

/** @param {Zone} zone */
export function content(zone) {
  const { compare, day } = state.current;
  return [
    el("p", { class: "compare-days" },
      el("label", { for: "compare-day" }, t("compare_with", { date: day })), choice()),
    compare == null ? el("p", { class: "quiet" }, t("compare_help")) : table(zone, compare),
  ];
}

// What was stored and supplied between two days: the differences of the balance, zone by zone. A site
// that serves the page tells of any day, and how much of the land changed that is not in the page.

import * as data from "./data.js";
import { el, fill, name } from "./dom.js";
import * as figures from "./figures.js";
import * as format from "./format.js";
import * as go from "./go.js";
import * as land from "./land.js";
import * as server from "./server.js";
import * as spans from "./spans.js";
import * as state from "./state.js";
import { t } from "./words.js";

export const isEmpty = figures.days.length < 2;

let anyDay = false;
/** @type {CountChanged | null} */
let countChanged = null;
/** @param {CountChanged | null} counts where the page has no parcels itself */
export function askBy(counts) {
  anyDay = true;
  countChanged = counts;
}

// Whether the page has the figures of a day, or can ask for them.
/** @param {string} day */
export const canTell = (day) => figures.hasDay(day) ||
  (anyDay && /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day)) &&
    figures.days[0] < day && day < figures.days[figures.days.length - 1]);

/** @type {string | null} */
let away = null;
/** @param {string | null} day that the site could not tell of */
export function tellAway(day) {
  away = day;
}

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
  offered().map((day) => el("option", { value: day, selected: day === state.current.compare }, day)));

// The days of the page, and the one that is chosen.
function offered() {
  const { compare } = state.current;
  return compare == null || figures.days.includes(compare) ? figures.days : [...figures.days, compare].sort();
}

const otherDay = () => {
  const field = el("input", {
    type: "date", id: "compare-date", required: true, value: state.current.compare,
    min: figures.days[0], max: figures.days[figures.days.length - 1],
  });
  return el("form", {
    class: "compare-other",
    onsubmit: (event) => {
      event.preventDefault();
      state.set({ compare: field.value });
    },
  },
  el("label", { for: "compare-date" }, t("compare_other")), field, el("button", {}, t("compare_show")));
};

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

// How many parcels of a zone changed, at once or when the site has counted them.
/** @param {Zone} zone @param {string} from @param {string} to */
function count(zone, from, to) {
  const place = el("p", { class: "compare-count", "aria-live": "polite" });
  /** @param {number | null} many */
  const tell = (many) => {
    if (many == null) return;
    place.dataset.changed = String(many);
    fill(place, t("compare_changed", { n: many, from, to }));
  };
  if (countChanged) countChanged(zone, from, to).then(tell);
  else if (!server.tellsOfLand) {
    const changed = spans.changedBetween(from, to);
    tell(land.parcelsWithin(zone).filter((index) => changed[index]).length);
  }
  return place;
}

/** @param {Zone} zone @param {string} compare @returns {Child[]} */
export function table(zone, compare) {
  if (away === compare) return [el("p", { class: "quiet", role: "alert" }, t("compare_away", { date: compare }))];
  if (!figures.hasDay(compare)) return [el("p", { class: "quiet", role: "status" }, t("compare_waits", { date: compare }))];
  const { day } = state.current;
  const [from, to] = [compare, day].sort();
  return [
    count(zone, from, to),
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
    anyDay && otherDay(),
    compare == null ? el("p", { class: "quiet" }, t("compare_help")) : table(zone, compare),
  ];
}

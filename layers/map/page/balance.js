// Plan against actual for one zone. Each cell carries the figure as the balance gives it.

import { el, name } from "./dom.js";
import * as figures from "./figures.js";
import * as format from "./format.js";
import * as ledger from "./ledger.js";
import { t } from "./words.js";

/** @typedef {"target_ha" | "actual_ha" | "expected_ha" | "remaining_ha" | "needed_ha_per_year"} HaField */

/** @type {{ label: string, field: HaField }[]} */
const FIGURES = [
  { label: "target", field: "target_ha" },
  { label: "actual", field: "actual_ha" },
  { label: "expected", field: "expected_ha" },
  { label: "remaining", field: "remaining_ha" },
  { label: "needed", field: "needed_ha_per_year" },
];

// The mark of a figure: which one it is, and its value before any rounding.
/** @param {BalanceRow} row @param {Exclude<keyof BalanceRow, "source">} field */
const mark = (row, field) =>
  ({ "data-measure": row.measure, "data-field": field, "data-value": row[field] ?? "" });

// A state as swatch and word; with a measure, it also says of which.
/** @param {string} status @param {{ measure?: Measure, day?: string }} [of] */
export function chip(status, { measure, day } = {}) {
  const word = figures.statusWord(status, day);
  return el("span", { class: `chip status-${status}` },
    el("span", { class: "swatch", "aria-hidden": "true" }),
    measure ? t("status_of", { measure: t(`measure_${measure}`), status: word }) : word);
}

/** @param {BalanceRow} row @param {number} target_ha */
function bar(row, target_ha) {
  /** @param {number} value */
  const share = (value) => `${Math.min(100, Math.max(0, (100 * value) / target_ha))}%`;
  return el("div", { class: "bar", title: t("of_expected"), "aria-hidden": "true" },
    el("div", { class: `bar-fill status-${figures.statusOf(row)}`, style: `width:${share(row.actual_ha)}` }),
    row.expected_ha != null &&
      el("div", { class: "bar-mark", style: `left:${share(row.expected_ha)}` }));
}

/** @param {BalanceRow} row */
function head(row) {
  const target_ha = row.target_ha;
  return el("tr", { class: "measure-head" },
    el("th", { scope: "rowgroup", colspan: FIGURES.length },
      el("div", { class: "measure-line" },
        el("span", { class: "measure-name" }, t(`measure_${row.measure}`)),
        target_ha != null && target_ha > 0 && bar(row, target_ha),
        el("span", { class: "figure percent", ...mark(row, "percent") },
          target_ha != null && format.percent(row.percent)),
        el("span", mark(row, "status"), row.measure === "reserve" && target_ha == null
          ? null : chip(figures.statusOf(row))))));
}

/** @param {BalanceRow} row */
const cells = (row) =>
  el("tr", { class: "measure-figures" }, FIGURES.map(({ label, field }) =>
    el("td", { class: `figure ${label}`, ...mark(row, field) }, format.number(row[field]))));

/** @param {Zone} zone @param {BalanceRow} row */
function notes(zone, row) {
  /** @param {string} label @param {"declared_ha" | "measured_ha" | "forecast_ha"} field */
  const part = (label, field) =>
    el("span", { hidden: row[field] == null },
      `${label} `, el("span", { class: "figure", ...mark(row, field) }, format.number(row[field])));
  return el("tr", { class: "measure-notes" }, el("td", { colspan: FIGURES.length },
    part(t("declared"), "declared_ha"),
    part(t("measured"), "measured_ha"),
    part(t("forecast"), "forecast_ha"),
    ledger.fold(zone, row, mark(row, "events")),
    row.source && el("div", { class: "citation" },
      t("target_source"), t("colon"), name(format.source(row.source)))));
}

// All five measures of a zone, one table body each.
/** @param {Zone} zone */
export function table(zone) {
  const rows = figures.rows(zone);
  if (!rows.length) return el("p", { class: "quiet" }, t("no_balance"));
  return el("table", { class: "balance" },
    el("caption", {}, t("balance_caption")),
    el("thead", {}, el("tr", {}, FIGURES.map(({ label }) => el("th", { scope: "col" }, t(label))))),
    rows.map((row) =>
      el("tbody", { class: "measure", "data-status": figures.statusOf(row) }, head(row), cells(row), notes(zone, row))));
}

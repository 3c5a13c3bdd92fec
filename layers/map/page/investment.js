// The plan's investment: its tree of categories as bars, and what does not add up.

import { el, name, facts } from "./dom.js";
import * as format from "./format.js";
import * as plan from "./plan.js";
import { t } from "./words.js";

/** @type {MoneyField[]} */
const FIELDS = ["count", "total_10k_cny", "period_10k_cny"];

/** @param {MoneyField} field @param {number} value */
const told = (field, value) =>
  (field === "count" ? t("projects_count", { n: format.amount(value) }) : format.money(value));
// The figure as printed: large ones are shown in 亿元.
/** @param {MoneyField} field @param {number | null} value */
const printed = (field, value) => (field === "count" ? null : format.investment(value));

/** @param {InvestmentNode} node @param {MoneyField} field */
function figure(node, field) {
  const value = node[field];
  return el("span", { class: `figure ${field}`, "data-field": field, "data-value": value ?? "", title: printed(field, value) },
    value == null ? "—" : told(field, value));
}

// Both bars from the same start, on one scale for the whole tree: the period is part of all.
/** @param {InvestmentNode} node @param {number} largest */
function bars(node, largest) {
  /** @param {number | null} value */
  const width = (value) => `width:${Math.max(0, (100 * (value ?? 0)) / largest)}%`;
  return el("div", { class: "money-bars", "aria-hidden": "true" },
    el("div", { class: "money-total", style: width(node.total_10k_cny) }),
    el("div", { class: "money-period", style: width(node.period_10k_cny) }));
}

/** @param {MoneyField} field @param {number} value */
const exact = (field, value) =>
  (field === "count" ? told(field, value) : format.wan(value));

/** @param {MoneyField} field @param {number} value @param {{ sum: number, difference: number }} parts */
function difference(field, value, { sum, difference: rest }) {
  return el("li", { "data-field": field, "data-sum": sum, "data-difference": rest },
    t("sum_differs", {
      what: t(field), printed: exact(field, value), sum: exact(field, sum),
      difference: (rest > 0 ? "+" : "−") + exact(field, Math.abs(rest)),
    }));
}

/** @param {InvestmentNode} node */
const source = (node) =>
  el("details", { class: "money-source" },
    el("summary", {}, t("source")),
    facts([
      [t("total_10k_cny"), format.investment(node.total_10k_cny)],
      [t("period_10k_cny"), format.investment(node.period_10k_cny)],
      [t("note"), node.note && name(node.note)],
      [t("source"), node.source && name(format.source(node.source))],
    ]));

/** @param {InvestmentNode} node @param {number} largest */
function row(node, largest) {
  const wrong = FIELDS.flatMap((field) => {
    const [value, parts] = [node[field], node.sums[field]];
    return value != null && parts ? difference(field, value, parts) : [];
  });
  return el("li", { class: `money depth-${Math.min(node.depth, 4)}`, "data-node": node.id },
    el("div", { class: "money-head" },
      name(node.name), node.count != null && figure(node, "count"),
      wrong.length > 0 && el("span", { class: "does-not-add" }, t("does_not_add"))),
    bars(node, largest),
    el("div", { class: "money-figures" },
      el("span", {}, t("total_10k_cny"), " ", figure(node, "total_10k_cny")),
      el("span", {}, t("period_10k_cny"), " ", figure(node, "period_10k_cny")),
      source(node)),
    wrong.length > 0 && el("ul", { class: "differences" }, wrong));
}

const key = () =>
  el("ul", { class: "money-key" },
    el("li", {}, el("span", { class: "money-swatch is-total", "aria-hidden": "true" }), t("total_10k_cny")),
    el("li", {}, el("span", { class: "money-swatch is-period", "aria-hidden": "true" }), t("period_10k_cny")));

export function chart() {
  const largest = Math.max(1, ...plan.investment.map((node) => Math.max(node.total_10k_cny ?? 0, node.period_10k_cny ?? 0)));
  return [
    el("p", { class: "panel-note" }, t("investment_note")),
    key(),
    el("ol", { class: "investment" }, plan.investment.map((node) => row(node, largest))),
  ];
}

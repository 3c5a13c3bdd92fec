// Indicators of a zone: base, latest, goal; the way gone against the straight line.

import * as balance from "./balance.js";
import * as data from "./data.js";
import { el, name, fold } from "./dom.js";
import * as figures from "./figures.js";
import * as format from "./format.js";
import * as go from "./go.js";
import * as plan from "./plan.js";
import { sparkline } from "./sparkline.js";
import { t } from "./words.js";


/** @typedef {"base" | "latest" | "goal"} FigureField */
/** @typedef {{ line: IndicatorLine, children: Node_[] }} Node_ */
/** @type {FigureField[]} */
const FIELDS = ["base", "latest", "goal"];

/** @param {IndicatorFigure} one */
const inPeriod = (one) => one.year >= Number(data.plan.starts_on.slice(0, 4));

// Why an indicator has no status.
/** @param {IndicatorLine} line */
function unjudged(line) {
  if (!line.goal) return t("indicator_no_goal");
  return t(line.latest && inPeriod(line.latest) ? "indicator_no_base" : "indicator_no_actual");
}

// A figure with its year and what it is; an empty place where there is none.
/** @param {IndicatorLine} line @param {FigureField} field */
function figure(line, field) {
  const one = line[field];
  const isOld = field === "latest" && one && !inPeriod(one);
  return el("div", { class: `indicator-figure ${field} ${isOld ? "is-old" : ""}`, "data-field": field, "data-value": one?.value ?? "" },
    el("span", { class: "figure" }, one ? format.range(one) : "—"),
    el("span", { class: "figure-note" }, t(`indicator_${field}`), one && ` ${one.year}`));
}

// Indicators are told as of the map's own day alone.
/** @param {IndicatorLine} line */
const statusOf = (line) => figures.statusOf(line, data.plan.as_of);

/** @param {number} value */
const share = (value) => `${Math.min(100, Math.max(0, 100 * value))}%`;

/** @param {IndicatorLine} line */
function bar(line) {
  if (line.progress == null) return null;
  return el("div", { class: "indicator-way" },
    el("div", { class: "bar", title: t("of_expected"), "aria-hidden": "true" },
      el("div", { class: `bar-fill status-${statusOf(line)}`, style: `width:${share(line.progress)}` }),
      line.expected != null && el("div", { class: "bar-mark", style: `left:${share(line.expected)}` })),
    el("span", { class: "figure", "data-field": "progress", "data-value": line.progress },
      format.percent(100 * line.progress)),
    line.expected != null &&
      el("span", { class: "figure-note", "data-field": "expected", "data-value": line.expected },
        t("indicator_expected", { share: format.percent(100 * line.expected) })));
}

/** @param {IndicatorLine} line */
const status = (line) =>
  el("span", { class: "indicator-status", "data-field": "status", "data-value": line.status ?? "" },
    line.status ? balance.chip(statusOf(line), { day: data.plan.as_of }) : el("span", { class: "unjudged" }, unjudged(line)));

/** @param {IndicatorLine} line */
const tags = (line) => [
  line.kind && el("span", { class: `kind kind-${line.kind}` }, t(`kind_${line.kind}`)),
  line.span !== "year" && el("span", { class: "kind" }, t(`span_${line.span}`)),
];

/** @param {IndicatorFigure} one */
const record = (one) =>
  el("li", {},
    el("span", { class: "figure" }, `${one.year} `, t(`role_${one.role}`), " ",
      el("strong", {}, one.value == null ? t("figure_missing") : format.range(one))),
    one.note && name(one.note),
    el("span", { class: "citation" }, name([format.source(one.source),
      one.recorded_by && t("recorded_by", { name: one.recorded_by })].filter(Boolean).join(t("semicolon")))));

// Folded until it is asked for: every figure with where it stands.
/** @param {IndicatorLine} line */
function sources(line) {
  const body = el("ol", { class: "figure-list" });
  return fold({ class: "figure-sources" },
    el("summary", {}, t("indicator_sources", { n: line.figures.length })),
    body, () => line.figures.map(record));
}

// Headings follow one another: the zone's is the second level.
/** @param {number} level @returns {"h3" | "h4" | "h5" | "h6"} */
const heading = (level) => (level <= 3 ? "h3" : level === 4 ? "h4" : level === 5 ? "h5" : "h6");

/** @param {Node_} node @param {number} level @returns {HTMLElement} */
const row = ({ line, children }, level) =>
  el("li", { class: "indicator", "data-indicator": line.name, "data-scope": line.scope, "data-span": line.span },
    el("div", { class: "indicator-head" },
      el(heading(level), {}, name(line.name), el("span", { class: "unit" }, name(line.unit)), tags(line)), status(line)),
    el("div", { class: "indicator-figures" },
      FIELDS.map((field) => figure(line, field)), sparkline(line)),
    bar(line),
    sources(line),
    children.length > 0 && el("ol", { class: "indicators" }, children.map((child) => row(child, level + 1))));

// Lines under their parents, which stand in the same scope.
/** @param {IndicatorLine[]} lines */
function tree(lines) {
  /** @type {Node_[]} */
  const nodes = lines.map((line) => ({ line, children: [] }));
  /** @param {Node_} node */
  const isRoot = (node) => {
    const parent = nodes.find((other) => other !== node && !other.line.parent &&
      other.line.name === node.line.parent && other.line.scope === node.line.scope);
    if (!node.line.parent || !parent) return true;
    parent.children.push(node);
    return false;
  };
  return nodes.filter(isRoot);
}
// Those that can be judged first, then those with a base; otherwise as the plan has them.
/** @param {Node_} node */
const rank = ({ line }) => (line.status ? 0 : line.base ? 1 : 2);
/** @param {Node_} node @returns {boolean} */
const hasGoal = ({ line, children }) => Boolean(line.goal) || children.some(hasGoal);

// Those with a goal first; the rest, which tell the background, folded.
/** @param {string} title @param {IndicatorLine[]} lines @param {number} level */
function scope(title, lines, level) {
  const inner = title ? level + 1 : level;
  const nodes = tree(lines);
  const rest = nodes.filter((node) => !hasGoal(node));
  const withGoal = nodes.filter(hasGoal).sort((a, b) => rank(a) - rank(b));
  return el("section", { class: "indicator-scope", "data-scope": title },
    title && el(heading(level), { class: "scope" }, t("scope"), t("colon"), name(title)),
    withGoal.length > 0 && el("ol", { class: "indicators" }, withGoal.map((node) => row(node, inner))),
    rest.length > 0 && el("details", { class: "background" },
      el("summary", {}, t("indicators_background", { n: rest.length })),
      el("ol", { class: "indicators" }, rest.map((node) => row(node, inner)))));
}

/** @param {IndicatorLine[]} lines @param {number} level */
const scopes = (lines, level) =>
  [...new Set(lines.map((line) => line.scope))].sort((a, b) => Number(Boolean(a)) - Number(Boolean(b)))
    .map((title) => scope(title, lines.filter((line) => line.scope === title), level));

/** @param {string | null} zoneId */
function headline(zoneId) {
  const { good, judged, goals } = plan.tally(zoneId);
  return el("p", { class: "headline", "data-good": good, "data-judged": judged, "data-goals": goals },
    judged > 0 && el("strong", {}, t("tally", { good, judged })),
    t(judged > 0 ? "tally_goals" : "tally_none", { goals }));
}

const around = () => plan.linesAround.length > 0 && [
  el("h3", { class: "around" }, t("indicators_around")), headline(null), scopes(plan.linesAround, 4)];

// A zone without indicators leads to those above it that have some.
/** @param {Zone} zone */
function elsewhere(zone) {
  const above = data.path(zone).filter((step) => plan.linesOf(step).length);
  return [
    el("p", { class: "quiet" }, t("no_indicators")),
    above.map((step) => el("button", { type: "button", class: "to-zone", onclick: () => go.zone(step) },
      name(step.name), el("span", { class: "count" }, String(plan.linesOf(step).length)))),
  ];
}

/** @param {Zone} zone */
export function list(zone) {
  const lines = plan.linesOf(zone);
  const isRoot = data.roots.includes(zone);
  return [
    lines.length ? [headline(zone.id), scopes(lines, 3)] : !(isRoot && plan.linesAround.length) && elsewhere(zone),
    isRoot && around(),
  ];
}

/** @param {Zone} zone */
export const countOf = (zone) =>
  plan.linesOf(zone).length + (data.roots.includes(zone) ? plan.linesAround.length : 0);

// Brings an indicator into view: a warning names it, alone or after its zone.
/** @param {string} subject */
export function reveal(subject) {
  /** @type {NodeListOf<HTMLElement>} */
  const items = document.querySelectorAll("#panel-indicators .indicator");
  const found = [...items].find(({ dataset: { indicator } }) =>
    subject === indicator || subject.endsWith(`/${indicator}`));
  if (!found) return;
  found.closest(".background")?.setAttribute("open", "");
  found.classList.add("is-revealed");
  found.scrollIntoView({ block: "center" });
}

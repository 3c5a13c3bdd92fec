// The legend's part on projects: stages and categories as switches. Many categories are folded
// by group, each group with a switch of its own.

import { styles } from "./data.js";
import { el, name, svg } from "./dom.js";
import * as plan from "./plan.js";
import * as cards from "./project_card.js";
import * as filter from "./project_filter.js";
import * as state from "./state.js";
import { t } from "./words.js";

const FLAT = 8;
/** @type {(() => void)[]} */
const refreshes = [];

// A checkbox for one value or several: checked, unchecked or in between.
/** @param {"category" | "stage"} kind @param {string[]} values @param {string} [label] */
function box(kind, values, label) {
  const input = el("input", { type: "checkbox", "aria-label": label });
  input.addEventListener("change", () => filter.show(kind, values, input.checked));
  const refresh = () => {
    const shown = filter.shownOf(kind, values);
    input.checked = shown === "all";
    input.indeterminate = shown === "some";
  };
  refresh();
  refreshes.push(refresh);
  return input;
}

/** @param {number} many */
const count = (many) => el("span", { class: "count" }, String(many));
/** @param {Category[]} categories */
const names = (categories) => categories.map((category) => category.name);
/** @param {Category[]} categories */
const sum = (categories) => categories.reduce((all, category) => all + category.members.length, 0);

/** @param {Category} one */
const category = (one) =>
  el("label", { class: "layer", "data-category": one.name },
    box("category", [one.name]),
    el("span", { class: "layer-name" }, cards.dot(one.name), name(cards.titleOf(one.name))),
    count(one.members.length));

/** @param {{ key: string, categories: Category[] }} some */
const group = ({ key: word, categories }) =>
  el("div", { class: "category-group", "data-group": word },
    box("category", names(categories), t(`group_${word}`)),
    el("details", {},
      el("summary", {}, t(`group_${word}`), count(sum(categories))),
      categories.map(category)));

const stages = () =>
  plan.stages.length > 1 && el("fieldset", { class: "stage-filter" },
    el("legend", {}, t("stage")),
    plan.stages.map((stage) =>
      el("label", { class: "stage-switch" }, box("stage", [stage]),
        el("span", { class: "stage-word" }, name(cards.stageTitle(stage)),
          el("span", { class: "stage-count" }, String(filter.countOf("stage", stage)))))));

/** @param {boolean} isDashed */
const line = (isDashed) =>
  svg("svg", { class: "legend-swatch", viewBox: "0 0 24 14", "aria-hidden": "true" },
    svg("path", { d: "M0 7H24", stroke: styles.categories[0], "stroke-width": 3,
      "stroke-dasharray": isDashed ? "6 4" : "none" }));
/** @param {Element} mark @param {string} text */
const entry = (mark, text) => el("li", {}, mark, el("span", {}, text));

function key() {
  const hasShape = plan.projects.filter(({ place }) => place && (place.lines.length || place.areas.length));
  return el("ul", { class: "legend-rows" },
    hasShape.some(({ quality }) => quality !== "schematic") && entry(line(false), t("project_line")),
    hasShape.some(({ quality }) => quality === "schematic") && entry(line(true), t("project_line_schematic")),
    entry(el("span", { class: "badge-swatch", "aria-hidden": "true" }, "n"), t("zone_badge")),
    cards.sharesGrey && entry(el("span", { class: "dot grey-dot", "aria-hidden": "true" }), t("grey_categories")));
}

export function draw() {
  if (!plan.projects.length) return null;
  const all = names(plan.categories);
  const part = el("div", { class: "legend-group project-legend" },
    el("label", { class: "layer" }, box("category", all), t("layer_projects"), count(plan.projects.length)),
    stages(),
    el("div", { class: "categories" }, all.length > FLAT ? plan.groups.map(group) : plan.categories.map(category)),
    key());
  state.listen((_, change) => "filter" in change && refreshes.forEach((refresh) => refresh()));
  return part;
}

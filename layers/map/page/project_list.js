// The projects of a zone in the panel: by category, with stage and investment; stages filter.

import { el, name } from "./dom.js";
import * as format from "./format.js";
import * as go from "./go.js";
import * as plan from "./plan.js";
import * as cards from "./project_card.js";
import * as filter from "./project_filter.js";
import { t } from "./words.js";

const OPEN_UP_TO = 40;

/** @param {Project} project */
const row = (project) =>
  el("li", {}, el("button",
    { type: "button", class: "row", "data-project": project.id, onclick: () => go.project(project) },
    name(project.name),
    el("span", { class: "row-note" },
      project.stage && cards.stageChip(project.stage),
      name([project.zone?.name, !project.place && t(project.zone ? "only_zone" : "no_place")]
        .filter(Boolean).join(" · ")),
      project.investment_10k_cny != null &&
        el("span", { class: "figure", "data-value": project.investment_10k_cny },
          format.money(project.investment_10k_cny)))));

/** @param {string} category @param {Project[]} members @param {boolean} isOpen */
function section(category, members, isOpen) {
  const known = members.map((project) => project.investment_10k_cny).filter((value) => value != null);
  const sum = known.reduce((all, value) => all + value, 0);
  return el("details", { class: "list-group", open: isOpen, "data-category": category },
    el("summary", {}, cards.dot(category), name(cards.titleOf(category)),
      el("span", { class: "count" }, String(members.length)),
      known.length > 0 && el("span", { class: "figure" }, format.money(sum))),
    el("ul", { class: "rows" }, members.map(row)));
}

// How many are at each stage; a press leaves a stage out, on the map too.
/** @param {Project[]} within */
const stages = (within) =>
  plan.stages.length > 1 && el("div", { class: "stage-counts", role: "group", "aria-label": t("stage") },
    plan.stages.map((stage) => {
      const isShown = filter.isShown("stage", stage);
      return el("button",
        { type: "button", class: "stage-count-button", "aria-pressed": String(isShown), "data-stage": stage,
          onclick: () => filter.show("stage", [stage], !isShown) },
        cards.stageChip(stage),
        el("strong", {}, String(within.filter((project) => project.stage === stage).length)));
    }));

/** @param {number} many */
const left = (many) => many > 0 &&
  el("p", { class: "panel-note" }, t("filtered_out", { n: many }), " ",
    el("button", { type: "button", class: "text-button", onclick: filter.showAll }, t("show_all")));

/** @param {Zone} zone */
export function list(zone) {
  const within = plan.projectsWithin(zone);
  if (!within.length) return el("p", { class: "quiet" }, t("no_projects"));
  const shown = within.filter(filter.passes);
  return [
    stages(within),
    left(within.length - shown.length),
    plan.categories.map(({ name: category }) => {
      const members = shown.filter((project) => project.category === category);
      return members.length > 0 && section(category, members, shown.length <= OPEN_UP_TO);
    }),
  ];
}

// What a project is: its card, and the popups that hold one card or a list of them.

import * as data from "./data.js";
import { el, name, facts, fold as foldOf } from "./dom.js";
import * as format from "./format.js";
import * as plan from "./plan.js";
import { t } from "./words.js";

const FLAT = 12;

// Each category has its colour; those that got none share a grey.
const GREY = data.styles.other_category;
const colours = new Map(plan.categories.map((category) => [category.name, category.colour]));
/** @param {string} category */
export const colour = (category) => colours.get(category) ?? GREY;
export const sharesGrey = plan.categories.some((category) => category.colour === GREY);

/** @param {string} category */
export const titleOf = (category) => category || t("no_category");
/** @param {string} category */
export const dot = (category) =>
  el("span", { class: "dot", style: `background:${colour(category)}`, "aria-hidden": "true" });

/** @param {string} stage */
export function stageTitle(stage) {
  const number = plan.stageNumber(stage);
  return number >= 0 ? t(`stage_${number}`) : stage || t("stage_none");
}
/** @param {string} stage */
export const stageChip = (stage) =>
  el("span", { class: `stage-chip stage-${plan.stageNumber(stage)}`, "data-stage": stage }, name(stageTitle(stage)));

/** @param {Project} project */
function stageAndDate({ stage, stage_on: on }) {
  if (!stage) return null;
  return el("span", { class: "stage-line" }, stageChip(stage), on && t("stage_since", { date: on }));
}

/** @param {Project} project */
function invested({ invested_10k_cny: done, investment_10k_cny: all }) {
  if (done == null) return null;
  const share = all != null && all > 0 ? done / all : null;
  return el("span", { "data-field": "invested_10k_cny", "data-value": done },
    format.investment(done),
    share != null && [t("comma"), t("of_investment", { share: format.percent(100 * share) }),
      el("span", { class: "thin-bar", "aria-hidden": "true" },
        el("span", { style: `width:${Math.min(100, 100 * share)}%` }))]);
}

/** @param {Project} project */
const placeNote = (project) => {
  if (!project.place) return t(project.zone ? "only_zone" : "no_place");
  if (project.quality !== "schematic") return null;
  return t(project.place.lines.length || project.place.areas.length ? "place_schematic" : "point_schematic");
};

/** @param {Project} project */
function card(project) {
  const note = placeNote(project);
  return el("section", { class: "project-card", "data-project": project.id },
    el("h2", {}, name(project.name)),
    facts([
      [t("category"), name(titleOf(project.category))],
      [t("stage"), stageAndDate(project)],
      [t("as_of"), data.plan.as_of],
      [t("zone"), project.zone && name(data.path(project.zone).map((zone) => zone.name).join(" › "))],
      [t("site_area"), project.site_area_m2 != null &&
        format.beside(format.m2(project.site_area_m2), format.ha(project.site_area_m2 / format.M2_PER_HA))],
      [t("floor_area"), project.floor_area_m2 != null && format.m2(project.floor_area_m2)],
      [t("investment"), project.investment_10k_cny != null &&
        el("span", { "data-field": "investment_10k_cny", "data-value": project.investment_10k_cny },
          format.investment(project.investment_10k_cny))],
      [t("invested"), invested(project)],
      [t("note"), project.note && name(project.note)],
      [t("source"), project.sources.length > 0 &&
        el("ul", {}, project.sources.map((source) => el("li", {}, name(format.source(source)))))],
    ]),
    note && el("p", { class: "place-note" }, note));
}

/** @param {string} text */
const popupHead = (text) => el("p", { class: "popup-kind" }, text);

/** @param {Project} project */
export const single = (project) => el("article", { class: "popup" }, popupHead(t("project")), card(project));

// A project folded: its card is made when it is asked for.
/** @param {Project} project */
function fold(project) {
  return foldOf({ class: "project-fold" },
    el("summary", {}, dot(project.category), name(project.name)), el("div", {}), () => card(project));
}

// Many are folded by category too.
/** @param {Project[]} projects */
function folds(projects) {
  if (projects.length <= FLAT) return projects.map(fold);
  return plan.categories.map((category) => {
    const members = projects.filter((project) => project.category === category.name);
    return members.length > 0 && el("details", { class: "project-fold category-fold" },
      el("summary", {}, dot(category.name), name(titleOf(category.name)),
        el("span", { class: "count" }, String(members.length))),
      members.map(fold));
  });
}

// The list of a badge: the projects of each zone, and those whose marks lie close together.
/** @param {Section[]} sections */
export function list(sections) {
  const many = new Set(sections.flatMap(({ projects }) => projects)).size;
  const [{ zone }] = sections;
  const isOneZone = sections.length === 1 && zone;
  const title = isOneZone ? t("projects_in_zone", { zone: zone.name, n: many }) : t("projects_here", { n: many });
  return el("article", { class: "popup" },
    popupHead(t(sections.every((section) => section.zone) ? "only_zone" : "layer_projects")),
    el("h2", {}, name(title)),
    sections.map(({ zone: each, projects }) => [
      !isOneZone && el("h3", {}, name(each ? each.name : t("close_together")),
        each && el("span", { class: "row-note" }, t("only_zone"))),
      folds(projects)]));
}

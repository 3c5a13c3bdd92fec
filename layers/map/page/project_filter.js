// Which projects show, on the map and in the panel: by category and by stage.

import * as plan from "./plan.js";
import * as state from "./state.js";

/** @typedef {keyof Filter} Kind */

const hidden = state.current.filter;

/** @param {Project} project */
export const passes = (project) =>
  !hidden.category.has(project.category) && !hidden.stage.has(project.stage);
/** @param {Kind} kind @param {string} value */
export const isShown = (kind, value) => !hidden[kind].has(value);

/** @param {Kind} kind @param {string[]} values @param {boolean} isOn */
export function show(kind, values, isOn) {
  for (const value of values) {
    if (isOn) hidden[kind].delete(value);
    else hidden[kind].add(value);
  }
  state.set({ filter: hidden });
}

export function showAll() {
  hidden.category.clear();
  hidden.stage.clear();
  state.set({ filter: hidden });
}

// Of several values: all, none or some are shown.
/** @param {Kind} kind @param {string[]} values */
export function shownOf(kind, values) {
  const many = values.filter((value) => isShown(kind, value)).length;
  return many === values.length ? "all" : many ? "some" : "none";
}

/** @param {Kind} kind @param {string} value */
export const countOf = (kind, value) => plan.projects.filter((project) => project[kind] === value).length;

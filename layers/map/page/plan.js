// What the plan names beside its land: projects, indicators, investment, warnings.

import { isWithin, raw, roots, zoneOf } from "./data.js";

// Projects, with the record of their zone. Without a place, only the zone is known.
/** @type {Project[]} */
export const projects = raw.projects.list.map((one) => ({ ...one, zone: zoneOf(one.zone) }));
/** @param {Zone} zone */
export const projectsWithin = (zone) =>
  projects.filter((project) =>
    (project.zone ? isWithin(project.zone, zone) : roots.includes(zone)));

// Categories, the fullest first.
/** @type {Category[]} */
export const categories = raw.projects.categories
  .map((category) => ({
    ...category, members: projects.filter((project) => project.category === category.name),
  }))
  .sort((a, b) => b.members.length - a.members.length);
export const groups = raw.projects.groups
  .map((key) => ({ key, categories: categories.filter(({ group }) => group === key) }))
  .filter((group) => group.categories.length);

// Stages in the order in which a project goes through them; other words after them, none last.
const known = raw.projects.stages;
const told = new Set(projects.map((project) => project.stage));
export const stages = [...known.filter((stage) => told.has(stage)),
  ...[...told].filter((stage) => stage && !known.includes(stage)),
  ...(told.has("") ? [""] : [])];
/** @param {string} stage */
export const stageNumber = (stage) => known.indexOf(stage);

// Indicators of no zone speak of what lies around the plan, and stand with its roots.
export const lines = raw.indicators.lines;
/** @param {Zone} zone */
export const linesOf = (zone) => lines.filter((line) => line.zone === zone.id);
export const linesAround = lines.filter((line) => line.zone == null);
/** @param {string | null} zoneId @returns {Tally} */
export const tally = (zoneId) =>
  raw.indicators.tallies[zoneId ?? ""] ?? { good: 0, judged: 0, goals: 0 };

export const investment = raw.investment;
/** @type {Warning[]} */
export const warnings = raw.warnings.map((warning) => ({
  ...warning,
  zone: zoneOf(warning.zone),
  zones: warning.zones.map((id) => /** @type {Zone} */ (zoneOf(id))),
}));

// What wants attention, worst first; each leads to the thing it speaks of.

import * as data from "./data.js";
import { el, name } from "./dom.js";
import * as go from "./go.js";
import * as indicators from "./indicators.js";
import * as land from "./land.js";
import { once } from "./once.js";
import * as plan from "./plan.js";
import * as server from "./server.js";
import * as state from "./state.js";
import { t } from "./words.js";

const FLAT = 8;
/** @param {{ severity: number }} warning */
const level = ({ severity }) => Math.min(3, Math.max(1, severity));

/** @param {Warning} warning */
function parcelOfWarning({ kind, subject }) {
  if (kind === "parcel") return land.parcelOf(subject);
  return kind === "event" ? land.parcelOfEvent(subject) : null;
}

// The zone's own figures, where a warning is about a target or an indicator.
/** @param {Zone} zone @param {Warning} warning */
function toZone(zone, { kind, subject }) {
  go.zone(zone);
  if (kind === "target") state.set({ tab: "balance" });
  if (kind !== "indicator") return;
  state.set({ tab: "indicators" });
  indicators.reveal(subject);
}

// What a click does; null where there is nowhere to go.
/** @param {Warning} warning */
function way(warning) {
  const project = warning.kind === "project" && plan.projects.find(({ id }) => id === warning.subject);
  if (project) return () => go.project(project);
  const parcel = parcelOfWarning(warning);
  if (parcel != null) return () => go.parcel(parcel);
  const zone = warning.zone ?? data.roots[0];
  return zone ? () => toZone(zone, warning) : null;
}

/** @param {Warning} warning */
function row(warning) {
  const onclick = way(warning);
  const content = [
    el("span", { class: `severity severity-${level(warning)}` }, t(`severity_${level(warning)}`)),
    el("span", { class: "warning-text" }, name(warning.text),
      el("span", { class: "row-note" }, el("span", {}, t(`warning_${warning.kind}`)), warning.zone && name(warning.zone.name))),
  ];
  const marks = { class: "warning", "data-severity": warning.severity, "data-subject": warning.subject };
  return el("li", {}, onclick
    ? el("button", { type: "button", ...marks, onclick }, content) : el("div", marks, content));
}

/** @param {Warning[]} members */
const rows = (members) => members.length > 0 && el("ol", { class: "rows" }, members.map(row));

// The worst stand open; many of the least are folded by what they are about.
/** @param {string} kind @param {Warning[]} members */
function leastOf(kind, members) {
  return members.length > 0 && el("details", { class: "least", open: members.length <= FLAT },
    el("summary", {}, el("span", { class: "severity severity-1" }, t("severity_1")),
      t(`warning_${kind}`), el("span", { class: "count" }, String(members.length))),
    rows(members));
}

/** @param {Child} title @param {Warning[]} members */
function section(title, members) {
  const least = members.filter((warning) => level(warning) === 1);
  return members.length > 0 && el("section", { class: "list-group" },
    el("h3", {}, title, el("span", { class: "count" }, String(members.length))),
    rows(members.filter((warning) => level(warning) > 1)),
    [...new Set(least.map(({ kind }) => kind))].map((kind) =>
      leastOf(kind, least.filter((warning) => warning.kind === kind))));
}

// What each zone and those within it have, so that the number is there as a zone is chosen.
const byZone = once(() => {
  /** @type {Map<Zone, Set<Warning>>} */
  const found = new Map([...data.zones.values()].map((zone) => [zone, new Set()]));
  for (const warning of plan.warnings) {
    for (const zone of warning.zones) found.get(zone)?.add(warning);
  }
  return found;
});
// Where tiles tell of the land, the site counts: those of single storages and events are not here.
/** @type {Record<string, number> | null} */
let counted = null;
/** @param {Record<string, number>} counts by zone */
export function tellCounts(counts) {
  counted = counts;
}
/** @param {Zone} zone */
export function countOf(zone) {
  if (server.tellsOfLand) return counted && (counted[zone.id] ?? 0);
  return byZone().get(zone)?.size ?? 0;
}

/** @param {Zone} zone */
export function list(zone) {
  /** @param {Warning} warning */
  const isHere = (warning) => byZone().get(zone)?.has(warning) ?? false;
  return [
    server.tellsOfLand && el("p", {}, el("a", { href: server.warningsOf(zone) }, t("warnings_of_land"))),
    section(name(zone.name), plan.warnings.filter(isHere)),
    section(t("warnings_elsewhere"), plan.warnings.filter((warning) => !isHere(warning))),
  ];
}

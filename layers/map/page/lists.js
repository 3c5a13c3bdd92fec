// What lies in a zone: the tree of zones, its projects, its parcels.

import * as data from "./data.js";
import { el, name } from "./dom.js";
import * as format from "./format.js";
import * as go from "./go.js";
import * as land from "./land.js";
import * as parcelLayer from "./parcels.js";
import * as state from "./state.js";
import { t } from "./words.js";

const PARCELS_SHOWN = 200;

/** @param {Zone} zone @returns {HTMLElement} */
function branch(zone) {
  const { zone: chosen, measure } = state.current;
  const status = data.status(zone, measure);
  const row = data.row(zone, measure);
  return el("li", {},
    el("button",
      {
        type: "button", class: "tree-zone", "data-zone": zone.id,
        "aria-current": zone === chosen ? "true" : null,
        onclick: () => go.zone(zone),
      },
      el("span", { class: `swatch status-${status}`, "aria-hidden": "true" }),
      name(zone.name),
      el("span", { class: "tree-figure" },
        row?.percent != null ? format.percent(row.percent) : "", " ",
        el("span", { class: "tree-status" }, t(`status_${status}`)))),
    zone.children.length > 0 && el("ul", {}, zone.children.map(branch)));
}

export const tree = () => el("ul", { class: "tree" }, data.roots.map(branch));

/** @param {Zone} zone */
export function parcels(zone) {
  const members = land.parcelsWithin(zone);
  if (!members.length) return el("p", { class: "quiet" }, t("no_parcels"));
  const states = parcelLayer.STATES;
  /** @param {string} name_ */
  const countOf = (name_) => members.filter((index) => land.parcelState(index) === name_).length;
  return [
    el("ul", { class: "state-counts" }, states.map((key) =>
      el("li", {}, el("span", { class: `state-mark state-${key}` }, t(`state_${key}`)),
        el("span", { class: "count" }, String(countOf(key)))))),
    el("ul", { class: "rows" }, members.slice(0, PARCELS_SHOWN).map((index) => parcelRow(index))),
    members.length > PARCELS_SHOWN &&
      el("p", { class: "quiet" }, t("more_parcels", { n: members.length - PARCELS_SHOWN })),
  ];
}

/** @param {number} index */
function parcelRow(index) {
  const key = land.parcelState(index);
  return el("li", {}, el("button", { type: "button", class: "row", onclick: () => go.parcel(index) },
    name(land.parcelTitle(index)),
    el("span", { class: "row-note" },
      el("span", { class: `state-mark state-${key}` }, t(`state_${key}`)),
      el("span", { class: "figure" }, format.ha(land.columns.declared_ha[index])))));
}

// The tree of zones, each with its status.

import * as data from "./data.js";
import { el, name } from "./dom.js";
import * as figures from "./figures.js";
import * as format from "./format.js";
import * as go from "./go.js";
import * as state from "./state.js";

/** @param {Zone} zone @returns {HTMLElement} */
function branch(zone) {
  const { zone: chosen, measure } = state.current;
  const status = figures.status(zone, measure);
  const row = figures.row(zone, measure);
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
        el("span", { class: "tree-status" }, figures.statusWord(status)))),
    zone.children.length > 0 && el("ul", {}, zone.children.map(branch)));
}

export const tree = () => el("ul", { class: "tree" }, data.roots.map(branch));

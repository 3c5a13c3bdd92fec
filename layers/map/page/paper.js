// What paper has beside the map and its balance: of which days it tells and by which area; on pages
// after, what was done between two days and the indicators of the chosen zone.

import * as compare from "./compare.js";
import * as data from "./data.js";
import { byId, el, name, fill } from "./dom.js";
import * as indicators from "./indicators.js";
import * as state from "./state.js";
import { t } from "./words.js";

/** @param {Zone} zone @param {string} tab */
const heading = (zone, tab) => el("h2", {}, name(zone.name), " · ", t(tab));

export function lay() {
  const { zone, compare: other } = state.current;
  if (!zone) return;
  fill(byId("paper"),
    other != null && [heading(zone, "tab_compare"), compare.table(zone, other)],
    indicators.countOf(zone) > 0 && [
      heading(zone, "tab_indicators"),
      el("div", { class: "paper-columns" }, indicators.list(zone)),
    ]);
}

export const clear = () => fill(byId("paper"));

// The form and the slider are not on paper.
function tellDays() {
  const { day, compare: other } = state.current;
  const told = [
    `${t("as_of")} ${day}`,
    other != null && t("compared_with", { date: other }),
    `${t("basis")}${t("colon")}${t(`basis_${data.plan.basis}`)}`,
  ];
  fill(byId("paper-days"), told.filter(Boolean).join(" · "));
}

export function draw() {
  tellDays();
  state.listen((_, change) => ("day" in change || "compare" in change) && tellDays());
}

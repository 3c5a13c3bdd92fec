// What paper has beside the map and its balance: the indicators of the chosen zone, on pages after.

import { byId, el, name, fill } from "./dom.js";
import * as indicators from "./indicators.js";
import * as state from "./state.js";
import { t } from "./words.js";

export function lay() {
  const { zone } = state.current;
  if (!zone || !indicators.countOf(zone)) return;
  fill(byId("paper"),
    el("h2", {}, name(zone.name), " · ", t("tab_indicators")),
    el("div", { class: "paper-columns" }, indicators.list(zone)));
}

export const clear = () => fill(byId("paper"));

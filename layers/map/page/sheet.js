// On a phone the panel is a sheet below the map, of three heights.

import { byId, el } from "./dom.js";
import { t } from "./words.js";

const HEIGHTS = ["low", "half", "tall"];
/** @type {() => void} */
let resized;

/** @param {string} height */
export function set(height) {
  if (document.body.dataset.sheet === height) return;
  document.body.dataset.sheet = height;
  resized();
}

// A tall sheet leaves no room for what is shown on the map.
export function showMap() {
  if (document.body.dataset.sheet === "tall") set("half");
}

/** @param {() => void} onResized */
export function draw(onResized) {
  resized = onResized;
  document.body.dataset.sheet = "half";
  /** @param {number} by */
  const move = (by) => () => {
    const now = HEIGHTS.indexOf(document.body.dataset.sheet ?? "half");
    set(HEIGHTS[Math.min(2, Math.max(0, now + by))]);
  };
  byId("sheet-bar").append(
    el("button", { type: "button", "aria-label": t("sheet_down"), onclick: move(-1) }, "▾"),
    el("span", { class: "sheet-grip", "aria-hidden": "true" }),
    el("button", { type: "button", "aria-label": t("sheet_up"), onclick: move(1) }, "▴"));
}

// The plan's days under the map: a slider over them, and what plays them.

import { plan } from "./data.js";
import { byId, el, svg } from "./dom.js";
import * as figures from "./figures.js";
import * as state from "./state.js";
import { t } from "./words.js";

const STEP_MS = 700;
const LAST = figures.days.length - 1;

/** @type {HTMLInputElement} */
let slider;
/** @type {HTMLButtonElement} */
let button;
const output = el("output", { class: "timeline-day" });
const compared = el("span", { class: "timeline-compared", hidden: true });
/** @type {number | null} */
let playing = null;

const ICONS = { play: "M6 4l10 6-10 6z", pause: "M6 4h3v12H6zM11 4h3v12h-3z" };

/** @param {number} number */
const go = (number) => state.set({ day: figures.days[Math.min(LAST, Math.max(0, number))] });
const at = () => figures.dayNumber(state.current.day);

function step() {
  if (at() < LAST) go(at() + 1);
  if (at() >= LAST) stop();
}

function start() {
  if (at() >= LAST) go(0);
  playing = window.setInterval(step, STEP_MS);
  tellButton();
}

function stop() {
  if (playing != null) window.clearInterval(playing);
  playing = null;
  tellButton();
}

function tellButton() {
  const key = playing == null ? "play" : "pause";
  button.setAttribute("aria-label", t(key));
  button.title = t(key);
  button.dataset.key = key;
  button.replaceChildren(svg("svg", { viewBox: "0 0 20 20", "aria-hidden": "true" },
    svg("path", { d: ICONS[key], fill: "currentColor" })));
}

function tell() {
  const { day, compare } = state.current;
  slider.value = String(at());
  slider.setAttribute("aria-valuetext", day);
  output.textContent = day;
  compared.hidden = compare == null;
  compared.textContent = compare == null ? "" : t("compared_with", { date: compare });
  for (const place of document.querySelectorAll("[data-day]")) place.textContent = day;
}

// Where a year begins on the slider; its first day is told at the end before it.
function years() {
  const marks = figures.days.flatMap((day, number) =>
    (day.endsWith("-12-31") && day < plan.ends_on && number < LAST ? [{ year: Number(day.slice(0, 4)) + 1, number }] : []));
  return el("div", { class: "timeline-years", "aria-hidden": "true" }, marks.map(({ year, number }) =>
    el("span", { style: `left:${(100 * number) / LAST}%` }, String(year))));
}

export function draw() {
  if (!LAST) return;
  slider = el("input", {
    type: "range", id: "timeline-slider", min: 0, max: LAST, step: 1, "aria-label": t("timeline_day"),
    oninput: () => { stop(); go(Number(slider.value)); },
  });
  button = el("button", { type: "button", class: "timeline-play", id: "timeline-play",
    onclick: () => (playing == null ? start() : stop()) });
  tellButton();
  const bar = byId("timeline");
  bar.hidden = false;
  bar.append(button, el("div", { class: "timeline-track" }, slider, years()), output, compared);
  document.addEventListener("visibilitychange", () => document.hidden && stop());
  tell();
  state.listen((_, change) => ("day" in change || "compare" in change) && tell());
}

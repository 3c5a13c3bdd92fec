// Paper: the chosen zone fitted to it, or the middle of the map at a scale that is true on it.

import { byId, el, fill } from "./dom.js";
import * as geometry from "./geometry.js";
import * as paper from "./paper.js";
import * as state from "./state.js";
import * as view from "./view.js";
import { t } from "./words.js";

const PAPERS = ["A4", "A3"];
const SCALES = [500, 1000, 2000, 5000, 10000, 25000, 50000];
const PX_PER_M = 96 / 0.0254;
// CGCS2000, and the pixels of the whole world at zoom 0.
const [A, F] = [6378137, 1 / 298.257222101];
const WORLD_PX = 256;

/** @type {number | null} */
let scale = null;
/** @type {L.Map} */
let map;

// The zoom at which a pixel of paper is as much ground as a scale says: in the plane of the map,
// north-south and east-west differ by up to some thousandths there, and their mean is taken.
/** @param {number} scale_ @param {number} lat */
export function zoomOf(scale_, lat) {
  const e2 = F * (2 - F);
  const phi = (lat * Math.PI) / 180;
  const w2 = 1 - e2 * Math.sin(phi) ** 2;
  const mean_radius_m = (A * Math.sqrt(1 - e2)) / w2;
  const ground_m_per_px = scale_ / PX_PER_M;
  return Math.log2((2 * Math.PI * mean_radius_m * Math.cos(phi)) / (WORLD_PX * ground_m_per_px));
}

/** @param {number} scale_ */
const told = (scale_) => `1:${scale_.toLocaleString("en-US").replaceAll(",", " ")}`;

/** @typedef {{ center: L.LatLng, zoom: number, zoomSnap: number | undefined, maxZoom: number | undefined }} Before */
/** @type {Before | null} */
let before = null;

function lay() {
  const { zoomSnap, maxZoom } = map.options;
  before ??= { center: map.getCenter(), zoom: map.getZoom(), zoomSnap, maxZoom };
  map.invalidateSize({ animate: false });
  const { zone } = state.current;
  if (scale != null) {
    Object.assign(map.options, { zoomSnap: 0, maxZoom: 24 });
    map.setView(before.center, zoomOf(scale, before.center.lat), { animate: false });
  } else if (zone) view.fit(geometry.latLngBounds(zone.bounds), 17, false);
}

// The view comes back after.
function takeUp() {
  map.invalidateSize({ animate: false });
  if (!before) return;
  const { center, zoom, zoomSnap, maxZoom } = before;
  Object.assign(map.options, { zoomSnap, maxZoom });
  map.setView(center, zoom, { animate: false });
  before = null;
}

/** @param {string} paper_ @param {number | null} scale_ */
export function setUp(paper_, scale_) {
  document.body.dataset.paper = paper_;
  scale = scale_;
  fill(byId("paper-scale"), scale == null ? null : t("print_scale_told", { scale: told(scale), paper: paper_ }));
}

/** @param {string} label @param {[value: string, title: string][]} options */
function choice(label, options) {
  const select = el("select", {}, options.map(([value, title]) => el("option", { value }, title)));
  return { select, element: el("label", {}, el("span", {}, label), select) };
}

const papers = choice(t("print_paper"), PAPERS.map((one) => [one, one]));
const scales = choice(t("print_scale"), [["", t("print_fit")], ...SCALES.map((one) =>
  /** @type {[string, string]} */ ([String(one), told(one)]))]);
const dialog = el("dialog", { class: "print-dialog", "aria-label": t("print") },
  el("form", {
    method: "dialog",
    onsubmit: (event) => {
      if (event.submitter?.getAttribute("value") !== "print") return;
      setUp(papers.select.value, scales.select.value ? Number(scales.select.value) : null);
      dialog.close();
      event.preventDefault();
      window.print();
    },
  },
  el("h2", {}, t("print")), papers.element, scales.element,
  el("p", { class: "quiet" }, t("print_help")),
  el("div", { class: "print-buttons" },
    el("button", { value: "print", class: "is-main" }, t("print")),
    el("button", { value: "" }, t("close")))));

export const ask = () => dialog.showModal();

/** @param {L.Map} onMap */
export function draw(onMap) {
  map = onMap;
  document.body.append(dialog);
  paper.draw();
  window.addEventListener("beforeprint", paper.lay);
  window.addEventListener("afterprint", paper.clear);
  window.matchMedia("print").addEventListener("change", ({ matches }) => (matches ? lay() : takeUp()));
}

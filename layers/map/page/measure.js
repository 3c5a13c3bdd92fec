// Distance and area by clicking points, on the CGCS2000 ellipsoid as everywhere in landplan.

import { styles } from "./data.js";
import { byId, el, fill } from "./dom.js";
import * as format from "./format.js";
import * as geometry from "./geometry.js";
import { t } from "./words.js";

const ellipsoid = new geodesic.Geodesic.Geodesic(6378137, 1 / 298.257222101);

/** @typedef {"distance" | "area"} Kind */

/** @type {L.Map} */
let map;
/** @type {L.SVG} */
let renderer;
/** @type {(kind: Kind | null) => void} */
let onChange;
/** @type {Kind | null} */
let kind = null;
let drawing = false;
/** @type {L.LatLng[]} */
let points = [];
const group = L.layerGroup();

// Metres along the points; closed for a perimeter. Square metres inside them.
/** @param {L.LatLng[]} latLngs @param {boolean} isArea */
export function of(latLngs, isArea) {
  const polygon = ellipsoid.Polygon(!isArea);
  for (const { lat, lng } of latLngs) polygon.AddPoint(lat, lng);
  const { perimeter, area } = polygon.Compute(false, true);
  return { length_m: perimeter, area_m2: isArea ? Math.abs(area) : 0 };
}

function result() {
  const enough = points.length > (kind === "area" ? 2 : 1);
  if (!enough) return [el("span", {}, t("measure_start"))];
  const { length_m, area_m2 } = of(points, kind === "area");
  if (kind !== "area") return [`${t("distance")} `, el("strong", {}, format.distance(length_m))];
  if (geometry.crossesItself(points.map(({ lng, lat }) => [lng, lat]))) {
    return [el("strong", { class: "measure-wrong" }, t("measure_crosses"))];
  }
  const area_ha = area_m2 / format.M2_PER_HA;
  return [
    `${t("area")} `,
    el("strong", { "data-area-ha": area_ha }, format.ha(area_ha)),
    ` = ${format.mu(area_ha)} · ${t("perimeter")} `,
    el("strong", {}, format.distance(length_m)),
  ];
}

/** @param {L.LatLng} [pointer] */
function redraw(pointer) {
  const shown = pointer && drawing ? [...points, pointer] : points;
  const style = { color: styles.measuring, weight: 2.4, fillOpacity: 0.12, interactive: false, renderer };
  group.clearLayers();
  group.addLayer(kind === "area" && shown.length > 2 ? L.polygon(shown, style) : L.polyline(shown, style));
  for (const point of points) {
    group.addLayer(L.circleMarker(point, { ...style, radius: 4, fillColor: "#fff", fillOpacity: 1 }));
  }
}

function show() {
  const readout = byId("readout");
  readout.hidden = !kind;
  if (kind) {
    fill(readout, el("span", {}, result()),
      el("button", { type: "button", "aria-label": t("close"), onclick: stop }, "×"));
  }
}

/** @param {Kind} chosen */
export function start(chosen) {
  const isSame = kind === chosen;
  stop();
  if (isSame) return;
  kind = chosen;
  drawing = true;
  map.closePopup();
  map.doubleClickZoom.disable();
  map.getContainer().classList.add("is-measuring");
  map.getContainer().focus();
  show();
  onChange(kind);
}

function finish() {
  drawing = false;
  redraw();
  show();
}

function stop() {
  kind = null;
  drawing = false;
  points = [];
  group.clearLayers();
  map.doubleClickZoom.enable();
  map.getContainer().classList.remove("is-measuring");
  show();
  onChange(null);
}

/** @param {L.LeafletMouseEvent} event */
function click({ latlng }) {
  if (!drawing) return;
  const last = points[points.length - 1];
  // The second click of a double click falls on the same place.
  if (!last || map.latLngToLayerPoint(last).distanceTo(map.latLngToLayerPoint(latlng)) > 3) {
    points.push(latlng);
  }
  redraw();
  show();
}

function takeBack() {
  points.pop();
  drawing = true;
  redraw();
  show();
}

/** @param {KeyboardEvent} event */
function key(event) {
  if (!kind) return;
  if (event.key === "Escape") stop();
  else if (event.target instanceof HTMLInputElement) return;
  else if (event.key === "Backspace") takeBack();
  else if (event.key === "Enter" && drawing && !(event.target instanceof HTMLButtonElement)) finish();
}

/** @param {L.Map} onMap @param {(kind: Kind | null) => void} changed */
export function draw(onMap, changed) {
  map = onMap;
  onChange = changed;
  Object.assign(map.createPane("measure").style, { zIndex: "640", pointerEvents: "none" });
  renderer = L.svg({ pane: "measure" });
  group.addTo(map);
  map.on("click", click);
  map.on("dblclick", () => {
    if (drawing) finish();
  });
  map.on("mousemove", ({ latlng }) => {
    if (drawing && points.length) redraw(latlng);
  });
  document.addEventListener("keydown", key);
}

export const isOn = () => kind != null;

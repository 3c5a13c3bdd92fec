// Major projects on the map: lines and areas, a mark where a point is known, and one counted badge
// per zone for the rest. Marks that would lie on each other share a badge.

import * as data from "./data.js";
import { el, name } from "./dom.js";
import * as plan from "./plan.js";
import { pressable, pressableLine } from "./press.js";
import * as cards from "./project_card.js";
import * as filter from "./project_filter.js";
import * as state from "./state.js";
import * as view from "./view.js";
import { t } from "./words.js";

const SHARED_PX = 28;
const marks = L.layerGroup();
const shapes = L.layerGroup();
/** @type {Map<Zone, L.Marker>} */
const badges = new Map();
/** @type {L.Marker[]} */
let markers = [];
/** @type {L.SVG} */
let renderer;
/** @type {L.Map} */
let map;

/** @typedef {Section & { place: L.LatLng }} Spot */

/** @param {Position} position */
const latLng = ([lon, lat]) => L.latLng(lat, lon);
/** @param {Zone} zone */
const labelPlace = (zone) => latLng(zone.label);
/** @param {Project} project @returns {project is PlacedProject} */
const isPlaced = (project) => project.place != null;
const shown = () => plan.projects.filter(filter.passes);
/** @param {Zone} zone */
const onlyZone = (zone) => shown().filter((project) => !project.place && project.zone === zone);

// Lines and areas: a white edge, the category's colour, and a wide unseen line to click.
/** @param {PlacedProject} project */
function shapesOf(project) {
  const { lines, areas } = project.place;
  const color = cards.colour(project.category);
  const dashArray = project.quality === "schematic" ? data.styles.project_dashes : undefined;
  /** @type {L.PolylineOptions} */
  const style = { renderer, interactive: false, lineCap: "butt" };
  /** @param {L.PolylineOptions} extra */
  const drawn = (extra) => [
    ...lines.map((line) => L.polyline(line.map(latLng), { ...style, ...extra })),
    ...areas.map((rings) => L.polygon(rings.map((ring) => ring.map(latLng)), { ...style, fill: false, ...extra })),
  ];
  return [
    ...drawn({ ...data.styles.project_halo, opacity: 0.9 }),
    ...drawn({ color, weight: data.styles.project_px, dashArray, fillColor: color, fillOpacity: data.styles.project_opacity, fill: areas.length > 0 && !lines.length }),
    ...pressed(project, drawn({ color, weight: 16, opacity: 0, interactive: true, bubblingMouseEvents: false })),
  ];
}

// A click opens any of them; the keyboard comes to the first.
/** @param {Project} project @param {L.Path[]} unseen */
function pressed(project, unseen) {
  const place = anchorOf(project);
  unseen.forEach((shape, i) => {
    shape.on("click", (event) => view.openPopup(event.latlng, cards.single(project)))
      .bindTooltip(el("span", {}, name(project.name)), { sticky: true, className: "project-tip" });
    if (i === 0 && place) pressableLine(map, shape, project.name, place, () => open(project));
  });
  return unseen;
}

/** @param {Place} place */
export const boundsOf = ({ points, lines, areas }) =>
  L.latLngBounds([points, lines.flat(), areas.flat(2)].flat().map(latLng));

// Where a project's popup stands when it is opened by name.
/** @param {Project} project */
function anchorOf({ place, zone }) {
  if (!place) return zone ? labelPlace(zone) : null;
  const [line] = place.lines;
  if (line) return latLng(line[Math.floor(line.length / 2)]);
  return place.points.length ? latLng(place.points[0]) : boundsOf(place).getCenter();
}

/** @param {Project} project */
export function open(project) {
  const anchor = anchorOf(project);
  if (anchor) view.openPopup(anchor, cards.single(project));
}

// Places with their projects, the fullest zones first; places close together share a spot.
function spots() {
  const zones = [...data.zones.values()]
    .map((zone) => ({ zone, place: labelPlace(zone), projects: onlyZone(zone) }))
    .filter(({ projects }) => projects.length)
    .sort((a, b) => b.projects.length - a.projects.length);
  const points = shown().filter(isPlaced).flatMap((project) =>
    project.place.points.map((point) => ({ place: latLng(point), projects: [project] })));
  /** @type {{ at: L.Point, members: Spot[] }[]} */
  const found = [];
  for (const one of [...zones, ...points]) {
    const here = map.latLngToLayerPoint(one.place);
    const near = found.find(({ at }) => at.distanceTo(here) < SHARED_PX);
    if (near) near.members.push(one);
    else found.push({ at: here, members: [one] });
  }
  return found.map(({ members }) => members);
}

// What a badge lists: each zone, and one section for all points.
/** @param {Spot[]} members */
function sectionsOf(members) {
  const points = [...new Set(members.filter(({ zone }) => !zone).flatMap(({ projects }) => projects))];
  return [...members.filter(({ zone }) => zone), ...(points.length ? [{ projects: points }] : [])];
}

/** @param {L.LatLng} place @param {HTMLElement} content @param {string} label @param {string} className @param {() => void} onclick */
function mark(place, content, label, className, onclick) {
  const icon = L.divIcon({ className: `project-mark ${className}`, html: content, iconSize: [34, 28] });
  const marker = L.marker(place, { icon, pane: "projects", title: label }).on("click", onclick);
  marks.addLayer(marker);
  const element = marker.getElement();
  if (element) pressable(element, label, onclick);
  markers.push(marker);
  return marker;
}

/** @param {Project} project @param {L.LatLng} place */
function pointMark(project, place) {
  const content = el("span", { style: `background:${cards.colour(project.category)}` },
    [...cards.titleOf(project.category)][0]);
  mark(place, content, project.name, "is-point",
    () => view.openPopup(place, cards.single(project)));
}

/** @param {Section[]} sections @param {L.LatLng} place */
function badge(sections, place) {
  const many = new Set(sections.flatMap(({ projects }) => projects)).size;
  const zones = sections.map(({ zone }) => zone).filter((zone) => zone != null);
  const names = zones.map((zone) => zone.name).join(t("list_comma"));
  const label = zones.length === sections.length
    ? t("projects_in_zone", { zone: names, n: many }) + t("comma") + t("only_zone")
    : t("projects_here", { n: many });
  const marker = mark(place, el("span", { "data-count": many }, String(many)), label, "is-badge",
    () => view.openPopup(place, cards.list(sections)));
  if (zones.length) badges.set(zones[0], marker);
}

function redraw() {
  marks.clearLayers();
  badges.clear();
  markers = [];
  for (const members of spots()) {
    const sections = sectionsOf(members);
    const [{ place, zone, projects }] = members;
    if (sections.length === 1 && !zone && sections[0].projects.length === 1) pointMark(projects[0], place);
    else badge(sections, place);
  }
}

function redrawShapes() {
  shapes.clearLayers();
  shown().filter(isPlaced).flatMap(shapesOf).forEach((shape) => shapes.addLayer(shape));
}

/** @param {L.Map} onMap */
export function draw(onMap) {
  map = onMap;
  map.createPane("projectShapes").style.zIndex = "345";
  map.createPane("projects").style.zIndex = "630";
  renderer = L.svg({ pane: "projectShapes", padding: 0.5 });
  shapes.addTo(map);
  marks.addTo(map);
  redrawShapes();
  redraw();
  map.on("zoomend", redraw);
  state.listen((_, change) => {
    if (!("filter" in change)) return;
    redrawShapes();
    redraw();
  });
}

/** @param {Zone} zone */
export const hasBadge = (zone) => badges.has(zone);

// The room that marks take, in pixels of the map, for the labels to keep clear of.
/** @param {L.Map} onMap @returns {Box[]} */
export function markBoxes(onMap) {
  return markers.map((marker) => {
    const { x, y } = onMap.latLngToContainerPoint(marker.getLatLng());
    return { left: x - 10, right: x + 10, top: y - 10, bottom: y + 10 };
  });
}

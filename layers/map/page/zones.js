// Zones on the map: filled by how far the chosen measure is fulfilled, smallest on top.

import * as data from "./data.js";
import { svg } from "./dom.js";
import * as figures from "./figures.js";
import * as geometry from "./geometry.js";
import * as layers from "./layers.js";
import * as state from "./state.js";

// Lightness, hatching and hue all tell the states apart: colour-blind eyes and grey prints too.
const { styles } = data;
const { px, stroke_px: stroke, paths } = styles.hatches;

/** @param {string} status */
function pattern(status) {
  const { fill: ground, line, hatch } = styles.statuses[status];
  return svg("pattern",
    { id: `fill-${status}`, width: px, height: px, patternUnits: "userSpaceOnUse" },
    svg("rect", { width: px, height: px, fill: ground }),
    ...(hatch ? [svg("path", { d: paths[hatch], stroke: line, "stroke-width": stroke, fill: "none" })] : []));
}

// Patterns live in their own hidden drawing so that the legend uses the same ones.
function addPatterns() {
  const patterns = svg("svg", { width: 0, height: 0, class: "patterns", "aria-hidden": "true" },
    svg("defs", {}, ...Object.keys(styles.statuses).map(pattern)));
  document.body.append(patterns);
}

/** @param {string} status */
export const fill = (status) => `url(#fill-${status})`;

/** @param {Zone} a @param {Zone} b */
const bySize = (a, b) => b.measured_ha - a.measured_ha || a.depth - b.depth;
const drawn = [...data.zones.values()].sort(bySize);
/** @type {Map<Zone, L.Polygon>} */
const shapes = new Map();
const fillGroup = L.layerGroup();
const outlineGroup = L.layerGroup();
/** @type {L.Polygon} */
let chosenShape;

/** @param {Zone} zone */
function style(zone) {
  return {
    fillColor: fill(figures.status(zone, state.current.measure)),
    fillOpacity: 1,
    ...(zone.depth > 1 ? styles.zone : styles.high_zone),
    dashArray: dashes(zone, styles.zone_dashes),
    interactive: false,
  };
}

// A zone that the zones within it cover shows its colour as a band along its edge.
/** @type {L.PolylineOptions} */
const BAND = { fill: false, interactive: false, lineJoin: "miter" };
/** @type {Map<Zone, { edge: L.Polygon, band: L.Polygon }>} */
const bands = new Map();
/** @param {Zone} zone @param {L.LatLng[][][]} latLngs */
function addBand(zone, latLngs) {
  bands.set(zone, {
    edge: L.polygon(latLngs, { ...BAND, renderer: renderers.outlines, color: styles.district.color, weight: 8 }),
    band: L.polygon(latLngs, { ...BAND, renderer: renderers.outlines, weight: 5.5 }),
  });
}
/** @param {Zone} zone */
const bandStyle = (zone) => ({ color: fill(figures.status(zone, state.current.measure)) });
function colourBands() {
  for (const [zone, { edge, band }] of bands) {
    band.setStyle(bandStyle(zone));
    for (const layer of [edge, band]) {
      if (hasBand(zone)) fillGroup.addLayer(layer);
      else fillGroup.removeLayer(layer);
    }
  }
  outlineChosen();
}
// The chosen zone's line lies on top; where the zone has a band, below it and on both its sides.
function outlineChosen() {
  const isBanded = state.current.zone && hasBand(state.current.zone);
  chosenShape.setStyle({ weight: isBanded ? 13 : styles.chosen_zone.weight });
  if (isBanded) chosenShape.bringToBack();
  else chosenShape.bringToFront();
}
/** @param {Zone} zone */
const hasBand = (zone) => zone.covered && !figures.UNJUDGED.includes(figures.status(zone, state.current.measure));

/** @param {L.Map} map */
export function draw(map) {
  addPatterns();
  map.createPane("zones").style.zIndex = "310";
  map.createPane("outlines").style.zIndex = "340";
  for (const zone of drawn) {
    const latLngs = geometry.latLngs(zone.polygons);
    const shape = L.polygon(latLngs, { ...style(zone), renderer: renderers.zones });
    shapes.set(zone, shape);
    fillGroup.addLayer(shape);
    if (zone.covered) addBand(zone, latLngs);
    if (data.roots.includes(zone)) outlineGroup.addLayer(districtOutline(latLngs, zone));
  }
  layers.add(map, "zones", fillGroup);
  layers.add(map, "district", outlineGroup);
  chosenShape = L.polygon([], {
    renderer: renderers.outlines, fill: false, ...styles.chosen_zone, interactive: false,
  }).addTo(map);
  colourBands();
  state.listen((_, change) => {
    if ("measure" in change || "day" in change) {
      for (const [zone, shape] of shapes) shape.setStyle(style(zone));
      colourBands();
    }
    if (!change.zone) return;
    chosenShape.setLatLngs(geometry.latLngs(change.zone.polygons));
    outlineChosen();
  });
}

const renderers = {
  zones: L.svg({ pane: "zones", padding: 0.5 }),
  outlines: L.svg({ pane: "outlines", padding: 0.5 }),
};

/** @param {Zone} zone @param {string} pattern_ */
const dashes = (zone, pattern_) => (zone.quality === "schematic" ? pattern_ : undefined);

/** @param {L.LatLng[][][]} latLngs @param {Zone} zone */
const districtOutline = (latLngs, zone) =>
  L.polygon(latLngs, {
    renderer: renderers.outlines, fill: false, ...styles.district,
    dashArray: dashes(zone, styles.district_dashes), interactive: false,
  });

// The smallest zone under a point: inner zones are reachable through their parents.
/** @param {L.LatLng} place */
export const at = ({ lng, lat }) =>
  [...drawn].reverse().find((zone) => geometry.contains(zone.polygons, lng, lat)) ?? null;

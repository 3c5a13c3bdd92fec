// The spatial structure: axes and belts as wide pale lines under the projects, off until asked for.

import * as data from "./data.js";
import { el, name, facts } from "./dom.js";
import * as format from "./format.js";
import * as layers from "./layers.js";
import { pressableLine } from "./press.js";
import * as view from "./view.js";
import { t } from "./words.js";

const layer = L.layerGroup();
const parts = data.raw.structure;
export const drawn = parts.filter(({ lines }) => lines.length);

/** @param {StructurePart} part */
const zoneNames = ({ zones }) =>
  zones.map((id) => data.zones.get(id)?.name).filter(Boolean).join(t("list_comma"));

/** @param {StructurePart} part */
const content = (part) => el("article", { class: "popup" },
  el("p", { class: "popup-kind" }, t("layer_structure")),
  el("h2", {}, name(part.name)),
  facts([
    [t("structure_kind"), t(`structure_${part.kind}`)],
    [t("structure_zones"), part.zones.length > 0 && name(zoneNames(part))],
    [t("note"), part.note && name(part.note)],
    [t("source"), part.source && name(format.source(part.source))],
  ]),
  part.quality === "schematic" && el("p", { class: "place-note" }, t("place_schematic")));

/** @param {L.Map} map */
export function draw(map) {
  map.createPane("structure").style.zIndex = "342";
  const renderer = L.svg({ pane: "structure", padding: 0.5 });
  for (const part of drawn) {
    const latLngs = part.lines.map((line) => line.map(([lon, lat]) => L.latLng(lat, lon)));
    const color = data.styles.structure[part.kind] ?? data.styles.zone.color;
    const line = L.polyline(latLngs, { renderer, color, weight: 11, opacity: 0.42, bubblingMouseEvents: false })
      .on("click", (event) => view.openPopup(event.latlng, content(part)))
      .bindTooltip(el("span", {}, name(part.name)), { sticky: true, className: "project-tip" })
      .addTo(layer);
    const [first] = latLngs;
    const place = first[Math.floor(first.length / 2)];
    pressableLine(map, line, part.name, place, () => view.openPopup(place, content(part)));
  }
  layers.add(map, "structure", layer);
}

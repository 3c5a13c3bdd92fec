// What lies under the land, as landplan/web/tiles/basemap.py tells it. One that is shifted (GCJ-02) is
// moved to the land, tile by tile: the land stays where it is.

import { byId, el, name } from "./dom.js";
import { fromGcj02, toGcj02 } from "./gcj02.js";

class ShiftedTiles extends L.TileLayer {
  // The tiles that are seen are those around the shifted middle.
  /** @param {L.LatLng} center */
  _getTiledPixelBounds(center) {
    return super._getTiledPixelBounds(toGcj02(center));
  }

  /** @param {L.Coords} coords */
  _getTilePos(coords) {
    const size = this.getTileSize();
    const middle = coords.scaleBy(size).add(size.divideBy(2));
    const shifted = this._map.unproject(middle, coords.z);
    const moved = this._map.project(fromGcj02(shifted), coords.z);
    return super._getTilePos(coords).add(moved.subtract(middle)).round();
  }
}

/** @param {L.Map} map */
export function begin(map) {
  const element = document.getElementById("landplan-basemap");
  if (!element) return;
  /** @type {BasemapRecord} */
  const told = JSON.parse(element.textContent ?? "");
  const Tiles = told.datum === "gcj02" ? ShiftedTiles : L.TileLayer;
  const group = L.layerGroup(told.templates.map((template) =>
    new Tiles(template, { maxNativeZoom: told.last_zoom, maxZoom: 20, pane: "tilePane" })));
  const credit = el("p", { class: "basemap-credit" }, name(told.credit));
  const switched = el("input", { type: "checkbox", checked: true });
  switched.addEventListener("change", show);
  function show() {
    if (switched.checked) group.addTo(map);
    else group.remove();
    map.getContainer().classList.toggle("has-basemap", switched.checked);
    credit.hidden = !switched.checked || !told.credit;
  }
  map.getContainer().append(credit);
  byId("legend-body").append(el("div", { class: "legend-group only-screen" },
    el("label", { class: "layer" }, switched, element.dataset.title)));
  show();
}

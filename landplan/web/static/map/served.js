// Begins the map's page of the site: Leaflet's map, the page's parts, and tiles where parcels are many.

import * as basemap from "./basemap.js";
import { byId } from "./dom.js";
import * as kept from "./kept.js";
import * as landList from "./land_list.js";
import * as landSearch from "./land_search.js";
import * as otherDays from "./other_days.js";
import * as parcelCard from "./parcel_card.js";
import * as start from "./start.js";
import * as tiles from "./tiles.js";
import * as warningCounts from "./warning_counts.js";

export const map = L.map("map", {
  center: [35, 105],
  zoom: 4,
  zoomControl: false,
  attributionControl: false,
  zoomSnap: 0.25,
  minZoom: 3,
  maxZoom: 20,
  worldCopyJump: false,
});
const { tiles: address } = byId("landplan-data").dataset;
if (address) {
  landSearch.begin();
  parcelCard.begin();
}
otherDays.begin();
start.draw(map);
basemap.begin(map);
kept.begin();
if (address) landList.begin();
export const tileLayer = address ? await tiles.begin(map, address) : null;
if (address) warningCounts.begin();

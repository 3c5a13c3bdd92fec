// What a site that serves the page has beside it: lists as files, and the ledger's own page, which
// tells of the land where tiles do. A page of one file has neither.

import { byId } from "./dom.js";
import * as state from "./state.js";

const { exports: files, ledger, tiles, query } = byId("landplan-data").dataset;

// Parcels and events are not in the page: too many.
export const tellsOfLand = Boolean(tiles);
export const hasFiles = Boolean(files);

/** @param {Zone} zone @param {Record<string, string | number | null>} [asked] */
function asking(zone, asked = {}) {
  const told = new URLSearchParams(query);
  told.set("as_of", state.current.day);
  told.set("zone", zone.id);
  for (const [name, value] of Object.entries(asked)) if (value != null && value !== "") told.set(name, String(value));
  return told;
}

/** @param {"parcels" | "events"} tab @param {Zone} zone */
export const ledgerOf = (tab, zone) => `${ledger}?${asking(zone, { tab })}`;

// The parcels that the filter lets pass; the server's filter takes one state or all.
/** @param {string} suffix @param {Zone} zone */
export function parcelFile(suffix, zone) {
  const { parcel_filter: filter } = state.current;
  const [use] = filter.use.split("\n");
  const [one = "", ...more] = filter.state;
  if (more.length) return null;
  return `${files}/parcels.${suffix}?${asking(zone, {
    state: one, land_use: use, owner_kind: filter.owner, method: filter.method, year: filter.year,
    min_ha: filter.min_ha, max_ha: filter.max_ha, text: filter.text,
  })}`;
}

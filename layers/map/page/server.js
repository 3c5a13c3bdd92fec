// What a site that serves the page has beside it: lists as files, and the ledger's own page, which
// tells of the land where tiles do. A page of one file has neither.

import { byId } from "./dom.js";
import * as state from "./state.js";

const { exports: files, ledger, tiles, query, zone: opens } = byId("landplan-data").dataset;

// The zone that the page was asked for.
export const opensAt = opens ?? null;

// Parcels and events are not in the page: too many.
export const tellsOfLand = Boolean(tiles);
export const hasFiles = Boolean(files);

// What every address tells: the plan and all else that the page was asked for, and the map's day.
/** @param {Record<string, string | number | null>} asked */
const asking = (asked) => put(new URLSearchParams(query), { as_of: state.current.day, ...asked });

// What is empty asks for nothing.
/** @param {URLSearchParams} told @param {Record<string, string | number | null>} asked */
export function put(told, asked) {
  for (const [name, value] of Object.entries(asked)) if (value != null && value !== "") told.set(name, String(value));
  return told;
}

// What an address tells of the plan on the map's own day; null where it cannot now.
/** @param {string} address @param {Record<string, string>} asked */
export const told = (address, asked) =>
  fetch(`${address}?${put(new URLSearchParams(query), asked)}`)
    .then((answer) => (answer.ok ? answer.json() : null), () => null);

/** @param {"parcels" | "events"} tab @param {Zone} zone */
export const ledgerOf = (tab, zone) => `${ledger}?${asking({ zone: zone.id, tab })}`;

// A parcel's own page.
/** @param {string} id */
export const pageOf = (id) => `${ledger}/parcels/${encodeURIComponent(id)}?${asking({})}`;

// Where all warnings of a zone are told of, those of single storages and events too.
/** @param {Zone} zone */
export const warningsOf = (zone) => `/warnings?${put(new URLSearchParams(query), { zone: zone.id })}`;

// The filter of parcels, but for their states, as the server's addresses name it.
export function filtered() {
  const { use, owner, method, year, min_ha: min, max_ha: max, text } = state.current.parcel_filter;
  const [code] = use.split("\n");
  return { land_use: code, owner_kind: owner, method, year, min_ha: min, max_ha: max, text };
}

// Where the parcels that the filter lets pass are told of.
/** @param {string} address @param {Zone} zone @param {Record<string, string | number | null>} more */
export const parcelsTold = (address, zone, more) =>
  `${address}?${asking({ zone: zone.id, ...filtered(), states: [...state.current.parcel_filter.state].join(), ...more })}`;

// The parcels that the filter lets pass, as a file.
/** @param {string} suffix @param {Zone} zone */
export const parcelFile = (suffix, zone) => parcelsTold(`${files}/parcels.${suffix}`, zone, {});

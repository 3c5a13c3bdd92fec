// The search of a map of tiles: the server looks among the parcels.

import { byId } from "./dom.js";
import * as findable from "./findable.js";
import * as go from "./go.js";
import * as server from "./server.js";

const WAIT_MS = 250;
const { query = "" } = byId("landplan-data").dataset;

/** @typedef {import("./findable.js").Found} Found */

let stop = new AbortController();

/** @param {string} text @returns {Promise<Found[]>} */
async function find(text) {
  stop.abort();
  stop = new AbortController();
  const { signal } = stop;
  await new Promise((resolve) => { setTimeout(resolve, WAIT_MS); });
  if (signal.aborted) return [];
  const asked = server.put(new URLSearchParams(query), { text });
  try {
    const answer = await fetch(`/map/found?${asked}`, { signal });
    return answer.ok ? among(await answer.json()) : [];
  } catch {
    return []; // somebody asks for something else by now, or the server is away
  }
}

/** @param {{ parcel_id: string, name: string }[]} parcels @returns {Found[]} */
function among(parcels) {
  const kind = {
    word: "parcel",
    count: parcels.length,
    title: (/** @type {number} */ i) => parcels[i].name || parcels[i].parcel_id,
    names: (/** @type {number} */ i) => [parcels[i].parcel_id, parcels[i].name],
    detail: (/** @type {number} */ i) => parcels[i].parcel_id,
    choose: (/** @type {number} */ i) => go.card(parcels[i].parcel_id),
  };
  return parcels.map((_, i) => ({ kind, i }));
}

export const begin = () => findable.alsoBy(find);

// The cards of parcels on a map of tiles: the server tells of one where it is clicked, or by its id.

import * as data from "./data.js";
import { byId, el, facts, name } from "./dom.js";
import * as format from "./format.js";
import * as geometry from "./geometry.js";
import * as go from "./go.js";
import * as server from "./server.js";
import * as sheet from "./sheet.js";
import * as state from "./state.js";
import * as view from "./view.js";
import { t } from "./words.js";
import * as zones from "./zones.js";

const { parcels: address = "", query = "" } = byId("landplan-data").dataset;

/** @param {L.LatLng} latlng @param {ParcelCard[]} cards */
function show(latlng, cards) {
  const [{ parcel_id: id }] = cards;
  const popup = view.openPopup(latlng, el("div", { class: "popup" }, cards.map(card)));
  if (state.current.card !== id) state.set({ card: id });
  popup.on("remove", () => state.current.card === id && state.set({ card: null }));
}

// The parcels of the place that is drawn there.
/** @param {L.LatLng} latlng @param {number} place */
export async function openAt(latlng, place) {
  const answer = await fetch(`${address}/${place}?${query}`);
  if (answer.ok) show(latlng, await answer.json());
}

/** @param {string} id @param {{ keepsView?: boolean, keepsZone?: boolean }} kept */
async function open(id, { keepsView = false, keepsZone = false }) {
  state.set({ card: id });
  const asked = server.put(new URLSearchParams(query), { parcel: id });
  const answer = await fetch(`/map/parcel?${asked}`);
  if (state.current.card !== id) return; // somebody went on meanwhile
  if (!answer.ok) return state.set({ card: null });
  /** @type {FoundParcel} */
  const { bounds, cards } = await answer.json();
  const box = geometry.latLngBounds(bounds);
  sheet.showMap();
  if (!keepsView) view.fitForPopup(box);
  const zone = keepsZone ? null : zones.at(box.getCenter());
  if (zone) state.set({ zone });
  show(box.getCenter(), cards);
}

export const begin = () => go.cardsBy(open);

/** @param {ParcelCard} told */
function card(told) {
  const day = state.current.day;
  const now = told.spans.findLast(({ from_on: from }) => from <= day)?.state ?? "not_stored";
  return el("article", { "data-parcel": told.parcel_id },
    el("p", { class: "popup-kind" }, t("parcel"),
      el("span", { class: `state-mark state-${now}` }, t(`state_${now}`)),
      data.plan.sample && el("span", { class: "sample-tag", "data-sample": true }, t("sample"))),
    el("h2", {}, name(told.name)),
    facts([
      [t("parcel_id"), name(told.parcel_id)],
      [t("owner"), t(`owner_${told.owner_kind}`)],
      [t("land_use"), told.land_use && name(format.landUse(told.land_use, told.land_use_set))],
      [t("declared_area"), format.cardArea(told.declared_ha)],
      [t("measured_area"), format.cardArea(told.measured_ha)],
    ]),
    el("h3", {}, el("a", { href: server.pageOf(told.parcel_id) }, t("events"))),
    told.spans.length
      ? el("ol", { class: "events" }, told.spans.map(span))
      : el("p", { class: "quiet" }, t("no_events")));
}

/** @param {ParcelCard["spans"][number]} told */
const span = ({ from_on: from, state: its, in_reserve_ha: held, supplied_ha: gone }) =>
  el("li", {}, el("div", { class: "event-head" },
    el("time", {}, from),
    el("span", { class: `state-mark state-${its}` }, t(`state_${its}`)),
    el("span", { class: "figure" }, format.ha(Math.max(held, gone), format.CARD_DIGITS))));

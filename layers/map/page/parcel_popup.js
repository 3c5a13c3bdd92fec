// What a parcel is and what happened to it.

import * as data from "./data.js";
import { el, name, facts } from "./dom.js";
import * as format from "./format.js";
import * as land from "./land.js";
import * as parcelLayer from "./parcels.js";
import * as state from "./state.js";
import * as view from "./view.js";
import { t } from "./words.js";

// What a file brought beside our columns, by its own names.
/** @param {Further} further @returns {Fact[]} */
const furtherFacts = (further) =>
  Object.entries(further).map(([label, told]) => [name(label), name(String(told))]);

/** @param {LandEvent} record */
function contract(record) {
  const rows = [
    [t("contract_no"), record.contract_no],
    [t("supervision_no"), record.supervision_no],
    [t("price_10k_cny"), format.investment(record.price_10k_cny)],
    [t("responsible_unit"), record.responsible_unit],
  ];
  return rows.filter(([, told]) => told).map(([label, told]) => `${label}${t("colon")}${told}`);
}

/** @param {LandEvent} record */
export function event(record, digits = 2) {
  const notes = [
    record.recorded_on !== record.happened_on &&
      t("event_recorded", { date: record.recorded_on }),
    record.corrects && t("event_corrects", { id: record.corrects }),
    record.parcels > 1 && t("event_of_many", { n: record.parcels }),
  ].filter((note) => typeof note === "string");
  const use = format.landUse(record.land_use, record.land_use_set);
  return el("div", { class: `event event-${record.kind}` },
    el("div", { class: "event-head" },
      el("time", {}, record.happened_on),
      el("strong", {}, t(`event_${record.kind}`)),
      name([data.method(record.method), use].filter(Boolean).join(" · ")),
      record.kind !== "reversal" && el("span", { class: "figure" }, format.ha(record.declared_ha, digits))),
    el("div", { class: "event-notes" }, name([record.id, record.document_no].filter(Boolean).join(" · "))),
    contract(record).length > 0 &&
      el("div", { class: "event-notes" }, name(contract(record).join(t("semicolon")))),
    Object.keys(record.further).length > 0 && facts(furtherFacts(record.further)),
    notes.length > 0 && el("div", { class: "event-notes" }, name(notes.join(t("semicolon")))));
}

// A path to each zone that it lies in and that holds no other of these.
/** @param {Parcel} parcel */
function paths(parcel) {
  const outer = new Set(parcel.zones.map((zone) => zone.parent));
  return parcel.zones.filter((zone) => !outer.has(zone.id)).map((inner) =>
    el("div", { class: "popup-path" }, data.path(inner).map((zone) =>
      el("button", { type: "button", onclick: () => state.set({ zone }) }, name(zone.name)))));
}

/** @param {Parcel} parcel */
function content(parcel) {
  return el("article", { class: "popup", "data-parcel": parcel.id },
    el("p", { class: "popup-kind" }, t("parcel"),
      el("span", { class: `state-mark state-${parcel.state}` }, t(`state_${parcel.state}`)),
      state.current.day !== data.plan.as_of && el("time", {}, state.current.day),
      data.plan.sample && el("span", { class: "sample-tag", "data-sample": true }, t("sample"))),
    el("h2", {}, name(parcel.name)),
    paths(parcel),
    facts([
      [t("parcel_id"), name(parcel.id)],
      [t("owner"), t(`owner_${parcel.owner}`)],
      [t("land_use"), parcel.land_use && name(format.landUse(parcel.land_use, parcel.land_use_set))],
      [t("established_on"), parcel.established_on],
      [t("declared_area"), format.cardArea(parcel.declared_ha)],
      [t("measured_area"), format.cardArea(parcel.measured_ha)],
      [t("in_reserve"), parcel.part && format.cardArea(parcel.part.in_reserve_ha)],
      [t("supplied"), parcel.part && format.cardArea(parcel.part.supplied_ha)],
      ...furtherFacts(parcel.further),
    ]),
    el("h3", {}, t("events")),
    parcel.events.length
      ? el("ol", { class: "events" }, parcel.events.map((record) => el("li", {}, event(record, format.CARD_DIGITS))))
      : el("p", { class: "quiet" }, t("no_events")));
}

/** @param {number} index @param {L.LatLng} [latLng] */
export function open(index, latLng) {
  const place = latLng ?? parcelLayer.boundsOf(index).getCenter();
  const popup = view.openPopup(place, content(land.parcel(index)));
  state.set({ parcel: index, card: land.columns.id[index] });
  shown = { popup, index };
  popup.on("remove", () => {
    if (shown?.popup === popup) shown = null;
    if (state.current.parcel === index) state.set({ parcel: null, card: null });
  });
}

// An open one follows the day.
/** @type {{ popup: L.Popup, index: number } | null} */
let shown = null;
state.listen((_, change) => {
  if ("day" in change && shown) shown.popup.setContent(content(land.parcel(shown.index)));
});

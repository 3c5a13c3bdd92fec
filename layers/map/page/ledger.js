// The ledger behind a figure: the events in a zone that a measure speaks of, newest first.

import * as data from "./data.js";
import { el, name, fold as foldOf } from "./dom.js";
import * as go from "./go.js";
import * as land from "./land.js";
import * as parcelPopup from "./parcel_popup.js";
import { t } from "./words.js";

const SHOWN = 200;
/** @param {Measure} measure */
function kindsOf(measure) {
  if (measure === "storage") return ["storage", "reversal"];
  return measure === "reserve" ? ["storage", "supply", "reversal"] : ["supply", "reversal"];
}

// Supply for industry, or for housing and services: by the group of the land use.
// A reversal belongs where the event that it undoes does.
/** @param {LandEvent} event @returns {string} */
function groupOf({ kind, corrects, land_use: use, land_use_set: set }) {
  const undone = kind === "reversal" ? land.eventOf(corrects) : null;
  return undone ? groupOf(undone) : data.landUse(use, set)?.group ?? "other";
}
/** @param {LandEvent} record @param {Measure} measure */
const isOfGroup = (record, measure) =>
  !measure.startsWith("supply_") || groupOf(record) === measure.slice("supply_".length);

// Each event once, with the first of its parcels in the zone.
/** @param {Zone} zone @param {Measure} measure */
function events(zone, measure) {
  /** @type {Map<number, number>} */
  const parcelOf = new Map();
  for (const index of land.parcelsWithin(zone)) {
    for (const number of land.eventsOf(index)) {
      if (!parcelOf.has(number)) parcelOf.set(number, index);
    }
  }
  return [...parcelOf]
    .map(([number, index]) => ({ record: land.event(number), index }))
    .filter(({ record }) => kindsOf(measure).includes(record.kind) && isOfGroup(record, measure))
    .sort((a, b) => (a.record.happened_on < b.record.happened_on ? 1 : -1));
}

/** @param {{ record: LandEvent, index: number }} found */
const entry = ({ record, index }) =>
  el("li", {},
    el("button", { type: "button", class: "to-parcel", onclick: () => go.parcel(index) },
      name(land.parcelTitle(index))),
    parcelPopup.event(record));

/** @param {Zone} zone @param {BalanceRow} row */
function list(zone, row) {
  const found = events(zone, row.measure);
  const isByUse = row.measure.startsWith("supply_");
  return [
    el("p", {}, t(isByUse ? "ledger_by_use" : "ledger_note")),
    el("ol", {}, found.slice(0, SHOWN).map(entry)),
    found.length > SHOWN && el("p", {}, t("more_events", { n: found.length - SHOWN })),
  ];
}

// Folded until it is asked for: a district has many events.
/** @param {Zone} zone @param {BalanceRow} row @param {Attributes} attributes */
export function fold(zone, row, attributes) {
  return foldOf({ class: "ledger" },
    el("summary", attributes, t("events_count", { n: row.events })),
    el("div", { class: "ledger-body" }), () => list(zone, row));
}

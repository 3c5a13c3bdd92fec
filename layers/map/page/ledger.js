// The ledger behind a figure: the events in a zone that a measure speaks of, newest first, each
// with what it counts for; those that count sum to the figure.

import * as counted from "./counted.js";
import * as data from "./data.js";
import { el, name, fold as foldOf } from "./dom.js";
import * as format from "./format.js";
import * as go from "./go.js";
import * as land from "./land.js";
import * as parcelPopup from "./parcel_popup.js";
import * as server from "./server.js";
import * as state from "./state.js";
import { t } from "./words.js";

const SHOWN = 200;
// Pieces up to 1 m² sum in, but make no event.
const NOISE_HA = 1e-4;

/** @typedef {{ number: number, record: LandEvent, parcel: number | null, ha: number }} Told */

// What a reversal undoes, or what an event does.
/** @param {LandEvent} record @returns {LandEvent | null} */
const doneBy = (record) => (record.kind === "reversal" ? land.eventOf(record.corrects) : record);

// A reversal stands under the measures of what it undoes; the reserve has what may be held.
/** @param {LandEvent} record @param {Measure} measure */
function isOf(record, measure) {
  if (measure === "reserve") return record.kind === "storage";
  const done = doneBy(record);
  if (done?.kind === "storage" || measure === "storage") return done?.kind === measure;
  return measure === "supply" || groupOf(done) === measure.slice("supply_".length);
}
/** @param {LandEvent | null} record */
const groupOf = (record) =>
  (record && data.landUse(record.land_use, record.land_use_set)?.group) ?? "other";

// The numbers of the events of a zone, each with its first parcel there: those of its parcels, those
// that count there without one, and what reverses any of them. What counts nowhere and has no parcel
// stands with the whole plan.
/** @param {Zone} zone @param {Iterable<number>} counting */
function eventsIn(zone, counting) {
  /** @type {Map<number, number | null>} */
  const found = new Map();
  /** @param {number} number @param {number | null} parcel */
  const add = (number, parcel) => found.has(number) || found.set(number, parcel);
  for (const index of land.parcelsWithin(zone)) {
    for (const number of land.eventsOf(index)) add(number, index);
  }
  for (const number of counting) add(number, land.firstParcel(number));
  if (data.roots.includes(zone)) {
    land.ledger.id.forEach((_, number) => land.firstParcel(number) == null && add(number, null));
  }
  for (const [number, id] of Object.entries(land.ledger.corrects)) {
    const undone = land.eventNumber(id);
    if (undone == null || !found.has(undone)) continue;
    if (land.event(Number(number)).kind === "reversal") add(Number(number), found.get(undone) ?? null);
  }
  return found;
}

/** @param {Zone} zone @param {Measure} measure @returns {Told[]} */
export function told(zone, measure) {
  const counts = measure === "reserve" ? counted.held : counted.flow;
  const parcelOf = eventsIn(zone, counts.toldIn(zone));
  return Array.from(parcelOf, ([number, parcel]) =>
    ({ number, parcel, record: land.event(number), ha: counts.ha(number, zone) }))
    .filter(({ record }) => record.happened_on <= state.current.day && isOf(record, measure))
    .sort((a, b) => (a.record.happened_on < b.record.happened_on ? 1 : -1));
}

/** @param {Told} one */
const counts = ({ ha }) => ha > NOISE_HA;

// Why an event adds nothing to a figure.
/** @param {Told} one @param {Measure} measure */
function reason({ number, record, ha }, measure) {
  if (ha > 0) return t("not_counted_noise");
  if (record.kind === "reversal") return t("not_counted_reversal");
  if (counted.corrected.has(number)) return t("not_counted_corrected");
  if (measure === "reserve") return t("not_counted_left");
  const { starts_on: from, ends_on: to } = data.plan;
  if (record.happened_on < from || record.happened_on > to) return t("not_counted_period");
  return t("not_counted_before");
}

/** @param {Told} one @param {Measure} measure */
const mark = (one, measure) =>
  el("span", { class: `counts ${counts(one) ? "is-counted" : ""}`, "data-ha": one.ha },
    counts(one) ? `${t("counted")} ${format.ha(one.ha)}`
      : `${t("not_counted")}${t("colon")}${reason(one, measure)}`);

/** @param {Told} one */
const toParcel = ({ parcel }) => (parcel == null
  ? el("span", {}, t("no_parcel"))
  : el("button", { type: "button", class: "to-parcel", onclick: () => go.parcel(parcel) },
    name(land.parcelTitle(parcel))));

/** @param {Told} one @param {Measure} measure */
const entry = (one, measure) =>
  el("li", { "data-event": one.record.id },
    el("div", { class: "ledger-line" },
      toParcel(one), mark(one, measure)),
    parcelPopup.event(one.record));

// How many count, and their sum: it is the figure.
/** @param {Told[]} found */
function total(found) {
  const many = found.filter(counts).length;
  const ha = found.reduce((sum, one) => sum + one.ha, 0);
  const others = found.length - many;
  return el("p", { class: "ledger-total", "data-counted": many, "data-total": ha },
    t("ledger_total", { n: many, ha: format.ha(ha), basis: t(`basis_${data.plan.basis}`) }),
    others > 0 && t("semicolon") + t("ledger_others", { n: others }));
}

/** @param {Zone} zone @param {BalanceRow} row */
function list(zone, row) {
  if (server.tellsOfLand) return el("p", {}, el("a", { href: server.ledgerOf("events", zone) }, t("events_in_ledger")));
  // What a storage still held is told for the map's own day alone.
  if (row.measure === "reserve" && state.current.day !== data.plan.as_of) {
    return el("p", {}, t("ledger_reserve", { date: data.plan.as_of }));
  }
  const found = told(zone, row.measure);
  return [
    total(found),
    el("p", {}, t("rounded")),
    el("ol", {}, found.slice(0, SHOWN).map((one) => entry(one, row.measure))),
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

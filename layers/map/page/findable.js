// What the search finds: zones, projects, parcels and events, by name, number or document.

import * as data from "./data.js";
import * as go from "./go.js";
import * as land from "./land.js";
import { once } from "./once.js";
import { having, plain } from "./plain.js";
import * as plan from "./plan.js";
import { t } from "./words.js";

// One kind; its members are asked for by number.
/**
 * @typedef {object} Kind
 * @property {string} word
 * @property {number} count
 * @property {(i: number) => string} title
 * @property {(i: number) => (string | undefined)[]} names all that it is known by
 * @property {(i: number) => string} detail
 * @property {(i: number) => void} choose
 */
/** @typedef {{ kind: Kind, i: number }} Found */

const zones = [...data.zones.values()];
const { ledger } = land;

/** @type {Kind[]} */
const KINDS = [
  {
    word: "zone",
    count: zones.length,
    title: (i) => zones[i].name,
    names: (i) => [zones[i].name, zones[i].id],
    detail: (i) => data.path(zones[i]).slice(0, -1).map((step) => step.name).join(" › "),
    choose: (i) => go.zone(zones[i]),
  },
  {
    word: "project",
    count: plan.projects.length,
    title: (i) => plan.projects[i].name,
    names: (i) => [plan.projects[i].name, plan.projects[i].id],
    detail: (i) => plan.projects[i].zone?.name ?? "",
    choose: (i) => go.project(plan.projects[i]),
  },
  {
    word: "parcel",
    count: land.parcelCount,
    title: land.parcelTitle,
    names: (i) => [land.columns.name[i], land.columns.id[i]],
    detail: (i) => land.columns.id[i],
    choose: go.parcel,
  },
  {
    word: "event",
    count: ledger.id.length,
    title: (i) => ledger.id[i],
    names: (i) => [ledger.id[i], ledger.document_no[i], ledger.contract_no[i], ledger.supervision_no[i]],
    detail: eventDetail,
    choose: go.event,
  },
];

/** @param {number} i */
function eventDetail(i) {
  const { happened_on: on, kind, document_no: paper, corrects } = land.event(i);
  const undone = corrects && t("event_corrects", { id: corrects });
  return [on, t(`event_${kind}`), undone, paper].filter(Boolean).join(" · ");
}

// Made at the first search: a page of 100 000 parcels should not wait for it.
const keys = once(() => KINDS.map(({ count, names }) =>
  Array.from({ length: count }, (_, i) => names(i).map((each) => plain(each ?? "")).join("\n"))));

/** @param {string} text */
export function find(text) {
  const wanted = plain(text);
  /** @type {Found[]} */
  const found = [];
  if (wanted) {
    const has = having(wanted);
    keys().forEach((members, number) =>
      members.forEach((names, i) => has(names) && found.push({ kind: KINDS[number], i })));
  }
  return found;
}

/** @type {((text: string) => Promise<Found[]>) | null} */
let told = null;
// A site that has the parcels finds among them too.
/** @param {(text: string) => Promise<Found[]>} ask */
export function alsoBy(ask) {
  told = ask;
}

// What is found elsewhere; null where there is nothing to ask.
/** @param {string} text */
export const findElsewhere = (text) => (told && plain(text) ? told(text) : null);

// Search by name or number over zones, projects and parcels; a combobox by keyboard or pointer.

import * as data from "./data.js";
import { byId, el, name, fill } from "./dom.js";
import * as go from "./go.js";
import * as land from "./land.js";
import { once } from "./once.js";
import * as plan from "./plan.js";
import { t } from "./words.js";

const SHOWN = 40;
/** @param {string} text */
const plain = (text) => text.normalize("NFKC").toLocaleLowerCase();

// What can be found: its members are asked for by number.
/**
 * @typedef {object} Kind
 * @property {string} word
 * @property {number} count
 * @property {(i: number) => string} title
 * @property {(i: number) => string} id
 * @property {(i: number) => string} detail
 * @property {(i: number) => void} choose
 */
/** @typedef {{ kind: Kind, i: number }} Found */

const zones = [...data.zones.values()];
/** @type {Kind[]} */
const KINDS = [
  {
    word: "zone",
    count: zones.length,
    title: (i) => zones[i].name,
    id: (i) => zones[i].id,
    detail: (i) => data.path(zones[i]).slice(0, -1).map((step) => step.name).join(" › "),
    choose: (i) => go.zone(zones[i]),
  },
  {
    word: "project",
    count: plan.projects.length,
    title: (i) => plan.projects[i].name,
    id: (i) => plan.projects[i].id,
    detail: (i) => plan.projects[i].zone?.name ?? "",
    choose: (i) => go.project(plan.projects[i]),
  },
  {
    word: "parcel",
    count: land.parcelCount,
    title: land.parcelTitle,
    id: (i) => land.columns.id[i],
    detail: (i) => land.columns.id[i],
    choose: go.parcel,
  },
];

// Made at the first search: a page of 100 000 parcels should not wait for it.
const keys = once(() => KINDS.map(({ count, title, id }) =>
  Array.from({ length: count }, (_, i) => plain(`${title(i)}\n${id(i)}`))));

/** @param {string} text */
function find(text) {
  /** @type {Found[]} */
  const found = [];
  keys().forEach((members, number) =>
    members.forEach((names, i) => names.includes(text) && found.push({ kind: KINDS[number], i })));
  return found;
}

/** @type {HTMLInputElement} */
let input;
/** @type {HTMLUListElement} */
let box;
/** @type {Found[]} */
let options = [];
let active = -1;

/** @param {Found} found @param {number} place */
function option({ kind, i }, place) {
  return el("li",
    { role: "option", id: `found-${place}`, class: "found",
      onpointerdown: (event) => event.preventDefault(), onclick: () => { choose(place); input.blur(); } },
    el("span", { class: "found-kind" }, t(kind.word)),
    el("span", { class: "found-text" }, name(kind.title(i)),
      el("span", { class: "row-note" }, name(kind.detail(i)))));
}

function list() {
  const text = plain(input.value.trim());
  const found = text ? find(text) : [];
  options = found.slice(0, SHOWN);
  active = -1;
  const rest = found.length - options.length;
  const note = !found.length ? t("search_nothing") : rest ? t("search_more", { n: rest }) : null;
  fill(box, options.map(option), note && el("li", { class: "found-note", role: "presentation" }, note));
  setOpen(Boolean(text));
  activate(options.length ? 0 : -1);
}

/** @param {boolean} isOpen */
function setOpen(isOpen) {
  box.hidden = !isOpen;
  input.setAttribute("aria-expanded", String(isOpen));
  if (!isOpen) input.removeAttribute("aria-activedescendant");
}

/** @param {number} next */
function activate(next) {
  active = next;
  [...box.children].forEach((child, i) => {
    if (child.role === "presentation" || !child.id) return;
    child.setAttribute("aria-selected", String(i === active));
    if (i === active) child.scrollIntoView({ block: "nearest" });
  });
  if (active >= 0) input.setAttribute("aria-activedescendant", `found-${active}`);
}

/** @param {number} place */
function choose(place) {
  const { kind, i } = options[place];
  input.value = kind.title(i);
  setOpen(false);
  kind.choose(i);
}

/** @param {KeyboardEvent} event */
function press(event) {
  const many = options.length;
  if (event.key === "Escape") setOpen(false);
  else if (event.key === "ArrowDown" && many) activate((active + 1) % many);
  else if (event.key === "ArrowUp" && many) activate((active - 1 + many) % many);
  else if (event.key === "Enter" && active >= 0 && !box.hidden) choose(active);
  else return;
  event.preventDefault();
}

export function draw() {
  box = el("ul", { role: "listbox", id: "found", class: "found-list", "aria-label": t("search_results"), hidden: true });
  input = el("input", {
    type: "search", role: "combobox", id: "search-input", placeholder: t("search"),
    "aria-label": t("search"), "aria-controls": "found", "aria-expanded": "false",
    "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false",
    oninput: list, onkeydown: press, onfocus: list, onblur: () => setOpen(false),
  });
  byId("search").append(input, box);
}

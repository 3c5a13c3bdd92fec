// Search over all that can be found; a combobox by keyboard or pointer.

import { byId, el, name, fill } from "./dom.js";
import { find, findElsewhere } from "./findable.js";
import { t } from "./words.js";

const SHOWN = 40;

/** @typedef {import("./findable.js").Found} Found */

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

async function list() {
  const text = input.value.trim();
  const found = find(text);
  const asked = findElsewhere(text);
  show(found, asked == null);
  setOpen(Boolean(text));
  activate(options.length ? 0 : -1);
  if (!asked) return;
  const more = await asked;
  if (input.value.trim() !== text) return;
  show([...found, ...more], true);
  activate(Math.max(active, options.length ? 0 : -1));
}

/** @param {Found[]} found @param {boolean} isAll */
function show(found, isAll) {
  options = found.slice(0, SHOWN);
  const rest = found.length - options.length;
  const note = !found.length && isAll ? t("search_nothing") : rest ? t("search_more", { n: rest }) : null;
  fill(box, options.map(option), note && el("li", { class: "found-note", role: "presentation" }, note));
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

// The filter of parcels as a form. It is made once: what is typed stays while the list follows.

import { el, fill } from "./dom.js";
import * as format from "./format.js";
import * as land from "./land.js";
import { once } from "./once.js";
import * as filter from "./parcel_filter.js";
import * as spans from "./spans.js";
import * as state from "./state.js";
import { t } from "./words.js";

const WAIT_MS = 200;

/** @typedef {"use" | "method" | "owner" | "year"} ChoiceField */

/** @type {Record<ChoiceField, () => [value: string, title: string][]>} */
const CHOICES = {
  use: () => distinct(land.columns.kinds.map(filter.useOf))
    .map((use) => [use, format.landUse(...twoOf(use))]),
  method: () => distinct(land.ledger.kinds.map(({ method }) => method)).map((method) => [method, method]),
  owner: () => distinct(land.columns.kinds.map(({ owner }) => owner)).map((owner) => [owner, t(`owner_${owner}`)]),
  year: () => distinct(Array.from(new Set(land.ledger.happened_on), (day) => spans.dayOf(day).slice(0, 4)))
    .map((year) => [year, year]),
};

/** @param {string} use @returns {[code: string, set: string]} */
function twoOf(use) {
  const [code, set = ""] = use.split("\n");
  return [code, set];
}
/** @param {string[]} values */
const distinct = (values) => [...new Set(values)].filter(Boolean).sort();

/** @param {ChoiceField} field */
function choice(field) {
  /** @type {HTMLSelectElement} */
  const select = el("select", { name: field, onchange: () => filter.set({ [field]: select.value }) },
    el("option", { value: "" }, t("filter_all")),
    CHOICES[field]().map(([value, title]) => el("option", { value }, title)));
  return { select, label: el("label", {}, el("span", {}, t(`filter_${field}`)), select) };
}

/** @param {"min_ha" | "max_ha"} field */
function size(field) {
  /** @type {HTMLInputElement} */
  const input = el("input", {
    type: "number", name: field, min: 0, step: "any", inputmode: "decimal", "aria-label": t(`filter_${field}`),
    oninput: () => filter.set({ [field]: input.value === "" ? null : Math.max(0, input.valueAsNumber) }),
  });
  return input;
}

function words() {
  let waiting = 0;
  /** @type {HTMLInputElement} */
  const input = el("input", {
    type: "search", name: "text", placeholder: t("filter_text"), "aria-label": t("filter_text"),
    autocomplete: "off", spellcheck: "false",
    oninput: () => {
      window.clearTimeout(waiting);
      waiting = window.setTimeout(() => filter.set({ text: input.value.trim() }), WAIT_MS);
    },
  });
  return input;
}

export const form = once(() => {
  const fields = /** @type {ChoiceField[]} */ (Object.keys(CHOICES)).map((field) => ({ field, ...choice(field) }));
  const [min, max, text] = [size("min_ha"), size("max_ha"), words()];
  const reset = el("button", { type: "button", class: "filter-reset",
    onclick: () => { state.set({ parcel_filter: state.noFilter() }); text.focus(); } }, t("filter_reset"));
  const summary = el("summary", {});
  const element = el("details", { class: "parcel-filter" }, summary,
    el("div", { class: "filter-fields" },
      text,
      fields.map(({ label }) => label),
      el("fieldset", { class: "filter-size" }, el("legend", {}, t("filter_size")), min, "–", max),
      reset));

  function tell() {
    const now = state.current.parcel_filter;
    for (const { field, select } of fields) select.value = now[field];
    for (const [input, value] of /** @type {const} */ ([[min, now.min_ha], [max, now.max_ha]])) {
      if (document.activeElement !== input) input.value = value == null ? "" : String(value);
    }
    if (document.activeElement !== text) text.value = now.text;
    fill(summary, t("filter"), filter.isOn() && el("span", { class: "filter-on" }, t("filter_on")));
    reset.disabled = !filter.isOn();
  }
  tell();
  state.listen((_, change) => "parcel_filter" in change && tell());
  return element;
});

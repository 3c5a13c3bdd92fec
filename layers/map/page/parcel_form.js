// The filter of parcels as a form. It is made once: what is typed stays while the list follows.

import * as data from "./data.js";
import { el, fill } from "./dom.js";
import * as format from "./format.js";
import { once } from "./once.js";
import * as filter from "./parcel_filter.js";
import * as state from "./state.js";
import { t } from "./words.js";

const WAIT_MS = 200;

/** @typedef {"use" | "method" | "owner" | "year"} ChoiceField */

/** @type {Record<ChoiceField, (value: string) => string>} */
const TITLES = {
  use: (value) => {
    const [code, set = ""] = value.split("\n");
    return format.landUse(code, set);
  },
  method: data.method,
  owner: (value) => t(`owner_${value}`),
  year: (value) => value,
};

/** @param {ChoiceField} field */
function choice(field) {
  /** @type {HTMLSelectElement} */
  const select = el("select", { name: field, onchange: () => filter.set({ [field]: select.value }) },
    el("option", { value: "" }, t("filter_all")),
    filter.values[field]().map((value) => el("option", { value }, TITLES[field](value))));
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
  const fields = /** @type {ChoiceField[]} */ (Object.keys(TITLES)).map((field) => ({ field, ...choice(field) }));
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

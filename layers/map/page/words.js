// The page's own words, with {name} filled in.

import { texts } from "./data.js";

/** @param {string} key @param {Record<string, string | number>} [values] */
export const t = (key, values = {}) =>
  texts[key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

// Figures, dates and places as text.

import * as data from "./data.js";
import { t } from "./words.js";

const NOTHING = "—";

/** @typedef {number | null | undefined} Figure */

/** @param {Figure} value */
export function number(value, digits = 2) {
  if (value == null) return NOTHING;
  const shown = Math.abs(value) < 0.5 / 10 ** digits ? 0 : value; // never "-0.00"
  return shown.toLocaleString("en-US", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

/** @param {Figure} value */
export const percent = (value) => (value == null ? NOTHING : `${number(value, 1)}%`);
/** @param {Figure} value */
export const ha = (value, digits = 2) => (value == null ? NOTHING : `${number(value, digits)} ${t("unit_ha")}`);
// As the card of one parcel tells it, here as on its page.
export const CARD_DIGITS = 4;
/** @param {string} main @param {string} extra */
export const beside = (main, extra) => t("beside", { main, extra });
export const M2_PER_HA = 1e4;
const MU_PER_HA = 15;
const HA_PER_KM2 = 100;
// What stands in brackets is computed from the figure before it, as it is shown there.
/** @param {number} value */
const asShown = (value, digits = 2) => Number(number(value, digits).replaceAll(",", ""));
/** @param {number} value */
export function mu(value, digits = 2) {
  const unit = 10 ** digits; // in whole ones of the last digit, no product is a little off
  return `${number((Math.round(asShown(value, digits) * unit) * MU_PER_HA) / unit)} ${t("unit_mu")}`;
}
/** @param {number} value */
export const haAndMu = (value, digits = 2) => beside(ha(value, digits), mu(value, digits));
/** @param {number} value */
export const cardArea = (value) => haAndMu(value, CARD_DIGITS);

// Large areas read better in square kilometres; the hectares stay beside them.
/** @param {number} value */
export const zoneArea = (value) =>
  value >= HA_PER_KM2
    ? beside(ha(value), `${number(asShown(value) / HA_PER_KM2)} ${t("unit_km2")}`) : haAndMu(value);

// As printed: no more decimals than the figure has.
/** @param {number} value */
export const amount = (value) => value.toLocaleString("en-US", { maximumFractionDigits: 6 });
/** @param {{ value: number | null, value_to: number | null }} told */
export const range = ({ value, value_to: to }) =>
  (value == null ? NOTHING : to == null ? amount(value) : `${amount(value)}–${amount(to)}`);

/** @param {number} value */
export const m2 = (value) => `${number(value, 0)} ${t("unit_m2")}`;

// Money is printed in 万元; from a 亿 on, 亿元 reads better.
/** @param {number} value */
const yi = (value) => `${number(value / 1e4)} ${t("unit_100m_cny")}`;
/** @param {number} value */
export const wan = (value) => `${amount(value)} ${t("unit_10k_cny")}`;
/** @param {Figure} value */
export const money = (value) => (value == null ? NOTHING : value >= 1e4 ? yi(value) : wan(value));
/** @param {Figure} value */
export function investment(value) {
  if (value == null) return null;
  return value >= 1e4 ? beside(wan(value), yi(value)) : wan(value);
}

/** @param {number} metres */
export function distance(metres) {
  return metres >= 1000
    ? `${number(metres / 1000, 3)} ${t("unit_km")}`
    : `${number(metres, 1)} ${t("unit_m")}`;
}

// Document title · place · line, as a citation reads.
/** @param {Citation | null} citation */
export function source(citation) {
  if (!citation) return null;
  const { document, place, line } = citation;
  const title = data.plan.documents[document] ?? document;
  return [title, place, line == null ? "" : t("line", { n: line })].filter(Boolean).join(" · ");
}

// Code, name where the plan's table has one, and the code set.
/** @param {string} code @param {string} set */
export function landUse(code, set) {
  const told = [code, data.landUse(code, set)?.name].filter(Boolean).join(" ");
  return code && set ? beside(told, t("land_use_set", { set })) : told;
}

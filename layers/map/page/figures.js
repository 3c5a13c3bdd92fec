// The balance on any of the plan's days: as told for the map's own day, and for the days before it
// as layers/map/time_data.py tells it. What follows from a figure and its target is worked out here.

import { measures, plan, raw, styles } from "./data.js";
import * as state from "./state.js";

const NOT_REACHED = "at_risk";
// Of a target before the period, and of none.
export const UNJUDGED = ["not_begun", "none"];

// The days that have figures, the map's own last.
export const days = [...raw.by_day.days, plan.as_of];
const dayNumbers = new Map(days.map((day, number) => [day, number]));
// Other days, of which the site that serves the page has told since.
/** @type {Map<string, DayRow[]>} */
const others = new Map();
/** @param {string} day @param {DayRow[]} rows */
export const add = (day, rows) => others.set(day, rows);
/** @param {string} day */
export const hasDay = (day) => dayNumbers.has(day) || others.has(day);
/** @param {string} day */
export const dayNumber = (day) => dayNumbers.get(day) ?? days.length - 1;

/** @param {string} from @param {string} to */
const daysBetween = (from, to) => (Date.parse(to) - Date.parse(from)) / 864e5;

// As the balance settles what it tells (projects/model.py).
/** @param {number} figure */
function settled(figure) {
  if (!figure) return 0;
  const decimals = Math.min(9, Math.max(6, 7 - Math.floor(Math.log10(Math.abs(figure)))));
  return Math.round(figure * 10 ** decimals) / 10 ** decimals;
}

// Balance rows by zone and measure.
const numbers = new Map(raw.balance.map((one, number) => [`${one.zone}\n${one.measure}`, number]));

/** @param {BalanceRow} asOf @param {DayRow} told @param {number} at @param {string} day @returns {BalanceRow} */
function rowOfDay(asOf, told, at, day) {
  const declared_ha = told.declared_ha[at];
  const measured_ha = told.measured_ha[at];
  const actual_ha = plan.basis === "measured" ? measured_ha : declared_ha;
  const last = day < plan.ends_on ? day : plan.ends_on;
  const [gone, left] = [daysBetween(plan.starts_on, last), daysBetween(last, plan.ends_on)];
  const remaining = asOf.target_ha == null ? null : Math.max(0, asOf.target_ha - actual_ha);
  return {
    ...asOf, actual_ha, declared_ha, measured_ha,
    events: told.events[at],
    percent: told.percent?.[at] ?? null,
    expected_ha: told.expected_ha?.[at] ?? null,
    status: told.status?.[at] ?? null,
    remaining_ha: remaining == null ? null : settled(remaining),
    needed_ha_per_year:
      remaining == null || left <= 0 ? null : settled((remaining / left) * raw.by_day.days_per_year),
    forecast_ha: asOf.measure === "reserve" || gone <= 0 ? null
      : settled(actual_ha + (actual_ha / gone) * left),
  };
}

/** @param {Zone} zone @param {Measure} measure @param {string} [day] */
export function row(zone, measure, day = state.current.day) {
  const number = numbers.get(`${zone.id}\n${measure}`);
  if (number == null) return undefined;
  const asOf = raw.balance[number];
  if (day === plan.as_of) return asOf;
  const other = others.get(day);
  return other ? rowOfDay(asOf, other[number], 0, day) : rowOfDay(asOf, raw.by_day.rows[number], dayNumber(day), day);
}

/** @param {Zone} zone */
export const rows = (zone) =>
  measures.map((measure) => row(zone, measure)).filter((one) => one != null);

// Once the period is over, a target is reached or is not.
/** @param {string} [day] */
const isOver = (day = state.current.day) => day >= plan.ends_on;
const isEarly = (day = state.current.day) => day < plan.starts_on;

// The statuses that are shown on a day.
/** @param {string} [day] */
export function statuses(day) {
  const all = Object.keys(styles.statuses);
  if (isEarly(day)) return all.filter((status) => UNJUDGED.includes(status));
  return all.filter((status) => status !== "not_begun"
    && (!isOver(day) || ["done", NOT_REACHED, "none"].includes(status)));
}

// A status as styles and texts name it; once the period is over, what is not done was not reached.
/** @param {{ status: string | null, target_ha?: number | null } | undefined} judged @param {string} [day] */
export function statusOf(judged, day) {
  const status = judged?.status?.replace(" ", "_");
  if (status == null) return judged?.target_ha == null ? "none" : "not_begun";
  return isOver(day) && status !== "done" ? NOT_REACHED : status;
}
/** @param {Zone} zone @param {Measure} measure */
export const status = (zone, measure) => statusOf(row(zone, measure));

/** @param {string} status_ @param {string} [day] */
export const statusWord = (status_, day) =>
  (isOver(day) ? raw.texts : raw.status_texts)[`status_${status_}`];

// The years of an indicator as a small line, and the way from there to the goal.

import { svg } from "./dom.js";
import * as format from "./format.js";
import { t } from "./words.js";

const [WIDTH, HEIGHT, EDGE] = [84, 30, 4];

/** @typedef {{ year: number, value: number }} Dot */

// The last figure told for each year; a figure over a whole period is no year's.
/** @param {IndicatorLine} line @returns {Dot[]} */
function actualsOf(line) {
  /** @type {Map<number, number>} */
  const byYear = new Map();
  for (const { year, role, value } of line.figures) {
    if (role !== "goal" && value != null) byYear.set(year, value);
  }
  return Array.from(byYear, ([year, value]) => ({ year, value })).sort((a, b) => a.year - b.year);
}

// Places in the drawing, on scales that hold all dots.
/** @param {Dot[]} dots */
function scalesOf(dots) {
  /** @param {number[]} values */
  const spread = (values) => [Math.min(...values), Math.max(...values)];
  const [from, to] = spread(dots.map(({ year }) => year));
  const [low, high] = spread(dots.map(({ value }) => value));
  /** @param {Dot} dot */
  const x = ({ year }) => EDGE + ((year - from) / (to - from || 1)) * (WIDTH - 2 * EDGE);
  /** @param {Dot} dot */
  const y = ({ value }) => (high > low
    ? HEIGHT - EDGE - ((value - low) / (high - low)) * (HEIGHT - 2 * EDGE) : HEIGHT / 2);
  /** @param {Dot[]} some */
  const points = (some) => some.map((dot) => `${x(dot).toFixed(1)},${y(dot).toFixed(1)}`).join(" ");
  return { x, y, points };
}

/** @param {IndicatorLine} line */
export function sparkline(line) {
  const actuals = actualsOf(line);
  const size = { class: "sparkline", width: WIDTH, height: HEIGHT };
  if (line.span !== "year" || actuals.length < 2) return svg("svg", { ...size, "aria-hidden": "true" });

  const goal = line.goal?.value == null ? null : { year: line.goal.year, value: line.goal.value };
  const { x, y, points } = scalesOf(goal ? [...actuals, goal] : actuals);
  const last = actuals[actuals.length - 1];
  const told = actuals.map(({ year, value }) => `${year} ${format.amount(value)}`).join(t("semicolon"));
  return svg("svg",
    { ...size, viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": told },
    svg("title", {}, told),
    ...(goal && goal.year > last.year ? [
      svg("polyline", { class: "spark-goal", points: points([last, goal]) }),
      svg("circle", { class: "spark-goal-dot", cx: x(goal), cy: y(goal), r: 2.6 })] : []),
    svg("polyline", { class: "spark-line", points: points(actuals) }),
    svg("circle", { class: "spark-dot", cx: x(last), cy: y(last), r: 2.6 }));
}

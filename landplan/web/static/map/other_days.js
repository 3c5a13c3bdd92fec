// What the site is asked while two days are compared: the figures of a day that the page does not
// hold, and, where tiles tell of the land, how many parcels changed.

import * as compare from "./compare.js";
import { byId } from "./dom.js";
import * as figures from "./figures.js";
import * as server from "./server.js";
import * as state from "./state.js";

const WAIT_MS = 250;
const { days = "", changed = "" } = byId("landplan-data").dataset;

/** @param {string} day */
async function askFor(day) {
  compare.tellAway(null);
  const found = /** @type {{ rows: DayRow[] } | null} */ (await server.told(days, { day }));
  if (found) figures.add(day, found.rows);
  else compare.tellAway(day);
  if (state.current.compare === day) state.set({ tab: state.current.tab });
}

let waiting = 0;
// While the slider moves, nothing is asked: the day at which it rests is.
/** @type {CountChanged} */
const countChanged = (zone, after, until) => new Promise((resolve) => {
  window.clearTimeout(waiting);
  waiting = window.setTimeout(async () => {
    const found = /** @type {{ parcels: number } | null} */ (await server.told(changed, { zone: zone.id, after, until }));
    resolve(found && found.parcels);
  }, WAIT_MS);
});

export function begin() {
  compare.askBy(server.tellsOfLand ? countChanged : null);
  state.listen(({ compare: day }, change) => {
    if ("compare" in change && day != null && !figures.hasDay(day)) askFor(day);
  });
}

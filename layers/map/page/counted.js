// What each event counts for in a zone, as layers/map/counted_data.py tells it: nothing, its whole
// area in every zone of its first parcel, or an area told for that zone.

import { decimal, raw, whole, zones } from "./data.js";
import * as land from "./land.js";
import { once } from "./once.js";

const [NOWHERE, WHOLE] = [0, 1];

const zoneList = [...zones.values()];
const wholeHa = raw.counted.whole_ha ? decimal(raw.counted.whole_ha) : land.ledger.declared_ha;

/** @param {CountedColumns} columns */
function hectaresOf(columns) {
  const how = whole(columns.how);
  // By zone: event number to hectares.
  const told = once(() => {
    /** @type {Map<Zone, Map<number, number>>} */
    const found = new Map(zoneList.map((zone) => [zone, new Map()]));
    const [events, inZones, ha] = [whole(columns.events), whole(columns.zones), decimal(columns.ha)];
    events.forEach((event, i) => found.get(zoneList[inZones[i]])?.set(event, ha[i]));
    return found;
  });
  return {
    // The events that are told to count in a zone, whichever parcels they name.
    /** @param {Zone} zone */
    toldIn: (zone) => told().get(zone)?.keys() ?? [],
    /** @param {number} event @param {Zone} zone */
    ha(event, zone) {
      if (how[event] === NOWHERE) return 0;
      if (how[event] !== WHOLE) return told().get(zone)?.get(event) ?? 0;
      const parcel = land.firstParcel(event);
      return parcel != null && land.isIn(parcel, zone) ? wholeHa[event] : 0;
    },
  };
}

export const flow = hectaresOf(raw.counted.flow);
export const held = hectaresOf(raw.counted.held);

// The smallest zone that an event is told to count in.
/** @param {number} event */
export const smallestZone = (event) =>
  zoneList.filter((zone) => flow.ha(event, zone) > 0 || held.ha(event, zone) > 0)
    .sort((a, b) => a.measured_ha - b.measured_ha)[0];

export const corrected = new Set(whole(raw.corrected));

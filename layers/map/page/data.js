// The plan's zones, read once, then asked by the other parts.

import * as geometry from "./geometry.js";
import { outlinesOf } from "./outlines.js";
import { unpack } from "./packed.js";
import { packedText } from "./packed_text.js";

const packed = await unpack(await packedText());
export const raw = packed.data;
export const whole = packed.whole;
export const decimal = packed.decimal;
export const texts = raw.texts;
export const plan = raw.plan;
export const styles = raw.styles;

export const outlines = outlinesOf(raw.outlines, whole);

// Zones, and their tree. A parent that is not on the map leaves its child a root.
/** @type {Map<string, Zone>} */
export const zones = new Map();
raw.zones.forEach((zone, number) => {
  const polygons = outlines.polygons(number);
  zones.set(zone.id, { ...zone, polygons, bounds: geometry.bounds(polygons), children: [], depth: 0 });
});
/** @param {string | null} id */
export const zoneOf = (id) => (id == null ? undefined : zones.get(id));
/** @type {Zone[]} */
export const roots = [];
for (const zone of zones.values()) (zoneOf(zone.parent)?.children ?? roots).push(zone);

/** @param {Zone} zone */
export function path(zone) {
  /** @type {Zone[]} */
  const steps = [];
  /** @type {Zone | undefined} */
  let at = zone;
  while (at && !steps.includes(at)) {
    steps.unshift(at);
    at = zoneOf(at.parent);
  }
  return steps;
}
/** @param {Zone} zone @param {Zone} ancestor */
export const isWithin = (zone, ancestor) => path(zone).includes(ancestor);
for (const zone of zones.values()) zone.depth = path(zone).length - 1;

export const measures = raw.measures;
export const flows = raw.flows;

const methods = new Map(Object.entries(raw.methods));
/** @param {string} told */
export const method = (told) => methods.get(told) ?? told;

const landUses = new Map(raw.land_uses.map((use) => [`${use.code}\n${use.code_set}`, use]));
/** @param {string} code @param {string} codeSet */
export const landUse = (code, codeSet) => landUses.get(`${code}\n${codeSet}`);

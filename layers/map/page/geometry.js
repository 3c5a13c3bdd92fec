// Outlines in longitude and latitude: polygons of rings, each a flat row without closing point.

/** @param {Polygons} polygons */
export function bounds(polygons) {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [exterior] of polygons) {
    for (let i = 0; i < exterior.length; i += 2) {
      west = Math.min(west, exterior[i]);
      east = Math.max(east, exterior[i]);
      south = Math.min(south, exterior[i + 1]);
      north = Math.max(north, exterior[i + 1]);
    }
  }
  return { west, south, east, north };
}

/** @param {Ring} ring @param {number} lon @param {number} lat */
function inRing(ring, lon, lat) {
  let inside = false;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    const crosses = ring[i + 1] > lat !== ring[j + 1] > lat;
    const slope = (ring[j] - ring[i]) / (ring[j + 1] - ring[i + 1]);
    if (crosses && lon < ring[i] + slope * (lat - ring[i + 1])) inside = !inside;
  }
  return inside;
}

/** @param {Polygons} polygons @param {number} lon @param {number} lat */
export const contains = (polygons, lon, lat) =>
  polygons.some((rings) => rings.reduce((odd, ring) => odd !== inRing(ring, lon, lat), false));

// Whether the edges of a closed ring meet anywhere but at the vertices that they share.
/** @param {Position[]} ring */
export function crossesItself(ring) {
  const edges = ring.map((from, i) => ({ from, to: ring[(i + 1) % ring.length] }));
  return edges.some((one, i) => edges.some((other, j) =>
    j > i + 1 && !(i === 0 && j === ring.length - 1) && meet(one, other)));
}

/** @typedef {{ from: Position, to: Position }} Edge */

// On which side of an edge a place lies: positive on the left, negative on the right.
/** @param {Edge} edge @param {Position} place */
const side = ({ from, to }, place) =>
  (to[0] - from[0]) * (place[1] - from[1]) - (to[1] - from[1]) * (place[0] - from[0]);
/** @param {Edge} one @param {Edge} other */
const parts = (one, other) => side(one, other.from) * side(one, other.to) <= 0;
/** @param {Edge} one @param {Edge} other */
const boxesMeet = (one, other) => [0, 1].every((axis) =>
  Math.max(Math.min(one.from[axis], one.to[axis]), Math.min(other.from[axis], other.to[axis])) <=
  Math.min(Math.max(one.from[axis], one.to[axis]), Math.max(other.from[axis], other.to[axis])));
/** @param {Edge} one @param {Edge} other */
const meet = (one, other) => parts(one, other) && parts(other, one) && boxesMeet(one, other);

/** @param {Polygons} polygons */
export const latLngs = (polygons) =>
  polygons.map((rings) =>
    rings.map((ring) =>
      Array.from({ length: ring.length / 2 }, (_, i) => L.latLng(ring[2 * i + 1], ring[2 * i]))));

/** @param {Bounds} bounds */
export const latLngBounds = ({ west, south, east, north }) => L.latLngBounds([south, west], [north, east]);

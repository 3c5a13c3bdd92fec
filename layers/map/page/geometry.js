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

/** @param {Polygons} polygons */
export const latLngs = (polygons) =>
  polygons.map((rings) =>
    rings.map((ring) =>
      Array.from({ length: ring.length / 2 }, (_, i) => L.latLng(ring[2 * i + 1], ring[2 * i]))));

/** @param {Bounds} bounds */
export const latLngBounds = ({ west, south, east, north }) => L.latLngBounds([south, west], [north, east]);

// GCJ-02, the shifted coordinates of Chinese web maps, as gis/geometry/datum.py has them.

const A = 6378245;
const E2 = 0.006693421622965943;
const { PI, abs, cos, sin, sqrt } = Math;
const DEGREES = 180 / PI;

// What GCJ-02 adds there, in degrees.
/** @param {number} lon @param {number} lat @returns {[lon: number, lat: number]} */
function shift(lon, lat) {
  const [x, y] = [lon - 105, lat - 35];
  const wave = 20 * sin(6 * x * PI) + 20 * sin(2 * x * PI);
  const north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) +
    ((wave + 20 * sin(y * PI) + 40 * sin((y / 3) * PI)) * 2) / 3 +
    ((160 * sin((y / 12) * PI) + 320 * sin((y * PI) / 30)) * 2) / 3;
  const east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) +
    ((wave + 20 * sin(x * PI) + 40 * sin((x / 3) * PI)) * 2) / 3 +
    ((150 * sin((x / 12) * PI) + 300 * sin((x / 30) * PI)) * 2) / 3;
  const w2 = 1 - E2 * sin(lat / DEGREES) ** 2;
  return [
    (DEGREES * east) / ((A / sqrt(w2)) * cos(lat / DEGREES)),
    (DEGREES * north) / ((A * (1 - E2)) / (w2 * sqrt(w2))),
  ];
}

/** @param {L.LatLng} place */
export function toGcj02({ lng, lat }) {
  const [east, north] = shift(lng, lat);
  return L.latLng(lat + north, lng + east);
}

// Each step leaves at most some 0.02 of what was missing.
/** @param {L.LatLng} place */
export function fromGcj02({ lng, lat }) {
  let [east, north] = shift(lng, lat);
  for (let step = 0; step < 6; step += 1) [east, north] = shift(lng - east, lat - north);
  return L.latLng(lat - north, lng - east);
}

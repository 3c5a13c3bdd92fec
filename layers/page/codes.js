// Reads outline codes, the text that layers/outline_codes.py writes.

landplan.codes = (() => {
  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const STEPS_PER_DEGREE = 1e7;
  const value = new Uint8Array(128);
  for (let i = 0; i < DIGITS.length; i += 1) value[DIGITS.charCodeAt(i)] = i;

  // Returns polygons of rings; a ring is a flat row lon, lat, lon, lat, … without closing point.
  function decode(code, origin) {
    let at = 0;
    let [x, y] = origin;

    function number() {
      let rest = 0;
      let scale = 1;
      let digit;
      do {
        digit = value[code.charCodeAt(at)];
        at += 1;
        rest += (digit & 31) * scale;
        scale *= 32;
      } while (digit & 32);
      return rest % 2 ? -(rest - 1) / 2 : rest / 2;
    }

    function ring() {
      const row = new Float64Array(number() * 2);
      for (let i = 0; i < row.length; i += 2) {
        x += number();
        y += number();
        row[i] = x / STEPS_PER_DEGREE;
        row[i + 1] = y / STEPS_PER_DEGREE;
      }
      return row;
    }

    const many = (read) => Array.from({ length: number() }, read);
    return many(() => many(ring));
  }

  function bounds(polygons) {
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

  function inRing(ring, lon, lat) {
    let inside = false;
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const crosses = ring[i + 1] > lat !== ring[j + 1] > lat;
      const slope = (ring[j] - ring[i]) / (ring[j + 1] - ring[i + 1]);
      if (crosses && lon < ring[i] + slope * (lat - ring[i + 1])) inside = !inside;
    }
    return inside;
  }

  const contains = (polygons, lon, lat) =>
    polygons.some((rings) => rings.reduce((odd, ring) => odd !== inRing(ring, lon, lat), false));

  const latLngs = (polygons) =>
    polygons.map((rings) =>
      rings.map((ring) =>
        Array.from({ length: ring.length / 2 }, (_, i) => [ring[2 * i + 1], ring[2 * i]])));

  const latLngBounds = ({ west, south, east, north }) => L.latLngBounds([south, west], [north, east]);

  return { decode, bounds, contains, latLngs, latLngBounds };
})();

// Outlines by number, as layers/map/outline_columns.py writes them: polygons of rings of places.

const STEPS_PER_DEGREE = 1e7;

// Where the members of each begin; after the last, where they end.
/** @param {Int32Array} counts */
export function starts(counts) {
  const found = new Int32Array(counts.length + 1);
  for (let i = 0; i < counts.length; i += 1) found[i + 1] = found[i] + counts[i];
  return found;
}

/** @param {OutlineColumns} told @param {(column: Column) => Int32Array} whole */
export function outlinesOf(told, whole) {
  /** @param {Column} column */
  const degrees = (column) => new Float64Array(whole(column)).map((steps) => steps / STEPS_PER_DEGREE);
  const lon = degrees(told.lon);
  const lat = degrees(told.lat);
  const places = whole(told.places);

  const ringStarts = starts(whole(told.rings));
  const polygonStarts = starts(whole(told.polygons));
  const outlineStarts = starts(whole(told.outlines));
  // The first ring of each outline, and one more: where they all end.
  const firstRings = outlineStarts.map((polygon) => polygonStarts[polygon]);

  // A ring is a flat row lon, lat, lon, lat, … without closing point.
  /** @param {number} number */
  function ring(number) {
    const from = ringStarts[number];
    const row = new Float64Array(2 * (ringStarts[number + 1] - from));
    for (let i = 0; i < row.length; i += 2) {
      const place = places[from + i / 2];
      row[i] = lon[place];
      row[i + 1] = lat[place];
    }
    return row;
  }

  /**
   * @template T
   * @param {Int32Array} ends
   * @param {number} number
   * @param {(member: number) => T} make
   */
  const between = (ends, number, make) =>
    Array.from({ length: ends[number + 1] - ends[number] }, (_, i) => make(ends[number] + i));
  /** @param {number} number @returns {Polygons} */
  const polygons = (number) =>
    between(outlineStarts, number, (polygon) => between(polygonStarts, polygon, ring));

  return { lon, lat, places, ringStarts, firstRings, polygons };
}

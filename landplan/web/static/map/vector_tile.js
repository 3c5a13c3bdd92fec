// Reads a vector tile as landplan.parcel_tile writes it, into columns: no object a parcel, so that
// thousands can be coloured anew within a frame.

const PIXELS = 256;

/** @typedef {{ bytes: Uint8Array, at: number, end: number }} Reader */

/** @param {Reader} reader */
function varint(reader) {
  let value = 0;
  let scale = 1;
  for (;;) {
    const byte = reader.bytes[reader.at];
    reader.at += 1;
    value += (byte & 127) * scale;
    if (byte < 128) return value;
    scale *= 128;
  }
}

/** @param {number} value */
const signed = (value) => (value % 2 ? -(value + 1) / 2 : value / 2);

// Each field of a message: its number, and its value or what it holds.
/** @param {Reader} reader @param {(field: number, value: number, part: Reader) => void} each */
function fields(reader, each) {
  while (reader.at < reader.end) {
    const key = varint(reader);
    const field = Math.floor(key / 8);
    if (key % 8 === 0) each(field, varint(reader), reader);
    else if (key % 8 === 2) {
      const length = varint(reader);
      const part = { bytes: reader.bytes, at: reader.at, end: reader.at + length };
      reader.at = part.end;
      each(field, 0, part);
    } else {
      reader.at += key % 8 === 1 ? 8 : 4;
    }
  }
}

/** @param {Reader} part */
const text = (part) => new TextDecoder().decode(part.bytes.subarray(part.at, part.end));

/** @param {Reader} part */
function valueOf(part) {
  /** @type {number | string} */
  let value = 0;
  fields(part, (field, number, inner) => {
    if (field === 1) value = text(inner);
    else if (field === 6) value = signed(number);
    else value = number;
  });
  return value;
}

/** @param {Reader} part @returns {TileLayerColumns} */
function layer(part) {
  /** @type {string[]} */
  const keys = [];
  /** @type {(number | string)[]} */
  const values = [];
  /** @type {Reader[]} */
  const features = [];
  let name = "";
  let extent = 4096;
  fields(part, (field, number, inner) => {
    if (field === 1) name = text(inner);
    else if (field === 2) features.push(inner);
    else if (field === 3) keys.push(text(inner));
    else if (field === 4) values.push(valueOf(inner));
    else if (field === 5) extent = number;
  });
  const ids = new Float64Array(features.length);
  const firstRings = new Uint32Array(features.length + 1);
  /** @type {number[]} */
  const ringStarts = [];
  /** @type {number[]} */
  const x = [];
  /** @type {number[]} */
  const y = [];
  const tags = features.map((feature, index) => {
    /** @type {Record<string, number | string>} */
    const told = {};
    fields(feature, (field, number, inner) => {
      if (field === 1) ids[index] = number;
      else if (field === 2) while (inner.at < inner.end) told[keys[varint(inner)]] = values[varint(inner)];
      else if (field === 4) rings(inner, PIXELS / extent, ringStarts, x, y);
    });
    firstRings[index + 1] = ringStarts.length;
    return told;
  });
  ringStarts.push(x.length);
  return {
    name, ids, firstRings, tags,
    ringStarts: Uint32Array.from(ringStarts), x: Float32Array.from(x), y: Float32Array.from(y),
  };
}

// The rings of a feature, in pixels of the tile, without closing points.
/** @param {Reader} part @param {number} scale @param {number[]} ringStarts @param {number[]} x @param {number[]} y */
function rings(part, scale, ringStarts, x, y) {
  let [right, down] = [0, 0];
  while (part.at < part.end) {
    const command = varint(part);
    if (command % 8 === 1) ringStarts.push(x.length);
    if (command % 8 === 7) continue;
    for (let count = Math.floor(command / 8); count > 0; count -= 1) {
      right += signed(varint(part));
      down += signed(varint(part));
      x.push(right * scale);
      y.push(down * scale);
    }
  }
}

/** @param {ArrayBuffer} buffer @returns {Map<string, TileLayerColumns>} */
export function vectorTile(buffer) {
  const bytes = new Uint8Array(buffer);
  /** @type {Map<string, TileLayerColumns>} */
  const layers = new Map();
  fields({ bytes, at: 0, end: bytes.length }, (field, _, part) => {
    if (field !== 3) return;
    const told = layer(part);
    layers.set(told.name, told);
  });
  return layers;
}

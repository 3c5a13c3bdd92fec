// Reads the text that layers/map/packed.py writes: JSON, and columns of whole numbers beside it.

import { byId } from "./dom.js";

if (!("DecompressionStream" in window)) byId("old-browser").hidden = false;

/** @param {string} text */
export async function unpack(text) {
  const binary = atob(text);
  const deflated = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i += 1) deflated[i] = binary.charCodeAt(i);
  const inflating = new Blob([deflated]).stream().pipeThrough(new DecompressionStream("deflate"));
  const inflated = new Uint8Array(await new Response(inflating).arrayBuffer());
  const end = 4 + new DataView(inflated.buffer).getUint32(0, true);
  const bytes = inflated.subarray(end);

  /** @param {Column} column */
  function whole({ place, count, planes }) {
    const numbers = new Int32Array(count);
    for (let plane = 0; plane < planes; plane += 1) {
      const from = place + plane * count;
      for (let i = 0; i < count; i += 1) numbers[i] |= bytes[from + i] << (8 * plane);
    }
    let before = 0;
    for (let i = 0; i < count; i += 1) {
      before = (before + ((numbers[i] >>> 1) ^ -(numbers[i] & 1))) | 0;
      numbers[i] = before;
    }
    return numbers;
  }

  // Numbers of few decimals; others stand in the JSON as they are.
  /** @param {DecimalColumn | number[]} column @returns {ArrayLike<number>} */
  function decimal(column) {
    if (Array.isArray(column)) return column;
    const scale = 10 ** column.decimals;
    return new Float64Array(whole(column.whole)).map((number) => number / scale);
  }

  /** @type {PageData} */
  const data = JSON.parse(new TextDecoder().decode(inflated.subarray(4, end)));
  return { data, whole, decimal };
}

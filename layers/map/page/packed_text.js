// The packed data: in the page itself, or where the page says that it is to be had.

import { byId } from "./dom.js";

export async function packedText() {
  const told = byId("landplan-data");
  if (!told.dataset.from) return told.textContent ?? "";
  const answer = await fetch(told.dataset.from);
  if (!answer.ok) {
    byId("landplan-away").hidden = false;
    throw new Error(`${told.dataset.from}: ${answer.status}`);
  }
  return answer.text();
}

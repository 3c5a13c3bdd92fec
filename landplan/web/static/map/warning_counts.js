// How many warnings each zone has, on a map of tiles: asked for once, when the map stands.

import { byId } from "./dom.js";
import * as panel from "./panel.js";
import * as server from "./server.js";
import * as state from "./state.js";
import * as warnings from "./warnings.js";

export async function begin() {
  const { warned = "" } = byId("landplan-data").dataset;
  /** @type {{ zones: Record<string, number> } | null} */
  const found = await server.told(warned, {});
  if (!found) return;
  warnings.tellCounts(found.zones);
  if (state.current.zone) panel.tellCounts(state.current.zone);
}

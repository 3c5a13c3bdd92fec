// The layers of the map by name: what is shown of them is part of the state.

import * as state from "./state.js";

/** @type {Map<LayerKey, L.Layer>} */
const layers = new Map();

// A layer that comes and goes as a whole.
/** @param {L.Map} map @param {LayerKey} key @param {L.Layer} layer */
export function add(map, key, layer) {
  layers.set(key, layer);
  const show = () => {
    if (isShown(key)) layer.addTo(map);
    else layer.remove();
  };
  show();
  state.listen((_, change) => "layers" in change && show());
}

/** @param {LayerKey} key */
export const isShown = (key) => state.current.layers.has(key);

/** @param {LayerKey} key @param {boolean} isOn */
export function set(key, isOn) {
  const shown = new Set(state.current.layers);
  if (isOn) shown.add(key);
  else shown.delete(key);
  state.set({ layers: shown });
}

// Opens what lies on the map by keyboard as by pointer: Enter or Space on a mark or a line.

import * as view from "./view.js";

/** @param {HTMLElement | SVGElement} element @param {string} label @param {() => void} open */
export function pressable(element, label, open) {
  element.setAttribute("tabindex", "0");
  element.setAttribute("role", "button");
  element.setAttribute("aria-label", label);
  element.addEventListener("keydown", (event) => {
    if (!(event instanceof KeyboardEvent) || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    event.stopPropagation();
    open();
    view.focusPopup(element);
  });
}

// A line has its element only while it is drawn. One that is not seen comes into view.
/** @param {L.Map} map @param {L.Path} line @param {string} label @param {L.LatLng} place @param {() => void} open */
export function pressableLine(map, line, label, place, open) {
  line.on("add", () => {
    const element = line.getElement();
    if (!(element instanceof SVGElement)) return;
    pressable(element, label, open);
    element.addEventListener("focus", () => map.panInside(place, { padding: [60, 60] }));
  });
}

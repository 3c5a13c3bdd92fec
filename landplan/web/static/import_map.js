// The outlines of a file on a map: sound or not, what is wrong with them, and where.
// @ts-check

/* global L */

const drawing = /** @type {HTMLElement} */ (document.querySelector("[data-drawn]"));
const place = /** @type {HTMLElement} */ (document.querySelector("[data-map]"));

/** A colour of the site's sheet. @param {string} name */
const ink = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/**
 * Colours and strokes of what is shown; dashes tell them apart without colour.
 * @type {Record<string, L.CircleMarkerOptions>}
 */
const STYLES = {
  sound: { color: ink("sound"), weight: 1.5, fillOpacity: 0.12 },
  warned: { color: ink("warned"), weight: 2, fillOpacity: 0.15, dashArray: "6 3" },
  wrong: { color: ink("wrong"), weight: 2.5, fillOpacity: 0.18, dashArray: "2 4" },
  after: { color: ink("after"), weight: 2, fill: false },
  other: { color: ink("around"), weight: 1, fillOpacity: 0.08 },
  at: { color: ink("wrong"), weight: 2, radius: 7, fillColor: ink("paper"), fillOpacity: 0.9 },
};
const ORDER = ["other", "sound", "warned", "wrong", "after", "at"];

const map = L.map(place, { attributionControl: false, zoomAnimation: false, fadeAnimation: false, zoomControl: false });
L.control.zoom({ zoomInTitle: place.dataset.zoomIn, zoomOutTitle: place.dataset.zoomOut }).addTo(map);
L.control.scale({ imperial: false }).addTo(map);

/** @type {Map<number, any[]>} */
const byRow = new Map();

async function draw() {
  const answer = await fetch(place.dataset.map ?? "");
  if (!answer.ok) {
    drawing.hidden = true;
    return;
  }
  const { features } = await answer.json();
  features.sort(
    (/** @type {any} */ a, /** @type {any} */ b) =>
      ORDER.indexOf(a.properties.shows) - ORDER.indexOf(b.properties.shows),
  );
  const drawn = L.geoJSON(features, {
    style: (/** @type {any} */ feature) => STYLES[feature.properties.shows] ?? {},
    pointToLayer: (/** @type {any} */ _, /** @type {any} */ at) => L.circleMarker(at, STYLES.at),
    onEachFeature: (/** @type {any} */ feature, /** @type {any} */ layer) => {
      const row = feature.properties.row;
      byRow.set(row, [...(byRow.get(row) ?? []), layer]);
      layer.on("click", () => tell(row));
    },
  }).addTo(map);
  const own = features.some((/** @type {any} */ one) => one.properties.shows !== "other");
  if (own) map.fitBounds(drawn.getBounds().pad(0.1));
  else drawing.hidden = true;
  place.dataset.ready = String(features.length);
}

/** @param {number} row */
function show(row) {
  const layers = byRow.get(rowAt(row));
  if (!layers) return;
  place.scrollIntoView({ block: "center" });
  map.fitBounds(L.featureGroup(layers).getBounds().pad(0.4), { maxZoom: 18 });
  place.focus({ preventScroll: true });
}

/** The row of the feature that a row of the file belongs to: its own, or the last one above. @param {number} row */
function rowAt(row) {
  return Math.max(...[...byRow.keys()].filter((one) => one <= row));
}

/** @param {number} row */
function tell(row) {
  for (const button of document.querySelectorAll("[data-show-row]")) {
    const its = rowAt(Number(/** @type {HTMLElement} */ (button).dataset.showRow)) === row;
    button.closest("tr")?.classList.toggle("is-shown", its);
    if (its) button.closest("tr")?.scrollIntoView({ block: "nearest" });
  }
}

document.addEventListener("click", (event) => {
  const button = /** @type {HTMLElement} */ (event.target).closest?.("[data-show-row]");
  if (button) show(Number(/** @type {HTMLElement} */ (button).dataset.showRow));
});

draw();

// Shows how far the jobs of a page are, and the page anew when one has ended.
// @ts-check

const EVERY_MS = 1000;

/** @typedef {{state: string, told: string, done: number | null, total: number | null, ended: boolean}} Told */

/** @param {HTMLElement} place */
async function follow(place) {
  const address = place.dataset.job ?? "";
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (answer.ok) {
      const told = /** @type {Told} */ (await answer.json());
      if (told.ended) {
        location.reload();
        return;
      }
      show(place, told);
    } else if (answer.status === 404) {
      location.reload();
      return;
    }
  } catch {
    // the site is away: it is asked again
  }
  setTimeout(() => follow(place), EVERY_MS);
}

/** @param {HTMLElement} place @param {Told} told */
function show(place, told) {
  const words = place.querySelector("[data-told]");
  if (words && words.textContent !== told.told) words.textContent = told.told;
  const count = place.querySelector("[data-count]");
  const bar = place.querySelector("progress");
  if (told.done === null) {
    if (count) count.textContent = "";
    bar?.removeAttribute("value");
    return;
  }
  if (count) count.textContent = told.total === null ? `${told.done}` : `${told.done} / ${told.total}`;
  if (bar && told.total) {
    bar.max = told.total;
    bar.value = told.done;
  }
}

for (const place of document.querySelectorAll("[data-job]")) follow(/** @type {HTMLElement} */ (place));

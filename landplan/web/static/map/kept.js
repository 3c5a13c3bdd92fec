// What is chosen on the map stays where the page is asked for in another language, on another day or
// by the other area: its links and its form know only what stands before the #.

import * as link from "./link.js";

export function begin() {
  for (const language of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a[hreflang]"))) {
    const carry = () => {
      link.settle();
      language.hash = window.location.hash;
    };
    for (const event of ["pointerdown", "click"]) language.addEventListener(event, carry);
  }
  /** @type {HTMLFormElement | null} */
  const form = document.querySelector("form.meant");
  form?.addEventListener("submit", () => {
    link.settle();
    form.action = `${window.location.pathname}${fragmentFor(form)}`;
  });
}

// Another plan has other land; who asks for another day is shown that day.
/** @param {HTMLFormElement} form */
function fragmentFor(form) {
  /** @param {string} name */
  const isOther = (name) => [...form.elements].some((field) =>
    (field instanceof HTMLInputElement && field.name === name && field.value !== field.defaultValue) ||
    (field instanceof HTMLSelectElement && field.name === name && !field.selectedOptions[0]?.defaultSelected));
  if (isOther("plan")) return "";
  const told = window.location.hash.slice(1).split("&");
  return `#${told.filter((part) => !(isOther("as_of") && part.startsWith("day="))).join("&")}`;
}

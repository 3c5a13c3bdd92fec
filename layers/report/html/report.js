"use strict";

// Tables sort by a click on a heading; the contents show which chapter is being read; the
// interactive map starts when the reader comes near it, so that the report opens at once.

(() => {
  /** @param {string} text */
  const figureOf = (text) => Number(text.replace(/[,%]/g, ""));
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

  // Figures by size, text by the language's order; cells without a value last, either way.
  /** @param {string} a @param {string} b */
  function compare(a, b) {
    const [one, other] = [figureOf(a), figureOf(b)];
    return Number.isNaN(one) || Number.isNaN(other) ? collator.compare(a, b) : one - other;
  }

  /** @param {HTMLTableElement} table @param {number} column @param {1 | -1} direction */
  function sort(table, column, direction) {
    const keyed = [...table.tBodies[0].rows].map((row) => ({ row, key: row.cells[column].textContent ?? "" }));
    const told = keyed.filter(({ key }) => key !== "—").sort((a, b) => direction * compare(a.key, b.key));
    const blank = keyed.filter(({ key }) => key === "—");
    table.tBodies[0].append(...[...told, ...blank].map(({ row }) => row));
  }

  /** @type {NodeListOf<HTMLTableElement>} */
  const tables = document.querySelectorAll("table.sortable");
  for (const table of tables) {
    const headings = [...table.tHead?.rows[0].cells ?? []];
    headings.forEach((heading, column) => {
      // No <button>: Chromium leaves it out where paper repeats the headings on the next page.
      const button = document.createElement("span");
      button.role = "button";
      button.tabIndex = 0;
      button.append(...heading.childNodes);
      heading.append(button);
      const press = () => {
        const isUp = heading.ariaSort === "ascending";
        for (const other of headings) other.ariaSort = null;
        heading.ariaSort = isUp ? "descending" : "ascending";
        sort(table, column, isUp ? -1 : 1);
      };
      button.addEventListener("click", press);
      button.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        press();
      });
    });
  }

  /** @type {NodeListOf<HTMLAnchorElement>} */
  const contents = document.querySelectorAll(".contents a");
  const chapters = [...contents].map((link) =>
    ({ link, heading: document.getElementById(decodeURIComponent(link.hash.slice(1))) }));
  /** @type {HTMLAnchorElement | undefined} */
  let current;
  function follow() {
    const isAbove = chapters.findLast(({ heading }) => heading && heading.getBoundingClientRect().top < 120);
    const link = (isAbove ?? chapters[0])?.link;
    if (link === current) return;
    current?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "true");
    link?.scrollIntoView({ block: "nearest" });
    current = link;
  }
  let asked = false;
  document.addEventListener("scroll", () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => { asked = false; follow(); });
  }, { passive: true });
  follow();

  /** @type {NodeListOf<HTMLIFrameElement>} */
  const frames = document.querySelectorAll("iframe[data-page]");
  for (const frame of frames) {
    const near = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      near.disconnect();
      frame.srcdoc = frame.dataset.page ?? "";
    }, { rootMargin: "600px" });
    near.observe(frame);
  }

  document.body.dataset.ready = "true";
})();

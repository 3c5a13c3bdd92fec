"use strict";

// Tables sort by a click on a heading; the contents show which chapter is being read; the
// interactive map starts when the reader comes near it, so that the report opens at once.

(() => {
  const figureOf = (text) => Number(text.replace(/[,%]/g, ""));
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

  // Figures by size, text by the language's order; cells without a value last, either way.
  function compare(a, b) {
    const [one, other] = [figureOf(a), figureOf(b)];
    return Number.isNaN(one) || Number.isNaN(other) ? collator.compare(a, b) : one - other;
  }

  function sort(table, column, direction) {
    const keyed = [...table.tBodies[0].rows].map((row) => [row.cells[column].textContent, row]);
    const [told, blank] = [keyed.filter(([key]) => key !== "—"), keyed.filter(([key]) => key === "—")];
    told.sort(([a], [b]) => direction * compare(a, b));
    table.tBodies[0].append(...[...told, ...blank].map(([, row]) => row));
  }

  for (const table of document.querySelectorAll("table.sortable")) {
    [...table.tHead.rows[0].cells].forEach((heading, column) => {
      // No <button>: Chromium leaves it out where paper repeats the headings on the next page.
      const button = document.createElement("span");
      button.role = "button";
      button.tabIndex = 0;
      button.append(...heading.childNodes);
      heading.append(button);
      const press = () => {
        const isUp = heading.ariaSort === "ascending";
        for (const other of table.tHead.rows[0].cells) other.ariaSort = null;
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

  const links = new Map([...document.querySelectorAll(".contents a")]
    .map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  const headings = [...links.keys()].map((id) => document.getElementById(id));
  let current = null;
  function follow() {
    const read = headings.findLast((heading) => heading.getBoundingClientRect().top < 120);
    const link = links.get((read ?? headings[0])?.id);
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

  const near = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      target.srcdoc = target.dataset.page;
    }
  }, { rootMargin: "600px" });
  for (const frame of document.querySelectorAll("iframe[data-page]")) near.observe(frame);

  document.body.dataset.ready = "true";
})();

// Search by name or number over zones, projects and parcels; a combobox by keyboard or pointer.

landplan.search = (() => {
  const { data, land, plan, el, t, name, fill } = landplan;
  const SHOWN = 40;
  const plain = (text) => text.normalize("NFKC").toLocaleLowerCase();

  // Made at the first search: a page of 100 000 parcels should not wait for it.
  const names = landplan.once(() => ({
    zone: [...data.zones.values()].map((zone) => [zone, plain(`${zone.name}\n${zone.id}`)]),
    project: plan.projects.map((project) => [project, plain(`${project.name}\n${project.id}`)]),
    parcel: land.columns.id.map((id, i) => [i, plain(`${land.columns.name[i]}\n${id}`)]),
  }));
  const title = {
    zone: (zone) => zone.name,
    project: (project) => project.name,
    parcel: (index) => land.columns.name[index] || land.columns.id[index],
  };
  const detail = {
    zone: (zone) => data.path(zone).slice(0, -1).map((step) => step.name).join(" › "),
    project: (project) => project.zone?.name ?? "",
    parcel: (index) => land.columns.id[index],
  };

  const find = (text) =>
    Object.entries(names()).flatMap(([kind, entries]) =>
      entries.filter(([, key]) => key.includes(text)).map(([item]) => ({ kind, item })));

  let input = null;
  let box = null;
  let options = [];
  let active = -1;

  function option({ kind, item }, i) {
    return el("li",
      { role: "option", id: `found-${i}`, class: "found",
        onpointerdown: (event) => event.preventDefault(), onclick: () => { choose(i); input.blur(); } },
      el("span", { class: "found-kind" }, t(kind)),
      el("span", { class: "found-text" }, name(title[kind](item)),
        el("span", { class: "row-note" }, name(detail[kind](item)))));
  }

  function list() {
    const text = plain(input.value.trim());
    const found = text ? find(text) : [];
    options = found.slice(0, SHOWN);
    active = -1;
    const rest = found.length - options.length;
    const note = !found.length ? t("search_nothing") : rest ? t("search_more", { n: rest }) : null;
    fill(box, options.map(option), note && el("li", { class: "found-note", role: "presentation" }, note));
    setOpen(Boolean(text));
    activate(options.length ? 0 : -1);
  }

  function setOpen(isOpen) {
    box.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) input.removeAttribute("aria-activedescendant");
  }

  function activate(next) {
    active = next;
    [...box.children].forEach((child, i) => {
      if (child.role === "presentation" || !child.id) return;
      child.setAttribute("aria-selected", String(i === active));
      if (i === active) child.scrollIntoView({ block: "nearest" });
    });
    if (active >= 0) input.setAttribute("aria-activedescendant", `found-${active}`);
  }

  function choose(i) {
    const { kind, item } = options[i];
    input.value = title[kind](item);
    setOpen(false);
    landplan.go[kind](item);
  }

  function key(event) {
    const many = options.length;
    if (event.key === "Escape") setOpen(false);
    else if (event.key === "ArrowDown" && many) activate((active + 1) % many);
    else if (event.key === "ArrowUp" && many) activate((active - 1 + many) % many);
    else if (event.key === "Enter" && active >= 0 && !box.hidden) choose(active);
    else return;
    event.preventDefault();
  }

  function draw() {
    box = el("ul", { role: "listbox", id: "found", class: "found-list", "aria-label": t("search_results"), hidden: true });
    input = el("input", {
      type: "search", role: "combobox", id: "search-input", placeholder: t("search"),
      "aria-label": t("search"), "aria-controls": "found", "aria-expanded": "false",
      "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false",
      oninput: list, onkeydown: key, onfocus: list, onblur: () => setOpen(false),
    });
    document.getElementById("search").append(input, box);
  }

  return { draw };
})();

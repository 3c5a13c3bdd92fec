// The legend's part on projects: stages and categories as switches. Many categories are folded
// by group, each group with a switch of its own.

landplan.projectLegend = (() => {
  const { data, plan, state, el, t, name, projectFilter: filter, projectCard: cards } = landplan;
  const FLAT = 8;
  const refreshes = [];

  // A checkbox for one value or several: checked, unchecked or in between.
  function box(kind, values, label) {
    const input = el("input", {
      type: "checkbox", "aria-label": label,
      onchange: ({ target }) => filter.show(kind, values, target.checked),
    });
    const refresh = () => {
      const shown = filter.shownOf(kind, values);
      input.checked = shown === "all";
      input.indeterminate = shown === "some";
    };
    refresh();
    refreshes.push(refresh);
    return input;
  }

  const count = (many) => el("span", { class: "count" }, String(many));
  const names = (categories) => categories.map((category) => category.name);
  const sum = (categories) => categories.reduce((all, category) => all + category.members.length, 0);

  const category = (one) =>
    el("label", { class: "layer", "data-category": one.name },
      box("category", [one.name]),
      el("span", { class: "layer-name" }, cards.dot(one.name), name(cards.titleOf(one.name))),
      count(one.members.length));

  const group = ({ key, categories }) =>
    el("div", { class: "category-group", "data-group": key },
      box("category", names(categories), t(`group_${key}`)),
      el("details", {},
        el("summary", {}, t(`group_${key}`), count(sum(categories))),
        categories.map(category)));

  const stages = () =>
    plan.stages.length > 1 && el("fieldset", { class: "stage-filter" },
      el("legend", {}, t("stage")),
      plan.stages.map((stage) =>
        el("label", { class: "stage-switch" }, box("stage", [stage]),
          el("span", { class: "stage-word" }, name(cards.stageTitle(stage)),
            el("span", { class: "stage-count" }, String(filter.countOf("stage", stage)))))));

  const line = (isDashed) =>
    landplan.svg("svg", { class: "legend-swatch", viewBox: "0 0 24 14", "aria-hidden": "true" },
      landplan.svg("path", { d: "M0 7H24", stroke: data.styles.categories[0], "stroke-width": 3,
        "stroke-dasharray": isDashed ? "6 4" : "none" }));
  const entry = (mark, text) => el("li", {}, mark, el("span", {}, text));

  function key() {
    const placed = plan.projects.filter((project) => project.place);
    const hasShape = placed.filter(({ place }) => place.lines.length || place.areas.length);
    return el("ul", { class: "legend-rows" },
      hasShape.some(({ quality }) => quality !== "schematic") && entry(line(false), t("project_line")),
      hasShape.some(({ quality }) => quality === "schematic") && entry(line(true), t("project_line_schematic")),
      entry(el("span", { class: "badge-swatch", "aria-hidden": "true" }, "n"), t("zone_badge")),
      cards.sharesGrey && entry(el("span", { class: "dot grey-dot", "aria-hidden": "true" }), t("grey_categories")));
  }

  function draw() {
    if (!plan.projects.length) return null;
    const all = names(plan.categories);
    const part = el("div", { class: "legend-group project-legend" },
      el("label", { class: "layer" }, box("category", all), t("layer_projects"), count(plan.projects.length)),
      stages(),
      el("div", { class: "categories" }, all.length > FLAT ? plan.groups.map(group) : plan.categories.map(category)),
      key());
    state.listen((_, change) => "filter" in change && refreshes.forEach((refresh) => refresh()));
    return part;
  }

  return { draw };
})();

// The legend, which is also the list of layers, and the choice of the measure zones show.

landplan.legend = (() => {
  const { data, state, el, svg, t, fill } = landplan;
  const LINE = data.styles.zone.color;
  let map = null;
  let zoneTitle = null;

  function measures() {
    const radios = data.flows.map((measure) =>
      el("label", {},
        el("input", {
          type: "radio", name: "measure", value: measure, checked: measure === state.current.measure,
          onchange: () => state.set({ measure }),
        }),
        el("span", {}, t(`measure_${measure}`))));
    document.getElementById("measures").append(...radios);
  }

  const toggle = (layer) => (event) => {
    if (event.target.checked) layer.addTo(map);
    else layer.remove();
    landplan.labels.arrange();
  };

  const check = (title, onchange, checked = true) =>
    el("label", { class: "layer" }, el("input", { type: "checkbox", checked, onchange }), title);

  const group = (head, ...rows) => el("div", { class: "legend-group" }, head, rows);

  const swatch = (status) =>
    svg("svg", { class: "legend-swatch", viewBox: "0 0 24 14", "aria-hidden": "true" },
      svg("rect", { x: 0.5, y: 0.5, width: 23, height: 13, fill: landplan.zones.fill(status), stroke: LINE }));

  const line = (dash) =>
    svg("svg", { class: "legend-swatch", viewBox: "0 0 24 14", "aria-hidden": "true" },
      svg("path", { d: "M0 7H24", stroke: LINE, "stroke-width": 1.6, "stroke-dasharray": dash }));

  const entry = (mark, text) => el("li", {}, mark, el("span", {}, text));

  function zones() {
    zoneTitle = el("span", {});
    const qualities = new Set([...data.zones.values()].map((zone) => zone.quality));
    return group(check(zoneTitle, toggle(landplan.zones.layers.zones)),
      el("ul", { class: "legend-rows two" }, landplan.zones.statuses.map((status) =>
        entry(swatch(status), t(`status_${status}`))),
      qualities.has("schematic") && entry(line("5 4"), t("outline_schematic")),
      (qualities.has("official") || qualities.has("digitised")) &&
        entry(line("none"), t("outline_other"))),
      [...data.zones.values()].some((zone) => zone.covered) && el("ul", { class: "legend-rows" },
        entry(el("span", { class: "ring-swatch", "aria-hidden": "true" }), t("zone_ring"))));
  }

  const parcels = () =>
    group(check(t("layer_parcels"), toggle(landplan.parcels.layer)),
      el("ul", { class: "legend-rows two" }, Object.keys(landplan.parcels.styles).map((key) =>
        entry(el("span", { class: `state-swatch state-${key}`, "aria-hidden": "true" }), t(`state_${key}`)))));

  function draw(onMap) {
    map = onMap;
    measures();
    const body = el("div", { class: "legend-body", id: "legend-body" },
      zones(), parcels(), landplan.projectLegend.draw(),
      el("div", { class: "legend-group only-screen" }, check(t("layer_labels"), toggle(landplan.labels.group)),
        check(t("layer_district"), toggle(landplan.zones.layers.district)),
        landplan.structure.drawn.length > 0 &&
          check(t("layer_structure"), toggle(landplan.structure.layer), false)));
    const wide = window.matchMedia("(min-width: 761px)").matches;
    document.getElementById("legend").append(
      el("details", { open: wide }, el("summary", {}, t("legend")), body));
    const title = (current) => fill(zoneTitle,
      t("layer_zones", { measure: t(`measure_${current.measure}`) }));
    title(state.current);
    state.listen((current, change) => "measure" in change && title(current));
  }

  return { draw };
})();

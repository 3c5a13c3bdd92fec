// What paper has beside the map and its balance: the indicators of the chosen zone, on pages after.

landplan.paper = (() => {
  const { state, el, t, name, fill } = landplan;

  function lay() {
    const { zone } = state.current;
    if (!zone || !landplan.indicators.countOf(zone)) return;
    fill(document.getElementById("paper"),
      el("h2", {}, name(zone.name), " · ", t("tab_indicators")),
      el("div", { class: "paper-columns" }, landplan.indicators.list(zone)));
  }

  const clear = () => fill(document.getElementById("paper"));

  return { lay, clear };
})();

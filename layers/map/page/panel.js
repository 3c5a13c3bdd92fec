// The panel beside the map: the chosen zone, its figures, and what lies in it.

landplan.panel = (() => {
  const { data, plan, state, el, t, name, facts, fill, format } = landplan;
  const at = (id) => document.getElementById(id);

  const TABS = {
    balance: (zone) => landplan.balance.table(zone),
    ...(plan.lines.length && { indicators: (zone) => landplan.indicators.list(zone) }),
    projects: (zone) => landplan.projectList.list(zone),
    ...(plan.investment.length && { investment: () => landplan.investment.chart() }),
    parcels: (zone) => landplan.lists.parcels(zone),
    zones: () => landplan.lists.tree(),
    ...(plan.warnings.length && { warnings: (zone) => landplan.warnings.list(zone) }),
  };
  const tabs = {};
  const panels = {};
  let open = "balance";

  function breadcrumb(zone) {
    const steps = data.path(zone).map((step, i) => [
      i > 0 && el("span", { class: "step-mark", "aria-hidden": "true" }, "›"),
      step === zone
        ? el("span", { "aria-current": "page" }, name(step.name))
        : el("button", { type: "button", onclick: () => landplan.go.zone(step) }, name(step.name)),
    ]);
    fill(at("breadcrumb"), steps.flat());
  }

  function head(zone) {
    const { declared_ha: declared, measured_ha: measured } = zone;
    const difference = declared ? `${format.number((100 * (measured - declared)) / declared, 1)}%` : null;
    fill(at("zone-head"),
      el("div", { class: "zone-title" },
        el("h2", { "data-zone": zone.id }, name(zone.name)),
        landplan.balance.chip(data.status(zone, state.current.measure), state.current.measure),
        el("span", { class: `quality quality-${zone.quality}` }, t(`quality_${zone.quality}`))),
      facts([
        [t("declared_area"), declared == null ? t("not_stated") : format.zoneArea(declared)],
        [t("measured_area"), difference
          ? `${format.zoneArea(measured)}${t("comma")}${t("difference")} ${difference}`
          : format.zoneArea(measured)],
      ]),
      about(zone));
  }

  function about(zone) {
    const rows = [
      [t("source"), zone.source && name(format.source(zone.source))],
      [t("note"), zone.note && name(zone.note)],
    ];
    return rows.some(([, value]) => value) &&
      el("details", { class: "about" }, el("summary", {}, t("about_zone")), facts(rows));
  }

  const COUNTS = {
    indicators: (zone) => landplan.indicators.countOf(zone),
    projects: (zone) => plan.projectsWithin(zone).length,
    parcels: (zone) => landplan.land.parcelsWithin(zone).length,
    warnings: () => plan.warnings.length,
  };

  function show(key) {
    open = key;
    for (const each of Object.keys(TABS)) {
      tabs[each].setAttribute("aria-selected", String(each === key));
      tabs[each].tabIndex = each === key ? 0 : -1;
      panels[each].classList.toggle("is-open", each === key);
    }
    fill(panels[key], TABS[key](state.current.zone));
    reveal(tabs[key]);
  }

  // Moves the strip of tabs, and nothing else, so that a tab is seen whole.
  function reveal(tab) {
    const strip = at("tabs");
    const [left, right] = [tab.offsetLeft - strip.offsetLeft, tab.offsetLeft - strip.offsetLeft + tab.offsetWidth];
    if (left < strip.scrollLeft) strip.scrollLeft = left - 24;
    else if (right > strip.scrollLeft + strip.clientWidth) strip.scrollLeft = right - strip.clientWidth + 24;
  }

  // Arrow keys move between tabs, as in every tab list.
  function step(event) {
    const keys = Object.keys(TABS);
    const move = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!move) return;
    const next = keys[(keys.indexOf(open) + move + keys.length) % keys.length];
    show(next);
    tabs[next].focus();
    event.preventDefault();
  }

  function drawTabs() {
    for (const key of Object.keys(TABS)) {
      tabs[key] = el("button", {
        type: "button", role: "tab", id: `tab-${key}`, "aria-controls": `panel-${key}`,
        onclick: () => show(key), onkeydown: step,
      });
      panels[key] = el("section", {
        class: "tab-panel", role: "tabpanel", id: `panel-${key}`, "aria-labelledby": `tab-${key}`,
      });
    }
    at("tabs").append(...Object.values(tabs));
    at("tab-panels").append(...Object.values(panels));
  }

  function update(zone) {
    breadcrumb(zone);
    head(zone);
    for (const [key, tab] of Object.entries(tabs)) {
      const count = COUNTS[key]?.(zone);
      fill(tab, t(`tab_${key}`), count != null && el("span", { class: "tab-count" }, String(count)));
    }
    // The balance is always there: print shows it whichever tab is open.
    fill(panels.balance, TABS.balance(zone));
    show(open);
  }

  // On a phone the panel is a sheet of three heights.
  let resized = null;
  function raise() {
    document.body.dataset.sheet = "tall";
    resized();
  }

  function drawSheetBar(onResize) {
    resized = onResize;
    const heights = ["low", "half", "tall"];
    const move = (by) => () => {
      const now = heights.indexOf(document.body.dataset.sheet);
      document.body.dataset.sheet = heights[Math.min(2, Math.max(0, now + by))];
      onResize();
    };
    document.body.dataset.sheet = "half";
    at("sheet-bar").append(
      el("button", { type: "button", "aria-label": t("sheet_down"), onclick: move(-1) }, "▾"),
      el("span", { class: "sheet-grip", "aria-hidden": "true" }),
      el("button", { type: "button", "aria-label": t("sheet_up"), onclick: move(1) }, "▴"));
  }

  function draw(onResize) {
    drawTabs();
    drawSheetBar(onResize);
    state.listen((current, change) => {
      if (current.zone && "filter" in change && open === "projects") show(open);
      if (!current.zone || !("zone" in change || "measure" in change)) return;
      update(current.zone);
      if ("zone" in change) at("tab-panels").scrollTop = 0;
    });
  }

  return { draw, show, raise };
})();

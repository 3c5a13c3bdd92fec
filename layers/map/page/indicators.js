// Indicators of a zone: base, latest, goal; the way gone against the straight line.

landplan.indicators = (() => {
  const { data, plan, el, t, name, fill, format } = landplan;
  const statusOf = (line) => line.status?.replace(" ", "_") ?? "none";
  const inPeriod = (figure) => figure.year >= Number(data.plan.starts_on.slice(0, 4));

  // Why an indicator has no status.
  function unjudged(line) {
    if (!line.goal) return t("indicator_no_goal");
    return t(line.latest && inPeriod(line.latest) ? "indicator_no_base" : "indicator_no_actual");
  }

  // A figure with its year and what it is; an empty place where there is none.
  function figure(line, field) {
    const one = line[field];
    const isOld = field === "latest" && one && !inPeriod(one);
    return el("div", { class: `indicator-figure ${field} ${isOld ? "is-old" : ""}`, "data-field": field, "data-value": one?.value ?? "" },
      el("span", { class: "figure" }, one ? format.range(one) : "—"),
      el("span", { class: "figure-note" }, t(`indicator_${field}`), one && ` ${one.year}`));
  }

  const share = (value) => `${Math.min(100, Math.max(0, 100 * value))}%`;

  function bar(line) {
    if (line.progress == null) return null;
    return el("div", { class: "indicator-way" },
      el("div", { class: "bar", title: t("of_expected"), "aria-hidden": "true" },
        el("div", { class: `bar-fill status-${statusOf(line)}`, style: `width:${share(line.progress)}` }),
        line.expected != null && el("div", { class: "bar-mark", style: `left:${share(line.expected)}` })),
      el("span", { class: "figure", "data-field": "progress", "data-value": line.progress },
        format.percent(100 * line.progress)),
      line.expected != null &&
        el("span", { class: "figure-note", "data-field": "expected", "data-value": line.expected },
          t("indicator_expected", { share: format.percent(100 * line.expected) })));
  }

  const status = (line) =>
    el("span", { class: "indicator-status", "data-field": "status", "data-value": line.status ?? "" },
      line.status ? landplan.balance.chip(statusOf(line)) : el("span", { class: "unjudged" }, unjudged(line)));

  const tags = (line) => [
    line.kind && el("span", { class: `kind kind-${line.kind}` }, t(`kind_${line.kind}`)),
    line.span !== "year" && el("span", { class: "kind" }, t(`span_${line.span}`)),
  ];

  const record = (one) =>
    el("li", {},
      el("span", { class: "figure" }, `${one.year} `, t(`role_${one.role}`), " ",
        el("strong", {}, one.value == null ? t("figure_missing") : format.range(one))),
      one.note && name(one.note),
      el("span", { class: "citation" }, name([format.source(one.source),
        one.recorded_by && t("recorded_by", { name: one.recorded_by })].filter(Boolean).join(t("semicolon")))));

  // Folded until it is asked for: every figure with where it stands.
  function sources(line) {
    const body = el("ol", { class: "figure-list" });
    const open = ({ target }) => target.open && fill(body, line.figures.map(record));
    return el("details", { class: "figure-sources", ontoggle: open },
      el("summary", {}, t("indicator_sources", { n: line.figures.length })), body);
  }

  const row = ({ line, children }) =>
    el("li", { class: "indicator", "data-indicator": line.name, "data-scope": line.scope, "data-span": line.span },
      el("div", { class: "indicator-head" },
        el("h4", {}, name(line.name), el("span", { class: "unit" }, name(line.unit)), tags(line)), status(line)),
      el("div", { class: "indicator-figures" },
        ["base", "latest", "goal"].map((field) => figure(line, field)), landplan.sparkline(line)),
      bar(line),
      sources(line),
      children.length > 0 && el("ol", { class: "indicators" }, children.map(row)));

  // Lines under their parents, which stand in the same scope.
  function tree(lines) {
    const nodes = lines.map((line) => ({ line, children: [] }));
    const isRoot = (node) => {
      const parent = nodes.find((other) => other !== node && !other.line.parent &&
        other.line.name === node.line.parent && other.line.scope === node.line.scope);
      if (!node.line.parent || !parent) return true;
      parent.children.push(node);
      return false;
    };
    return nodes.filter(isRoot);
  }
  // Those that can be judged first, then those with a base; otherwise as the plan has them.
  const rank = ({ line }) => (line.status ? 0 : line.base ? 1 : 2);
  const hasGoal = ({ line, children }) => Boolean(line.goal) || children.some(hasGoal);

  // Those with a goal first; the rest, which tell the background, folded.
  function scope(title, lines) {
    const nodes = tree(lines);
    const rest = nodes.filter((node) => !hasGoal(node));
    const withGoal = nodes.filter(hasGoal).sort((a, b) => rank(a) - rank(b));
    return el("section", { class: "indicator-scope", "data-scope": title },
      title && el("h3", {}, t("scope"), t("colon"), name(title)),
      withGoal.length > 0 && el("ol", { class: "indicators" }, withGoal.map(row)),
      rest.length > 0 && el("details", { class: "background" },
        el("summary", {}, t("indicators_background", { n: rest.length })),
        el("ol", { class: "indicators" }, rest.map(row))));
  }

  const scopes = (lines) =>
    [...new Set(lines.map((line) => line.scope))].sort((a, b) => Boolean(a) - Boolean(b))
      .map((title) => scope(title, lines.filter((line) => line.scope === title)));

  function headline(zoneId) {
    const [good, judged, goals] = plan.tally(zoneId);
    return el("p", { class: "headline", "data-good": good, "data-judged": judged, "data-goals": goals },
      judged > 0 && el("strong", {}, t("tally", { good, judged })),
      t(judged > 0 ? "tally_goals" : "tally_none", { goals }));
  }

  const around = () => plan.linesAround.length > 0 && [
    el("h3", { class: "around" }, t("indicators_around")), headline(null), scopes(plan.linesAround)];

  // A zone without indicators leads to those above it that have some.
  function elsewhere(zone) {
    const above = data.path(zone).filter((step) => plan.linesOf(step).length);
    return [
      el("p", { class: "quiet" }, t("no_indicators")),
      above.map((step) => el("button", { type: "button", class: "to-zone", onclick: () => landplan.go.zone(step) },
        name(step.name), el("span", { class: "count" }, String(plan.linesOf(step).length)))),
    ];
  }

  function list(zone) {
    const lines = plan.linesOf(zone);
    const isRoot = data.roots.includes(zone);
    return [
      lines.length ? [headline(zone.id), scopes(lines)] : !(isRoot && plan.linesAround.length) && elsewhere(zone),
      isRoot && around(),
    ];
  }

  const countOf = (zone) =>
    plan.linesOf(zone).length + (data.roots.includes(zone) ? plan.linesAround.length : 0);

  // Brings an indicator into view: a warning names it, alone or after its zone.
  function reveal(subject) {
    const found = [...document.querySelectorAll("#panel-indicators .indicator")]
      .find((item) => subject === item.dataset.indicator || subject.endsWith(`/${item.dataset.indicator}`));
    if (!found) return;
    found.closest(".background")?.setAttribute("open", "");
    found.classList.add("is-revealed");
    found.scrollIntoView({ block: "center" });
  }

  return { list, countOf, reveal };
})();

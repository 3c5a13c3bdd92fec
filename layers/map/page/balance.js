// Plan against actual for one zone. Each cell carries the figure as the balance gives it.

landplan.balance = (() => {
  const { data, el, t, name, format } = landplan;

  const FIGURES = [
    ["target", "target_ha"],
    ["actual", "actual_ha"],
    ["expected", "expected_ha"],
    ["remaining", "remaining_ha"],
    ["needed", "needed_ha_per_year"],
  ];

  // The mark of a figure: which one it is, and its value before any rounding.
  const mark = (row, field) =>
    ({ "data-measure": row.measure, "data-field": field, "data-value": row[field] ?? "" });

  // A state as swatch and word; with a measure, it also says of which.
  function chip(status, measure) {
    const word = t(`status_${status}`);
    return el("span", { class: `chip status-${status}` },
      el("span", { class: "swatch", "aria-hidden": "true" }),
      measure ? t("status_of", { measure: t(`measure_${measure}`), status: word }) : word);
  }

  function bar(row) {
    const share = (value) => `${Math.min(100, Math.max(0, (100 * value) / row.target_ha))}%`;
    return el("div", { class: "bar", title: t("of_expected"), "aria-hidden": "true" },
      el("div", { class: `bar-fill status-${statusOf(row)}`, style: `width:${share(row.actual_ha)}` }),
      row.expected_ha != null &&
        el("div", { class: "bar-mark", style: `left:${share(row.expected_ha)}` }));
  }

  const statusOf = (row) => row.status?.replace(" ", "_") ?? "none";

  function head(row) {
    const hasTarget = row.target_ha != null;
    return el("tr", { class: "measure-head" },
      el("th", { scope: "rowgroup", colspan: FIGURES.length },
        el("div", { class: "measure-line" },
          el("span", { class: "measure-name" }, t(`measure_${row.measure}`)),
          hasTarget && row.target_ha > 0 && bar(row),
          el("span", { class: "figure percent", ...mark(row, "percent") },
            hasTarget && format.percent(row.percent)),
          el("span", mark(row, "status"), row.measure === "reserve" && !hasTarget
            ? null : chip(statusOf(row))))));
  }

  const figures = (row) =>
    el("tr", { class: "measure-figures" }, FIGURES.map(([label, field]) =>
      el("td", { class: `figure ${label}`, ...mark(row, field) }, format.number(row[field]))));

  function notes(zone, row) {
    const part = (label, field) =>
      el("span", { hidden: row[field] == null },
        `${label} `, el("span", { class: "figure", ...mark(row, field) }, format.number(row[field])));
    return el("tr", { class: "measure-notes" }, el("td", { colspan: FIGURES.length },
      part(t("declared"), "declared_ha"),
      part(t("measured"), "measured_ha"),
      part(t("forecast"), "forecast_ha"),
      landplan.ledger.fold(zone, row, mark(row, "events")),
      row.source && el("div", { class: "citation" },
        t("target_source"), t("colon"), name(format.source(row.source)))));
  }

  // All five measures of a zone, one table body each.
  function table(zone) {
    const rows = data.measures.map((measure) => data.row(zone, measure)).filter(Boolean);
    if (!rows.length) return el("p", { class: "quiet" }, t("no_balance"));
    return el("table", { class: "balance" },
      el("caption", {}, t("balance_caption")),
      el("thead", {}, el("tr", {}, FIGURES.map(([label]) => el("th", { scope: "col" }, t(label))))),
      rows.map((row) =>
        el("tbody", { class: "measure", "data-status": statusOf(row) }, head(row), figures(row), notes(zone, row))));
  }

  return { table, chip };
})();

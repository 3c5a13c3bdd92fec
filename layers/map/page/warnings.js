// What wants attention, worst first; each leads to the thing it speaks of.

landplan.warnings = (() => {
  const { data, land, plan, el, t, name } = landplan;
  const FLAT = 8;
  const level = ({ severity }) => Math.min(3, Math.max(1, severity));

  const parcelOfWarning = ({ kind, subject }) =>
    ({ parcel: land.parcelOf, event: land.parcelOfEvent })[kind]?.(subject) ?? null;

  // The zones that a warning is about: its own, else those of its parcel, else the whole plan.
  function zonesOf(warning) {
    if (warning.zone) return [warning.zone];
    const parcel = parcelOfWarning(warning);
    return parcel == null ? data.roots : land.parcel(parcel).zones;
  }

  // The zone's own figures, where a warning is about a target or an indicator.
  function toZone(zone, { kind, subject }) {
    landplan.go.zone(zone);
    if (kind === "target") landplan.panel.show("balance");
    if (kind !== "indicator") return;
    landplan.panel.show("indicators");
    landplan.indicators.reveal(subject);
  }

  // What a click does; null where there is nowhere to go.
  function way(warning) {
    const project = warning.kind === "project" && plan.projects.find(({ id }) => id === warning.subject);
    if (project) return () => landplan.go.project(project);
    const parcel = parcelOfWarning(warning);
    if (parcel != null) return () => landplan.go.parcel(parcel);
    const [zone] = zonesOf(warning);
    return zone ? () => toZone(zone, warning) : null;
  }

  function row(warning) {
    const onclick = way(warning);
    const content = [
      el("span", { class: `severity severity-${level(warning)}` }, t(`severity_${level(warning)}`)),
      el("span", { class: "warning-text" }, name(warning.text),
        el("span", { class: "row-note" }, el("span", {}, t(`warning_${warning.kind}`)), warning.zone && name(warning.zone.name))),
    ];
    const marks = { class: "warning", "data-severity": warning.severity, "data-subject": warning.subject };
    return el("li", {}, onclick
      ? el("button", { type: "button", ...marks, onclick }, content) : el("div", marks, content));
  }

  const rows = (members) => members.length > 0 && el("ol", { class: "rows" }, members.map(row));

  // The worst stand open; many of the least are folded by what they are about.
  function leastOf(kind, members) {
    return members.length > 0 && el("details", { class: "least", open: members.length <= FLAT },
      el("summary", {}, el("span", { class: "severity severity-1" }, t("severity_1")),
        t(`warning_${kind}`), el("span", { class: "count" }, String(members.length))),
      rows(members));
  }

  function section(title, members) {
    const least = members.filter((warning) => level(warning) === 1);
    return members.length > 0 && el("section", { class: "list-group" },
      el("h3", {}, title, el("span", { class: "count" }, String(members.length))),
      rows(members.filter((warning) => level(warning) > 1)),
      [...new Set(least.map(({ kind }) => kind))].map((kind) =>
        leastOf(kind, least.filter((warning) => warning.kind === kind))));
  }

  function list(zone) {
    const isHere = (warning) => zonesOf(warning).some((each) => data.isWithin(each, zone));
    return [
      section(name(zone.name), plan.warnings.filter(isHere)),
      section(t("warnings_elsewhere"), plan.warnings.filter((warning) => !isHere(warning))),
    ];
  }

  function draw() {
    document.getElementById("warnings-button")?.addEventListener("click", () => {
      landplan.panel.show("warnings");
      landplan.panel.raise();
    });
  }

  return { list, draw };
})();

// What the plan names beside its land: projects, indicators, investment, warnings.

landplan.plan = (() => {
  const { data } = landplan;
  const { projects: raw, indicators, investment, warnings } = data.raw;

  // Projects, with the record of their zone. Without a place, only the zone is known.
  const projects = raw.list.map((project) => ({ ...project, zone: data.zones.get(project.zone) }));
  const projectsWithin = (zone) =>
    projects.filter((project) =>
      project.zone ? data.isWithin(project.zone, zone) : data.roots.includes(zone));

  // Categories, the fullest first.
  const categories = raw.categories
    .map(([name, group]) => ({ name, group, members: projects.filter((p) => p.category === name) }))
    .sort((a, b) => b.members.length - a.members.length);
  const groups = raw.groups
    .map((key) => ({ key, categories: categories.filter(({ group }) => group === key) }))
    .filter((group) => group.categories.length);

  // Stages in the order in which a project goes through them; other words after them, none last.
  const told = new Set(projects.map((project) => project.stage));
  const stages = [...raw.stages.filter((stage) => told.has(stage)),
    ...[...told].filter((stage) => stage && !raw.stages.includes(stage)),
    ...(told.has("") ? [""] : [])];
  const stageNumber = (stage) => raw.stages.indexOf(stage);

  // Indicators of no zone speak of what lies around the plan, and stand with its roots.
  const figure = (row) => {
    if (!row) return null;
    const [year, role, value, value_to, note, source, recorded_by] = row;
    return { year, role, value, value_to, note, source, recorded_by };
  };
  const lines = indicators.lines.map((line) => ({
    ...line, base: figure(line.base), latest: figure(line.latest), goal: figure(line.goal),
    figures: line.figures.map(figure),
  }));
  const linesOf = (zone) => lines.filter((line) => line.zone === zone.id);
  const linesAround = lines.filter((line) => line.zone == null);
  const tally = (zoneId) => indicators.tallies[zoneId ?? ""] ?? [0, 0, 0];

  return {
    projects, projectsWithin, categories, groups, stages, stageNumber,
    lines, linesOf, linesAround, tally, investment,
    warnings: warnings.map((warning) => ({ ...warning, zone: data.zones.get(warning.zone) })),
  };
})();

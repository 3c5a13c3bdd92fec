// The plan's zones and its balance, read once, then asked by the other parts.

landplan.data = await (async () => {
  const { data: raw, whole, decimal } =
    await landplan.unpack(document.getElementById("landplan-data").textContent);
  const { geometry } = landplan;
  const outlines = landplan.outlinesOf(raw.outlines, whole);

  // Zones, and their tree. A parent that is not on the map leaves its child a root.
  const zones = new Map();
  raw.zones.forEach((zone, number) => {
    const polygons = outlines.polygons(number);
    zones.set(zone.id, { ...zone, polygons, bounds: geometry.bounds(polygons), children: [] });
  });
  const roots = [];
  for (const zone of zones.values()) {
    const parent = zones.get(zone.parent);
    if (parent) parent.children.push(zone);
    else roots.push(zone);
  }

  function path(zone) {
    const steps = [];
    for (let at = zone; at && !steps.includes(at); at = zones.get(at.parent)) steps.unshift(at);
    return steps;
  }
  const isWithin = (zone, ancestor) => path(zone).includes(ancestor);
  for (const zone of zones.values()) zone.depth = path(zone).length - 1;

  // Balance rows by zone and measure.
  const rows = new Map(raw.balance.map((row) => [`${row.zone}\n${row.measure}`, row]));
  const row = (zone, measure) => rows.get(`${zone.id}\n${measure}`);
  const status = (zone, measure) => row(zone, measure)?.status?.replace(" ", "_") ?? "none";

  const landUses = new Map(
    raw.land_uses.map(([code, set, name, group]) => [`${code}\n${set}`, { name, group }]));
  const landUse = (code, set) => landUses.get(`${code}\n${set}`);

  return {
    raw, whole, decimal, outlines, language: raw.language, texts: raw.texts, plan: raw.plan,
    measures: raw.measures, flows: raw.flows, styles: raw.styles, zones, roots, path, isWithin, row, status, landUse,
  };
})();

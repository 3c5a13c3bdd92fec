// The page's data: read once, then asked by the other parts.

landplan.data = (() => {
  const raw = JSON.parse(document.getElementById("landplan-data").textContent);
  const { codes } = landplan;

  // Zones, and their tree. A parent that is not on the map leaves its child a root.
  const zones = new Map();
  for (const zone of raw.zones) {
    const polygons = codes.decode(zone.outline, raw.origin);
    zones.set(zone.id, { ...zone, polygons, bounds: codes.bounds(polygons), children: [] });
  }
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

  const MEASURES = ["storage", "supply", "supply_industry", "supply_housing_services", "reserve"];

  // Balance rows by zone and measure.
  const rows = new Map(raw.balance.map((row) => [`${row.zone}\n${row.measure}`, row]));
  const row = (zone, measure) => rows.get(`${zone.id}\n${measure}`);
  const status = (zone, measure) => row(zone, measure)?.status?.replace(" ", "_") ?? "none";

  // Parcels stay columns; one becomes a record when it is asked for.
  const columns = raw.parcels;
  const parcelCount = columns.id.length;
  const word = (number) => raw.words[number];

  function event(number) {
    const [id, kind, on, recorded, method, use, set, declared_ha, document_no, corrects, parcels] =
      raw.events[number];
    return {
      id, kind, happened_on: word(on), recorded_on: word(recorded), method: word(method),
      land_use: word(use), land_use_set: word(set), declared_ha, document_no, corrects, parcels,
    };
  }

  const eventNumbers = new Map(raw.events.map(([id], number) => [id, number]));
  const eventOf = (id) => (eventNumbers.has(id) ? event(eventNumbers.get(id)) : null);

  function parcel(index) {
    const [owner, use, set] = kind(index);
    return {
      index,
      id: columns.id[index],
      name: columns.name[index],
      owner: word(owner),
      land_use: word(use),
      land_use_set: word(set),
      state: parcelState(index),
      declared_ha: columns.declared_ha[index],
      measured_ha: columns.measured_ha[index],
      part: columns.parts[index],
      zones: parcelZones(index),
      events: columns.events[index].map(event),
    };
  }

  const kind = (index) => columns.kinds[columns.kind[index]];
  const parcelState = (index) => word(kind(index)[3]);
  const parcelZoneIds = (index) => kind(index)[4];
  const parcelZones = (index) =>
    parcelZoneIds(index).map((id) => zones.get(id)).filter(Boolean).sort((a, b) => a.depth - b.depth);
  const parcelOutline = (index) => codes.decode(columns.outline[index], raw.origin);
  // What is still in reserve, where that is neither all of a parcel nor nothing.
  function parcelReserve(index) {
    const code = columns.parts[index]?.[2];
    return code ? codes.decode(code, raw.origin) : null;
  }

  const landUses = new Map(
    raw.land_uses.map(([code, set, name, group]) => [`${code}\n${set}`, { name, group }]));
  const landUse = (code, set) => landUses.get(`${code}\n${set}`);

  return {
    raw, language: raw.language, texts: raw.texts, plan: raw.plan,
    measures: MEASURES, zones, roots, path, isWithin, row, status,
    columns, parcelCount, parcel, event, eventOf, eventNumbers, parcelState, parcelZoneIds, parcelOutline, parcelReserve,
    landUse,
  };
})();

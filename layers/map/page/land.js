// The land: parcels and events. They stay columns; one becomes a record when it is asked for.

landplan.land = (() => {
  const { data, once } = landplan;
  const { raw, zones, whole, decimal } = data;

  const numbered = (ids) => new Map(ids.map((id, number) => [id, number]));

  const events = {
    ...raw.events,
    kind: whole(raw.events.kind),
    happened_on: whole(raw.events.happened_on),
    recorded_after_days: whole(raw.events.recorded_after_days),
    declared_ha: decimal(raw.events.declared_ha),
    parcels: whole(raw.events.parcels),
  };
  const YEAR_1970 = 719163;
  const date = (day) => new Date((day - YEAR_1970) * 864e5).toISOString().slice(0, 10);

  function event(number) {
    const [kind, method, land_use, land_use_set] = events.kinds[events.kind[number]];
    const day = events.happened_on[number];
    return {
      id: events.id[number], kind, method, land_use, land_use_set,
      happened_on: date(day),
      recorded_on: date(day + events.recorded_after_days[number]),
      declared_ha: events.declared_ha[number],
      document_no: events.document_no[number],
      corrects: events.corrects[number] ?? null,
      contract_no: events.contract_no[number] ?? "",
      supervision_no: events.supervision_no[number] ?? "",
      price_10k_cny: events.price_10k_cny[number] ?? null,
      responsible_unit: events.responsible_unit[number] ?? "",
      parcels: events.parcels[number],
    };
  }

  const eventNumbers = once(() => numbered(events.id));
  const eventOf = (id) => (eventNumbers().has(id) ? event(eventNumbers().get(id)) : null);

  const columns = {
    ...raw.parcels,
    kind: whole(raw.parcels.kind),
    declared_ha: decimal(raw.parcels.declared_ha),
    measured_ha: decimal(raw.parcels.measured_ha),
    established_on: whole(raw.parcels.established_on),
    events: whole(raw.parcels.events),
    eventStarts: landplan.starts(whole(raw.parcels.event_counts)),
    in_reserve_ha: decimal(raw.parcels.in_reserve_ha),
    supplied_ha: decimal(raw.parcels.supplied_ha),
  };
  const parcelCount = columns.id.length;
  // Those that are neither wholly in reserve nor wholly out of it, with their place among them.
  const parts = new Map(Array.from(whole(columns.parts), (index, part) => [index, part]));

  function parcel(index) {
    const [owner, land_use, land_use_set, state] = kind(index);
    const part = parts.get(index);
    return {
      index, owner, land_use, land_use_set, state,
      id: columns.id[index],
      name: columns.name[index],
      declared_ha: columns.declared_ha[index],
      measured_ha: columns.measured_ha[index],
      established_on: columns.established_on[index] ? date(columns.established_on[index]) : null,
      part: part == null ? null : [columns.in_reserve_ha[part], columns.supplied_ha[part]],
      zones: parcelZones(index),
      events: Array.from(eventsOf(index), event),
    };
  }

  const kind = (index) => columns.kinds[columns.kind[index]];
  const parcelState = (index) => kind(index)[3];
  const parcelZones = (index) =>
    kind(index)[4].map((id) => zones.get(id)).filter(Boolean).sort((a, b) => a.depth - b.depth);
  function parcelsWithin(zone) {
    const isWithin_ = columns.kinds.map(([, , , , ids]) => ids.includes(zone.id));
    const found = [];
    columns.kind.forEach((each, index) => isWithin_[each] && found.push(index));
    return found;
  }

  // The numbers of a parcel's events, and the first parcel of an event.
  const eventsOf = (index) =>
    columns.events.subarray(columns.eventStarts[index], columns.eventStarts[index + 1]);
  const firstParcels = once(() => {
    const found = new Map();
    for (let index = parcelCount - 1; index >= 0; index -= 1) {
      for (const number of eventsOf(index)) found.set(events.id[number], index);
    }
    return found;
  });
  const parcelNumbers = once(() => numbered(columns.id));
  const parcelOf = (id) => parcelNumbers().get(id) ?? parcelOfEvent(id);
  const parcelOfEvent = (id) => firstParcels().get(id) ?? null;

  // The outline of a parcel, by its number, and those of what is in reserve of the parts.
  const parcelOutline = (index) => raw.zones.length + index;
  const partOutlines = [...parts].map(([, part]) => raw.zones.length + parcelCount + part);

  return {
    columns, parcelCount, parcel, parts, parcelState, parcelsWithin, parcelOf, parcelOfEvent,
    event, eventOf, eventsOf, parcelOutline, partOutlines,
  };
})();

// The ledger behind a figure: the events in a zone that a measure speaks of, newest first.

landplan.ledger = (() => {
  const { data, land, el, t, name, fill } = landplan;
  const SHOWN = 200;
  const KINDS = { storage: ["storage", "reversal"], reserve: ["storage", "supply", "reversal"] };
  const kindsOf = (measure) => KINDS[measure] ?? ["supply", "reversal"];

  // Supply for industry, or for housing and services: by the group of the land use.
  // A reversal belongs where the event that it undoes does.
  const groupOf = ({ kind, corrects, land_use: use, land_use_set: set }) => {
    const undone = kind === "reversal" ? land.eventOf(corrects) : null;
    return undone ? groupOf(undone) : data.landUse(use, set)?.group ?? "other";
  };
  const isOfGroup = (record, measure) =>
    !measure.startsWith("supply_") || groupOf(record) === measure.slice("supply_".length);

  // Each event once, with the first of its parcels in the zone.
  function events(zone, measure) {
    const parcelOf = new Map();
    for (const index of land.parcelsWithin(zone)) {
      for (const number of land.eventsOf(index)) {
        if (!parcelOf.has(number)) parcelOf.set(number, index);
      }
    }
    return [...parcelOf]
      .map(([number, index]) => ({ record: land.event(number), index }))
      .filter(({ record }) => kindsOf(measure).includes(record.kind) && isOfGroup(record, measure))
      .sort((a, b) => (a.record.happened_on < b.record.happened_on ? 1 : -1));
  }

  const entry = ({ record, index }) =>
    el("li", {},
      el("button", { type: "button", class: "to-parcel", onclick: () => landplan.go.parcel(index) },
        name(land.columns.name[index] || land.columns.id[index])),
      landplan.parcelPopup.event(record));

  function list(zone, row) {
    const found = events(zone, row.measure);
    const isByUse = row.measure.startsWith("supply_");
    return [
      el("p", {}, t(isByUse ? "ledger_by_use" : "ledger_note")),
      el("ol", {}, found.slice(0, SHOWN).map(entry)),
      found.length > SHOWN && el("p", {}, t("more_events", { n: found.length - SHOWN })),
    ];
  }

  // Folded until it is asked for: a district has many events.
  function fold(zone, row, attributes) {
    const body = el("div", { class: "ledger-body" });
    const open = ({ target }) => target.open && fill(body, list(zone, row));
    return el("details", { class: "ledger", ontoggle: open },
      el("summary", attributes, t("events_count", { n: row.events })), body);
  }

  return { fold };
})();

// Zone names on the map: those that fit, the chosen zone first, then the larger ones.

landplan.labels = (() => {
  const { data, state, el } = landplan;
  const GAP_PX = 4;
  const markers = new Map();
  const group = L.layerGroup();
  let map = null;

  function label(zone) {
    const text = el("span", { class: `zone-label depth-${Math.min(zone.depth, 3)}` }, zone.name);
    if (zone.covered) colour(zone, text);
    const [lon, lat] = zone.label;
    const icon = L.divIcon({ className: "zone-label-anchor", html: text, iconSize: [0, 0] });
    return L.marker([lat, lon], { icon, interactive: false, keyboard: false, pane: "labels" });
  }

  // Where inner zones hide a zone's colour, its name carries it.
  function colour(zone, text) {
    text.classList.add("has-status");
    text.dataset.status = data.status(zone, state.current.measure);
  }

  // In pixels of the map: the zone's own extent, and the box that its name would take.
  function boxOf(zone) {
    const [lon, lat] = zone.label;
    const { x, y } = map.latLngToContainerPoint([lat, lon]);
    const text = markers.get(zone).getElement().firstChild;
    const [width, height] = [text.offsetWidth, text.offsetHeight];
    const top = y + (landplan.projects.hasBadge(zone) ? 14 : -height / 2);
    return { left: x - width / 2, right: x + width / 2, top, bottom: top + height, width };
  }

  function widthOf(zone) {
    const { west, east, north } = zone.bounds;
    return map.latLngToContainerPoint([north, east]).x - map.latLngToContainerPoint([north, west]).x;
  }

  const overlaps = (a, b) =>
    a.left < b.right + GAP_PX && b.left < a.right + GAP_PX &&
    a.top < b.bottom + GAP_PX && b.top < a.bottom + GAP_PX;

  function arrange() {
    if (!map.hasLayer(group)) return;
    const chosen = state.current.zone;
    const order = [...markers.keys()].sort(
      (a, b) => (b === chosen) - (a === chosen) || b.measured_ha - a.measured_ha);
    const placed = [...landplan.projects.markBoxes(map)];
    for (const zone of order) {
      const element = markers.get(zone).getElement();
      element.classList.toggle("below-badge", landplan.projects.hasBadge(zone));
      const box = boxOf(zone);
      const fits = zone === chosen || widthOf(zone) > box.width * 0.8;
      const shown = fits && !placed.some((other) => overlaps(box, other));
      element.classList.toggle("is-shown", shown);
      element.classList.toggle("is-chosen", zone === chosen);
      if (shown) placed.push(box);
    }
  }

  function draw(onMap) {
    map = onMap;
    map.createPane("labels").style.zIndex = 620;
    map.getPane("labels").style.pointerEvents = "none";
    for (const zone of data.zones.values()) {
      const marker = label(zone);
      markers.set(zone, marker);
      group.addLayer(marker);
    }
    group.addTo(map);
    map.on("zoomend moveend resize", arrange);
    state.listen((_, change) => {
      if ("zone" in change) arrange();
      if (!("measure" in change)) return;
      for (const [zone, marker] of markers) {
        if (zone.covered) colour(zone, marker.options.icon.options.html);
      }
    });
  }

  return { draw, arrange, group };
})();

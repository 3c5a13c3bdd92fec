// Major projects on the map: lines and areas, a mark where a point is known, and one counted badge
// per zone for the rest. Marks that would lie on each other share a badge.

landplan.projects = (() => {
  const { data: { styles }, plan, state, el, t, projectFilter: filter, projectCard: cards } = landplan;
  const SHARED_PX = 28;
  const marks = L.layerGroup();
  const shapes = L.layerGroup();
  const badges = new Map();
  let boxes = [];
  let renderer = null;
  let map = null;

  const latLng = ([lon, lat]) => L.latLng(lat, lon);
  const labelPlace = (zone) => latLng(zone.label);
  const shown = () => plan.projects.filter(filter.passes);
  const onlyZone = (zone) => shown().filter((project) => !project.place && project.zone === zone);

  // Lines and areas: a white edge, the category's colour, and a wide unseen line to click.
  function shapesOf(project) {
    const { lines, areas } = project.place;
    const color = cards.colour(project.category);
    const dashArray = project.quality === "schematic" ? "7 5" : null;
    const style = { renderer, interactive: false, lineCap: "butt" };
    const draw = (extra) => [
      ...lines.map((line) => L.polyline(line.map(latLng), { ...style, ...extra })),
      ...areas.map((rings) => L.polygon(rings.map((ring) => ring.map(latLng)), { ...style, fill: false, ...extra })),
    ];
    return [
      ...draw({ ...styles.project_halo, opacity: 0.9 }),
      ...draw({ color, weight: styles.project_px, dashArray, fillColor: color, fillOpacity: 0.16, fill: areas.length > 0 && !lines.length }),
      ...draw({ color, weight: 16, opacity: 0, interactive: true, bubblingMouseEvents: false })
        .map((shape) => shape
          .on("click", (event) => landplan.openPopup(map, event.latlng, cards.single(project)))
          .bindTooltip(el("span", {}, landplan.name(project.name)), { sticky: true, className: "project-tip" })),
    ];
  }

  const boundsOf = ({ place }) =>
    L.latLngBounds([place.points, place.lines.flat(), place.areas.flat(2)].flat().map(latLng));

  // Where a project's popup stands when it is opened by name.
  function anchorOf({ place, zone }) {
    if (!place) return zone ? labelPlace(zone) : null;
    const [line] = place.lines;
    if (line) return latLng(line[Math.floor(line.length / 2)]);
    return place.points.length ? latLng(place.points[0]) : boundsOf({ place }).getCenter();
  }

  function open(project) {
    const anchor = anchorOf(project);
    if (anchor) landplan.openPopup(map, anchor, cards.single(project));
  }

  // Places with their projects, the fullest zones first; places close together share a spot.
  function spots() {
    const zones = [...landplan.data.zones.values()]
      .map((zone) => ({ zone, place: labelPlace(zone), projects: onlyZone(zone) }))
      .filter(({ projects }) => projects.length)
      .sort((a, b) => b.projects.length - a.projects.length);
    const points = shown().filter((project) => project.place).flatMap((project) =>
      project.place.points.map((point) => ({ place: latLng(point), projects: [project] })));
    const found = [];
    for (const one of [...zones, ...points]) {
      const here = map.latLngToLayerPoint(one.place);
      const near = found.find(({ at }) => at.distanceTo(here) < SHARED_PX);
      if (near) near.members.push(one);
      else found.push({ at: here, members: [one] });
    }
    return found.map(({ members }) => members);
  }

  // What a badge lists: each zone, and one section for all points.
  function sectionsOf(members) {
    const points = [...new Set(members.filter(({ zone }) => !zone).flatMap(({ projects }) => projects))];
    return [...members.filter(({ zone }) => zone), ...(points.length ? [{ projects: points }] : [])];
  }

  function mark(place, content, label, className, onclick) {
    const icon = L.divIcon({ className: `project-mark ${className}`, html: content, iconSize: [34, 28] });
    const marker = L.marker(place, { icon, pane: "projects", title: label }).on("click", onclick);
    marks.addLayer(marker);
    marker.getElement()?.setAttribute("aria-label", label);
    boxes.push(marker);
    return marker;
  }

  function pointMark(project, place) {
    const content = el("span", { style: `background:${cards.colour(project.category)}` },
      [...cards.titleOf(project.category)][0]);
    mark(place, content, project.name, "is-point",
      () => landplan.openPopup(map, place, cards.single(project)));
  }

  function badge(sections, place) {
    const many = new Set(sections.flatMap(({ projects }) => projects)).size;
    const zones = sections.filter(({ zone }) => zone);
    const names = zones.map(({ zone }) => zone.name).join(t("list_comma"));
    const label = zones.length === sections.length
      ? t("projects_in_zone", { zone: names, n: many }) + t("comma") + t("only_zone")
      : t("projects_here", { n: many });
    const marker = mark(place, el("span", { "data-count": many }, String(many)), label, "is-badge",
      () => landplan.openPopup(map, place, cards.list(sections)));
    if (zones.length) badges.set(zones[0].zone, marker);
  }

  function redraw() {
    marks.clearLayers();
    badges.clear();
    boxes = [];
    for (const members of spots()) {
      const sections = sectionsOf(members);
      const [{ place, zone, projects }] = members;
      if (sections.length === 1 && !zone && sections[0].projects.length === 1) pointMark(projects[0], place);
      else badge(sections, place);
    }
    landplan.labels.arrange();
  }

  function redrawShapes() {
    shapes.clearLayers();
    shown().filter((project) => project.place).flatMap(shapesOf).forEach((shape) => shapes.addLayer(shape));
  }

  function draw(onMap) {
    map = onMap;
    map.createPane("projectShapes").style.zIndex = 345;
    map.createPane("projects").style.zIndex = 630;
    renderer = L.svg({ pane: "projectShapes", padding: 0.5 });
    shapes.addTo(map);
    marks.addTo(map);
    redrawShapes();
    redraw();
    map.on("zoomend", redraw);
    state.listen((_, change) => {
      if (!("filter" in change)) return;
      redrawShapes();
      redraw();
    });
  }

  const hasBadge = (zone) => badges.has(zone);

  // The room that marks take, in pixels of the map, for the labels to keep clear of.
  function markBoxes(onMap) {
    return boxes.map((marker) => {
      const { x, y } = onMap.latLngToContainerPoint(marker.getLatLng());
      return { left: x - 10, right: x + 10, top: y - 10, bottom: y + 10 };
    });
  }

  return { draw, open, boundsOf, hasBadge, markBoxes };
})();

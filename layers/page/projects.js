// Major projects: a mark where the place is known, one counted badge per zone for the rest.

landplan.projects = (() => {
  const { data, el, t, name, facts, format } = landplan;

  // Dark enough for white text; repeated after eight.
  const COLOURS = ["#1f5f7a", "#8a4b08", "#3d6b2f", "#8c2d4f", "#4a4a8a", "#0f6b62", "#6b5208", "#5a5f66"];
  const colour = (category) => COLOURS[data.categories.indexOf(category) % COLOURS.length];
  const SHARED_PX = 28;
  const titleOf = (category) => category || t("no_category");

  const shown = new Set(data.categories);
  const group = L.layerGroup();
  const badges = new Map();
  let map = null;

  function card(project) {
    return el("section", { class: "project-card", "data-project": project.id },
      el("h2", {}, name(project.name)),
      facts([
        [t("category"), name(titleOf(project.category))],
        [t("stage"), project.stage && name(project.stage)],
        [t("zone"), project.zone && name(data.path(project.zone).map((zone) => zone.name).join(" › "))],
        [t("site_area"), project.site_area_m2 != null &&
          format.beside(format.m2(project.site_area_m2), format.ha(project.site_area_m2 / 1e4))],
        [t("floor_area"), format.m2(project.floor_area_m2)],
        [t("investment"), format.investment(project.investment_10k_cny)],
        [t("note"), project.note && name(project.note)],
        [t("source"), project.sources.length > 0 &&
          el("ul", {}, project.sources.map((source) => el("li", {}, name(format.source(source)))))],
      ]),
      !project.point && el("p", { class: "place-note" }, t(project.zone ? "only_zone" : "no_place")));
  }

  const popupHead = (text) =>
    el("p", { class: "popup-kind" }, text,
      data.plan.sample && el("span", { class: "sample-tag", "data-sample": true }, t("sample")));

  const single = (project) =>
    el("article", { class: "popup" }, popupHead(t("project")), card(project));

  // The list of a badge: each project folds open, under its zone where there are several.
  function list(zones, opened) {
    const many = zones.reduce((sum, zone) => sum + onlyZone(zone).length, 0);
    const title = zones.length > 1
      ? t("projects_here", { n: many }) : t("projects_in_zone", { zone: zones[0].name, n: many });
    const fold = (project) =>
      el("details", { class: "project-fold", open: project === opened },
        el("summary", {}, dot(project.category), name(project.name)), card(project));
    return el("article", { class: "popup" },
      popupHead(t("only_zone")),
      el("h2", {}, name(title)),
      zones.map((zone) => [zones.length > 1 && el("h3", {}, name(zone.name)), onlyZone(zone).map(fold)]));
  }

  const dot = (category) =>
    el("span", { class: "dot", style: `background:${colour(category)}`, "aria-hidden": "true" });

  function mark(latLng, content, label, className, open) {
    const icon = L.divIcon({ className: `project-mark ${className}`, html: content, iconSize: [34, 28] });
    const marker = L.marker(latLng, { icon, pane: "projects" }).on("click", open);
    group.addLayer(marker);
    marker.getElement()?.setAttribute("aria-label", label);
    return marker;
  }

  const onlyZone = (zone) =>
    data.projects.filter((p) => !p.point && p.zone === zone && shown.has(p.category));

  function open(project) {
    if (project.point) {
      landplan.openPopup(map, [project.point[1], project.point[0]], single(project));
    } else if (project.zone) {
      landplan.openPopup(map, labelPlace(project.zone), list([project.zone], project));
    }
  }

  const labelPlace = ({ label: [lon, lat] }) => [lat, lon];

  // Zones whose badges would lie on each other at this zoom share one, at the fullest of them.
  function sharing() {
    const groups = [];
    const zones = [...data.zones.values()].filter((zone) => onlyZone(zone).length);
    zones.sort((a, b) => onlyZone(b).length - onlyZone(a).length);
    for (const zone of zones) {
      const here = map.latLngToLayerPoint(labelPlace(zone));
      const near = groups.find(([first]) =>
        map.latLngToLayerPoint(labelPlace(first)).distanceTo(here) < SHARED_PX);
      if (near) near.push(zone);
      else groups.push([zone]);
    }
    return groups;
  }

  function pointMark(project) {
    const content = el("span", { style: `background:${colour(project.category)}` },
      [...titleOf(project.category)][0]);
    mark([project.point[1], project.point[0]], content, project.name, "is-point", () => open(project));
  }

  function badge(zones) {
    const many = zones.reduce((sum, zone) => sum + onlyZone(zone).length, 0);
    const names = zones.map((zone) => zone.name).join(t("list_comma"));
    const label = t("projects_in_zone", { zone: names, n: many }) + t("comma") + t("only_zone");
    const place = labelPlace(zones[0]);
    badges.set(zones[0], mark(place, el("span", {}, String(many)), label, "is-badge",
      () => landplan.openPopup(map, place, list(zones))));
  }

  function redraw() {
    group.clearLayers();
    badges.clear();
    data.projects.filter((p) => p.point && shown.has(p.category)).forEach(pointMark);
    sharing().forEach(badge);
    landplan.labels.arrange();
  }

  function draw(onMap) {
    map = onMap;
    map.createPane("projects").style.zIndex = 630;
    group.addTo(map);
    redraw();
    map.on("zoomend", redraw);
  }

  function show(category, isShown) {
    if (isShown) shown.add(category);
    else shown.delete(category);
    redraw();
  }

  const hasBadge = (zone) => badges.has(zone) && map.hasLayer(group);

  // The room that marks take, in pixels of the map, for the labels to keep clear of.
  function badgeBoxes(onMap) {
    return [...badges.values()].map((marker) => {
      const { x, y } = onMap.latLngToContainerPoint(marker.getLatLng());
      return { left: x - 10, right: x + 10, top: y - 10, bottom: y + 10 };
    });
  }

  return { draw, open, show, colour, titleOf, dot, hasBadge, badgeBoxes, group };
})();

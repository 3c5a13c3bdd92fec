// Joins the parts. The page calls landplan.start with folium's map.

landplan.start = (map) => {
  const { data, state, zones, parcels, projects, geometry } = landplan;
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  // The page opens on a zone that has something to compare: the first with a target.
  const hasTarget = (zone) => data.measures.some((m) => data.row(zone, m)?.target_ha != null);
  const firstZone = [...data.zones.values()].find(hasTarget) ?? data.roots[0];
  landplan.map = map;

  // Room is kept for what lies on the map: the legend on the left where it is open, the tools.
  function fit(bounds, maxZoom = 17, animate = !still) {
    map.fitBounds(bounds, {
      paddingTopLeft: [landplan.legendRoom(map) || 16, 56], paddingBottomRight: [60, 28],
      maxZoom, animate,
    });
  }
  const boundsOfAll = () =>
    data.roots.reduce((all, zone) => all.extend(geometry.latLngBounds(zone.bounds)), L.latLngBounds([]));
  const showAll = ({ animate = !still } = {}) => data.roots.length && fit(boundsOfAll(), 17, animate);
  // A frame without size (a hidden tab) shows all once it has one.
  function showAllAtFirst() {
    const { x, y } = map.getSize();
    if (x && y) showAll({ animate: false });
    else map.once("resize", showAllAtFirst);
  }

  // Going to a thing by name, from the tree, a list, the path or the search.
  landplan.go = {
    zone(zone) {
      map.closePopup();
      fit(geometry.latLngBounds(zone.bounds));
      state.set({ zone });
    },
    parcel(index) {
      fit(parcels.boundsOf(index), 16);
      const zone = landplan.land.parcel(index).zones.pop();
      if (zone) state.set({ zone });
      landplan.parcelPopup.open(map, index);
    },
    project(project) {
      if (project.place) fit(projects.boundsOf(project), 15);
      else if (project.zone) fit(geometry.latLngBounds(project.zone.bounds), 15);
      if (project.zone) state.set({ zone: project.zone });
      projects.open(project);
    },
  };

  // A click on the map chooses the smallest zone there, and opens the parcel there.
  map.on("click", ({ latlng }) => {
    if (landplan.measure.isOn()) return;
    const zone = zones.at(latlng);
    if (zone) state.set({ zone });
    const parcel = map.hasLayer(parcels.layer) ? parcels.at(latlng) : null;
    if (parcel != null) landplan.parcelPopup.open(map, parcel, latlng);
  });

  // The pointer shows where a click opens a parcel; asked once a frame.
  let asked = false;
  map.on("mousemove", ({ latlng }) => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      const isOver = map.hasLayer(parcels.layer) && parcels.at(latlng) != null;
      map.getContainer().classList.toggle("is-over-parcel", isOver);
    });
  });
  document.addEventListener("keydown", ({ key }) => key === "Escape" && map.closePopup());

  const resized = () => map.invalidateSize({ animate: false });
  // The legend takes its room, the view is set, and only then is anything drawn: once.
  landplan.legend.draw(map);
  showAllAtFirst();
  zones.draw(map);
  parcels.draw(map);
  landplan.labels.draw(map);
  landplan.structure.draw(map);
  projects.draw(map);
  landplan.controls.draw(map, () => showAll());
  landplan.panel.draw(resized);
  landplan.search.draw();
  landplan.warnings.draw();
  if (firstZone) state.set({ zone: firstZone });

  window.addEventListener("beforeprint", landplan.paper.lay);
  window.addEventListener("afterprint", landplan.paper.clear);

  // Paper has its own size: the chosen zone is fitted to it, and the view comes back after.
  let view = null;
  window.matchMedia("print").addEventListener("change", ({ matches }) => {
    if (matches && !view) view = { center: map.getCenter(), zoom: map.getZoom() };
    resized();
    if (matches && state.current.zone) {
      fit(geometry.latLngBounds(state.current.zone.bounds), 17, false);
    } else if (!matches && view) {
      map.setView(view.center, view.zoom, { animate: false });
      view = null;
    }
  });
  document.body.dataset.ready = "true";
};

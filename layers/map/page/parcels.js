// Parcels on one canvas: projected once, then drawn state by state. Leaflet's own shapes would
// make an object with its events for each parcel, which a page of 100 000 cannot carry.

landplan.parcels = (() => {
  const { data, land, state, geometry } = landplan;
  const { lon, lat, places, ringStarts, firstRings, polygons } = data.outlines;

  const STYLES = data.styles.states;
  // A path of very many shapes takes the browser far longer than its shapes in portions.
  const AT_ONCE = 200;
  const CHOSEN = { edge: data.styles.chosen_parcel.color, width: data.styles.chosen_parcel.weight };

  // Places in the map's plane at zoom 0, and the box there of each outline.
  const x = new Float64Array(lon.length);
  const y = new Float64Array(lon.length);
  for (let place = 0; place < x.length; place += 1) {
    const point = L.CRS.EPSG3857.latLngToPoint(L.latLng(lat[place], lon[place]), 0);
    x[place] = point.x;
    y[place] = point.y;
  }
  const count = firstRings.length - 1;
  const box = {
    left: new Float64Array(count).fill(Infinity), right: new Float64Array(count).fill(-Infinity),
    top: new Float64Array(count).fill(Infinity), bottom: new Float64Array(count).fill(-Infinity),
  };
  for (let outline = 0; outline < count; outline += 1) {
    const end = ringStarts[firstRings[outline + 1]];
    for (let i = ringStarts[firstRings[outline]]; i < end; i += 1) {
      box.left[outline] = Math.min(box.left[outline], x[places[i]]);
      box.right[outline] = Math.max(box.right[outline], x[places[i]]);
      box.top[outline] = Math.min(box.top[outline], y[places[i]]);
      box.bottom[outline] = Math.max(box.bottom[outline], y[places[i]]);
    }
  }

  const outlines = Array.from({ length: land.parcelCount }, (_, index) => land.parcelOutline(index));
  // Where only a part is in reserve and nothing is supplied, the rest is not stored.
  const ground = (index) => {
    const name = land.parcelState(index);
    return name === "in_reserve" && land.parts.has(index) ? "not_stored" : name;
  };
  const byState = Object.entries(STYLES).map(([name, style]) =>
    [style, outlines.filter((_, index) => ground(index) === name)]);

  const Layer = L.Renderer.extend({
    _initContainer() {
      this._container = document.createElement("canvas");
      this._container.setAttribute("aria-hidden", "true");
      this._context = this._container.getContext("2d");
    },
    _destroyContainer() {
      this._container.remove();
      delete this._container;
    },
    _updatePaths() {},
    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const ratio = window.devicePixelRatio > 1 ? 2 : 1;
      const size = this._bounds.getSize();
      const canvas = this._container;
      L.DomUtil.setPosition(canvas, this._bounds.min);
      canvas.width = ratio * size.x;
      canvas.height = ratio * size.y;
      canvas.style.width = `${size.x}px`;
      canvas.style.height = `${size.y}px`;
      this._context.scale(ratio, ratio);
      this._paint();
    },
    _paint() {
      const scale = this._map.getZoomScale(this._zoom, 0);
      const shift = this._map.getPixelOrigin().add(this._bounds.min);
      const size = this._bounds.getSize();
      const view = {
        scale, x: shift.x, y: shift.y,
        left: shift.x / scale, right: (shift.x + size.x) / scale,
        top: shift.y / scale, bottom: (shift.y + size.y) / scale,
      };
      for (const [style, members] of byState) {
        this._stroke(members, view, style);
      }
      this._stroke(land.partOutlines, view, STYLES.in_reserve);
      const chosen = state.current.parcel;
      if (chosen != null) this._stroke([outlines[chosen]], view, CHOSEN);
    },
    _stroke(members, view, { fill, edge, width = data.styles.parcel_px }) {
      const context = this._context;
      context.fillStyle = fill;
      context.strokeStyle = edge;
      context.lineWidth = width;
      const seen = members.filter((outline) =>
        box.right[outline] >= view.left && box.left[outline] <= view.right &&
        box.bottom[outline] >= view.top && box.top[outline] <= view.bottom);
      for (let from = 0; from < seen.length; from += AT_ONCE) {
        context.beginPath();
        for (const outline of seen.slice(from, from + AT_ONCE)) trace(context, outline, view);
        if (fill) context.fill("evenodd");
        context.stroke();
      }
    },
  });

  function trace(context, outline, view) {
    for (let ring = firstRings[outline]; ring < firstRings[outline + 1]; ring += 1) {
      const from = ringStarts[ring];
      for (let i = from; i < ringStarts[ring + 1]; i += 1) {
        const right = x[places[i]] * view.scale - view.x;
        const down = y[places[i]] * view.scale - view.y;
        if (i === from) context.moveTo(right, down);
        else context.lineTo(right, down);
      }
      context.closePath();
    }
  }

  const isOver = (outline, point) =>
    point.x >= box.left[outline] && point.x <= box.right[outline] &&
    point.y >= box.top[outline] && point.y <= box.bottom[outline];

  // The smallest parcel under a point.
  function at(latLng) {
    const point = L.CRS.EPSG3857.latLngToPoint(latLng, 0);
    const hits = [];
    outlines.forEach((outline, index) => {
      if (isOver(outline, point) && geometry.contains(polygons(outline), latLng.lng, latLng.lat)) {
        hits.push(index);
      }
    });
    hits.sort((a, b) => land.columns.measured_ha[a] - land.columns.measured_ha[b]);
    return hits[0] ?? null;
  }

  const boundsOf = (index) => geometry.latLngBounds(geometry.bounds(polygons(outlines[index])));

  const layer = new Layer({ pane: "parcels", padding: 0.3 });
  function draw(map) {
    map.createPane("parcels").style.zIndex = 330;
    layer.addTo(map);
    state.listen((_, change) => "parcel" in change && map.hasLayer(layer) && layer._update());
  }

  return { draw, at, boundsOf, styles: STYLES, layer };
})();

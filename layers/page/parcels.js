// Parcels on one canvas: projected once, then drawn state by state. Leaflet's own shapes would
// make an object with its events for each parcel, which a page of 100 000 cannot carry.

landplan.parcels = (() => {
  const { data, state, codes } = landplan;

  const STYLES = {
    not_stored: { fill: "rgba(255,255,255,0.82)", stroke: "#66757d" },
    in_reserve: { fill: "#8a6cb4", stroke: "#4b3470" },
    partly_supplied: { fill: "#d3c4e8", stroke: "#4b3470" },
    supplied: { fill: "#3a3157", stroke: "#1f1a33" },
  };
  const RESERVE = { fill: STYLES.in_reserve.fill, stroke: STYLES.in_reserve.stroke };
  // A path of very many shapes takes the browser far longer than its shapes in portions.
  const AT_ONCE = 200;
  const CHOSEN = { stroke: "#0b1d26", width: 3 };

  // An outline as flat rings in the map's plane at zoom 0, with its box there.
  function project(polygons) {
    const rings = polygons.flat().map((ring) => {
      const row = new Float64Array(ring.length);
      for (let i = 0; i < ring.length; i += 2) {
        const { x, y } = L.CRS.EPSG3857.latLngToPoint(L.latLng(ring[i + 1], ring[i]), 0);
        row[i] = x;
        row[i + 1] = y;
      }
      return row;
    });
    const { west, south, east, north } = codes.bounds(polygons);
    const { x: left, y: bottom } = L.CRS.EPSG3857.latLngToPoint(L.latLng(south, west), 0);
    const { x: right, y: top } = L.CRS.EPSG3857.latLngToPoint(L.latLng(north, east), 0);
    return { rings, left, right, top, bottom };
  }

  const indexes = Array.from({ length: data.parcelCount }, (_, index) => index);
  const shapes = indexes.map((index) => project(data.parcelOutline(index)));
  const reserves = indexes.flatMap((index) => {
    const outline = data.parcelReserve(index);
    return outline ? [project(outline)] : [];
  });
  // Where only a part is in reserve and nothing is supplied, the rest is not stored.
  const ground = (index) => {
    const name = data.parcelState(index);
    return name === "in_reserve" && data.columns.parts[index] ? "not_stored" : name;
  };
  const byState = Object.keys(STYLES).map((name) =>
    [STYLES[name], indexes.filter((index) => ground(index) === name)]);

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
        this._stroke(members.map((index) => shapes[index]), view, style);
      }
      this._stroke(reserves, view, RESERVE);
      const chosen = state.current.parcel;
      if (chosen != null) this._stroke([shapes[chosen]], view, CHOSEN);
    },
    _stroke(members, view, { fill, stroke, width = 0.8 }) {
      const context = this._context;
      context.fillStyle = fill;
      context.strokeStyle = stroke;
      context.lineWidth = width;
      const seen = members.filter((shape) =>
        shape.right >= view.left && shape.left <= view.right &&
        shape.bottom >= view.top && shape.top <= view.bottom);
      for (let from = 0; from < seen.length; from += AT_ONCE) {
        context.beginPath();
        for (const shape of seen.slice(from, from + AT_ONCE)) trace(context, shape, view);
        if (fill) context.fill("evenodd");
        context.stroke();
      }
    },
  });

  function trace(context, shape, { scale, x, y }) {
    for (const ring of shape.rings) {
      context.moveTo(ring[0] * scale - x, ring[1] * scale - y);
      for (let i = 2; i < ring.length; i += 2) {
        context.lineTo(ring[i] * scale - x, ring[i + 1] * scale - y);
      }
      context.closePath();
    }
  }

  // The smallest parcel under a point.
  function at(latLng) {
    const { x, y } = L.CRS.EPSG3857.latLngToPoint(latLng, 0);
    const hits = indexes.filter((index) => {
      const { left, right, top, bottom } = shapes[index];
      return x >= left && x <= right && y >= top && y <= bottom &&
        codes.contains(data.parcelOutline(index), latLng.lng, latLng.lat);
    });
    hits.sort((a, b) => data.columns.measured_ha[a] - data.columns.measured_ha[b]);
    return hits[0] ?? null;
  }

  const boundsOf = (index) => codes.latLngBounds(codes.bounds(data.parcelOutline(index)));

  let layer = null;
  function draw(map) {
    map.createPane("parcels").style.zIndex = 330;
    layer = new Layer({ pane: "parcels", padding: 0.3 });
    landplan.parcels.layer = layer.addTo(map);
    state.listen((_, change) => "parcel" in change && map.hasLayer(layer) && layer._update());
  }

  return { draw, at, boundsOf, styles: STYLES, layer };
})();

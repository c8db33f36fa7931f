// Names on the map, the important ones first; one that would cover another is left out.
"use strict";

IM.labels = function (map, labels, groups) {
  const pane = map.createPane("im-label");
  pane.style.zIndex = 605;
  pane.style.pointerEvents = "none";
  const pen = document.createElement("canvas").getContext("2d");
  const widths = new Map();
  const width = (text, font) => {
    const key = font + text;
    if (!widths.has(key)) { pen.font = font; widths.set(key, pen.measureText(text).width); }
    return widths.get(key);
  };
  const FONT = "system-ui, 'Segoe UI', 'Noto Sans', sans-serif";
  const STYLES = {
    event: { font: `600 12.5px ${FONT}`, height: 16 }, named: { font: `12px ${FONT}`, height: 15 },
    town: { font: `11px ${FONT}`, height: 14 }, capital: { font: `600 11px ${FONT}`, height: 14 },
    country: { font: `11px ${FONT}`, height: 14, spread: 1.32 },
  };
  const box = IM.el("div", { class: "im-labels", "aria-hidden": "true" });
  pane.append(box);

  const MOST = 90; // names of places of incidents; more would be a carpet
  const CELL = 64;
  /** Boxes that are taken, by the cells that they touch. */
  function board() {
    const cells = new Map();
    const each = (b, work) => {
      for (let x = Math.floor(b[0] / CELL); x <= Math.floor(b[2] / CELL); x++) {
        for (let y = Math.floor(b[1] / CELL); y <= Math.floor(b[3] / CELL); y++) if (work(x * 4096 + y)) return true;
      }
      return false;
    };
    return {
      push: (b) => each(b, (cell) => { if (cells.has(cell)) cells.get(cell).push(b); else cells.set(cell, [b]); }),
      meets: (b) => each(b, (cell) => (cells.get(cell) || []).some((u) => b[0] < u[2] && b[2] > u[0] && b[1] < u[3] && b[3] > u[1])),
    };
  }

  /** What to call a group of incidents, and the names that need no other label then. */
  function naming(group) {
    if (group.first !== undefined) {
      const spot = IM.data.spots[group.first];
      return { text: IM.spotName(spot) + (group.places > 1 ? ` +${group.places - 1}` : ""), spots: [spot] };
    }
    const spots = group.spots.filter((spot) => spot.precision !== "country");
    const names = [...new Set(spots.map(IM.spotName))];
    return { text: names.length > 2 ? `${names[0]} +${names.length - 1}` : names.join(", "), spots };
  }

  return function draw(taken, places) {
    const size = map.getSize();
    const used = board();
    for (const group of taken) {
      const point = map.layerPointToContainerPoint(group.point);
      const wide = group.wide || group.radius;
      used.push([point.x - wide, point.y - group.radius, point.x + wide, point.y + group.radius]);
    }
    if (map.hasLayer(groups.places)) {
      for (const { dot, latlng } of places) {
        if (!dot) continue;
        const { x, y } = map.latLngToContainerPoint(latlng);
        used.push([x - dot, y - dot, x + dot, y + dot]);
      }
    }
    // Buttons and scale lie over the map: no name shall hide under them.
    const frame = map.getContainer().getBoundingClientRect();
    for (const node of map.getContainer().parentNode.querySelectorAll(".leaflet-control, .im-tools")) {
      const r = node.getBoundingClientRect();
      if (r.width) used.push([r.left - frame.left, r.top - frame.top, r.right - frame.left, r.bottom - frame.top]);
    }
    const free = (b) => b[0] > 2 && b[1] > 2 && b[2] < size.x - 2 && b[3] < size.y - 2 && !used.meets(b);
    const nodes = [];
    const written = new Set();
    function put(latlng, text, kind, gap) {
      const point = map.latLngToContainerPoint(latlng);
      if (point.x < -50 || point.y < -50 || point.x > size.x + 50 || point.y > size.y + 50) return false;
      const style = STYLES[kind];
      const wide = width(text, style.font) * (style.spread || 1) + 4, high = style.height;
      const ways = gap
        ? [[gap, -high / 2], [-gap - wide, -high / 2], [-wide / 2, gap], [-wide / 2, -gap - high]]
        : [[-wide / 2, -high / 2]];
      for (const [dx, dy] of ways) {
        const x = point.x + dx, y = point.y + dy, b = [x, y, x + wide, y + high];
        if (!free(b)) continue;
        used.push(b);
        const at = map.containerPointToLayerPoint([x, y]);
        const node = IM.el("span", { class: `im-label im-label-${kind}`, dir: "auto" }, text);
        node.style.transform = `translate(${Math.round(at.x)}px, ${Math.round(at.y)}px)`;
        nodes.push(node);
        return true;
      }
      return false;
    }
    const short = (text) => (text.length > 34 ? `${text.slice(0, 32)}…` : text);
    const weighty = taken.length > MOST ? [...taken].sort((a, b) => (b.count || 0) - (a.count || 0)).slice(0, MOST) : taken;
    for (const group of weighty) {
      const { text, spots } = naming(group);
      spots.forEach((spot) => written.add(IM.folded(spot.name)).add(IM.folded(spot.place.name)));
      if (text) put(map.layerPointToLatLng(group.point), short(text), "event", group.radius + 4);
    }
    if (map.hasLayer(groups.places)) {
      for (const place of places) {
        const key = IM.folded(place.name);
        if (written.has(key)) continue;
        written.add(key);
        put(place.latlng, short(IM.nameOf(place.place, place.name)), "named", 8);
      }
    }
    if (map.hasLayer(groups.names)) {
      const zoom = map.getZoom();
      for (const [name, lat, lon, rank] of labels.countries) {
        if (rank <= zoom + 1) put([lat, lon], name.toUpperCase(), "country", 0);
      }
      for (const [name, lat, lon, rank, capital] of labels.towns) {
        if (rank > zoom - (capital ? -1 : 0.5) || written.has(IM.folded(name))) continue;
        const spot = map.latLngToContainerPoint([lat, lon]);
        if (spot.x < 0 || spot.y < 0 || spot.x > size.x || spot.y > size.y) continue;
        if (put([lat, lon], name, capital ? "capital" : "town", 5)) {
          const at = map.latLngToLayerPoint([lat, lon]);
          const dot = IM.el("i", { class: "im-town" });
          dot.style.transform = `translate(${Math.round(at.x) - 2}px, ${Math.round(at.y) - 2}px)`;
          nodes.push(dot);
        }
      }
    }
    box.replaceChildren(...nodes);
  };
};

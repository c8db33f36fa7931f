// Markers, areas and lines of the incidents that are shown; nothing hides under anything else.
"use strict";

IM.pins = function (map, groups) {
  const { el, data } = IM;
  const MANY = IM.isCrowd();
  const ROOM = 150; // markers: more of them are gathered earlier
  let near = 21; // pixels: closer markers share a spot on the screen
  let most = 8; // so many of them still stand side by side
  const areaPane = map.createPane("im-area");
  areaPane.style.zIndex = 390;
  const pinPane = map.createPane("im-pin");
  pinPane.style.zIndex = 610;
  const areas = groups.uncertainty;
  let badges = new Map(); // markers that stand for several, by what they stand for
  const shownAreas = new Map();
  const popup = L.popup({ ...IM.popupOptions(), className: "im-of-incident" });
  let shownPins = new Set();
  let selected = null;

  const keyOf = (spot) => data.categories[spot.incident.category].key;
  const color = (spot) => data.categories[spot.incident.category].color;

  // ---- one marker a spot, made when first shown
  function drawing(spot, dx, dy) {
    const fact = data.facts[spot.incident.fact];
    const whole = spot.precision === "country";
    const node = el("span", { class: `im-pin-in${IM.isPoint(spot) ? "" : " im-vague"}${whole ? " im-country" : ""}` },
      // Told by several articles: a pile, with their number.
      ...Array.from({ length: Math.min(spot.pile, 3) - 1 }, (_, i) => el("span", { class: `im-pile im-pile-${i + 1}` }, IM.symbol(spot.incident.category, fact, 26))),
      IM.symbol(spot.incident.category, fact, spot.role === "location" ? 26 : 20),
      spot.pile > 1 ? el("b", { class: "im-times" }, String(spot.pile)) : null,
      whole ? el("span", { class: "im-somewhere" }, "somewhere in ", IM.bdi(IM.spotName(spot))) : null);
    if ((dx || dy) && !whole) {
      const leader = IM.svg("svg", { class: "im-leader", width: 1, height: 1, "aria-hidden": "true" },
        IM.svg("line", { x1: 0, y1: 0, x2: -dx, y2: -dy }), IM.svg("circle", { cx: -dx, cy: -dy, r: 2.4 }));
      node.prepend(leader);
    }
    return node;
  }

  function place(spot, dx, dy) {
    if (spot.marker && spot.dx === dx && spot.dy === dy && spot.drawnPile === spot.pile) return;
    Object.assign(spot, { dx, dy, drawnPile: spot.pile });
    const icon = L.divIcon({ className: "im-pin", html: drawing(spot, dx, dy), iconSize: [26, 26], iconAnchor: [13 - dx, 13 - dy], tooltipAnchor: [dx, dy - 14] });
    if (spot.marker) { spot.marker.setIcon(icon); dress(spot); return; }
    spot.marker = L.marker(spot.latlng, { icon, pane: "im-pin", keyboard: true, riseOnHover: true });
    spot.marker.bindTooltip(() => IM.hint(spot), { direction: "top", className: "im-hint", opacity: 1 });
    spot.marker.on("add", () => dress(spot));
    spot.marker.on("click", () => IM.emit("select", spot.incident, "map", spot));
    spot.marker.on("keypress", (event) => { if (event.originalEvent.key === "Enter") IM.emit("select", spot.incident, "map", spot); });
  }

  function dress(spot) {
    const node = spot.marker.getElement();
    if (!node) return;
    node.setAttribute("aria-label", spot.pile > 1 ? `${IM.spoken(spot)} (told by ${spot.pile} articles)` : IM.spoken(spot));
    node.classList.toggle("im-on", isOf(spot, selected));
    node.style.opacity = 0.5 + 0.5 * spot.incident.score;
  }

  /** Whether a marker stands for an incident: its own, or the same out of another article. */
  const isOf = (spot, incident) => Boolean(incident) && (spot.incident === incident || (spot.pile > 1 && spot.incident.story === incident.story));

  /** One spot for each incident and place, however many articles tell it. */
  function piled(spots) {
    const piles = new Map();
    return spots.filter((spot) => {
      spot.pile = 1;
      spot.head = spot;
      const { story } = spot.incident;
      if (story < 0) return true;
      const key = `${story}/${spot.place.index}/${spot.role}`;
      const head = piles.get(key);
      if (!head) { piles.set(key, spot); return true; }
      head.pile += 1;
      spot.head = head;
      return false;
    });
  }

  // ---- who stands close to whom
  function grouped(spots) {
    const cells = new Map(), found = [];
    const bounds = map.getBounds().pad(0.3);
    const countries = new Map();
    for (const spot of spots) {
      if (!bounds.contains(spot.latlng)) continue;
      const point = map.latLngToLayerPoint(spot.latlng);
      if (spot.precision === "country") {
        if (!countries.has(spot.place)) {
          countries.set(spot.place, { point, spots: [], points: [], country: true });
          found.push(countries.get(spot.place));
        }
        countries.get(spot.place).spots.push(spot);
        countries.get(spot.place).points.push(point);
        continue;
      }
      const cx = Math.floor(point.x / near), cy = Math.floor(point.y / near);
      let home = null, nearest = near;
      for (let x = cx - 1; x <= cx + 1; x++) for (let y = cy - 1; y <= cy + 1; y++) {
        for (const group of cells.get(`${x},${y}`) || []) {
          const away = group.point.distanceTo(point);
          if (away < nearest) { nearest = away; home = group; }
        }
      }
      if (!home) {
        home = { point, spots: [], points: [] };
        found.push(home);
        const cell = `${cx},${cy}`;
        if (!cells.has(cell)) cells.set(cell, []);
        cells.get(cell).push(home);
      }
      home.spots.push(spot);
      home.points.push(point);
    }
    return [...joined(found.filter((group) => !group.country)), ...found.filter((group) => group.country)];
  }

  /** How far from their middle the markers of a group stand; piles need more room. */
  const fanRadius = ({ spots }) => Math.max(14, (spots.length * (spots.some((spot) => spot.pile > 1) ? 36 : 28)) / (2 * Math.PI));

  const reach = (group) => {
    const count = group.spots.length;
    if (count > most) return 20;
    return count === 1 ? 13 : fanRadius(group) + 11;
  };

  // Groups that would lie upon each other once they are fanned out become one.
  function joined(found) {
    if (found.length > 400) return found;
    const left = [...found], done = [];
    while (left.length) {
      const group = left.pop();
      const i = done.findIndex((other) => other.point.distanceTo(group.point) < 0.72 * (reach(other) + reach(group)));
      if (i < 0) { done.push(group); continue; }
      const [other] = done.splice(i, 1);
      const spots = [...other.spots, ...group.spots], points = [...other.points, ...group.points];
      const point = points.reduce((sum, each) => sum.add(each), L.point(0, 0)).divideBy(points.length);
      left.push({ point, spots, points });
    }
    return done.reverse();
  }

  function fan(group) {
    const count = group.spots.length;
    const mean = group.points.reduce((sum, point) => sum.add(point), L.point(0, 0)).divideBy(count);
    const radius = fanRadius(group);
    // In the order in which they lie around their middle: leaders then do not cross.
    const apart = group.points.some((point) => point.distanceTo(group.points[0]) > 1);
    const order = group.spots.map((spot, i) => {
      const away = group.points[i].subtract(mean);
      return { spot, point: group.points[i], angle: apart ? Math.atan2(away.y, away.x) : 0 };
    }).sort((a, b) => a.angle - b.angle);
    const start = apart ? order[0].angle : count === 2 ? 0 : -Math.PI / 2;
    order.forEach(({ spot, point }, i) => {
      const angle = start + (i / count) * 2 * Math.PI;
      const target = mean.add([radius * Math.cos(angle), radius * Math.sin(angle)]).subtract(point);
      place(spot, Math.round(target.x), Math.round(target.y));
    });
    group.radius = radius + 13;
    group.point = mean;
  }

  // What is only known to be somewhere in a country stands there as a column of plates,
  // moved up or down until it covers no marker.
  function column(group, others) {
    const count = group.spots.length;
    group.radius = 16 * count;
    group.wide = 26 + IM.plateWidth(IM.spotName(group.spots[0])) / 2;
    const clear = (dy) => !others.some((other) =>
      Math.abs(other.point.x - group.point.x) < group.wide + (other.wide || other.radius) &&
      Math.abs(other.point.y - group.point.y - dy) < group.radius + other.radius);
    const dy = [0, -34, 34, -68, 68, -102, 102, -136, 136].find(clear) || 0;
    group.spots.forEach((spot, i) => place(spot, 0, dy + Math.round((i - (count - 1) / 2) * 32)));
    group.point = group.point.add([0, dy]);
  }

  function badge(group, next) {
    group.radius = 20;
    if (group.country) group.wide = 40 + IM.plateWidth(IM.spotName(group.spots[0])) / 2;
    // Most groups stay the same while the map moves: their markers need not be made again.
    const key = group.spots.map((spot) => spot.index).join();
    next.set(key, badges.get(key) || madeBadge(group));
  }

  function madeBadge(group) {
    const shares = new Map();
    for (const spot of group.spots) shares.set(spot.incident.category, (shares.get(spot.incident.category) || 0) + 1);
    const node = IM.svg("svg", { viewBox: "-20 -20 40 40", width: 40, height: 40, "aria-hidden": "true" },
      IM.svg("circle", { r: 19, class: "im-badge-in" }));
    let from = 0;
    const round = 2 * Math.PI * 16;
    for (const [category, count] of [...shares].sort((a, b) => a[0] - b[0])) {
      const length = (count / group.spots.length) * round;
      node.append(IM.svg("circle", { r: 16, fill: "none", stroke: data.categories[category].color, "stroke-width": 5,
        "stroke-dasharray": `${length} ${round}`, "stroke-dashoffset": -from, transform: "rotate(-90)" }));
      from += length;
    }
    const count = group.spots.length;
    const box = L.latLngBounds(group.spots.map((spot) => spot.latlng));
    const marker = L.marker(box.getCenter(), {
      pane: "im-pin", keyboard: true, title: `${count} incidents`,
      icon: L.divIcon({ className: "im-badge", iconSize: [40, 40], html: el("span", { class: group.country ? "im-many-in" : null },
          el("span", {}, node, el("b", {}, count > 999 ? `${Math.round(count / 1000)}k` : String(count))),
          group.country ? el("span", { class: "im-somewhere" }, "somewhere in ", IM.bdi(IM.spotName(group.spots[0]))) : null) }),
    });
    const open = () => {
      const same = map.latLngToLayerPoint(box.getNorthWest()).distanceTo(map.latLngToLayerPoint(box.getSouthEast())) < 2;
      if (same || map.getZoom() >= map.getMaxZoom()) list(group, marker.getLatLng());
      else map.fitBounds(box.pad(0.2), { maxZoom: Math.max(map.getZoom() + 2, 9), animate: false });
    };
    marker.on("click", open).on("keypress", (event) => { if (event.originalEvent.key === "Enter") open(); });
    const words = group.country ? `somewhere in ${IM.spotName(group.spots[0])}` : "close together";
    marker.on("add", () => marker.getElement().setAttribute("aria-label", `${count} incidents ${words}`));
    return marker;
  }

  function list(group, latlng) {
    popup.options.autoPan = true;
    popup.options.offset = L.point(0, -10);
    popup.setLatLng(latlng).setContent(IM.listPopup(group.spots)).openOn(map);
  }

  // ---- areas, lines and circles of uncertainty, each once
  function drawAreas(spots) {
    const wanted = new Map();
    if (!map.hasLayer(areas)) return;
    const pixels = (spot) => { // the circle's radius on the screen
      const metres = 156543 * Math.cos((spot.place.lat * Math.PI) / 180) / 2 ** map.getZoom();
      return (spot.km * 1000) / metres;
    };
    const seen = map.getBounds().pad(0.3);
    for (const spot of spots) {
      if (MANY && !(spot.shape ? seen.intersects(IM.shapeBox(spot.shape)) : seen.contains(spot.latlng))) continue;
      const key = spot.shape ? `s${spot.shape.index}` : pixels(spot) > 14 ? `c${spot.place.index}/${spot.km}` : null;
      if (!key) continue;
      const known = wanted.get(key);
      if (!known) wanted.set(key, { spot, tint: color(spot) });
      else if (known.tint !== color(spot)) known.tint = "mixed";
    }
    for (const [key, { layer, tint }] of shownAreas) {
      if (!wanted.has(key) || wanted.get(key).tint !== tint) { areas.removeLayer(layer); shownAreas.delete(key); }
    }
    for (const [key, { spot, tint }] of wanted) {
      if (shownAreas.has(key)) continue;
      const layer = shapeOf(spot, tint === "mixed" ? IM.css("--mixed") : tint);
      shownAreas.set(key, { layer, tint });
      areas.addLayer(layer);
    }
  }

  function shapeOf(spot, tint) {
    const common = { pane: "im-area", color: tint, interactive: false };
    if (!spot.shape) {
      return L.circle([spot.place.lat, spot.place.lon], { ...common, className: "im-uncertain", radius: spot.km * 1000, weight: 1.2, opacity: 0.8, dashArray: "2 4", fillOpacity: 0.06 });
    }
    return IM.drawShape(spot.shape, { tint, pane: "im-area", wide: spot.precision === "country",
      name: spot.name, open: () => IM.emit("select", spot.incident, "area", spot) });
  }

  /** Draw the markers of spots; `more` are spots of which only the areas are drawn. */
  function layout(spots, more) {
    const shown = piled(spots.filter((spot) => map.hasLayer(groups.categories[keyOf(spot)])));
    [near, most] = MANY || shown.length <= ROOM ? [21, 8] : [44, 3];
    drawAreas(more ? [...shown, ...more] : shown);
    const next = new Set(), nextBadges = new Map();
    const taken = grouped(shown);
    const points = taken.filter((group) => !group.country);
    for (const group of [...points, ...taken.filter((group) => group.country)]) {
      if (group.spots.length > (group.country ? 3 : most)) {
        const open = group.spots.find((spot) => isOf(spot, selected));
        if (open) { place(open, 0, -26); next.add(open); }
        badge(group, nextBadges);
        if (group.country) points.push(group);
      } else {
        if (group.country) { column(group, points); points.push(group); }
        else if (group.spots.length === 1) { place(group.spots[0], 0, 0); group.radius = IM.isPoint(group.spots[0]) ? 13 : 18; } else fan(group);
        group.spots.forEach((spot) => next.add(spot));
      }
    }
    for (const [key, marker] of badges) if (!nextBadges.has(key)) marker.remove();
    for (const [key, marker] of nextBadges) if (!badges.has(key)) marker.addTo(map);
    badges = nextBadges;
    for (const spot of shownPins) if (!next.has(spot)) groups.categories[keyOf(spot)].removeLayer(spot.marker);
    for (const spot of next) if (!shownPins.has(spot)) groups.categories[keyOf(spot)].addLayer(spot.marker);
    shownPins = next;
    return points;
  }

  // Plates carry a name: they are drawn anew where names are chosen otherwise.
  IM.on("names", () => {
    badges.forEach((marker) => marker.remove());
    badges = new Map();
    for (const spot of shownPins) spot.drawnPile = 0;
  });

  return {
    layout, list,
    mark(incident) {
      selected = incident;
      shownPins.forEach(dress);
    },
    /** Show which markers belong to an incident under the pointer; null for none. */
    point(incident) {
      shownPins.forEach((spot) => {
        const node = spot.marker.getElement();
        if (node) node.classList.toggle("im-near", isOf(spot, incident));
      });
    },
    /** Open what is known about an incident at a spot, where it is. */
    open(spot, still) {
      if (IM.phone()) return;
      popup.options.autoPan = !still;
      const { dx, dy } = spot.head || spot;
      popup.options.offset = L.point(dx || 0, (dy || 0) - 4);
      popup.setLatLng(spot.latlng).setContent(IM.incidentCard(spot.incident, spot)).openOn(map);
    },
    /** Move to a spot. */
    show(spot) {
      const target = spot.shape ? L.latLngBounds(IM.shapePaths(spot.shape).flat()) : null;
      const quiet = { animate: false };
      if (target && (target.getNorth() - target.getSouth() > 0.05)) map.fitBounds(target, { ...quiet, maxZoom: Math.max(map.getZoom(), 9), padding: [40, 40] });
      else map.setView(spot.latlng, Math.max(map.getZoom(), 8), quiet);
      IM.emit("layout");
    },
  };
};

/** About how wide the words on a country's plate are, in pixels. */
IM.plateWidth = (name) => 90 + 7 * name.length;

IM.popupOptions = () => ({ maxWidth: 330, minWidth: 240, autoPanPaddingTopLeft: [20, 54], autoPanPaddingBottomRight: [62, 20] });

/** A line drawn dashed or an area drawn faintly. */
IM.drawShape = function (shape, { tint, pane, wide, faint, name, open }) {
  const paths = IM.shapePaths(shape);
  if (shape.kind === "line") {
    const under = L.polyline(paths, { pane, color: IM.css("--halo"), weight: faint ? 4 : 7, opacity: 0.85, interactive: false });
    const over = L.polyline(paths, { pane, color: tint, weight: faint ? 1.8 : 3.6, dashArray: faint ? "7 6" : "10 7", lineCap: "butt", className: "im-corridor" });
    if (name) over.bindTooltip(() => IM.el("span", {}, IM.bdi(name)), { sticky: true });
    if (open) over.on("click", open);
    return L.layerGroup([under, over]);
  }
  const area = L.polygon([paths], { pane, color: tint, weight: wide ? 1.4 : 1.8, opacity: wide ? 0.7 : 0.9, dashArray: wide ? "1 6" : "6 4",
    fillOpacity: wide || faint ? 0.045 : 0.16, fillRule: "evenodd", className: "im-shape" });
  if (open) area.on("click", open);
  return area;
};

// The basemap: Natural Earth out of the page itself, redrawn when the theme changes.
"use strict";

IM.ground = function (map, groups) {
  const ground = IM.json("im-ground");
  const decoded = {};
  for (const name of ["land", "lakes", "borders", "provinces", "rivers"]) {
    decoded[name] = ground[name].map((text, i) => IM.decode(text, ground.decimals[i]));
  }
  const pane = map.createPane("im-ground");
  pane.style.zIndex = 150;
  pane.style.pointerEvents = "none";
  const renderer = L.svg({ pane: "im-ground", padding: 0.4 });
  // Provinces and rivers are there for the regions only: from afar they would be a patch.
  const detail = map.createPane("im-detail");
  detail.style.zIndex = 155;
  detail.style.pointerEvents = "none";
  const fine = { pane: "im-detail", renderer: L.svg({ pane: "im-detail", padding: 0.4 }) };
  const near = () => { detail.style.display = ground.width * 2 ** map.getZoom() * 256 / 360 > 420 ? "" : "none"; };
  map.on("zoomend", near);
  near();
  const drawn = [];

  const line = (group, name, style, where) => {
    const paths = decoded[name].flat();
    if (paths.length) add(group, L.polyline(paths, { ...options(), ...where }), style);
  };
  const options = () => ({ pane: "im-ground", renderer, interactive: false, smoothFactor: 0.7 });
  const add = (group, layer, style) => { drawn.push([layer, style]); layer.setStyle(style()).addTo(group); };

  // Every ring is its own part: even-odd filling then cuts the holes by itself.
  const land = (name) => decoded[name].forEach((paths) => {
    if (paths.length) {
      add(groups.ground, L.polygon([paths], options()), name === "land"
        ? () => ({ stroke: false, fillColor: IM.css("--land"), fillOpacity: 1, fillRule: "evenodd" })
        : () => ({ stroke: false, fillColor: IM.css("--water"), fillOpacity: 1, fillRule: "evenodd" }));
    }
  });
  land("land");
  line(groups.provinces, "provinces", () => ({ color: IM.css("--province"), weight: 0.8 }), fine);
  line(groups.ground, "rivers", () => ({ color: IM.css("--river"), weight: 1.1 }), fine);
  land("lakes");
  // The coast is the land's outline without the edges along which land was cut.
  const [xs, ys] = ground.edges.map((edges) => new Set(edges));
  const cut = (value, edges) => Math.abs(value) > 179.9 || value < -84.9 || edges.has(Number(value.toFixed(3))) || Math.abs(value / 10 - Math.round(value / 10)) < 1e-6;
  const coast = decoded.land.flat().flatMap((ring) => {
    const pieces = [];
    let piece = [];
    ring.forEach((point, i) => {
      const last = ring[i - 1];
      const edge = last && ((last[1] === point[1] && cut(point[1], xs)) || (last[0] === point[0] && cut(point[0], ys)));
      if (edge) { pieces.push(piece); piece = []; }
      piece.push(point);
    });
    return [...pieces, piece].filter((each) => each.length > 1);
  });
  if (coast.length) add(groups.ground, L.polyline(coast, options()), () => ({ color: IM.css("--coast"), weight: 0.9 }));
  line(groups.ground, "borders", () => ({ color: IM.css("--border"), weight: 1.3 }));
  map.createPane("im-disputed").style.zIndex = 160;
  const broken = () => ({ color: IM.css("--disputed"), weight: 1.4, dashArray: "5 4" });
  for (const [label, outer, inner] of ground.disputed) {
    const paths = [[outer, 0], [inner, 1]].flatMap(([text, i]) => IM.decode(text, ground.decimals[i]));
    const drawing = L.polyline(paths, { pane: "im-disputed", smoothFactor: 0.7 });
    drawing.bindTooltip(() => IM.el("span", {}, label, IM.el("br"), IM.el("small", {}, ground.source)), { sticky: true });
    add(groups.disputed, drawing, broken);
  }
  IM.on("theme", () => drawn.forEach(([layer, style]) => layer.setStyle(style())));
  return ground.labels;
};

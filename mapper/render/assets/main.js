// Puts the page together: heading and list, map, text, time.
"use strict";

IM.phone = () => matchMedia("(max-width: 700px)").matches;

/** Called by the map's own script; `groups` are its folium layers. */
IM.start = function (map, groups) {
  const { el, data } = IM;
  const link = IM.readLink();
  const state = { incident: null, text: false };
  const holder = map.getContainer();
  map.attributionControl.setPrefix("Leaflet");
  map.attributionControl.addAttribution("Natural Earth");
  map.createPane("im-place").style.zIndex = 380;

  for (const key of link.hidden) if (groups.categories[key]) map.removeLayer(groups.categories[key]);
  const labels = IM.ground(map, groups);
  const pins = IM.pins(map, groups);
  const named = IM.places(map, groups.places);
  const drawLabels = IM.labels(map, labels, groups);

  const refresh = IM.soon(() => { update(); });
  const relayout = IM.soon(() => { layout(); });
  const panel = IM.panel(map, groups, refresh);
  const article = IM.article();
  const time = IM.timeline(refresh);
  const stage = el("main", { class: "im-stage", "aria-label": "Map" });
  const textButton = el("button", { type: "button", class: "im-tool", "aria-pressed": "false", onclick: () => IM.emit("text", !state.text) }, IM.icon("text"), "Text");
  const themeButton = el("button", { type: "button", class: "im-tool", "aria-label": "Light or dark", title: "Light or dark", onclick: () => theme() }, IM.icon("theme"));
  const fitButton = el("button", { type: "button", class: "im-tool", "aria-label": "Show all incidents", title: "Show all incidents", onclick: () => fit(data.whole) }, IM.icon("fit"));
  const printButton = el("button", { type: "button", class: "im-tool im-print", "aria-label": "Print, or save as PDF", title: "Print, or save as PDF", onclick: () => print() }, IM.icon("print"));
  const tools = el("div", { class: "im-tools" }, textButton, fitButton, themeButton, printButton);
  const closeFloat = el("button", { type: "button", class: "im-close", "aria-label": "Close", onclick: () => { float.hidden = true; } }, "×");
  const float = el("div", { class: "im-float", hidden: true });
  const handle = el("button", { type: "button", class: "im-handle", "aria-label": "Enlarge or shrink the list", onclick: sheet });
  const app = el("div", { class: "im-app" });
  holder.replaceWith(app);
  stage.append(holder, tools, float);
  panel.node.prepend(handle);
  app.append(...[panel.node, stage, time, article.node].filter(Boolean));
  map.setMinZoom(2);
  L.control.scale({ position: "bottomright", imperial: false }).addTo(map);
  holder.setAttribute("aria-label", "Map of the incidents");
  holder.setAttribute("role", "region");
  notice();
  strays();

  let visible = [];
  function layout() {
    const taken = pins.layout(visible.flatMap((incident) => incident.spots));
    drawLabels(taken, visible, named);
    IM.writeLink(map, groups, state);
  }
  function update() {
    visible = data.incidents.filter(IM.matches);
    panel.fill(visible.filter((incident) => map.hasLayer(groups.categories[data.categories[incident.category].key])));
    layout();
  }
  function fit(edges) {
    if (!edges) { map.setView([24, 20], 2, { animate: false }); return; }
    const [west, south, east, north] = edges;
    map.fitBounds([[south, west], [north, east]], { animate: false, maxZoom: 9, padding: IM.phone() ? [24, 24] : [56, 56] });
  }
  function notice() {
    if (data.spots.length) return;
    const words = data.mentions.some((mention) => mention.place >= 0 && mention.kind === "literal")
      ? "This text names places but reports no incident at any of them."
      : "This text names no place that could be put on the map.";
    stage.append(el("p", { class: "im-notice", role: "status" }, words));
  }
  /** Says what the first view leaves out, and leads there. */
  function strays() {
    if (!data.view || String(data.view) === String(data.whole)) return;
    const [west, south, east, north] = data.view;
    const out = data.spots.filter((spot) => spot.place.lat < south || spot.place.lat > north || spot.place.lon < west || spot.place.lon > east);
    const names = [...new Set(out.map((spot) => spot.place.name))];
    if (!names.length) return;
    const words = names.length > 2 ? `${names.slice(0, 2).join(", ")} and ${names.length - 2} more` : names.join(" and ");
    tools.append(el("button", { type: "button", class: "im-tool im-strays", onclick: (event) => { event.currentTarget.remove(); fit(data.whole); } }, `Also far away: ${words}`));
  }
  function theme() {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    IM.emit("theme");
    relayout();
  }
  function sheet() {
    const steps = ["", "im-sheet-up", "im-sheet-down"];
    const at = steps.findIndex((step) => step && app.classList.contains(step));
    steps.forEach((step) => step && app.classList.remove(step));
    const next = steps[(Math.max(at, 0) + 1) % steps.length];
    if (next) app.classList.add(next);
    map.invalidateSize({ animate: false });
  }

  IM.on("layout", layout);
  IM.on("text", (open) => {
    state.text = open;
    app.classList.toggle("im-with-text", open);
    textButton.setAttribute("aria-pressed", String(open));
    if (open) { article.open(); article.mark(state.incident, true); }
    map.invalidateSize({ animate: false });
    IM.writeLink(map, groups, state);
  });
  IM.on("read", (incident) => { IM.emit("text", true); article.mark(incident, true); });
  IM.on("select", (incident, from, spot) => {
    state.incident = incident;
    pins.mark(incident);
    if (state.text) article.mark(incident, from !== "text");
    if (spot && from !== "map" && from !== "link" && from !== "area") pins.show(spot);
    if (spot) pins.open(spot, from === "link"); else map.closePopup();
    float.hidden = Boolean(spot) || IM.phone();
    if (!float.hidden) float.replaceChildren(closeFloat, IM.incidentCard(incident, null));
    panel.mark(incident, spot);
    IM.writeLink(map, groups, state);
  });
  IM.on("point", (incident) => pins.point(incident));
  IM.on("look", (mention) => {
    const place = data.places[mention.place];
    map.setView([place.lat, place.lon], Math.max(map.getZoom(), place.code.startsWith("A.PCL") ? 5 : 8), { animate: false });
  });

  map.on("moveend zoomend resize", relayout);
  map.on("layeradd layerremove", (event) => { if ([groups.names, groups.places].includes(event.layer)) relayout(); });
  map.on("baselayerchange", (event) => { if (event.layer !== groups.ground) map.removeLayer(groups.names); else map.addLayer(groups.names); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { IM.emit("theme"); relayout(); });
  // Paper has another shape than the window: show the same region in it.
  const shape = (printing) => {
    const bounds = map.getBounds();
    document.documentElement.classList.toggle("im-printing", printing);
    map.invalidateSize({ animate: false });
    map.fitBounds(bounds, { animate: false });
    layout();
  };
  let before = null;
  addEventListener("beforeprint", () => { before = [map.getCenter(), map.getZoom()]; shape(true); });
  addEventListener("afterprint", () => { shape(false); if (before) map.setView(...before, { animate: false }); });
  addEventListener("resize", () => map.invalidateSize({ animate: false }));

  map.invalidateSize({ animate: false });
  if (link.view) map.setView([link.view[1], link.view[2]], link.view[0], { animate: false }); else fit(data.view);
  update();
  if (link.text || (innerWidth >= 1500 && data.articles.length === 1)) IM.emit("text", true);
  if (!link.view) fit(data.view);
  layout();
  if (link.incident) IM.emit("select", link.incident, link.view ? "link" : "list", link.incident.spots[0]);
  document.documentElement.dataset.ready = "yes";
};

// Puts the page together: heading and list, map, text, time.
"use strict";

IM.phone = () => matchMedia("(max-width: 700px)").matches;

/** Called by the map's own script; `groups` are its folium layers. */
IM.start = (map, groups) => IM.load(() => start(map, groups));

function start(map, groups) {
  const { el, data } = IM;
  const link = IM.readLink();
  const state = { incident: null, text: false };
  const holder = map.getContainer();

  for (const key of link.hidden) if (groups.categories[key]) map.removeLayer(groups.categories[key]);
  const view = IM.mapView(map, groups);
  const refresh = IM.soon(() => { update(); });
  const panel = IM.panel(map, groups, refresh);
  const article = IM.article();
  const time = IM.timeline(refresh);
  const stage = el("main", { class: "im-stage", "aria-label": "Map" });
  const textButton = el("button", { type: "button", class: "im-tool", "aria-pressed": "false", onclick: () => IM.emit("text", !state.text) }, IM.icon("text"), "Text");
  const themeButton = el("button", { type: "button", class: "im-tool", "aria-label": "Light or dark", title: "Light or dark", onclick: () => theme() }, IM.icon("theme"));
  const fitButton = el("button", { type: "button", class: "im-tool", "aria-label": "Show all incidents", title: "Show all incidents", onclick: () => view.fit(data.whole) }, IM.icon("fit"));
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
  notice();
  strays();

  function update() {
    const visible = data.incidents.filter(IM.matches);
    panel.fill(visible.filter((incident) => map.hasLayer(groups.categories[data.categories[incident.category].key])));
    view.show(visible);
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
    const words = view.strays();
    if (words) tools.append(el("button", { type: "button", class: "im-tool im-strays", onclick: (event) => { event.currentTarget.remove(); view.fit(data.whole); } }, `Also far away: ${words}`));
  }
  function theme() {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    IM.emit("theme");
  }
  function sheet() {
    const steps = ["", "im-sheet-up", "im-sheet-down"];
    const at = steps.findIndex((step) => step && app.classList.contains(step));
    steps.forEach((step) => step && app.classList.remove(step));
    const next = steps[(Math.max(at, 0) + 1) % steps.length];
    if (next) app.classList.add(next);
    map.invalidateSize({ animate: false });
  }

  IM.on("drawn", () => IM.writeLink(map, groups, state));
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
    view.mark(incident);
    if (state.text) article.mark(incident, from !== "text");
    if (spot && from !== "map" && from !== "link" && from !== "area") view.goTo(spot);
    if (spot) view.open(spot, from === "link"); else map.closePopup();
    float.hidden = Boolean(spot) || IM.phone();
    if (!float.hidden) float.replaceChildren(closeFloat, IM.incidentCard(incident, null));
    panel.mark(incident, spot);
    IM.writeLink(map, groups, state);
  });
  map.invalidateSize({ animate: false });
  if (link.view) map.setView([link.view[1], link.view[2]], link.view[0], { animate: false }); else view.fit(data.view);
  update();
  if (link.text || (innerWidth >= 1500 && data.articles.length === 1)) IM.emit("text", true);
  if (!link.view) view.fit(data.view);
  view.layout();
  if (link.incident) IM.emit("select", link.incident, link.view ? "link" : "list", link.incident.spots[0]);
  document.documentElement.dataset.ready = String(Math.round(performance.now())); // milliseconds
}

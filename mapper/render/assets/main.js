// Puts the page together: heading and list, map, text, time.
"use strict";

IM.phone = () => matchMedia("(max-width: 700px)").matches;

/** Called by the map's own script; `groups` are its folium layers. */
IM.start = (map, groups) => IM.load(() => start(map, groups));

function start(map, groups) {
  const { el, data } = IM;
  const link = IM.readLink();
  const state = { incident: null, spot: null, text: false, article: link.article, order: link.order, report: link.report };
  const holder = map.getContainer();
  IM.map = map;

  for (const key of link.hidden) if (groups.categories[key]) map.removeLayer(groups.categories[key]);
  for (const name of link.without) if (groups[name]) map.removeLayer(groups[name]);
  const view = IM.mapView(map, groups);
  const refresh = IM.soon(() => { update(); });
  const panel = IM.panel(map, groups, state, refresh);
  const article = IM.article();
  const time = IM.timeline(refresh);
  const stage = el("main", { class: "im-stage", "aria-label": "Map" });
  const tool = (name, words, work, more) => el("button", { type: "button", class: "im-tool", "aria-label": words, title: words, onclick: work, ...more }, IM.icon(name));
  const textButton = el("button", { type: "button", class: "im-tool im-text-button", "aria-pressed": "false", onclick: () => IM.emit("text", !state.text) }, IM.icon("text"), "Text");
  const tools = el("div", { class: "im-tools", role: "toolbar", "aria-label": "Map and page" }, textButton,
    tool("fit", "Show all incidents", () => view.fit(data.whole), { "data-tool": "fit" }),
    tool("theme", "Light or dark", () => theme(), { "data-tool": "theme" }),
    tool("print", "Print, or save as PDF", () => print(), { "data-tool": "print" }));
  const float = el("div", { class: "im-float", role: "region", "aria-label": "Incident", hidden: true });
  const app = el("div", { class: data.articles.length > 1 ? "im-app im-many-articles" : "im-app" });
  holder.replaceWith(app);
  stage.append(holder, tools, float);
  if (state.report) report(); else {
    panel.node.prepend(IM.sheetHandle(app, map));
    app.append(...[panel.node, stage, time, article.node, IM.statusLine].filter(Boolean));
    notice();
    strays();
  }

  const onMap = (incident) => map.hasLayer(groups.categories[data.categories[incident.category].key]);
  function update() {
    const visible = data.incidents.filter(IM.matches);
    panel.fill(visible.filter(onMap));
    view.show(visible);
  }
  function report() {
    IM.report(map, app, stage, data.incidents.filter((incident) => IM.matches(incident) && map.hasLayer(groups.categories[data.categories[incident.category].key])));
  }
  function notice() {
    if (data.spots.length) return;
    const lacking = [...new Set(data.incidents.flatMap((incident) => IM.lacking(incident)))];
    const words = lacking.length ? `Something happened at places that are not in the gazetteer: ${IM.some(lacking, 4)}.`
      : data.mentions.some((mention) => mention.place >= 0 && mention.kind === "literal")
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
  const write = () => IM.writeLink(map, groups, state);
  const closeFloat = () => { float.hidden = true; };

  IM.on("drawn", write);
  IM.on("link", () => { state.article = Math.max(article.current(), 0); write(); });
  IM.on("names", () => {
    const open = state.spot && map.hasLayer(map._popup || {});
    view.layout();
    if (open) view.open(state.spot, true);
    write();
  });
  IM.on("text", (open) => {
    state.text = open;
    app.classList.toggle("im-with-text", open);
    textButton.setAttribute("aria-pressed", String(open));
    if (open) { article.open(article.current() < 0 ? state.article : undefined); article.mark(state.incident, true); }
    map.invalidateSize({ animate: false });
    if (!open && IM.byKeyboard) textButton.focus();
    write();
  });
  IM.on("read", (incident) => { IM.emit("text", true); article.mark(incident, true); IM.emit("link"); if (IM.byKeyboard) article.focus(incident); });
  IM.on("look", () => map.closePopup());
  IM.on("find", (mention) => { IM.emit("text", true); article.find(mention); IM.emit("link"); });
  IM.on("select", (incident, from, spot) => {
    Object.assign(state, { incident, spot });
    view.mark(incident);
    if (state.text) article.mark(incident, from !== "text");
    if (spot && from !== "map" && from !== "link" && from !== "area") view.goTo(spot);
    if (spot) view.open(spot, from === "link"); else map.closePopup();
    float.hidden = Boolean(spot) || IM.phone();
    if (!float.hidden) float.replaceChildren(el("button", { type: "button", class: "im-close", "aria-label": "Close", onclick: closeFloat }, "×"), IM.incidentCard(incident, null));
    panel.mark(incident, spot);
    if (from !== "link" && from !== "step") IM.enter(spot ? ".im-of-incident .im-popup" : ".im-float .im-popup");
    write();
  });
  IM.on("reset", () => {
    const { choice } = IM;
    choice.hiddenFacts.clear();
    choice.hiddenSources.clear();
    Object.assign(choice, { least: 0, text: "", raw: "", range: null, undated: true });
    for (const group of Object.values(groups.categories)) map.addLayer(group);
    IM.emit("restored");
    refresh();
  });
  IM.keys(map, [
    [IM.isPicking, IM.endPicking],
    [() => article.isPicked() && state.text, article.unpick],
    [() => !float.hidden, closeFloat],
    [() => IM.phone() && panel.isOpen(), panel.close],
    [() => map.hasLayer(map._popup || {}), () => map.closePopup()],
    [() => state.text, () => IM.emit("text", false)],
  ], () => panel.focus(state.incident));
  // An address that was changed by hand, or by a link that somebody sent.
  addEventListener("hashchange", () => location.reload());

  map.invalidateSize({ animate: false });
  if (link.view) map.setView([link.view[1], link.view[2]], link.view[0], { animate: false }); else view.fit(data.view);
  update();
  if (!state.report && (link.text || (innerWidth >= 1500 && data.articles.length === 1))) IM.emit("text", true);
  if (!link.view) view.fit(data.view);
  view.layout();
  if (link.incident && !state.report) IM.emit("select", link.incident, link.view ? "link" : "list", link.incident.spots[0]);
  document.documentElement.dataset.ready = String(Math.round(performance.now())); // milliseconds
}

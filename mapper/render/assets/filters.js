// What the reader chooses to see, and what the signs on the map mean.
"use strict";

(function () {
  const { el, bdi, data } = IM;
  const MOST_SOURCES = 60;

  // Everything that is not named here is shown.
  IM.choice = { hiddenFacts: new Set(), hiddenSources: new Set(), least: 0, text: "", raw: "", range: null, undated: true };

  IM.matches = function (incident) {
    const { hiddenFacts, hiddenSources, least, text, range, undated } = IM.choice;
    if (hiddenFacts.size && hiddenFacts.has(data.facts[incident.fact])) return false;
    if (hiddenSources.size && hiddenSources.has(incident.source.index)) return false;
    if (incident.score < least) return false;
    if (range && !(incident.days ? incident.days[1] >= range[0] && incident.days[0] <= range[1] : undated)) return false;
    return !text || incident.search.includes(text);
  };

  /** Incidents by category and by factuality, counted once. */
  function counts() {
    const found = { category: new Map(), fact: new Map() };
    const add = (map, key) => map.set(key, (map.get(key) || 0) + 1);
    for (const incident of data.incidents) { add(found.category, incident.category); add(found.fact, incident.fact); }
    return found;
  }

  /** Bring a control to what is chosen, now and whenever the choice was changed elsewhere. */
  const follow = (work) => { work(); IM.on("restored", work); };
  const amount = (count) => el("span", { class: "im-n" }, count.toLocaleString("en"));
  const group = (name, ...classes) => el("fieldset", { class: ["im-filter", ...classes].join(" ") }, el("legend", {}, name));

  /** A box that follows a layer of the map, whoever switches it. */
  function layerBox(map, layer, attributes, changed) {
    const input = el("input", { type: "checkbox", ...attributes, onchange: () => {
      if (input.checked) map.addLayer(layer); else map.removeLayer(layer);
    } });
    input.checked = map.hasLayer(layer);
    map.on("layeradd layerremove", (event) => {
      if (event.layer !== layer) return;
      input.checked = map.hasLayer(layer);
      changed();
    });
    return input;
  }

  function categories(map, groups, found, changed) {
    const box = group("Category");
    data.categories.forEach((category, index) => {
      const layer = groups.categories[category.key];
      if (!found.get(index) || !layer) return;
      box.append(el("label", {}, layerBox(map, layer, { "data-category": category.key }, changed),
        IM.symbol(index, "occurred", 22), el("span", {}, category.label), amount(found.get(index))));
    });
    return box;
  }

  function factuality(found, changed) {
    const box = group("Factuality", "im-filter-fact");
    const usual = data.incidents.length ? data.incidents[0].category : 0;
    data.facts.forEach((fact, index) => {
      if (!found.get(index)) return;
      const input = el("input", { type: "checkbox", "data-fact": fact, onchange: () => {
        if (input.checked) IM.choice.hiddenFacts.delete(fact); else IM.choice.hiddenFacts.add(fact);
        changed();
      } });
      follow(() => { input.checked = !IM.choice.hiddenFacts.has(fact); });
      box.append(el("label", { title: IM.FACT_TEXT[fact] }, input, IM.symbol(usual, fact, 22), el("span", {}, fact), amount(found.get(index))));
    });
    return box;
  }

  function score(changed) {
    const output = el("output", {});
    const input = el("input", { type: "range", min: 0, max: 0.95, step: 0.05, value: IM.choice.least, class: "im-least", "aria-label": "Least score", oninput: () => {
      IM.choice.least = Number(input.value);
      tell();
      changed();
    } });
    const tell = () => {
      input.value = IM.choice.least;
      const words = IM.choice.least ? `${IM.percent(IM.choice.least)} or more` : "all";
      output.textContent = words;
      input.setAttribute("aria-valuetext", words);
    };
    follow(tell);
    return el("fieldset", { class: "im-filter im-filter-score" }, el("legend", {}, "Score"), el("label", {}, input, output));
  }

  /** Who published; the many small ones of a large collection share one box. */
  function sources(changed) {
    if (data.sources.length < 2) return null;
    const hidden = IM.choice.hiddenSources;
    const ordered = [...data.sources].sort((a, b) => b.count - a.count || a.index - b.index);
    const named = ordered.length > MOST_SOURCES + 1 ? ordered.slice(0, MOST_SOURCES) : ordered;
    const rest = ordered.slice(named.length);
    const lines = [...named.map((source) => [[source], bdi(source.name), source.count]),
      ...(rest.length ? [[rest, `${IM.plural(rest.length, "other source")}`, rest.reduce((sum, source) => sum + source.count, 0)]] : [])];
    const box = group("Source", "im-filter-source");
    const list = el("div", { class: "im-sources" });
    for (const [which, name, count] of lines) {
      const input = el("input", { type: "checkbox", "data-source": which.length === 1 ? which[0].name : "", onchange: () => {
        which.forEach((source) => (input.checked ? hidden.delete(source.index) : hidden.add(source.index)));
        changed();
      } });
      follow(() => { input.checked = !which.every((source) => hidden.has(source.index)); });
      list.append(el("label", {}, input, el("span", {}, name), amount(count)));
    }
    const all = (checked) => {
      data.sources.forEach((source) => (checked ? hidden.delete(source.index) : hidden.add(source.index)));
      IM.emit("restored");
      changed();
    };
    box.append(el("div", { class: "im-all" },
      el("button", { type: "button", class: "im-link", "data-sources": "all", "aria-label": "All sources", onclick: () => all(true) }, "all"),
      el("button", { type: "button", class: "im-link", "data-sources": "none", "aria-label": "No source", onclick: () => all(false) }, "none")), list);
    return box;
  }

  /** How places on which states disagree are called; only where there are such. */
  function naming() {
    if (!IM.anyOtherNames()) return null;
    const box = group("Names of disputed places", "im-filter-names");
    for (const [mode, words] of Object.entries(IM.NAMINGS)) {
      const input = el("input", { type: "radio", name: "im-naming", value: mode, onchange: () => IM.setNaming(mode) });
      input.checked = IM.naming === mode;
      box.append(el("label", {}, input, el("span", {}, words)));
    }
    return box;
  }

  const OVERLAYS = { uncertainty: "uncertainty and areas", places: "places that the text names", disputed: "lines on which states disagree" };
  function overlays(map, groups, changed) {
    const box = group("On the map", "im-filter-overlays");
    for (const [key, words] of Object.entries(OVERLAYS)) {
      if (groups[key]) box.append(el("label", {}, layerBox(map, groups[key], { "data-overlay": key }, changed), el("span", {}, words)));
    }
    return box;
  }

  // What else is drawn on the map, and what it means.
  IM.signs = function () {
    const picture = (...parts) => IM.svg("svg", { viewBox: "0 0 34 20", width: 34, height: 20, "aria-hidden": "true", class: "im-sign" }, ...parts);
    const part = (tag, name, attributes) => IM.svg(tag, { class: `im-sign-${name}`, ...attributes });
    const row = (drawing, words) => el("li", {}, drawing, words);
    const line = { d: "M2 14C10 4 22 16 32 6", fill: "none" };
    return el("div", { class: "im-filter im-signs" }, el("h2", {}, "Signs"), el("ul", {},
      row(picture(part("circle", "vague", { cx: 17, cy: 10, r: 8 })), "ring: an area or line, not this point"),
      row(picture(part("rect", "vague", { x: 2, y: 3, width: 30, height: 14, rx: 7 })), "plate: somewhere in a whole country"),
      row(picture(part("circle", "unsure", { cx: 17, cy: 10, r: 8.5 })), "circle: anywhere within"),
      row(picture(part("path", "line", line)), "a line or corridor"),
      row(picture(part("circle", "named", { cx: 17, cy: 10, r: 4.5 })), "named in the text, no incident there"),
      row(picture(part("path", "disputed", line)), "a line on which states disagree"),
      row(IM.symbol(0, "occurred", 20), "paler: lower score")));
  };

  function search(changed) {
    const input = el("input", { type: "search", class: "im-search", placeholder: "Search place, actor, words …", "aria-label": "Search the incidents", oninput: () => {
      IM.choice.raw = input.value;
      IM.choice.text = IM.folded(input.value.trim());
      changed();
    } });
    follow(() => { input.value = IM.choice.raw; });
    return input;
  }

  /** The box for words, and the rest of the filters. */
  IM.filters = function (map, groups, changed) {
    const found = counts();
    const node = el("details", { class: "im-filters" }, el("summary", {}, "Filters and legend"),
      ...[categories(map, groups, found.category, changed), factuality(found.fact, changed), sources(changed), score(changed),
        naming(), overlays(map, groups, changed), IM.signs()].filter(Boolean));
    node.open = !IM.phone();
    return [search(changed), node];
  };
})();

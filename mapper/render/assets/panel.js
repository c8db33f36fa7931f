// Heading, filters and the list of incidents.
"use strict";

(function () {
  const { el, bdi, data } = IM;

  // What the reader chose to see; everything that is not named here is shown.
  IM.choice = { hiddenFacts: new Set(), least: 0, text: "", range: null, undated: true };

  IM.matches = function (incident) {
    const { hiddenFacts, least, text, range, undated } = IM.choice;
    if (hiddenFacts.has(data.facts[incident.fact]) || incident.score < least) return false;
    if (text && !incident.search.includes(text)) return false;
    if (!range) return true;
    return incident.days ? incident.days[1] >= range[0] && incident.days[0] <= range[1] : undated;
  };

  /** The button that stands for an incident in lists. */
  IM.rowButton = function (incident, spot) {
    const fact = data.facts[incident.fact];
    const names = [...new Set(incident.spots.map((each) => each.name))];
    const article = data.articles[incident.article];
    const where = spot ? spot.name : names.length > 2 ? `${names[0]} +${names.length - 1}` : names.join(", ");
    return el("button", { type: "button", class: "im-row", "data-incident": incident.index,
      onclick: () => IM.emit("select", incident, "list", spot || incident.spots[0]) },
    IM.symbol(incident.category, fact, 24),
    el("span", { class: "im-row-text" },
      el("span", { class: "im-row-head" }, where ? el("b", {}, bdi(where)) : el("b", { class: "im-nowhere" }, "no place on the map"),
        el("time", {}, IM.whenText(incident))),
      el("span", { class: "im-row-quote", dir: "auto" }, incident.quoteText),
      el("span", { class: "im-row-foot" }, fact === "occurred" ? null : IM.factBadge(fact),
        el("small", {}, data.categories[incident.category].label), IM.scoreBar(incident.score)),
      data.articles.length > 1 ? el("small", { class: "im-row-article" }, bdi(article.title || article.id)) : null));
  };

  function heading() {
    const [only] = data.articles;
    const url = data.articles.length === 1 ? IM.safeUrl(only.url) : null;
    const lines = [];
    if (data.articles.length === 1) {
      if (only.published) lines.push(`Published ${IM.dateText(only.published)}`);
      if (url) lines.push(el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, new URL(url).hostname));
    } else {
      const many = IM.plural(data.articles.length, "article");
      if (!data.title.includes(many)) lines.push(many);
    }
    return el("header", { class: "im-head" }, el("h1", { dir: "auto", title: data.title.slice(0, 300) }, data.title),
      el("p", { class: "im-meta" }, ...lines.flatMap((line, i) => (i ? [" · ", line] : [line]))),
      el("p", { class: "im-count", role: "status" }));
  }

  function categories(map, groups, changed) {
    const box = el("fieldset", { class: "im-filter" }, el("legend", {}, "Category"));
    data.categories.forEach((category, index) => {
      const count = data.incidents.filter((incident) => incident.category === index).length;
      const group = groups.categories[category.key];
      if (!count || !group) return;
      const input = el("input", { type: "checkbox", "data-category": category.key, onchange: () => {
        if (input.checked) map.addLayer(group); else map.removeLayer(group);
      } });
      input.checked = map.hasLayer(group);
      map.on("layeradd layerremove", (event) => {
        if (event.layer !== group) return;
        input.checked = map.hasLayer(group);
        changed();
      });
      box.append(el("label", {}, input, IM.symbol(index, "occurred", 22), el("span", {}, category.label), el("span", { class: "im-n" }, count.toLocaleString("en"))));
    });
    return box;
  }

  function factuality(changed) {
    const box = el("fieldset", { class: "im-filter im-filter-fact" }, el("legend", {}, "Factuality"));
    const usual = data.incidents.length ? data.incidents[0].category : 0;
    data.facts.forEach((fact, index) => {
      const count = data.incidents.filter((incident) => incident.fact === index).length;
      if (!count) return;
      const input = el("input", { type: "checkbox", "data-fact": fact, onchange: () => {
        if (input.checked) IM.choice.hiddenFacts.delete(fact); else IM.choice.hiddenFacts.add(fact);
        changed();
      } });
      input.checked = !IM.choice.hiddenFacts.has(fact);
      box.append(el("label", { title: IM.FACT_TEXT[fact] }, input, IM.symbol(usual, fact, 22), el("span", {}, fact), el("span", { class: "im-n" }, count.toLocaleString("en"))));
    });
    return box;
  }

  function score(changed) {
    const output = el("output", {}, "all");
    const input = el("input", { type: "range", min: 0, max: 0.95, step: 0.05, value: IM.choice.least, class: "im-least", "aria-label": "Least score", oninput: () => {
      IM.choice.least = Number(input.value);
      output.textContent = IM.choice.least ? `${IM.percent(IM.choice.least)} or more` : "all";
      changed();
    } });
    output.textContent = IM.choice.least ? `${IM.percent(IM.choice.least)} or more` : "all";
    return el("fieldset", { class: "im-filter im-filter-score" }, el("legend", {}, "Score"), el("label", {}, input, output));
  }

  // What else is drawn on the map, and what it means.
  function signs() {
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
  }

  function search(changed) {
    const input = el("input", { type: "search", class: "im-search", placeholder: "Search place, actor, words …", "aria-label": "Search the incidents", value: IM.choice.raw || "", oninput: () => {
      IM.choice.raw = input.value;
      IM.choice.text = IM.folded(input.value.trim());
      changed();
    } });
    return input;
  }

  const MOST_ROWS = 200;
  const ORDERS = {
    text: ["in the order of the text", (a, b) => a.index - b.index],
    date: ["by date", (a, b) => (a.days ? a.days[0] : 1e9) - (b.days ? b.days[0] : 1e9) || a.index - b.index],
    score: ["by score", (a, b) => b.score - a.score || a.index - b.index],
  };

  IM.panel = function (map, groups, changed) {
    const list = el("ol", { class: "im-list", "aria-label": "Incidents" });
    const more = el("button", { type: "button", class: "im-more", hidden: true });
    const head = heading();
    const count = head.querySelector(".im-count");
    const filters = el("details", { class: "im-filters" }, el("summary", {}, "Filters and legend"),
      categories(map, groups, changed), factuality(changed), score(changed), signs());
    filters.open = !IM.phone();
    const order = el("select", { class: "im-order", "aria-label": "Order of the list", onchange: () => fill(last) },
      ...Object.entries(ORDERS).map(([name, [label]]) => el("option", { value: name }, label)));
    const elsewhere = el("details", { class: "im-elsewhere" }, el("summary", {}), el("ol", { class: "im-list", "aria-label": "Incidents without a place" }));
    elsewhere.addEventListener("toggle", () => fill(last));
    const detail = el("div", { class: "im-detail", hidden: true });
    const box = el("div", { class: "im-list-box" }, order, list, more, elsewhere);
    const node = el("aside", { class: "im-panel", "aria-label": "Incidents and filters" }, detail, head,
      data.incidents.length ? search(changed) : null, data.incidents.length ? filters : null, box, about());
    let rows = MOST_ROWS, last = [];
    more.addEventListener("click", () => { rows += MOST_ROWS; fill(last); });
    box.addEventListener("keydown", (event) => {
      const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
      const row = event.target.closest("li");
      if (!step || !row) return;
      event.preventDefault();
      const next = row[step];
      if (next) { next.firstChild.focus(); next.firstChild.click(); }
    });

    const line = (incident) => {
      if (!incident.row) {
        incident.row = el("li", { onmouseenter: () => IM.emit("point", incident), onmouseleave: () => IM.emit("point", null) }, IM.rowButton(incident));
      }
      return incident.row;
    };
    function fill(incidents) {
      last = incidents;
      const sorted = [...incidents].sort(ORDERS[order.value][1]);
      const here = sorted.filter((incident) => incident.spots.length);
      const nowhere = sorted.filter((incident) => !incident.spots.length);
      list.replaceChildren(...here.slice(0, rows).map(line));
      more.hidden = here.length <= rows;
      more.textContent = `Show more (${(here.length - rows).toLocaleString("en")} left)`;
      order.hidden = incidents.length < 2;
      elsewhere.hidden = !nowhere.length;
      elsewhere.firstChild.textContent = `${IM.plural(nowhere.length, "incident")} without a place`;
      elsewhere.lastChild.replaceChildren(...(elsewhere.open ? nowhere.slice(0, 500).map(line) : []));
      const total = data.incidents.length;
      const mapped = here.length;
      const places = new Set(incidents.flatMap((incident) => incident.spots.map((spot) => spot.place.index))).size;
      count.textContent = total === 0 ? "No incident reported" :
        `${incidents.length === total ? IM.plural(total, "incident") : `${incidents.length.toLocaleString("en")} of ${IM.plural(total, "incident")}`}, ${mapped.toLocaleString("en")} on the map at ${IM.plural(places, "place")}`;
    }
    // On a phone there is no room for a popup: what is known stands in the sheet.
    function open(incident, spot) {
      detail.replaceChildren(el("button", { type: "button", class: "im-back", onclick: () => { detail.hidden = true; node.classList.remove("im-detailed"); } }, "‹ All incidents"),
        IM.incidentCard(incident, spot));
      detail.hidden = false;
      node.classList.add("im-detailed");
      node.scrollTop = 0;
    }
    return { node, fill, mark(incident, spot) {
      node.querySelectorAll(".im-row[aria-current]").forEach((row) => row.removeAttribute("aria-current"));
      if (!incident.spots.length && !elsewhere.open) { elsewhere.open = true; fill(last); }
      line(incident).firstChild.setAttribute("aria-current", "true");
      if (IM.phone()) { open(incident, spot); return; }
      const frame = box.getBoundingClientRect(), row = incident.row.getBoundingClientRect();
      if (row.height && (row.top < frame.top || row.bottom > frame.bottom)) incident.row.scrollIntoView({ block: "nearest" });
    } };
  };

  function about() {
    const [name, version, gazetteer, ...models] = data.made;
    return el("details", { class: "im-about" }, el("summary", {}, "About this map"),
      el("p", {}, "Read from the text by a program: check the sentence behind every marker before you rely on it. A score of 80 % means that about 80 % of such things are right."),
      el("p", {}, "Names are those that the text uses. Neither they, nor the lines on the map, take a side: lines on which states disagree are broken lines and can be switched off. Basemap: Natural Earth (public domain)."),
      name ? el("p", {}, `${name} ${version}, gazetteer ${gazetteer}${models.length ? `, ${models.join(", ")}` : ""}`) : null);
  }
})();

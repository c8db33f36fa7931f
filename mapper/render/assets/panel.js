// Heading, filters, list and downloads: what stands beside the map.
"use strict";

(function () {
  const { el, bdi, data } = IM;

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

  const day = (incident) => (incident.days ? incident.days[0] : 1e9);
  const ORDERS = {
    text: ["in the order of the text", (a, b) => a.index - b.index],
    date: ["by date", (a, b) => day(a) - day(b) || a.index - b.index],
    score: ["by score", (a, b) => b.score - a.score || a.index - b.index],
  };
  IM.ORDERS = Object.keys(ORDERS);

  /** All incidents in an order, sorted once. */
  const sorted = new Map();
  function inOrder(name) {
    if (name === "text") return data.incidents;
    if (!sorted.has(name)) sorted.set(name, [...data.incidents].sort(ORDERS[name][1]));
    return sorted.get(name);
  }

  IM.countText = function (incidents) {
    const total = data.incidents.length, shown = incidents.length;
    if (!total) return "No incident reported";
    const places = new Set();
    let mapped = 0, lacking = 0;
    for (const { spots, unlocated } of incidents) {
      if (spots.length) mapped += 1; else if (unlocated.length) lacking += 1;
      for (const spot of spots) places.add(spot.place.index);
    }
    const all = IM.plural(total, "incident");
    return `${shown === total ? all : `${shown.toLocaleString("en")} of ${all}`}, ${mapped.toLocaleString("en")} on the map at ${IM.plural(places.size, "place")}`
      + (lacking ? `, ${lacking.toLocaleString("en")} whose place is not in the gazetteer` : "");
  };

  IM.panel = function (map, groups, state, changed) {
    const head = heading();
    const count = head.querySelector(".im-count");
    const any = data.incidents.length > 0;
    let last = [];
    const scroller = () => (IM.phone() ? node : box);
    const list = IM.list("Incidents", scroller);
    // Below the list: what the map cannot show. The first is open, for it can be mended.
    const aside = (kind, name, open, words, holds) => {
      const rows = IM.list(name, scroller);
      const node = el("details", { class: kind, open, ontoggle: () => fill(last) }, el("summary", {}), rows.node);
      return { node, rows, words, holds };
    };
    const asides = [
      aside("im-missing", "Incidents whose place is not in the gazetteer", true, (count) => `${IM.plural(count, "incident")} whose place is not in the gazetteer`, (incident) => incident.unlocated.length > 0),
      aside("im-elsewhere", "Incidents without a place", false, (count) => `${IM.plural(count, "incident")} without a place`, () => true),
    ];
    const asideOf = (incident) => asides.find(({ holds }) => holds(incident));
    const lists = [list, ...asides.map(({ rows }) => rows)];
    const listOf = (incident) => (incident.spots.length ? list : asideOf(incident).rows);
    const order = el("select", { class: "im-order", "aria-label": "Order of the list", onchange: () => { state.order = order.value; fill(last); IM.emit("link"); } },
      ...Object.entries(ORDERS).map(([name, [label]]) => el("option", { value: name }, label)));
    order.value = state.order;
    const nothing = el("p", { class: "im-nothing", hidden: true }, "Nothing fits the filters.");
    const reset = el("button", { type: "button", class: "im-button im-reset", hidden: true, onclick: () => IM.emit("reset") }, "Show all");
    const detail = el("div", { class: "im-detail", hidden: true });
    const box = el("div", { class: "im-list-box" }, order, nothing, list.node, ...asides.map((each) => each.node));
    const about = notes();
    const actions = IM.downloads(() => last);
    actions.append(reset);
    const node = el("aside", { class: "im-panel", "aria-label": "Incidents and filters" }, detail, head,
      ...(any ? [actions, ...IM.filters(map, groups, changed)] : []), box, about);
    const redraw = IM.soon(() => lists.forEach((each) => each.draw()));
    node.addEventListener("scroll", redraw, { capture: true, passive: true });
    addEventListener("resize", redraw);
    IM.on("names", () => lists.forEach((each) => each.renew()));
    // Paper shows what is folded up, too.
    const folded = [about, ...asides.map((each) => each.node)];
    let opened = [];
    addEventListener("beforeprint", () => {
      opened = folded.filter((each) => !each.open);
      opened.forEach((each) => { each.open = true; });
      fill(last);
      list.renew();
    });
    addEventListener("afterprint", () => {
      opened.forEach((each) => { each.open = false; });
      fill(last);
      list.renew();
    });

    function fill(incidents) {
      last = incidents;
      const wanted = new Uint8Array(data.incidents.length);
      for (const incident of incidents) wanted[incident.index] = 1;
      const found = new Map(lists.map((each) => [each, []]));
      for (const incident of inOrder(order.value)) {
        if (wanted[incident.index]) found.get(listOf(incident)).push(incident);
      }
      list.fill(found.get(list));
      order.hidden = incidents.length < 2;
      for (const { node: box, rows, words } of asides) {
        const own = found.get(rows);
        box.hidden = !own.length;
        box.firstChild.textContent = words(own.length);
        rows.fill(box.open ? own : []);
      }
      reset.hidden = incidents.length === data.incidents.length;
      nothing.hidden = !any || incidents.length > 0;
      count.textContent = IM.countText(incidents);
    }
    // On a phone there is no room for a popup: what is known stands in the sheet.
    function open(incident, spot) {
      detail.replaceChildren(el("button", { type: "button", class: "im-back", onclick: close }, "‹ All incidents"), IM.incidentCard(incident, spot));
      detail.hidden = false;
      node.classList.add("im-detailed");
      node.scrollTop = 0;
    }
    function close() {
      const inside = detail.contains(document.activeElement);
      detail.hidden = true;
      node.classList.remove("im-detailed");
      list.draw();
      if (inside) list.focus();
    }
    return {
      node, fill, close,
      isOpen: () => !detail.hidden,
      mark(incident, spot) {
        IM.markRow(incident);
        const box = incident.spots.length ? null : asideOf(incident).node;
        if (box && !box.open) { box.open = true; fill(last); }
        if (IM.phone()) open(incident, spot); else listOf(incident).show(incident);
      },
      focus: (incident) => (incident ? listOf(incident) : list).focus(),
    };
  };

  function notes() {
    const [name, version, gazetteer, ...models] = data.made;
    return el("details", { class: "im-about" }, el("summary", {}, "About this map"),
      el("p", {}, "Read from the text by a program: check the sentence behind every marker before you rely on it. A score of 80 % means that about 80 % of such things are right."),
      el("p", {}, "Names are those that the text uses. Neither they, nor the lines on the map, take a side: lines on which states disagree are broken lines and can be switched off. Basemap: Natural Earth (public domain)."),
      name ? el("p", {}, `${name} ${version}, gazetteer ${gazetteer}${models.length ? `, ${models.join(", ")}` : ""}`) : null);
  }
})();

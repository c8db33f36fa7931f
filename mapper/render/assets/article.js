// The text itself, with its places and the sentences behind the incidents marked.
"use strict";

IM.article = function () {
  const { el, data } = IM;
  const card = el("div", { class: "im-card", role: "region", "aria-label": "What the name was taken for", hidden: true });
  const chooser = el("select", { "aria-label": "Article", onchange: () => { show(Number(chooser.value)); IM.emit("link"); } });
  // Thousands of articles have thousands of entries: made when the text is first opened.
  const fillChooser = () => { if (!chooser.length) chooser.append(...data.articles.map((article) => el("option", { value: article.index }, (article.title || article.id).slice(0, 120)))); };
  const body = el("div", { class: "im-text", tabindex: 0, role: "region", "aria-label": "Text of the article" });
  const close = el("button", { type: "button", class: "im-close", "aria-label": "Close the text", onclick: () => IM.emit("text", false) }, "×");
  const node = el("section", { class: "im-article", "aria-label": "The article" },
    el("header", {}, data.articles.length > 1 ? chooser : el("h2", {}, "The text"), close),
    el("p", { class: "im-key" }, el("span", { class: "im-m im-m-literal" }, "place"), el("span", { class: "im-m im-m-metonymic" }, "government"),
      el("span", { class: "im-m im-m-demonym" }, "people"), el("span", { class: "im-m im-m-nil" }, "not in gazetteer"), el("mark", { class: "im-q" }, "reported incident")),
    body, card);
  let current = -1, marks = new Map(), names = new Map(), picked = null;

  // Cut the text at every edge of a mention or quote; each piece knows what covers it.
  function pieces(article) {
    const text = article.text;
    const mentions = data.mentions.filter((mention) => mention.article === article.index);
    const quotes = data.incidents.filter((incident) => incident.article === article.index)
      .flatMap((incident) => [incident.quote, ...incident.more].map((pair) => ({ incident, pair })));
    const edges = new Set([0, text.length]);
    mentions.forEach((mention) => edges.add(mention.start).add(mention.end));
    quotes.forEach(({ pair }) => edges.add(pair[0]).add(pair[1]));
    article.body.forEach((pair) => edges.add(pair[0]).add(pair[1]));
    const cuts = [...edges].sort((a, b) => a - b);
    const starts = new Map(), ends = new Map();
    const note = (where, at, what) => { if (!where.has(at)) where.set(at, []); where.get(at).push(what); };
    mentions.forEach((mention) => { note(starts, mention.start, mention); note(ends, mention.end, mention); });
    quotes.forEach((quote) => { note(starts, quote.pair[0], quote); note(ends, quote.pair[1], quote); });
    const open = new Set();
    return cuts.slice(0, -1).map((from, i) => {
      (ends.get(from) || []).forEach((what) => open.delete(what));
      (starts.get(from) || []).forEach((what) => open.add(what));
      const inBody = !article.body.length || article.body.some(([start, end]) => start <= from && from < end);
      return { from, to: cuts[i + 1], over: [...open], inBody };
    });
  }

  function show(index) {
    if (current === index) return;
    if (current < 0) { // thousands of them need not wait for who never opens the text
      chooser.append(...data.articles.map((article) => el("option", { value: article.index }, (article.title || article.id).slice(0, 120))));
    }
    current = index;
    fillChooser();
    chooser.value = String(index);
    const article = data.articles[index];
    marks = new Map();
    names = new Map();
    card.hidden = true;
    const out = document.createDocumentFragment();
    let quote = null, quoteKey = "";
    const seen = new Set();
    for (const { from, to, over, inBody } of pieces(article)) {
      const text = article.text.slice(from, to);
      const incidents = [...new Set(over.filter((what) => what.incident).map((what) => what.incident))];
      const mention = over.filter((what) => what.kind).sort((a, b) => a.end - a.start - (b.end - b.start))[0];
      const key = incidents.map((incident) => incident.index).join(",");
      if (key !== quoteKey) { quote = key ? quoted(incidents, seen) : null; quoteKey = key; if (quote) out.append(quote); }
      const piece = mention ? mentioned(mention, text) : inBody ? document.createTextNode(text) : el("span", { class: "im-aside" }, text);
      (quote || out).append(piece);
    }
    body.replaceChildren(out);
    body.lang = article.lang || "en";
    body.dir = "auto";
    body.scrollTop = 0;
  }

  // A sentence, and for every incident that it begins to tell the sign under which it is on the map.
  function quoted(incidents, seen) {
    const [first] = incidents;
    const node = el("mark", { class: "im-q", onclick: () => IM.emit("select", first, "text", first.spots[0]) });
    node.style.setProperty("--tint", data.categories[first.category].color);
    for (const incident of incidents) {
      if (!marks.has(incident)) marks.set(incident, []);
      marks.get(incident).push(node);
      if (seen.has(incident)) continue;
      seen.add(incident);
      const fact = data.facts[incident.fact], category = data.categories[incident.category].label;
      node.append(el("button", { type: "button", class: "im-sign-button", title: `${category}, ${fact}`,
        "aria-label": `${category}, ${fact}${incident.spots.length ? `, ${IM.spotName(incident.spots[0])}` : ""}: show this incident`,
        onclick: (event) => { event.stopPropagation(); IM.emit("select", incident, "text", incident.spots[0]); },
        onmouseenter: () => IM.emit("point", incident), onmouseleave: () => IM.emit("point", null) }, IM.symbol(incident.category, fact, 15)));
    }
    return node;
  }

  const MARK = { literal: "a place", relative: "a place told by other places", metonymic: "a government or institution, not the place", demonym: "people or things of a country, not the place" };
  function mentioned(mention, text) {
    const nil = mention.place < 0;
    const says = nil ? "a place that the gazetteer does not know" : MARK[mention.kind];
    const node = el("span", { class: `im-m im-m-${nil ? "nil" : mention.kind}`, role: "button", tabindex: 0, title: says,
      "aria-label": `${text}: ${says}`,
      onclick: (event) => { event.stopPropagation(); pick(mention); },
      onkeydown: (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); event.stopPropagation(); pick(mention); } },
    }, text);
    if (!names.has(mention)) names.set(mention, []);
    names.get(mention).push(node);
    return node;
  }

  /** Show which names are meant: one that was picked, or those of an incident's places. */
  function point(mentions) {
    names.forEach((nodes, mention) => nodes.forEach((each) => each.classList.toggle("im-m-on", mentions.includes(mention))));
  }

  function pick(mention) {
    picked = mention;
    card.replaceChildren(el("button", { type: "button", class: "im-close", "aria-label": "Close", onclick: unpick }, "×"), IM.mentionCard(mention, true));
    card.hidden = false;
    point([mention]);
    if (IM.byKeyboard) card.firstChild.focus({ preventScroll: true });
    IM.say(card.innerText.slice(0, 300));
    if (mention.place >= 0 && (mention.kind === "literal" || mention.kind === "relative")) IM.emit("look", mention);
  }

  /** Into the middle of the text's box; nothing else on the page moves. */
  function reveal(piece) {
    const frame = body.getBoundingClientRect(), own = piece.getBoundingClientRect();
    body.scrollTop += own.top - frame.top - (frame.height - Math.min(own.height, frame.height)) / 2;
  }

  function unpick() {
    const inside = card.contains(document.activeElement);
    card.hidden = true;
    point([]);
    const [node] = names.get(picked) || [];
    if (inside && node) node.focus({ preventScroll: true });
  }

  return {
    node, unpick,
    current: () => current,
    isPicked: () => !card.hidden,
    open: (index) => show(index ?? Math.max(current, 0)),
    mark(incident, scroll) {
      marks.forEach((nodes) => nodes.forEach((each) => each.classList.remove("im-q-on")));
      if (!incident) return;
      show(incident.article);
      const nodes = marks.get(incident) || [];
      nodes.forEach((each) => each.classList.add("im-q-on"));
      if (card.hidden) point([...incident.spots.flatMap((spot) => [spot.mention, spot.finer]), ...incident.unlocated].filter(Boolean));
      if (scroll && nodes[0]) reveal(nodes[0]);
    },
    /** Move the focus to the sentence of an incident. */
    focus(incident) {
      const [node] = marks.get(incident) || [];
      const button = node && node.querySelector(".im-sign-button");
      (button || body).focus({ preventScroll: true });
    },
    /** Open the text at a mention. */
    find(mention) {
      show(mention.article);
      const [node] = names.get(mention) || [];
      if (!node) return;
      pick(mention);
      reveal(node);
      if (!IM.byKeyboard) return;
      node.focus({ preventScroll: true });
    },
  };
};

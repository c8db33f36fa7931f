// The text itself, with its places and the sentences behind the incidents marked.
"use strict";

IM.article = function () {
  const { el, data } = IM;
  const card = el("div", { class: "im-card", role: "status", hidden: true });
  const chooser = el("select", { "aria-label": "Article", onchange: () => show(Number(chooser.value)) },
    ...data.articles.map((article) => el("option", { value: article.index }, (article.title || article.id).slice(0, 120))));
  const body = el("div", { class: "im-text", tabindex: 0, "aria-label": "Text of the article" });
  const close = el("button", { type: "button", class: "im-close", "aria-label": "Close the text", onclick: () => IM.emit("text", false) }, "×");
  const node = el("section", { class: "im-article", "aria-label": "The article" },
    el("header", {}, data.articles.length > 1 ? chooser : el("h2", {}, "The text"), close),
    el("p", { class: "im-key" }, el("span", { class: "im-m im-m-literal" }, "place"), el("span", { class: "im-m im-m-metonymic" }, "government"),
      el("span", { class: "im-m im-m-demonym" }, "people"), el("span", { class: "im-m im-m-nil" }, "not in gazetteer"), el("mark", { class: "im-q" }, "reported incident")),
    body, card);
  let current = -1, marks = new Map();

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
    current = index;
    chooser.value = String(index);
    const article = data.articles[index];
    marks = new Map();
    const out = document.createDocumentFragment();
    let quote = null, quoteKey = "";
    for (const { from, to, over, inBody } of pieces(article)) {
      const text = article.text.slice(from, to);
      const incidents = [...new Set(over.filter((what) => what.incident).map((what) => what.incident))];
      const mention = over.filter((what) => what.kind).sort((a, b) => a.end - a.start - (b.end - b.start))[0];
      const key = incidents.map((incident) => incident.index).join(",");
      if (key !== quoteKey) { quote = key ? quoted(incidents) : null; quoteKey = key; if (quote) out.append(quote); }
      const piece = mention ? mentioned(mention, text) : inBody ? document.createTextNode(text) : el("span", { class: "im-aside" }, text);
      (quote || out).append(piece);
    }
    body.replaceChildren(out);
    body.lang = article.lang || "en";
    body.dir = "auto";
    body.scrollTop = 0;
  }

  function quoted(incidents) {
    const [first] = incidents;
    const node = el("mark", { class: "im-q", onclick: () => IM.emit("select", first, "text", first.spots[0]) });
    node.style.setProperty("--tint", data.categories[first.category].color);
    incidents.forEach((incident) => { if (!marks.has(incident)) marks.set(incident, []); marks.get(incident).push(node); });
    return node;
  }

  const MARK = { literal: "place", relative: "place", metonymic: "government", demonym: "people" };
  function mentioned(mention, text) {
    const nil = mention.place < 0;
    return el("span", { class: `im-m im-m-${nil ? "nil" : mention.kind}`, role: "button", tabindex: 0,
      title: nil ? "a place that the gazetteer does not know" : MARK[mention.kind],
      onclick: (event) => { event.stopPropagation(); pick(mention); },
      onkeydown: (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); event.stopPropagation(); pick(mention); } },
    }, text);
  }

  function pick(mention) {
    card.replaceChildren(el("button", { type: "button", class: "im-close", "aria-label": "Close", onclick: () => { card.hidden = true; } }, "×"), IM.mentionCard(mention));
    card.hidden = false;
    if (mention.place >= 0 && (mention.kind === "literal" || mention.kind === "relative")) IM.emit("look", mention);
  }

  return {
    node,
    open: () => show(current < 0 ? 0 : current),
    mark(incident, scroll) {
      marks.forEach((nodes) => nodes.forEach((each) => each.classList.remove("im-q-on")));
      if (!incident) return;
      show(incident.article);
      const nodes = marks.get(incident) || [];
      nodes.forEach((each) => each.classList.add("im-q-on"));
      if (scroll && nodes[0]) nodes[0].scrollIntoView({ block: "center" });
    },
  };
};

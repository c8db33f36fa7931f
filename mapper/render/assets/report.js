// The page as a figure for a report: title, map, legend, where it comes from; nothing to press.
"use strict";

(function () {
  const { el, bdi, data } = IM;
  const MOST_NAMED = 6;

  function dates(incidents) {
    const days = incidents.flatMap((incident) => incident.days || []);
    if (!days.length) return "";
    const [from, to] = days.reduce(([low, high], day) => [Math.min(low, day), Math.max(high, day)], [Infinity, -Infinity]);
    return [...new Set([from, to])].map((day) => IM.dateText(IM.isoDay(day))).join(" – ");
  }

  function head(incidents, shown) {
    const [only] = data.articles;
    const url = data.articles.length === 1 ? IM.safeUrl(only.url) : null;
    const when = dates(shown);
    const many = data.articles.length > 1 ? IM.plural(data.articles.length, "article") : "";
    const lines = [
      data.title.includes(many) ? null : many,
      data.articles.length === 1 && only.published ? `Published ${IM.dateText(only.published)}` : null,
      url ? bdi(new URL(url).hostname) : null,
      IM.countText(incidents), when ? `Dates: ${when}` : null,
    ].filter(Boolean);
    return el("header", { class: "im-report-head" }, el("h1", { dir: "auto" }, data.title),
      el("p", {}, ...lines.flatMap((line, i) => (i ? [" · ", line] : [line]))));
  }

  const entry = (symbol, words, count) => el("li", {}, symbol, el("span", {}, words), count ? el("small", {}, count.toLocaleString("en")) : null);

  function legend(incidents) {
    const count = (field) => incidents.reduce((map, each) => map.set(each[field], (map.get(each[field]) || 0) + 1), new Map());
    const categories = count("category"), facts = count("fact");
    const usual = incidents.length ? incidents[0].category : 0;
    const list = (name, items) => (items.length ? el("div", {}, el("h2", {}, name), el("ul", {}, ...items)) : null);
    const signs = IM.signs();
    return el("section", { class: "im-report-legend", "aria-label": "Legend" },
      list("Category", data.categories.map((category, i) => categories.has(i) && entry(IM.symbol(i, "occurred", 18), category.label, categories.get(i))).filter(Boolean)),
      list("Factuality", data.facts.map((fact, i) => facts.has(i) && entry(IM.symbol(usual, fact, 18), IM.FACT_TEXT[fact], facts.get(i))).filter(Boolean)),
      signs);
  }

  /** Where a map of a few articles was read from; that of one says it in its head. */
  function sources() {
    if (data.articles.length < 2 || data.articles.length > MOST_NAMED) return null;
    const named = data.articles.map((article) => {
      const url = IM.safeUrl(article.url);
      return [article.title || article.id, url ? new URL(url).hostname : "", article.published ? IM.dateText(article.published) : ""]
        .filter(Boolean).join(", ").slice(0, 160);
    });
    return el("p", {}, "Sources: ", ...named.flatMap((words, i) => [i ? "; " : "", bdi(words)]), ".");
  }

  /** What the map does not show, or not where it was, for want of a place in the gazetteer. */
  function lacking(incidents) {
    const names = (some) => IM.some([...new Set(some.flatMap((incident) => IM.lacking(incident)))], MOST_NAMED);
    const off = incidents.filter((incident) => !incident.spots.length && incident.unlocated.length);
    const wide = incidents.filter((incident) => incident.spots.length && IM.lacking(incident).length);
    const line = (some, words) => (some.length ? el("p", { class: "im-report-lacking" }, `${IM.plural(some.length, "incident")} ${words}: `, bdi(names(some)), ".") : null);
    return [line(off, "not on the map, as the place is not in the gazetteer"),
      line(wide, "shown around or beside places not in the gazetteer")];
  }

  function foot(incidents) {
    const [name, version, gazetteer] = data.made;
    return el("footer", { class: "im-report-foot" }, ...lacking(incidents), sources(),
      el("p", {}, "Read from the text by a program; check the sentence behind a marker before you rely on it. Names are those that the text uses; neither they nor the lines take a side. ",
        "Basemap: Natural Earth (public domain).", name ? ` ${name} ${version}, gazetteer ${gazetteer}.` : ""));
  }

  /** Around the map, instead of the panels. */
  IM.report = function (map, app, stage, incidents) {
    const shown = incidents.filter((incident) => incident.spots.length);
    document.documentElement.classList.add("im-report");
    map.options.zoomSnap = 0.25; // fills the figure better, and nobody zooms it
    app.replaceChildren(head(incidents, shown), stage, legend(shown), foot(incidents));
  };
})();

// The article's data: columns in, small row objects out.
"use strict";

(function () {
  const raw = IM.json("im-data");
  const rows = (columns) => {
    const names = Object.keys(columns);
    const length = names.length ? columns[names[0]].length : 0;
    return Array.from({ length }, (_, index) => {
      const row = { index };
      for (const name of names) row[name] = columns[name][index];
      return row;
    });
  };

  const data = (IM.data = {
    title: raw.title, made: raw.made, view: raw.view, whole: raw.whole, categories: raw.categories, facts: raw.facts,
    articles: rows(raw.articles), places: rows(raw.places), shapes: rows(raw.shapes),
    mentions: rows(raw.mentions), incidents: rows(raw.incidents), spots: rows(raw.spots),
  });

  const DAY = 864e5;
  /** First and last day of `2020`, `2020-10` or `2020-10-17`, counted from 1970; null for none. */
  IM.days = function (text) {
    const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text);
    if (!match) return null;
    const [year, month, day] = match.slice(1).map(Number);
    const first = Date.UTC(year, (month || 1) - 1, day || 1);
    const after = day ? first + DAY : month ? Date.UTC(year, month, 1) : Date.UTC(year + 1, 0, 1);
    return [first / DAY, after / DAY - 1];
  };
  IM.isoDay = (day) => new Date(day * DAY).toISOString().slice(0, 10);

  const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
  /** `17 Oct 2020` for people. */
  IM.dateText = function (text) {
    const [year, month, day] = text.split("-");
    return [day ? String(Number(day)) : "", month ? MONTHS[Number(month) - 1] : "", year]
      .filter(Boolean).join(" ");
  };
  IM.whenText = function (incident) {
    if (!incident.from && !incident.to) return "undated";
    if (!incident.to || incident.to === incident.from) return IM.dateText(incident.from || incident.to);
    if (!incident.from) return `until ${IM.dateText(incident.to)}`;
    return `${IM.dateText(incident.from)} – ${IM.dateText(incident.to)}`;
  };

  const PRECISION = {
    exact: "exact spot", settlement: "town or village", district: "district, not a point",
    region: "region, not a point", country: "whole country, not a point",
    water: "water, not a point", line: "a line, not a point",
  };
  IM.precisionText = (spot) => PRECISION[spot.precision] || spot.precision;
  IM.isPoint = (spot) => spot.precision === "exact" || spot.precision === "settlement";

  const text = (article, [start, end]) => data.articles[article].text.slice(start, end);
  for (const mention of data.mentions) mention.text = text(mention.article, [mention.start, mention.end]);
  for (const incident of data.incidents) {
    incident.quoteText = text(incident.article, incident.quote);
    incident.moreTexts = incident.more.map((pair) => text(incident.article, pair));
    const first = IM.days(incident.from), last = IM.days(incident.to);
    // Without a place there is nothing but the event to believe.
    if (!incident.scores[1]) incident.score = incident.scores[0];
    incident.days = first || last ? [(first || last)[0], (last || first)[1]] : null;
    incident.spots = [];
  }

  // A place is called what the article calls it; its other names stand beside.
  for (const mention of data.mentions) {
    if (mention.place < 0 || mention.kind !== "literal") continue;
    const place = data.places[mention.place];
    if (!place.written) place.written = mention.text.replace(/\s+/g, " ");
  }
  for (const spot of data.spots) {
    const place = (spot.place = data.places[spot.place]);
    spot.mention = spot.mention < 0 ? null : data.mentions[spot.mention];
    const named = spot.mention && spot.mention.kind !== "demonym" ? spot.mention.text : "";
    spot.name = named.replace(/\s+/g, " ") || place.written || place.name;
    data.incidents[spot.incident].spots.push(spot);
    spot.incident = data.incidents[spot.incident];
    spot.latlng = L.latLng(place.lat, place.lon);
    if (spot.shape >= 0) {
      spot.shape = data.shapes[spot.shape];
      if (spot.shape.kind === "line") spot.latlng = middle(shapePaths(spot.shape)) || spot.latlng;
    } else spot.shape = null;
  }
  for (const incident of data.incidents) {
    incident.search = IM.folded([
      incident.quoteText, ...incident.moreTexts, incident.by, incident.from, incident.to,
      ...incident.actors.map((actor) => actor[0]),
      ...incident.spots.flatMap((spot) => [spot.name, spot.place.name,
        ...spot.place.names.map((name) => name[0])]),
      data.categories[incident.category].label, data.facts[incident.fact], incident.type,
    ].join("\n"));
  }

  /** Decoded paths of a shape, once. */
  function shapePaths(shape) {
    if (!shape.paths) shape.paths = IM.decode(shape.path, 4);
    return shape.paths;
  }
  IM.shapePaths = shapePaths;

  /** The point half-way along the longest path. */
  function middle(paths) {
    let best = null, most = -1;
    for (const path of paths) {
      const steps = path.slice(1).map((point, i) => Math.hypot(point[0] - path[i][0], point[1] - path[i][1]));
      const length = steps.reduce((sum, step) => sum + step, 0);
      if (length <= most) continue;
      most = length;
      let left = length / 2, i = 0;
      while (i < steps.length - 1 && left > steps[i]) left -= steps[i++];
      const share = steps[i] ? left / steps[i] : 0;
      const [a, b] = [path[i], path[i + 1] || path[i]];
      best = L.latLng(a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share);
    }
    return best;
  }

  // Who published: articles of one host are one source, one without an address is its own.
  const sources = new Map();
  for (const article of data.articles) {
    const url = IM.safeUrl(article.url);
    const name = url ? new URL(url).hostname.replace(/^www\./, "") : article.title || article.id;
    if (!sources.has(name)) sources.set(name, { index: sources.size, name, articles: [], count: 0 });
    article.source = sources.get(name);
    article.source.articles.push(article);
  }
  data.sources = [...sources.values()];
  for (const incident of data.incidents) {
    incident.source = data.articles[incident.article].source;
    incident.source.count += 1;
    incident.told = []; // the same incident as other articles tell it
  }

  /** Calls once the data are there. */
  IM.load = (then) => then();
})();

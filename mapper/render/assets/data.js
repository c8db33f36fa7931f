// The articles' data: columns in, small row objects out that read from them when asked.
"use strict";

(function () {
  // Filled by `IM.load`; other parts may take hold of the object before.
  const data = (IM.data = {});

  /** A class whose objects are rows of a table: an index, and the columns as fields. */
  function rowClass(columns, fields) {
    class Row { constructor(index) { this.index = index; } }
    for (const name of Object.keys(columns)) {
      Object.defineProperty(Row.prototype, name, { configurable: true, get() { return columns[name][this.index]; } });
    }
    for (const [name, get] of Object.entries(fields)) Object.defineProperty(Row.prototype, name, { get });
    return Row;
  }
  function rows(count, columns, fields) {
    const Row = rowClass(columns, fields || {}), made = new Array(count);
    for (let index = 0; index < count; index++) made[index] = new Row(index);
    return made;
  }

  /** Where the rows of each owner start in a table that is in its owners' order. */
  function starts(owners, count) {
    const first = new Int32Array(count + 1);
    for (let i = 0; i < owners.length; i++) first[owners[i] + 1]++;
    for (let i = 0; i < count; i++) first[i + 1] += first[i];
    return first;
  }
  /** The lists that the rows of `table` form, as a function of the owner's index. */
  function lists(table, owner, count, make) {
    const first = starts(table[owner], count);
    return function (index) {
      const found = [];
      for (let i = first[index]; i < first[index + 1]; i++) found.push(make(i));
      return found;
    };
  }

  /** A field that is worked out once. */
  const once = (get) => {
    const known = [];
    return function () {
      const value = known[this.index];
      return value === undefined ? (known[this.index] = get(this)) : value;
    };
  };
  /** A value that is made when first asked for. */
  const later = (make) => {
    let made;
    return () => (made === undefined ? (made = make()) : made);
  };
  const cut = (article, start, end) => data.tables.articles.text[article].slice(start, end);

  function fill(raw, counts) {
    const { articles, bodies, places, names, shapes, mentions, candidates, reasons, incidents, quotes, actors, tolls, spots } = raw;
    Object.assign(data, { title: raw.title, made: raw.made, view: raw.view, whole: raw.whole, categories: raw.categories, facts: raw.facts });
    data.tables = { articles, places, names, mentions, incidents, actors, spots };

    const bodyOf = later(() => lists(bodies, "article", counts.articles, (i) => [bodies.start[i], bodies.end[i]]));
    data.articles = rows(counts.articles, articles, { body() { return bodyOf()(this.index); } });

    const namesOf = later(() => lists(names, "place", counts.places, (i) => [names.text[i], names.lang[i], names.kind[i]]));
    data.places = rows(counts.places, places, {
      names: once((row) => namesOf()(row.index)),
      search: once((row) => IM.folded([row.name, ...row.names.map((name) => name[0])].join("\n"))),
    });
    data.shapes = rows(counts.shapes, shapes);

    const whyOf = later(() => lists(reasons, "why", candidates.why.reduce((most, why) => Math.max(most, why), -1) + 1, (i) => reasons.text[i]));
    const candidatesOf = later(() => lists(candidates, "mention", counts.mentions, (i) => [candidates.place[i], candidates.score[i], whyOf()(candidates.why[i])]));
    data.mentions = rows(counts.mentions, mentions, {
      text() { return cut(this.article, this.start, this.end); },
      candidates() { return candidatesOf()(this.index); },
    });

    fillIncidents(counts.incidents, raw);
    fillSpots(counts.spots, spots);
    fillSources();
  }

  function fillIncidents(count, { incidents, quotes, actors, tolls, spots, unlocated }) {
    const moreOf = later(() => lists(quotes, "incident", count, (i) => [quotes.start[i], quotes.end[i]]));
    const actorsOf = later(() => lists(actors, "incident", count, (i) => [actors.name[i], actors.role[i], actors.country[i]]));
    const tollsOf = later(() => lists(tolls, "incident", count, (i) => [tolls.kind[i], [tolls.least[i], tolls.most[i] < 0 ? null : tolls.most[i], tolls.text[i], tolls.by[i]]]));
    const spotsOf = later(() => lists(spots, "incident", count, (i) => data.spots[i]));
    const unlocatedOf = later(() => lists(unlocated, "incident", count, (i) => data.mentions[unlocated.mention[i]]));
    const toll = (row, kind) => (tollsOf()(row.index).find((each) => each[0] === kind) || [0, 0])[1];
    const told = new Map();
    incidents.story.forEach((story, i) => {
      if (story < 0) return;
      if (!told.has(story)) told.set(story, []);
      told.get(story).push(i);
    });
    const days = new Map();
    const dayOf = (text) => {
      if (!days.has(text)) days.set(text, IM.days(text));
      return days.get(text);
    };
    data.incidents = rows(count, incidents, {
      quote() { return [this.start, this.end]; },
      more() { return moreOf()(this.index); },
      trigger() { return [this.triggerStart, this.triggerEnd]; },
      quoteText() { return cut(this.article, this.start, this.end); },
      moreTexts() { return this.more.map(([start, end]) => cut(this.article, start, end)); },
      actors() { return actorsOf()(this.index); },
      dead() { return toll(this, "dead"); },
      hurt() { return toll(this, "hurt"); },
      scores() { return [this.event, this.placed, this.link]; },
      // Without a place there is nothing but the event to believe.
      score() { return this.placed ? this.event * this.placed * this.link : this.event; },
      days: once((row) => {
        const first = dayOf(row.from), last = dayOf(row.to);
        return first || last ? [(first || last)[0], (last || first)[1]] : null;
      }),
      spots: once((row) => spotsOf()(row.index)),
      /** Mentions that name a place of it which no gazetteer has. */
      unlocated: once((row) => unlocatedOf()(row.index)),
      /** The same incident as other articles tell it. */
      told() { return this.story < 0 ? [] : told.get(this.story).filter((i) => i !== this.index).map((i) => data.incidents[i]); },
      source() { return data.articles[this.article].source; },
      search: once(searched),
    });
  }

  /** All that a reader may look for, folded. */
  function searched(incident) {
    const own = IM.folded([
      incident.quoteText, ...incident.moreTexts, incident.by, incident.from, incident.to,
      ...incident.actors.map((actor) => actor[0]), ...incident.spots.map((spot) => spot.name), ...IM.lacking(incident),
      data.categories[incident.category].label, data.facts[incident.fact], incident.type,
    ].join("\n"));
    return [own, ...incident.spots.map((spot) => spot.place.search)].join("\n");
  }

  function fillSpots(count, columns) {
    const { incident, place, shape } = columns;
    data.spots = rows(count, columns, {
      incident() { return data.incidents[incident[this.index]]; },
      place() { return data.places[place[this.index]]; },
      mention() { return data.mentions[columns.mention[this.index]] || null; },
      /** The mention that tells more closely where, if no gazetteer has that place; else null. */
      finer() { return data.mentions[columns.finer[this.index]] || null; },
      shape() { return data.shapes[shape[this.index]] || null; },
      latlng: once((row) => {
        const line = row.shape && row.shape.kind === "line" ? middle(IM.shapePaths(row.shape)) : null;
        return line || L.latLng(row.place.lat, row.place.lon);
      }),
    });
  }

  /** Who published: articles of one host are one source, one without an address is its own. */
  function fillSources() {
    const sources = new Map();
    for (const article of data.articles) {
      // Only a name: who follows the address asks `IM.safeUrl`.
      const host = /^https?:\/\/(?:www\.)?([^/?#:@]+)/i.exec(article.url);
      let name = host ? host[1].toLowerCase() : article.title || article.id;
      // Agencies' titles are printed by many; filters and links tell sources apart by name.
      while (!host && sources.has(name)) name += ` (${article.id})`;
      if (!sources.has(name)) sources.set(name, { index: sources.size, name, articles: [], count: 0 });
      article.source = sources.get(name);
      article.source.articles.push(article);
    }
    data.sources = [...sources.values()];
    for (const article of data.tables.incidents.article) data.articles[article].source.count += 1;
  }

  /** Calls once the data are there. */
  IM.load = (then) => IM.unpack(IM.json("im-data"), (raw, counts) => { fill(raw, counts); then(); });

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

  /** Decoded paths of a shape, once. */
  IM.shapePaths = function (shape) {
    if (!shape.paths) shape.paths = IM.decode(shape.path, 4);
    return shape.paths;
  };

  IM.shapeBox = (shape) => (shape.box = shape.box || L.latLngBounds(IM.shapePaths(shape).flat()));

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
})();

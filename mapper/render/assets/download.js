// What is shown, as files: GeoJSON and CSV, with the columns of the program's own files.
"use strict";

(function () {
  const { el, data } = IM;
  const joined = (texts) => [...new Set(texts.filter(Boolean))].join("; ");

  function happened(incident, number) {
    const article = data.articles[incident.article];
    const [start, end] = IM.codePoints(article, incident.quote);
    const actors = (role) => joined(incident.actors.filter((actor) => !role || actor[1] === role).map((actor) => actor[0]));
    const dead = incident.dead || [null, null, ""], hurt = incident.hurt || [null, null, ""];
    const [event, place, link] = incident.scores;
    return {
      id: `${article.id}/${incident.id}/${number}`, incident: incident.id, article: article.id,
      article_title: article.title, published: article.published, url: article.url,
      category: data.categories[incident.category].name, event_type: incident.type, acled: incident.sub,
      date_start: incident.days ? IM.isoDay(incident.days[0]) : "", date_end: incident.days ? IM.isoDay(incident.days[1]) : "",
      date_precision: incident.precision, date_text: incident.when,
      actors: actors(""), sources: actors("source"), targets: actors("target"),
      fatalities_min: dead[0], fatalities_max: dead[1], fatalities_text: dead[2],
      injuries_min: hurt[0], injuries_max: hurt[1], injuries_text: hurt[2],
      factuality: data.facts[incident.fact], attributed_to: incident.by,
      quote: incident.quoteText, quote_start: start, quote_end: end, more_quotes: joined(incident.moreTexts),
      unlocated: joined(incident.unlocated.map((mention) => mention.text)),
      score: incident.score, score_event: event, score_place: place, score_link: link,
    };
  }
  function located(spot) {
    const { place } = spot;
    return {
      place: place.name, place_as_written: spot.mention ? spot.mention.text : "", finer: spot.finer ? spot.finer.text : "", place_id: place.id, country: place.country,
      within: place.admin, disputed: Boolean(place.disputed), other_names: joined(place.names.map((name) => name[0])),
      role: spot.role, precision: spot.precision, where_prec: spot.prec, uncertainty_km: spot.km, reason: spot.why,
    };
  }
  // A lone surrogate fits into no file.
  const whole = (value) => (typeof value === "string" ? value.replace(/\p{Surrogate}/gu, "\ufffd") : value);

  /** A Feature an incident and place; RFC 7946. */
  IM.geojson = function (incidents) {
    const features = [];
    for (const incident of incidents) {
      incident.spots.forEach((spot, i) => {
        const properties = { ...happened(incident, i + 1), ...located(spot) };
        for (const name of Object.keys(properties)) properties[name] = whole(properties[name]);
        features.push(JSON.stringify({ type: "Feature", id: properties.id,
          geometry: { type: "Point", coordinates: [spot.place.lon, spot.place.lat] }, properties }));
      });
    }
    return `{"type": "FeatureCollection", "features": [\n${features.join(",\n")}\n]}\n`;
  };

  // What a spreadsheet may take for a formula or a command, wide forms included.
  const RUNS = /^'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/u;
  const cell = (IM.cell = function (value) {
    if (value === null || value === undefined) return "";
    if (typeof value !== "string") return String(value);
    const text = whole(RUNS.test(value) ? `'${value}` : value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  });

  /** A row an incident and place; incidents without a place have a row, too. */
  IM.csv = function (incidents) {
    const lines = [];
    let head = null;
    const none = Object.fromEntries(["place", "place_as_written", "finer", "place_id", "country", "within", "disputed", "other_names",
      "role", "precision", "where_prec", "uncertainty_km", "reason"].map((name) => [name, null]));
    for (const incident of incidents) {
      const spots = incident.spots.length ? incident.spots : [null];
      spots.forEach((spot, i) => {
        const row = { ...happened(incident, spot ? i + 1 : 0), ...(spot ? located(spot) : none),
          longitude: spot ? spot.place.lon : null, latitude: spot ? spot.place.lat : null };
        head = head || Object.keys(row);
        lines.push(head.map((name) => cell(row[name])).join(","));
      });
    }
    // By the mark at the beginning Excel knows that it is UTF-8.
    return `\ufeff${[(head || []).join(","), ...lines].join("\r\n")}\r\n`;
  };

  const slug = (text) => text.normalize("NFKC").replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "").slice(0, 60).toLowerCase();

  /** Hand a file over. */
  IM.give = function (text, type, name) {
    const url = URL.createObjectURL(new Blob([text], { type }));
    const link = el("a", { href: url, download: name, hidden: true });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 60000);
  };

  /** Buttons that save what `shown` gives. */
  IM.downloads = (shown) => el("div", { class: "im-actions", role: "group", "aria-label": "Download what is shown" },
    el("span", { "aria-hidden": "true" }, "Download"),
    ...[["GeoJSON", IM.geojson, "application/geo+json", "geojson"], ["CSV", IM.csv, "text/csv;charset=utf-8", "csv"]].map(
      ([name, make, type, ending]) => el("button", { type: "button", class: "im-button", "data-download": ending,
        "aria-label": `Download what is shown as ${name}`, onclick: () => {
          const incidents = shown();
          IM.give(make(incidents), type, `${slug(data.title) || "incidents"}.${ending}`);
          IM.say(`${IM.plural(incidents.length, "incident")} saved as ${name}`);
        } }, name)));
})();

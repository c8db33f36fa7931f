// What opens at a marker: the sentence first, then what the program made of it.
"use strict";

(function () {
  const { el, bdi } = IM;

  // A click that changes the popup's content would pass for one on the map, which closes popups.
  const card = (...parts) => el("article", { class: "im-popup", onclick: (event) => event.stopPropagation() }, ...parts);

  const row = (list, name, ...values) => {
    const shown = values.filter((value) => value !== null && value !== "");
    if (shown.length) list.append(el("dt", {}, name), el("dd", {}, ...shown));
  };

  /** A bar and a number for a share of belief. */
  IM.scoreBar = (score) => el("span", { class: "im-score", title: `score ${IM.percent(score)}` },
    el("meter", { min: 0, max: 1, value: score, "aria-hidden": "true" }), IM.percent(score));

  IM.factBadge = (fact) => el("span", { class: `im-fact im-fact-${fact}`, title: IM.FACT_TEXT[fact] }, fact);

  const LANGUAGE = (tag) => {
    try { return new Intl.DisplayNames(["en"], { type: "language" }).of(tag); } catch { return tag; }
  };
  /** The other names of a place, each with its language: as many sides as the gazetteer knows. */
  function otherNames(place, written) {
    const names = [[place.name, "", "main"], ...place.names].filter((name) => name[0] !== written);
    const seen = new Set();
    const list = el("span", { class: "im-names" });
    for (const [text, language, kind] of names) {
      if (seen.has(text)) continue;
      seen.add(text);
      if (seen.size > 7) break;
      const note = [language && LANGUAGE(language), kind === "historical" ? "historical" : ""].filter(Boolean).join(", ");
      if (list.childNodes.length) list.append(" · ");
      list.append(bdi(text, { lang: language || null }), note ? el("small", {}, ` (${note})`) : "");
    }
    return list.childNodes.length ? list : null;
  }

  const COUNTRY = (code) => {
    try { return code ? new Intl.DisplayNames(["en"], { type: "region" }).of(code) : ""; } catch { return code; }
  };
  IM.placeLine = (place) => [place.admin, COUNTRY(place.country)].filter(Boolean).join(", ");

  function candidates(mention, open) {
    if (!mention || !mention.candidates.length) return null;
    const list = el("ol", { class: "im-candidates" });
    for (const [index, score, reasons] of mention.candidates) {
      const place = IM.data.places[index];
      list.append(el("li", { class: index === mention.place ? "im-chosen" : null },
        el("span", { class: "im-candidate" }, bdi(place.name),
          el("small", {}, ` ${[IM.placeLine(place), place.code].filter(Boolean).join(" · ")}`), IM.scoreBar(score)),
        reasons.length ? el("small", { class: "im-reasons" }, reasons.join("; ")) : null));
    }
    return el("details", { open }, el("summary", {}, `${IM.plural(mention.candidates.length, "candidate")} for “`,
      bdi(mention.text), "”"), list);
  }

  const ROLE = { location: "", origin: "from here", destination: "to here", target: "aimed at this place", near: "near this place" };

  function place(spot) {
    const parts = [el("b", {}, bdi(IM.spotName(spot)))];
    if (ROLE[spot.role]) parts.push(` (${ROLE[spot.role]})`);
    const line = IM.placeLine(spot.place);
    if (line && line !== spot.name) parts.push(el("small", { class: "im-line" }, line));
    return parts;
  }

  const disputed = (details, place) => row(details, "Note", place.disputed ? "claimed, or named differently, by more than one side" : null);

  const lacking = (mentions) => IM.named(mentions).flatMap((name, i) => [i ? ", " : "", el("b", {}, bdi(name))]);
  const NOT_HELD = "named in the text, but not in the gazetteer";

  function where(details, spot) {
    row(details, "Where", ...place(spot));
    if (spot.finer) row(details, "More exactly", ...lacking([spot.finer]), el("small", { class: "im-line" }, `${NOT_HELD}: shown at the place around it`));
    row(details, "Other names", otherNames(spot.place, spot.name));
    disputed(details, spot.place);
    row(details, "Precision", IM.precisionText(spot), spot.km && !spot.shape && spot.precision !== "country" ? `, within ${IM.distance(spot.km)}` : null,
      spot.why ? el("small", { class: "im-line" }, bdi(spot.why)) : null);
  }

  const count = (quantity) => {
    if (!quantity) return null;
    const [least, most, words, by] = quantity;
    const range = most === null ? `${least} or more` : most === least ? `${least}` : `${least}–${most}`;
    return el("span", {}, range, el("small", {}, " “", bdi(words), "”", by ? " – " : "", by ? bdi(by) : ""));
  };

  const DOES = { source: "acts", target: "is acted on", other: "takes part" };
  const actor = ([name, role, country]) => el("li", {}, bdi(name),
    el("small", {}, ` ${[DOES[role], COUNTRY(country)].filter(Boolean).join(", ")}`));

  function scores(incident) {
    const [event, where, link] = incident.scores;
    if (!incident.spots.length) return IM.scoreBar(event);
    return el("span", {}, IM.scoreBar(incident.score),
      el("small", { class: "im-line" }, `event ${IM.percent(event)} × place ${IM.percent(where)} × link ${IM.percent(link)}`));
  }

  function source(incident) {
    const article = IM.data.articles[incident.article];
    const url = IM.safeUrl(article.url);
    const title = article.title || article.id;
    return el("p", { class: "im-source" },
      el("span", {}, url ? el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, bdi(title)) : bdi(title),
        article.published ? `, ${IM.dateText(article.published)}` : ""),
      el("button", { type: "button", class: "im-link im-read", onclick: () => IM.emit("read", incident) }, "Read in the text"), IM.copyButton(incident));
  }

  IM.quote = (text) => el("blockquote", {}, "“", bdi(text), "”");

  /** An incident, at one of its places if it has any. */
  IM.incidentCard = function (incident, spot) {
    const fact = IM.data.facts[incident.fact];
    const details = el("dl", {});
    const unheld = incident.unlocated;
    if (spot) where(details, spot); else if (!unheld.length) row(details, "Where", "the text names no place for it");
    if (unheld.length) row(details, spot ? "Also named" : "Where", ...lacking(unheld), el("small", { class: "im-line" }, NOT_HELD));
    row(details, "When", IM.whenText(incident), incident.when ? el("small", {}, " “", bdi(incident.when), "”") : null);
    if (incident.actors.length) row(details, "Who", el("ul", {}, ...incident.actors.map(actor)));
    row(details, "Killed", count(incident.dead));
    row(details, "Injured", count(incident.hurt));
    row(details, "Factuality", IM.FACT_TEXT[fact]);
    row(details, "Says who", incident.by ? bdi(incident.by) : "the article itself");
    row(details, "Score", scores(incident));
    row(details, "Type", [incident.type, incident.sub].filter((word) => word && !/^other$/i.test(word)).join(" · "));
    const others = incident.spots.filter((other) => other !== spot);
    if (others.length) {
      row(details, "Also at", el("span", {}, ...others.flatMap((other, i) => [i ? ", " : "", el("button", {
        type: "button", class: "im-link", onclick: () => IM.emit("select", incident, "popup", other),
      }, bdi(IM.spotName(other)))])));
    }
    return card(
      el("header", {}, IM.symbol(incident.category, fact, 24),
        el("h2", {}, IM.data.categories[incident.category].label), IM.factBadge(fact)),
      IM.quote(incident.quoteText),
      incident.moreTexts.length ? el("details", {}, el("summary", {},
        IM.plural(incident.moreTexts.length, "more sentence") + " about it"), ...incident.moreTexts.map(IM.quote)) : null,
      details, IM.placing([spot && spot.finer, ...unheld]), spot ? candidates(spot.mention) : null, IM.toldBy(incident), source(incident));
  };

  /** The few words that appear when the pointer rests on a marker. */
  IM.hint = (spot) => el("div", {}, el("b", {}, bdi(IM.spotName(spot))), spot.finer ? el("small", {}, " for ", bdi(IM.flat(spot.finer.text))) : null, ` · ${IM.whenText(spot.incident)}`,
    el("span", { class: "im-hint-quote", dir: "auto" }, spot.incident.quoteText));

  const KIND = {
    literal: "a place on the ground",
    relative: "a place told by other places",
    metonymic: "stands for a government or institution: not on the map",
    demonym: "people or things of a country: not on the map",
  };

  /** What one mention was taken for; for the map and, `reading`, for the article beside it. */
  IM.mentionCard = function (mention, reading) {
    const resolved = mention.place < 0 ? null : IM.data.places[mention.place];
    const details = el("dl", {});
    row(details, "Used as", KIND[mention.kind] || mention.kind);
    if (resolved) {
      row(details, "Place", bdi(resolved.name), el("small", { class: "im-line" },
        [IM.placeLine(resolved), resolved.code, resolved.id].filter(Boolean).join(" · ")));
      row(details, "Other names", otherNames(resolved, mention.text));
      disputed(details, resolved);
      if (mention.km) row(details, "Precision", `within ${IM.distance(mention.km)}`);
    } else row(details, "Place", "none that the gazetteer knows (NIL)");
    row(details, "Score", IM.scoreBar(mention.score));
    return card(el("header", {}, el("h2", {}, bdi(IM.flat(mention.text)))),
      details, resolved || mention.kind !== "literal" ? null : IM.placing([mention]), candidates(mention, true), reading ? null : el("p", { class: "im-source" },
        el("button", { type: "button", class: "im-link im-read", onclick: () => IM.emit("find", mention) }, "Find in the text")));
  };
  // Called `im-popup` too: one look for both.

  const MOST = 60;
  /** Several incidents under one badge. */
  IM.listPopup = (spots) => card(
    el("header", {}, el("h2", {}, `${IM.plural(spots.length, "incident")} here`)),
    el("ol", { class: "im-stack" }, ...spots.slice(0, MOST).map((spot) => el("li", {}, IM.rowButton(spot.incident, spot)))),
    spots.length > MOST ? el("p", {}, `The first ${MOST} are listed; filters leave fewer.`) : null);
})();

// The same incident out of several articles.
"use strict";

/** Who else tells of an incident, with a way there; null if nobody does. */
IM.toldBy = function (incident) {
  if (!incident.told.length) return null;
  const { el, bdi, data } = IM;
  return el("details", { class: "im-told" },
    el("summary", {}, `Probably the same in ${IM.plural(incident.told.length, "other article")}`),
    el("ul", {}, ...incident.told.slice(0, 30).map((other) => {
      const article = data.articles[other.article];
      return el("li", {}, el("button", { type: "button", class: "im-link", onclick: () => IM.emit("select", other, "popup", other.spots[0]) },
        bdi(article.title || article.id)), el("small", { class: "im-line" }, `${other.source.name}: “`, bdi(other.quoteText.slice(0, 200)), "”"));
    })));
};

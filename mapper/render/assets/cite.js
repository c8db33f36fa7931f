// An incident to quote: the sentence, who published it and when, and where it stands in the text.
"use strict";

(function () {
  const { el, data } = IM;
  const line = (text) => text.replace(/\s+/g, " ").trim();

  const paired = new Map();
  /** Offsets in code points, as in the files of the program; a script counts otherwise. */
  IM.codePoints = function (article, [start, end]) {
    if (!paired.has(article)) paired.set(article, /[\ud800-\udbff][\udc00-\udfff]/.test(article.text));
    if (!paired.get(article)) return [start, end];
    const before = [...article.text.slice(0, start)].length;
    return [before, before + [...article.text.slice(start, end)].length];
  };

  IM.citation = function (incident) {
    const article = data.articles[incident.article];
    const [start, end] = IM.codePoints(article, incident.quote);
    const url = IM.safeUrl(article.url);
    const source = [article.title || article.id, url ? new URL(url).hostname : "",
      article.published ? IM.dateText(article.published) : "", url || ""];
    const places = [...new Set(incident.spots.map((spot) => IM.spotName(spot)))].join(", ");
    const lacking = IM.lacking(incident).join(", ");
    const what = [data.categories[incident.category].label, data.facts[incident.fact],
      places || "no place on the map", lacking && `not in the gazetteer: ${lacking}`, IM.whenText(incident)].filter(Boolean);
    return [`“${incident.quoteText}”`, source.filter(Boolean).map(line).join(", "),
      `Characters ${start}–${end} of the text. ${what.map(line).join("; ")}.`].join("\n");
  };

  const status = el("p", { class: "im-hidden", role: "status" });
  IM.statusLine = status;
  IM.say = (words) => { status.textContent = ""; requestAnimationFrame(() => { status.textContent = words; }); };

  /** Puts a text on the clipboard; gives whether that was allowed. */
  async function copy(text) {
    try { await navigator.clipboard.writeText(text); return true; } catch { /* the older way */ }
    const box = el("textarea", { class: "im-hidden", "aria-hidden": "true", tabindex: -1 });
    const before = document.activeElement;
    box.value = text;
    document.body.append(box);
    box.select();
    let done = false;
    try { done = document.execCommand("copy"); } catch { /* told by what is returned */ }
    box.remove();
    if (before) before.focus();
    return done;
  }

  IM.copyButton = function (incident) {
    const button = el("button", { type: "button", class: "im-link im-cite", onclick: async () => {
      const text = IM.citation(incident);
      if (await copy(text)) {
        button.textContent = "Copied";
        IM.say("Citation copied");
        setTimeout(() => { button.textContent = "Copy citation"; }, 2000);
        return;
      }
      // Where no page may write to the clipboard, the reader can.
      const box = el("textarea", { class: "im-cited", readonly: true, rows: 6, "aria-label": "Citation" });
      box.value = text;
      button.replaceWith(box);
      box.select();
      IM.say("The clipboard is closed to this page: copy the citation from its box");
    } }, "Copy citation");
    return button;
  };
})();

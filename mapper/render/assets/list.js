// The list of incidents. A long one holds only the rows that are in sight.
"use strict";

(function () {
  const { el, bdi, data } = IM;
  const LONG = 300; // rows: from here on they are drawn as they come into sight
  const SPARE = 6;
  const PAGE = 8; // rows that Page Up and Page Down pass

  let selected = null;
  const current = (button, incident) => {
    if (incident === selected) button.setAttribute("aria-current", "true"); else button.removeAttribute("aria-current");
  };

  /** Mark an incident's row wherever it stands. */
  IM.markRow = function (incident) {
    selected = incident;
    for (const button of document.querySelectorAll(".im-row")) current(button, data.incidents[button.dataset.incident]);
  };

  /** Where it was: as the map shows it, and as the text names it if no gazetteer has that. */
  function title(where, incident, spot) {
    const part = (word, names) => (names.length ? el("small", {}, ` ${word} `, bdi(names.join(", "))) : null);
    const others = IM.named(incident.unlocated);
    if (where) return el("b", {}, bdi(where), part("for", IM.named((spot ? [spot] : incident.spots).map((each) => each.finer))), spot ? null : part("and", others));
    const lacking = others.join(", ");
    if (lacking) return el("b", { class: "im-lacking" }, bdi(lacking), el("small", {}, " not in the gazetteer"));
    return el("b", { class: "im-nowhere" }, "no place on the map");
  }

  /** The button that stands for an incident in lists. */
  IM.rowButton = function (incident, spot) {
    const fact = data.facts[incident.fact];
    const names = [...new Set(incident.spots.map(IM.spotName))];
    const article = data.articles[incident.article];
    const where = spot ? IM.spotName(spot) : names.length > 2 ? `${names[0]} +${names.length - 1}` : names.join(", ");
    const button = el("button", { type: "button", class: "im-row", "data-incident": incident.index,
      onclick: () => IM.emit("select", incident, "list", spot || incident.spots[0]) },
    IM.symbol(incident.category, fact, 24),
    el("span", { class: "im-row-text" },
      el("span", { class: "im-row-head" }, title(where, incident, spot), el("time", {}, IM.whenText(incident))),
      el("span", { class: "im-row-quote", dir: "auto" }, incident.quoteText),
      el("span", { class: "im-row-foot" }, fact === "occurred" ? null : IM.factBadge(fact),
        el("small", {}, data.categories[incident.category].label), IM.scoreBar(incident.score)),
      data.articles.length > 1 ? el("small", { class: "im-row-article" }, bdi(article.title || article.id),
        incident.told.length ? ` and ${IM.plural(incident.told.length, "other article")}` : "") : null));
    current(button, incident);
    return button;
  };

  /** A list inside what scrolls; `scroller` gives that element, which may change with the window. */
  IM.list = function (label, scroller) {
    const node = el("ol", { class: "im-list", "aria-label": label });
    const made = new Map();
    let rows = [], places = new Map(), at = 0, from = 0, to = 0, high = 0;
    const printing = () => document.documentElement.classList.contains("im-printing");
    const long = () => rows.length > LONG && !printing();

    function item(position) {
      const incident = rows[position];
      let line = made.get(incident);
      if (!line) {
        line = el("li", { onmouseenter: () => IM.emit("point", incident), onmouseleave: () => IM.emit("point", null) }, IM.rowButton(incident));
        made.set(incident, line);
      }
      line.setAttribute("aria-setsize", rows.length);
      line.setAttribute("aria-posinset", position + 1);
      current(line.firstChild, incident);
      line.firstChild.tabIndex = position === at ? 0 : -1;
      return line;
    }

    /** Puts the rows in sight, and a few around them, into the page. */
    function draw(always) {
      node.classList.toggle("im-long", long());
      if (!long()) {
        [from, to] = [0, Math.min(rows.length, LONG)]; // more would be books on paper
        node.style.paddingBlock = "0";
        if (!always) return;
        node.replaceChildren(...rows.slice(0, to).map((_, i) => item(i)));
        if (to < rows.length) node.append(el("li", { class: "im-rest" }, `and ${IM.plural(rows.length - to, "more incident")}`));
        return;
      }
      if (!high) {
        node.replaceChildren(item(0));
        high = node.firstChild.getBoundingClientRect().height;
        if (!high) return; // out of sight; it is drawn when it comes back
        always = true;
      }
      const frame = scroller().getBoundingClientRect(), top = node.getBoundingClientRect().top;
      const first = Math.max(0, Math.min(rows.length - 1, Math.floor((Math.max(frame.top, 0) - top) / high) - SPARE));
      const last = Math.min(rows.length, Math.ceil((Math.min(frame.bottom, innerHeight) - top) / high) + SPARE);
      if (!always && first === from && last === to) return;
      const focused = node.contains(document.activeElement) ? document.activeElement : null;
      [from, to] = [first, Math.max(last, first + 1)];
      if (made.size > 4 * LONG) made.clear();
      node.style.paddingBlock = `${from * high}px ${(rows.length - to) * high}px`;
      node.replaceChildren(...Array.from({ length: to - from }, (_, i) => item(from + i)));
      if (!focused || focused === document.activeElement) return;
      // A row that moves loses the focus. Who scrolled it away goes on from one that is in sight.
      if (!focused.isConnected) at = Math.max(from, Math.min(to - 1, at));
      (focused.isConnected ? focused : item(at).firstChild).focus({ preventScroll: true });
    }

    function reveal(position) {
      if (long()) {
        const box = scroller(), frame = box.getBoundingClientRect();
        const top = node.getBoundingClientRect().top + position * high;
        if (top < frame.top) box.scrollTop += top - frame.top;
        else if (top + high > frame.bottom) box.scrollTop += Math.min(top - frame.top, top + high - frame.bottom);
        draw();
      } else {
        const line = item(position).getBoundingClientRect(), frame = scroller().getBoundingClientRect();
        if (line.height && (line.top < frame.top || line.bottom > frame.bottom)) scroller().scrollTop += line.top < frame.top ? line.top - frame.top : line.bottom - frame.bottom;
      }
    }

    function hold(position) {
      const before = made.get(rows[at]);
      if (before) before.firstChild.tabIndex = -1;
      at = position;
      item(at);
    }

    node.addEventListener("focusin", (event) => {
      const position = places.get(data.incidents[event.target.dataset.incident]);
      if (position !== undefined) hold(position);
    });
    node.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE, Home: -Infinity, End: Infinity }[event.key];
      if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      const next = Math.max(0, Math.min(rows.length - 1, at + step));
      if (next === at) return;
      hold(next);
      reveal(next);
      item(next).firstChild.focus({ preventScroll: true });
      IM.emit("select", rows[next], "step", rows[next].spots[0]);
    });

    return {
      node, draw,
      fill(incidents) {
        const held = rows[at];
        rows = incidents;
        places = new Map(rows.map((incident, position) => [incident, position]));
        at = places.get(held) ?? places.get(selected) ?? 0;
        draw(true);
      },
      /** Forget the rows: something that they show has changed. */
      renew() { made.clear(); high = 0; draw(true); },
      holds: (incident) => places.has(incident),
      /** Bring the row of an incident into sight. */
      show(incident) {
        const position = places.get(incident);
        if (position === undefined) return;
        hold(position);
        reveal(position);
      },
      focus() { if (rows.length) { reveal(at); item(at).firstChild.focus({ preventScroll: true }); } },
    };
  };
})();

// Many incidents drawn at once: symbols, and rings for those that stand too close together.
"use strict";

(function () {
  const { el, data } = IM;
  const FONT = "system-ui, 'Segoe UI', 'Noto Sans', sans-serif";
  const MOST_KEYS = 60; // groups in sight that the keyboard reaches; the list reaches all
  const VAGUE = new Set(["district", "region", "water", "line"]);

  /** A sheet that Leaflet moves with the map; `paint` is called with a pen in layer pixels. */
  const Sheet = L.Renderer.extend({
    options: { padding: 0.25 },
    _initContainer() { this._container = document.createElement("canvas"); this._container.setAttribute("aria-hidden", "true"); },
    _destroyContainer() { this._container.remove(); delete this._container; },
    _updatePaths() {},
    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const size = this._bounds.getSize(), fine = this.fine = window.devicePixelRatio > 1 ? 2 : 1;
      L.DomUtil.setPosition(this._container, this._bounds.min);
      const [width, height] = [size.x * fine, size.y * fine];
      // Setting a size clears the sheet and takes new memory: only if it changed.
      if (this._container.width !== width || this._container.height !== height) Object.assign(this._container, { width, height });
      this._container.style.width = `${size.x}px`;
      this._container.style.height = `${size.y}px`;
    },
    paint(draw) {
      this._update();
      const pen = this._container.getContext("2d"), { min } = this._bounds;
      pen.setTransform(1, 0, 0, 1, 0, 0);
      pen.clearRect(0, 0, this._container.width, this._container.height);
      pen.setTransform(this.fine, 0, 0, this.fine, -min.x * this.fine, -min.y * this.fine);
      draw(pen);
    },
  });

  /** How wide the ring of so many incidents is, in pixels. */
  const ringRadius = (count, roomy) => {
    const [least, step, most] = roomy ? [13, 4.4, 28] : [10, 3, 18]; // no wider than they stand apart
    return Math.min(most, least + step * Math.log10(count));
  };
  const short = (count) => (count > 9999 ? `${Math.round(count / 1000)}k` : count > 999 ? `${(count / 1000).toFixed(1)}k` : String(count));

  /** Draws groups on the map and tells which one lies under a point. */
  IM.canvas = function (map) {
    const pane = map.createPane("im-crowd");
    pane.style.zIndex = 600;
    pane.style.pointerEvents = "none";
    const sheet = new Sheet({ pane: "im-crowd" }).addTo(map);
    const keys = el("div", { class: "im-keys" });
    pane.append(keys);
    const halo = el("i", { class: "im-halo", hidden: true });
    pane.append(halo);
    const tip = L.tooltip({ direction: "top", className: "im-hint", opacity: 1 });
    const sprites = new Map();
    let drawn = [], hovered = null, open = () => {};

    /** A symbol as a picture, drawn once for each way that it can look. */
    function sprite(category, fact, vague) {
      const key = `${category}/${fact}/${vague}/${sheet.fine}`;
      if (!sprites.has(key)) {
        const picture = document.createElement("canvas");
        picture.width = picture.height = 40 * sheet.fine;
        const pen = picture.getContext("2d");
        pen.setTransform(sheet.fine, 0, 0, sheet.fine, 20 * sheet.fine, 20 * sheet.fine);
        if (vague) {
          pen.beginPath(); pen.arc(0, 0, 17, 0, 2 * Math.PI);
          pen.globalAlpha = 0.55; pen.fillStyle = IM.css("--paper"); pen.fill();
          pen.globalAlpha = 1; pen.setLineDash([3, 3]); pen.lineWidth = 1.5; pen.strokeStyle = IM.css("--mixed"); pen.stroke();
          pen.setLineDash([]);
        }
        IM.drawSymbol(pen, category, fact);
        sprites.set(key, picture);
      }
      return sprites.get(key);
    }

    function drawOne(pen, x, y, row) {
      const { spots, incidents } = data.tables;
      const incident = spots.incident[row];
      pen.globalAlpha = 0.5 + 0.5 * data.incidents[incident].score;
      pen.drawImage(sprite(incidents.category[incident], data.facts[incidents.fact[incident]], VAGUE.has(spots.precision[row])), x - 20, y - 20, 40, 40);
      pen.globalAlpha = 1;
    }

    function drawRing(pen, group, colors) {
      const { x, y } = group.point, radius = group.radius;
      const wide = Math.min(5, radius / 3.2);
      pen.beginPath(); pen.arc(x, y, radius, 0, 2 * Math.PI);
      pen.fillStyle = colors.panel; pen.fill();
      let from = -Math.PI / 2;
      pen.lineWidth = wide;
      for (const [category, count] of group.shares) {
        const to = from + (count / group.count) * 2 * Math.PI;
        pen.beginPath(); pen.arc(x, y, radius - wide / 2, from, to);
        pen.strokeStyle = data.categories[category].color; pen.stroke();
        from = to;
      }
      pen.lineWidth = 1; pen.strokeStyle = colors.outline; pen.globalAlpha = 0.55;
      pen.beginPath(); pen.arc(x, y, radius, 0, 2 * Math.PI); pen.stroke();
      pen.globalAlpha = 1;
      const text = short(group.count);
      pen.font = `700 ${Math.round(Math.min(13, (2 * (radius - wide)) / (0.62 * text.length + 0.35)))}px ${FONT}`;
      pen.fillStyle = colors.ink;
      pen.fillText(text, x, y + 0.5);
    }

    /** Draw groups (see `crowd.js`); `roomy` where they stand far apart. */
    function draw(groups, roomy) {
      const size = 256 * 2 ** map.getZoom(), origin = map.getPixelOrigin();
      const colors = { panel: IM.css("--panel"), outline: IM.css("--outline"), ink: IM.css("--ink") };
      drawn = groups;
      for (const group of groups) {
        group.point = L.point(group.x * size - origin.x, group.y * size - origin.y);
        group.radius = group.count === 1 ? (VAGUE.has(data.tables.spots.precision[group.first]) ? 17 : 11) : ringRadius(group.count, roomy);
      }
      // The small ones first, so that no large one hides under them.
      const order = [...groups].sort((a, b) => a.count - b.count || a.y - b.y);
      sheet.paint((pen) => {
        pen.textAlign = "center"; pen.textBaseline = "middle";
        for (const group of order) {
          if (group.count === 1) drawOne(pen, group.point.x, group.point.y, group.first); else drawRing(pen, group, colors);
        }
      });
      drawKeys([...groups].sort((a, b) => b.count - a.count).slice(0, MOST_KEYS));
      hover(null);
      return groups;
    }

    const named = (group) => IM.spotName(data.spots[group.first]);
    const title = (group) => (group.count === 1 ? IM.spoken(data.spots[group.first])
      : `${IM.plural(group.count, "incident")} ${group.places > 1 ? `at ${group.places} places around` : "at"} ${named(group)}`);

    /** What the keyboard and screen readers find in place of the picture. */
    function drawKeys(groups) {
      const size = map.getSize();
      const nodes = groups.filter((group) => {
        const at = map.layerPointToContainerPoint(group.point);
        return at.x > 0 && at.y > 0 && at.x < size.x && at.y < size.y;
      }).map((group) => {
        const node = el("button", { type: "button", class: "im-key-of", "aria-label": title(group), onclick: () => open(group) });
        Object.assign(node.style, { width: `${2 * group.radius}px`, height: `${2 * group.radius}px`,
          transform: `translate(${Math.round(group.point.x - group.radius)}px, ${Math.round(group.point.y - group.radius)}px)` });
        return node;
      });
      keys.replaceChildren(...nodes);
    }

    function under(point) {
      let best = null, least = Infinity;
      for (const group of drawn) {
        const away = group.point.distanceTo(point);
        if (away <= group.radius + 3 && away < least) { least = away; best = group; }
      }
      return best;
    }

    function hover(group) {
      if (group === hovered) return;
      hovered = group;
      map.getContainer().classList.toggle("im-over", Boolean(group));
      if (!group) { tip.remove(); return; }
      const words = group.count === 1 ? IM.hint(data.spots[group.first])
        : el("div", {}, el("b", {}, title(group)), el("span", { class: "im-hint-quote" }, group.shares.slice(0, 4)
          .map(([category, count]) => `${count.toLocaleString("en")} ${data.categories[category].label.toLowerCase()}`).join(", ")));
      tip.options.offset = L.point(0, -group.radius);
      tip.setContent(words).setLatLng(map.layerPointToLatLng(group.point)).addTo(map);
    }

    map.on("mousemove", (event) => { if (drawn.length) hover(under(event.layerPoint)); });
    map.on("mouseout movestart", () => hover(null));
    map.on("click", (event) => {
      const group = drawn.length && !IM.isPicking() ? under(event.layerPoint) : null;
      if (group) open(group);
    });
    IM.on("theme", () => sprites.clear());

    return {
      draw,
      clear() { if (drawn.length) draw([], false); },
      /** Calls with the group that the reader opens. */
      onOpen(work) { open = work; },
      /** A ring about a spot under the pointer in the list; null for none. */
      halo(spot) {
        halo.hidden = !spot;
        if (!spot) return;
        const at = map.latLngToLayerPoint(spot.latlng);
        halo.style.transform = `translate(${Math.round(at.x) - 20}px, ${Math.round(at.y) - 20}px)`;
      },
    };
  };
})();

// Markers: the category gives colour and outline, the factuality gives the way it is drawn.
"use strict";

(function () {
  const ring = (count, radius, turn) => Array.from({ length: count }, (_, i) => {
    const angle = (i / count) * 2 * Math.PI + turn;
    return [radius * Math.sin(angle), -radius * Math.cos(angle)];
  });
  const closed = (points) => `M${points.map((p) => p.map((v) => v.toFixed(2)).join(" ")).join("L")}Z`;
  const starred = () => ring(10, 9.4, 0).map(([x, y], i) => (i % 2 ? [x * 0.47, y * 0.47] : [x, y]));
  const PLUS = [[-2.9, -8.4], [2.9, -8.4], [2.9, -2.9], [8.4, -2.9], [8.4, 2.9], [2.9, 2.9],
    [2.9, 8.4], [-2.9, 8.4], [-2.9, 2.9], [-8.4, 2.9], [-8.4, -2.9], [-2.9, -2.9]];
  const turned = (points) => points.map(([x, y]) => [(x - y) * 0.7071, (x + y) * 0.7071]);
  const OUTLINES = {
    circle: "M-7.4 0A7.4 7.4 0 1 1 7.4 0A7.4 7.4 0 1 1 -7.4 0Z",
    square: closed([[-6.6, -6.6], [6.6, -6.6], [6.6, 6.6], [-6.6, 6.6]]),
    diamond: closed(ring(4, 9, 0)),
    triangle: closed(ring(3, 9, 0).map(([x, y]) => [x, y + 1.6])),
    "triangle-down": closed(ring(3, 9, Math.PI).map(([x, y]) => [x, y - 1.6])),
    star: closed(starred()),
    pentagon: closed(ring(5, 8.4, 0)),
    hexagon: closed(ring(6, 8, Math.PI / 6)),
    plus: closed(PLUS),
    saltire: closed(turned(PLUS)),
  };

  // How each kind of factuality is drawn: filled, hollow, broken or struck through.
  const DRAWN = {
    occurred: { fill: 1 }, ongoing: { fill: 1, around: true }, alleged: { fill: 0.35 },
    planned: { fill: 0, dash: "3.4 2.2" }, threatened: { fill: 0, dash: "0.1 3.1" },
    foiled: { fill: 0, strike: "M-10.5 10.5L10.5 -10.5" }, denied: { fill: 0, strike: "M-12 0H12" },
  };
  IM.FACT_TEXT = {
    occurred: "happened, as told", ongoing: "going on", alleged: "alleged, not confirmed",
    planned: "planned, not yet done", threatened: "threatened, not done",
    foiled: "foiled: it did not happen", denied: "denied",
  };

  /** The marker's drawing. */
  IM.symbol = function (category, fact, size) {
    const style = IM.data.categories[category];
    const drawn = DRAWN[fact] || DRAWN.occurred;
    const outline = OUTLINES[style.shape];
    const node = IM.svg("svg", {
      viewBox: "-13 -13 26 26", width: size || 26, height: size || 26, "aria-hidden": "true", class: "im-symbol",
    });
    const path = (attributes) => node.append(IM.svg("path", { d: outline, ...attributes }));
    if (drawn.around) {
      node.append(IM.svg("path", { d: outline, transform: "scale(1.42)", fill: "none", class: "im-under", "stroke-width": 2.6 }));
      node.append(IM.svg("path", { d: outline, transform: "scale(1.42)", fill: "none", stroke: style.color, "stroke-width": 1.3 }));
    }
    if (drawn.fill === 1) {
      path({ class: "im-under", "stroke-width": 2.4, "stroke-linejoin": "round" });
      path({ fill: style.color });
    } else {
      path({ class: "im-paper im-under", "stroke-width": 4.2, "stroke-linejoin": "round" });
      path({ class: "im-paper" });
      path({
        fill: style.color, "fill-opacity": drawn.fill, stroke: style.color, "stroke-width": 2.4,
        "stroke-dasharray": drawn.dash || "none", "stroke-linecap": "round", "stroke-linejoin": "round",
      });
    }
    if (drawn.strike) {
      node.append(IM.svg("path", { d: drawn.strike, class: "im-under", "stroke-width": 4, fill: "none" }));
      node.append(IM.svg("path", { d: drawn.strike, stroke: style.color, "stroke-width": 2.2, fill: "none" }));
    }
    return node;
  };

  const filled = new Map();
  /** The same drawing by a canvas's pen, about the point 0, 0. */
  IM.drawSymbol = function (pen, category, fact) {
    const style = IM.data.categories[category];
    const drawn = DRAWN[fact] || DRAWN.occurred;
    if (!filled.has(style.shape)) filled.set(style.shape, new Path2D(OUTLINES[style.shape]));
    const outline = filled.get(style.shape);
    const stroke = (path, color, width, dash) => {
      pen.strokeStyle = color;
      pen.lineWidth = width;
      pen.setLineDash(dash ? dash.split(" ").map(Number) : []);
      pen.stroke(path);
    };
    const under = IM.css("--outline");
    pen.lineJoin = pen.lineCap = "round";
    if (drawn.around) {
      const ring = new Path2D();
      ring.addPath(outline, new DOMMatrix().scale(1.42));
      stroke(ring, under, 2.6);
      stroke(ring, style.color, 1.3);
    }
    stroke(outline, under, drawn.fill === 1 ? 2.4 : 4.2);
    pen.fillStyle = drawn.fill === 1 ? style.color : IM.css("--paper");
    pen.fill(outline);
    if (drawn.fill !== 1) {
      pen.fillStyle = style.color;
      pen.globalAlpha = drawn.fill;
      pen.fill(outline);
      pen.globalAlpha = 1;
      stroke(outline, style.color, 2.4, drawn.dash);
    }
    if (drawn.strike) {
      const line = new Path2D(drawn.strike);
      stroke(line, under, 4);
      stroke(line, style.color, 2.2);
    }
  };

  const ICONS = {
    fit: "M1 5V1H5M11 1H15V5M15 11V15H11M5 15H1V11",
    theme: "M8 1A7 7 0 1 0 8 15A7 7 0 1 0 8 1ZM8 2V14A6 6 0 0 0 8 2Z",
    print: "M4 6V1H12V6M4 12H1V6H15V12H12M4 9H12V15H4Z",
    play: "M4 2L14 8L4 14Z",
    pause: "M5 2V14M11 2V14",
    text: "M1 3H15M1 7H15M1 11H15M1 15H9",
  };
  /** A small picture for a button: drawn, because no font is sure to hold it. */
  IM.icon = (name) => IM.svg("svg", { viewBox: "-1 -1 18 18", width: 16, height: 16, "aria-hidden": "true", class: "im-icon" },
    IM.svg("path", { d: ICONS[name], "fill-rule": "evenodd" }));

  /** What a screen reader says of a marker. */
  IM.spoken = function (spot) {
    const incident = spot.incident;
    const fact = IM.data.facts[incident.fact];
    return `${IM.data.categories[incident.category].label}, ${fact}, ${IM.spotName(spot)}, ${IM.whenText(incident)}: ${incident.quoteText.slice(0, 160)}`;
  };
})();
